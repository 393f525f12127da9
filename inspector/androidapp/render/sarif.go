// Package render writes a check's report for readers: SARIF 2.1.0 for code
// review tools and Markdown for people. It owns the two formats; what the
// results say is lint's.
package render

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/lint"
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
		Tool       tool     `json:"tool"`
		ColumnKind string   `json:"columnKind"`
		Language   string   `json:"language"`
		Results    []result `json:"results"`
	}
	tool struct {
		Driver driver `json:"driver"`
	}
	driver struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
		Rules   []rule `json:"rules"`
	}
	rule struct {
		ID               string     `json:"id"`
		ShortDescription message    `json:"shortDescription"`
		FullDescription  message    `json:"fullDescription"`
		Help             message    `json:"help"`
		Properties       properties `json:"properties"`
	}
	result struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Kind         string            `json:"kind"`
		Level        string            `json:"level"`
		Message      message           `json:"message"`
		Locations    []location        `json:"locations,omitempty"`
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
		URI string `json:"uri"`
	}
	region struct {
		StartLine int `json:"startLine"`
	}
	logical struct {
		Name string `json:"fullyQualifiedName"`
	}
	properties map[string]string
)

// SARIF writes the report as a SARIF 2.1.0 log with messages in lang ("en" or
// "zh"). version is the tool's own, "" to leave it out.
func SARIF(w io.Writer, r androidapp.Report, lang, version string) error {
	log := sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs: []run{{
			Tool:       tool{driver{Name: "Loginscope", Version: version}},
			ColumnKind: "unicodeCodePoints", Language: language(lang), Results: []result{},
		}},
	}
	index := map[string]int{}
	rules := &log.Runs[0].Tool.Driver.Rules
	for _, x := range r.Results {
		if _, known := index[x.Check]; !known {
			index[x.Check] = len(*rules)
			*rules = append(*rules, describeRule(x, lang))
		}
		log.Runs[0].Results = append(log.Runs[0].Results, sarifResult(x, index[x.Check], lang))
	}
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

func describeRule(x lint.Result, lang string) rule {
	out := rule{
		ID: x.Check, ShortDescription: message{x.Title.In(lang)}, FullDescription: message{x.Title.In(lang)},
		Help: message{x.Source}, Properties: properties{"source": x.Source},
	}
	for _, c := range lint.Checks() {
		if c.ID == x.Check {
			out.FullDescription = message{c.Doc.In(lang)}
			out.Help = message{c.Doc.In(lang) + "\n\n" + c.Source}
			out.Properties["certainty"] = string(c.Certainty)
		}
	}
	return out
}

func sarifResult(x lint.Result, index int, lang string) result {
	out := result{
		RuleID: x.Check, RuleIndex: index, Message: message{sentence(x, lang)},
		Properties: properties{"certainty": string(x.Certainty), "source": x.Source},
	}
	out.Kind, out.Level = level(x.Status)
	for _, l := range x.Where {
		out.Locations = append(out.Locations, sarifLocation(l))
	}
	sum := sha256.Sum256([]byte(x.Check + "\x00" + x.Subject + "\x00" + x.Build))
	out.Fingerprints = map[string]string{"loginscope/v1": hex.EncodeToString(sum[:16])}
	for key, value := range map[string]string{"subject": x.Subject, "build": x.Build, "paste": x.Paste, "pasteInto": x.PasteInto} {
		if value != "" {
			out.Properties[key] = value
		}
	}
	return out
}

func level(s lint.Status) (kind, level string) {
	switch s {
	case lint.Error:
		return "fail", "error"
	case lint.Warning:
		return "fail", "warning"
	case lint.Hint:
		return "fail", "note"
	case lint.Skipped:
		return "notApplicable", "none"
	}
	return "pass", "none"
}

// sarifLocation names a part of an archive as a logical location: consumers
// can open files, not entries.
func sarifLocation(l lint.Location) location {
	file, entry, _ := strings.Cut(l.File, "!")
	out := location{Physical: &physical{Artifact: artifact{URI: fileURI(file)}}}
	if l.Line > 0 && entry == "" {
		out.Physical.Region = &region{StartLine: l.Line}
	}
	name := strings.Trim(entry+" "+l.Element, " ")
	if name != "" {
		out.Logical = []logical{{name}}
	}
	return out
}

// fileURI is a relative reference, or a file URI for an absolute path.
func fileURI(p string) string {
	p = strings.ReplaceAll(p, `\`, "/")
	u := url.URL{Path: p}
	switch {
	case strings.HasPrefix(p, "/"):
		u.Scheme = "file"
	case len(p) > 2 && p[1] == ':':
		u.Scheme, u.Path = "file", "/"+p
	}
	return u.String()
}

// sentence joins what, why and fix.
func sentence(x lint.Result, lang string) string {
	var parts []string
	for _, t := range []string{x.What.In(lang), x.Why.In(lang), x.Fix.In(lang)} {
		if t != "" {
			parts = append(parts, t)
		}
	}
	if lang == "zh" {
		return strings.Join(parts, "")
	}
	return strings.Join(parts, " ")
}
