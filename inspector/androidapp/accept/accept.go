// Package accept sets results aside that a team decided to live with: by a line
// of a file beside the project, by a comment in a source, by tools:ignore, or
// because a baseline lists them. It owns the two file formats and the matching;
// it judges nothing and reads no disk.
//
// Law: a decision in a file or a comment has a reason; what is set aside stays
// in the report with that reason; a decision that matches nothing is reported.
package accept

import (
	"path"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// The check IDs of the results that name decisions without effect, and those that
// cannot be used.
const (
	UnusedID  = "suppressions.unused"
	InvalidID = "suppressions.invalid"
)

// Apply sets aside what the app's files decide, and adds a hint for each line of
// a suppression file that matches no result, and an error for each decision that
// cannot be used. It changes the elements of results.
func Apply(results []finding.Finding, ignores []facts.Ignore) []finding.Finding {
	used := make([]bool, len(ignores))
	for i := range results {
		if !results[i].Open() {
			continue
		}
		for n, g := range ignores {
			if matches(g, results[i]) {
				results[i].Suppressed, used[n] = suppression(g), true
				break
			}
		}
	}
	for n, g := range ignores {
		switch {
		case !g.Fault.Empty():
			results = append(results, invalid(g))
		case !used[n] && g.Kind == KindFile:
			results = append(results, unused(g))
		}
	}
	return results
}

func suppression(g facts.Ignore) *finding.Suppression {
	at := &finding.Location{File: g.Location, Line: g.Line}
	return &finding.Suppression{Kind: g.Kind, Reason: g.Reason, Where: at}
}

func matches(g facts.Ignore, r finding.Finding) bool {
	if !g.Fault.Empty() || g.Check != All && g.Check != r.Check {
		return false
	}
	if g.From > 0 && !within(g, r) {
		return false
	}
	return g.Subject == "" || names(g.Subject, r)
}

// within reports whether a result points to one of the decision's lines.
func within(g facts.Ignore, r finding.Finding) bool {
	for _, l := range r.Where {
		if l.File == g.Location && l.Line >= g.From && l.Line <= g.To {
			return true
		}
	}
	return false
}

// names compares a pattern with a result's subject, build and files.
func names(pattern string, r finding.Finding) bool {
	if match(pattern, r.Subject) || matchesAll(pattern, append([]string{r.Build}, r.Builds...)) {
		return true
	}
	for _, l := range r.Where {
		if match(pattern, l.File) {
			return true
		}
	}
	return false
}

// match knows * for anything, slashes too, and ? for one character.
func match(pattern, s string) bool {
	if s == "" {
		return false
	}
	flat := strings.NewReplacer("/", "\x01", "[", `\[`, `\`, `\\`)
	ok, err := path.Match(flat.Replace(pattern), strings.ReplaceAll(s, "/", "\x01"))
	return err == nil && ok
}

// invalid says why a decision sets nothing aside.
func invalid(g facts.Ignore) finding.Finding {
	return finding.Finding{
		Check: InvalidID, Subject: g.Location, Status: finding.Error, Certainty: codes.Seen,
		Source: "the suppression itself",
		Title:  lang.Both("Suppressions that cannot be used", "无法使用的抑制规则"),
		What:   lang.Both("The suppression cannot be used: "+g.Fault.EN+".", "该抑制规则无法使用："+g.Fault.ZH+"。"),
		Why:    lang.Both("It suppresses nothing; what it was meant for still counts.", "它不会抑制任何结果，原本要抑制的结果仍然计入。"),
		Fix: lang.Both("Write CHECK [SUBJECT]: REASON, with the ID that the result shows.",
			"请按“检查编号 [对象]: 理由”书写，编号以结果中显示的为准。"),
		Where: []finding.Location{{File: g.Location, Line: g.Line}},
	}
}

func unused(g facts.Ignore) finding.Finding {
	what := g.Check
	if g.Subject != "" {
		what += " " + g.Subject
	}
	return finding.Finding{
		Check: UnusedID, Subject: what, Status: finding.Hint, Certainty: codes.Seen,
		Source: "the suppression file itself",
		Title:  lang.Text{EN: "Suppressions without effect", ZH: "未生效的抑制规则"},
		What:   lang.Text{EN: "No result matches the suppression of " + what + ".", ZH: "没有结果与抑制规则 " + what + " 匹配。"},
		Why:    lang.Text{EN: "The problem is solved, or the line is misspelt.", ZH: "问题已解决，或该行书写有误。"},
		Fix:    lang.Text{EN: "Remove or correct the line.", ZH: "请删除或更正该行。"},
		Where:  []finding.Location{{File: g.Location, Line: g.Line}},
	}
}

// matchesAll reports whether a pattern takes every build for which a result holds.
func matchesAll(pattern string, builds []string) bool {
	return !slices.ContainsFunc(builds, func(b string) bool { return !match(pattern, b) })
}
