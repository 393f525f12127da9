// Package sarif writes findings on an app or on a capture as a SARIF 2.1.0 log for
// code scanning. It owns the format; what the findings say is the checks'.
package sarif

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// The parts of the SARIF 2.1.0 object model that are written
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).
type (
	sarifLog struct {
		Schema  string `json:"$schema"`
		Version string `json:"version"`
		Runs    []run  `json:"runs"`
	}
	run struct {
		Tool        tool               `json:"tool"`
		Invocations []invocation       `json:"invocations"`
		URIBases    map[string]uriBase `json:"originalUriBaseIds"`
		ColumnKind  string             `json:"columnKind"`
		Language    string             `json:"language"`
		Results     []result           `json:"results"`
	}
	invocation struct {
		Successful    bool           `json:"executionSuccessful"`
		Notifications []notification `json:"toolExecutionNotifications,omitempty"`
	}
	// notification says what was not checked, which is neither good nor bad.
	notification struct {
		Level      string    `json:"level"`
		Message    message   `json:"message"`
		Descriptor reference `json:"associatedRule"`
	}
	reference struct {
		ID    string `json:"id"`
		Index int    `json:"index"`
	}
	uriBase struct {
		Description message `json:"description"`
	}
	tool struct {
		Driver driver `json:"driver"`
	}
	driver struct {
		Name           string `json:"name"`
		Version        string `json:"version,omitempty"`
		InformationURI string `json:"informationUri,omitempty"`
		Rules          []rule `json:"rules"`
	}
	rule struct {
		ID               string        `json:"id"`
		ShortDescription message       `json:"shortDescription"`
		FullDescription  message       `json:"fullDescription"`
		Help             help          `json:"help"`
		HelpURI          string        `json:"helpUri,omitempty"`
		Configuration    configuration `json:"defaultConfiguration"`
		Properties       ruleBag       `json:"properties"`
	}
	help struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown"`
	}
	configuration struct {
		Level string `json:"level"`
	}
	ruleBag struct {
		Source    string   `json:"source"`
		Certainty string   `json:"certainty,omitempty"`
		Precision string   `json:"precision,omitempty"`
		Tags      []string `json:"tags"`
	}
	result struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Kind         string            `json:"kind"`
		Level        string            `json:"level"`
		Message      message           `json:"message"`
		Locations    []location        `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   properties        `json:"properties"`
	}
	message struct {
		Text string `json:"text"`
	}
	location struct {
		Physical *physical `json:"physicalLocation,omitempty"`
		Logical  []logical `json:"logicalLocations,omitempty"`
	}
	physical struct {
		Artifact artifact `json:"artifactLocation"`
		Region   *region  `json:"region,omitempty"`
	}
	artifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId,omitempty"`
	}
	region struct {
		StartLine int `json:"startLine"`
	}
	logical struct {
		Name string `json:"fullyQualifiedName"`
	}
	properties map[string]string
)

// srcRoot is the base that code scanning takes for the root of the repository.
const srcRoot = "%SRCROOT%"

// Log is what one run found.
type Log struct {
	// Rules are the checks that were applied, whether they found something or not, so
	// that a reader can distinguish "found nothing" from "was not there".
	Rules    []finding.Rule
	Findings []finding.Finding
	// Failed is true when a part of the input could not be read.
	Failed bool
}

// Options say how a log is written.
type Options struct {
	Lang    string // of the messages: "en" or "zh"
	Version string // the tool's own, "" to leave it out
	// Anchor is the file to which a finding without a location of its own points,
	// relative to the root of the repository. Mandatory.
	Anchor string
}

// Write writes a log that code scanning takes. Its results are what asks for
// something (errors, warnings, notes, hints), each with at least one location that
// has a line. What passed or was set aside is left out: code scanning would open an
// alert for each. What was not checked stands among the notifications.
func Write(w io.Writer, l Log, o Options) error {
	rules, index := describeRules(l, o.Lang)
	one := run{
		Tool: tool{driver{Name: "Loginscope", Version: o.Version, Rules: rules}},
		URIBases: map[string]uriBase{
			srcRoot: {message{"The root of the repository, or the folder that was checked."}},
		},
		ColumnKind: "unicodeCodePoints", Language: language(o.Lang), Results: []result{},
	}
	done := invocation{Successful: !l.Failed}
	for _, x := range l.Findings {
		switch {
		case x.Open():
			one.Results = append(one.Results, sarifResult(x, index[x.Check], o))
		case x.Shown() == finding.Skipped:
			done.Notifications = append(done.Notifications, notification{
				"note", message{x.Sentence(o.Lang)}, reference{x.Check, index[x.Check]},
			})
		}
	}
	one.Invocations = []invocation{done}
	log := sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []run{one}}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(log); err != nil {
		return fmt.Errorf("write SARIF: %w", err)
	}
	return nil
}

func language(lang string) string {
	if lang == "zh" {
		return "zh-CN"
	}
	return "en"
}

// describeRules lists the checks, then what else has findings, such as the rules of a
// capture's comparison. index is by check ID.
func describeRules(l Log, language string) (rules []rule, index map[string]int) {
	index = map[string]int{}
	add := func(id string, title, doc lang.Text, source string, certainty codes.Certainty) {
		if _, known := index[id]; known {
			return
		}
		index[id] = len(rules)
		rules = append(rules, describeRule(id, title, doc, source, certainty, language))
	}
	for _, c := range l.Rules {
		add(c.ID, c.Title, c.Doc, c.Source, c.Certainty)
	}
	for _, x := range l.Findings {
		add(x.Check, x.Title, x.Title, x.Source, x.Certainty)
	}
	for i := range rules {
		rules[i].Configuration.Level = worstOf(rules[i].ID, l.Findings)
	}
	return rules, index
}

func describeRule(id string, title, doc lang.Text, source string, certainty codes.Certainty, language string) rule {
	out := rule{
		ID: id, ShortDescription: message{title.In(language)}, FullDescription: message{doc.In(language)},
		Help: help{
			doc.In(language) + "\n\n" + source,
			plain.Replace(doc.In(language)) + "\n\n" + plain.Replace(source),
		},
		Properties: ruleBag{
			Source:    source,
			Certainty: string(certainty),
			Precision: precision[certainty],
			Tags:      tags(id),
		},
	}
	if first, _, _ := strings.Cut(source, " "); strings.HasPrefix(first, "https://") {
		out.HelpURI = strings.TrimSuffix(first, ";")
	}
	return out
}

// plain keeps the text of a rule from becoming markup.
var plain = strings.NewReplacer("<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`", "\n", " ", "\r", " ", "[", `\[`)

// precision is the word of code scanning for a certainty.
var precision = map[codes.Certainty]string{codes.Seen: "very-high", codes.Inferred: "medium", codes.Unconfirmed: "low"}

// tags are the words by which alerts are filtered.
func tags(id string) []string {
	area, _, ofApp := strings.Cut(id, ".")
	if !ofApp {
		area = "login" // the checks of a capture have no areas
	}
	if strings.HasPrefix(id, "secrets-") || strings.HasPrefix(id, "code.") || strings.HasPrefix(id, "nsc.trust") ||
		id == "nsc.cleartext.wide" ||
		id == "manifest.debuggable" {
		return []string{area, "security"}
	}
	return []string{area}
}

// worstOf is the level of a rule in this run; warning if it found nothing.
func worstOf(id string, results []finding.Finding) string {
	worst := ""
	for _, x := range results {
		if x.Check != id || !x.Open() {
			continue
		}
		if l := level(x.Status); worst == "" || l == "error" || l == "warning" && worst == "note" {
			worst = l
		}
	}
	if worst == "" {
		return "warning"
	}
	return worst
}

func sarifResult(x finding.Finding, index int, o Options) result {
	out := result{
		RuleID: x.Check, RuleIndex: index, Kind: "fail", Level: level(x.Status),
		Message:    message{ofPart(x, o.Lang) + x.Sentence(o.Lang)},
		Properties: properties{"certainty": string(x.Certainty), "source": x.Source},
	}
	for _, l := range x.Where {
		out.Locations = append(out.Locations, sarifLocation(l, o.Anchor))
	}
	if len(out.Locations) == 0 {
		out.Locations = []location{sarifLocation(finding.Location{File: o.Anchor}, o.Anchor)}
	}
	// code scanning reads primaryLocationLineHash alone; ours does not change
	// with lines either.
	out.Fingerprints = map[string]string{
		"loginscope/v1":           x.Fingerprint,
		"primaryLocationLineHash": x.Fingerprint + ":1",
	}
	for key, value := range map[string]string{"subject": x.Subject, "build": x.Build, "module": x.Module,
		"paste": x.Paste, "pasteInto": x.PasteInto} {
		if value != "" {
			out.Properties[key] = value
		}
	}
	return out
}

func level(s finding.Status) string {
	switch s {
	case finding.Error:
		return "error"
	case finding.Warning:
		return "warning"
	}
	return "note"
}

// sarifLocation names a part of an archive as a logical location: consumers
// can open files, not entries. A location without a file or line is the first line
// of the anchor or of its file, since code scanning wants both.
func sarifLocation(l finding.Location, anchor string) location {
	file, entry, _ := strings.Cut(l.File, "!")
	if file == "" {
		file = anchor
	}
	line := max(1, l.Line)
	if entry != "" {
		line = 1
	}
	uri, base := fileURI(file)
	out := location{Physical: &physical{Artifact: artifact{URI: uri, Base: base}, Region: &region{StartLine: line}}}
	if name := strings.Trim(entry+" "+l.Element, " "); name != "" {
		out.Logical = []logical{{name}}
	}
	return out
}

// fileURI is a clean reference relative to the root of the repository, or a file
// URI for an absolute path, which has no base.
func fileURI(p string) (uri, base string) {
	p = strings.ReplaceAll(p, `\`, "/")
	switch {
	case strings.HasPrefix(p, "/"):
		return (&url.URL{Scheme: "file", Path: path.Clean(p)}).String(), ""
	case len(p) > 2 && p[1] == ':':
		return (&url.URL{Scheme: "file", Path: "/" + path.Clean(p)}).String(), ""
	}
	u := url.URL{Path: path.Clean(p)}
	// A colon in a name would read as the scheme of an absolute reference.
	return strings.ReplaceAll(strings.TrimPrefix(u.String(), "./"), ":", "%3A"), srcRoot
}

// ofPart names the module or build that a finding holds for alone, as the beginning of
// a message; "" for all of the app.
func ofPart(x finding.Finding, lang string) string {
	switch part := x.Parts(); {
	case part == "":
		return ""
	case lang == "zh":
		return part + "："
	default:
		return part + ": "
	}
}
