package accept

import (
	"bytes"
	"fmt"
	"path"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
)

// FileName is the suppression file in the folder of a project.
const FileName = ".loginscope-ignore"

// All stands for every check.
const All = "all"

// The kinds of decision.
const (
	KindFile     = "file"
	KindComment  = "comment"
	KindTools    = "tools:ignore"
	KindBaseline = "baseline"
)

// mark begins a decision inside a comment: "loginscope:ignore CHECK: reason".
const mark = "loginscope:ignore"

// maxIgnores limits the decisions of one file.
const maxIgnores = 1000

// tooMany is why the lines past maxIgnores do not count.
var tooMany = lang.Both(fmt.Sprintf("more than %d suppressions", maxIgnores), fmt.Sprintf("抑制规则超过 %d 条", maxIgnores))

// LineError is a line of a suppression file or a comment that cannot be used.
type LineError struct {
	Line int // 1-based
	Why  lang.Text
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Why.EN) }

// File reads a suppression file. Each line holds
//
//	CHECK [SUBJECT]: REASON
//
// where CHECK is a check's ID or "all" and SUBJECT a result's subject, build or
// file with * and ?. Empty lines and lines that begin with # say nothing. Lines
// that cannot be used are returned as errors, the others count.
func File(file string, src []byte) (out []facts.Ignore, errs []*LineError) {
	for i, line := range lines(src) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		g, err := decision(line, i+1)
		switch {
		case err != nil:
			errs = append(errs, err)
		case len(out) == maxIgnores:
			return out, append(errs, &LineError{i + 1, tooMany})
		default:
			g.Kind, g.Location = KindFile, file
			out = append(out, g)
		}
	}
	return out, errs
}

func lines(src []byte) []string {
	text := strings.TrimPrefix(string(src), "\ufeff")
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// decision reads "CHECK [SUBJECT]: REASON".
func decision(s string, line int) (g facts.Ignore, err *LineError) {
	head, reason, found := strings.Cut(s, ": ")
	if wide, after, ok := strings.Cut(s, "："); ok && (!found || len(wide) < len(head)) {
		head, reason = wide, after
	}
	words := strings.Fields(strings.TrimSuffix(head, ":"))
	g = facts.Ignore{Reason: strings.TrimSpace(reason), Line: line}
	switch {
	case len(words) == 0 || len(words) > 2:
		return g, &LineError{line, lang.Both("expected CHECK [SUBJECT]: REASON", "格式应为：检查编号 [对象]: 理由")}
	case !Known(words[0]):
		return g, &LineError{line, lang.Both(
			fmt.Sprintf("no check has the ID %q", words[0]), fmt.Sprintf("没有编号为 %q 的检查", words[0]))}
	case g.Reason == "":
		return g, &LineError{line, lang.Both(
			words[0]+" has no reason; write it after a colon and a blank", words[0]+" 没有理由；请写在冒号和空格之后")}
	}
	g.Check = words[0]
	if len(words) == 2 {
		g.Subject = words[1]
	}
	return g, nil
}

// Known reports whether s names a check, or all.
func Known(s string) bool {
	if s == All || strings.HasPrefix(s, "live.") {
		return true
	}
	for _, c := range lint.Checks() {
		if c.ID == s {
			return true
		}
	}
	return false
}

// Comments reads the decisions in the comments of any text file. One counts for
// its own line and for the next line that holds something.
func Comments(file string, src []byte) (out []facts.Ignore, errs []*LineError) {
	if !bytes.Contains(src, []byte(mark)) {
		return nil, nil
	}
	all := lines(src)
	for i, line := range all {
		before, rest, found := strings.Cut(line, mark)
		if !found || len(out) == maxIgnores || quoted(file, before) {
			continue
		}
		for _, end := range []string{"-->", "*/"} {
			rest, _, _ = strings.Cut(rest, end)
		}
		g, err := decision(strings.TrimSpace(rest), i+1)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		g.Kind, g.Location, g.From, g.To = KindComment, file, i+1, i+1
		for n := i + 1; n < len(all); n++ {
			if g.To = n + 1; strings.TrimSpace(all[n]) != "" {
				break
			}
		}
		out = append(out, g)
	}
	return out, errs
}

// quoted reports whether a text literal of a source or script is open at the end of
// the start of a line, so that what follows is no comment.
func quoted(file, before string) bool {
	switch path.Ext(file) {
	case ".java", ".kt", ".kts", ".gradle", ".groovy":
	default:
		return false
	}
	open := rune(0)
	escaped := false
	for i, c := range before {
		switch {
		case escaped:
			escaped = false
		case open != 0 && c == '\\':
			escaped = true
		case open != 0 && c == open:
			open = 0
		case open != 0:
		case strings.HasPrefix(before[i:], "//"), strings.HasPrefix(before[i:], "/*"):
			return false
		case c == '"' || c == '\'':
			open = c
		}
	}
	return open != 0
}

// lintNames are Android Lint's names for what a check of ours also looks for
// (https://googlesamples.github.io/android-custom-lint-rules/checks/). Lint's "all"
// is not among them: it was written for Lint's findings.
var lintNames = map[string]string{
	"InsecureBaseConfiguration": "nsc.cleartext.wide",
	"AcceptsUserCertificates":   "nsc.trust.release",
	"HardcodedDebugMode":        "manifest.debuggable",
	"MissingClass":              "manifest.activities.spelling",
	"MissingRegistered":         "manifest.activities.spelling",
}

// Tools reads the tools:ignore attributes of an XML text. They name our checks
// or Android Lint's and count for the lines of their element.
func Tools(file string, root *xmltree.Node, src []byte) (out []facts.Ignore) {
	a, found := root.Attr(xmltree.ToolsNS, "ignore")
	for _, name := range strings.Split(a.Value, ",") {
		id, ok := lintNames[strings.TrimSpace(name)]
		if name = strings.TrimSpace(name); !ok && name != All && Known(name) {
			id = name
		}
		if found && id != "" {
			out = append(out,
				facts.Ignore{Kind: KindTools, Check: id, Location: file, Line: root.Line, From: root.Line,
					To: lastLine(root, src)})
		}
	}
	for c := range root.Elements() {
		out = append(out, Tools(file, c, src)...)
	}
	return out[:min(len(out), maxIgnores)]
}

func lastLine(n *xmltree.Node, src []byte) int {
	if n.Span.End > len(src) || n.Span.Start > n.Span.End {
		return n.Line
	}
	return n.Line + bytes.Count(src[n.Span.Start:n.Span.End], []byte("\n"))
}
