package render

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// The parts of the JUnit XML format that build servers read (the schema of
// Jenkins' xUnit plug-in, which GitLab follows).
type (
	junitSuites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Suites   []junitSuite
	}
	junitSuite struct {
		XMLName  xml.Name `xml:"testsuite"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Skipped  int      `xml:"skipped,attr"`
		Errors   int      `xml:"errors,attr"`
		Cases    []junitCase
	}
	junitCase struct {
		XMLName xml.Name      `xml:"testcase"`
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		File    string        `xml:"file,attr,omitempty"`
		Failure *junitFailure `xml:"failure,omitempty"`
		Skipped *junitSkipped `xml:"skipped,omitempty"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
)

// JUnit writes the report as JUnit XML: a test case for each result, by check.
// A result that is as bad as failOn (finding.Error or finding.Warning) is a failure;
// one that is less bad passes with its words as output; what was not checked or
// was set aside is skipped.
func JUnit(w io.Writer, r androidapp.Report, lang string, failOn finding.Status) error {
	suite := junitSuite{Name: "loginscope check " + clean(r.App.Name)}
	times := map[string]int{}
	for _, x := range r.Results {
		c := junitResult(x, lang, failOn)
		key := c.Class + "\x00" + c.Name
		if times[key]++; times[key] > 1 { // servers take cases of one name for one case
			c.Name += fmt.Sprintf(" · %d", times[key])
		}
		suite.Tests++
		if c.Failure != nil {
			suite.Failures++
		}
		if c.Skipped != nil {
			suite.Skipped++
		}
		suite.Cases = append(suite.Cases, c)
	}
	doc := junitSuites{Tests: suite.Tests, Failures: suite.Failures, Suites: []junitSuite{suite}}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write JUnit XML: %w", err)
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("write JUnit XML: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write JUnit XML: %w", err)
	}
	return nil
}

func junitResult(x finding.Finding, lang string, failOn finding.Status) junitCase {
	name := x.Title.In(lang)
	for _, part := range []string{x.Subject, x.Parts()} {
		if part != "" {
			name += " · " + part
		}
	}
	c := junitCase{Class: x.Check, Name: clean(name)}
	if len(x.Where) > 0 {
		c.File, _, _ = strings.Cut(clean(x.Where[0].File), "!")
	}
	text := clean(x.Sentence(lang) + locations(x))
	switch s := x.Shown(); {
	case s == finding.Suppressed:
		c.Skipped = &junitSkipped{clean(strings.TrimSuffix(x.Suppressed.Kind+": "+x.Suppressed.Reason, ": "))}
	case s == finding.Skipped:
		c.Skipped = &junitSkipped{clean(x.What.In(lang))}
	case s == finding.Error, s == finding.Warning && failOn == finding.Warning:
		c.Failure = &junitFailure{Type: string(x.Status), Message: clean(x.What.In(lang)), Text: text}
	case s != finding.Pass:
		c.Out = string(x.Status) + ": " + text
	}
	return c
}

// locations lists where a result points to, each on a line.
func locations(x finding.Finding) string {
	var b strings.Builder
	for _, l := range x.Where {
		b.WriteString("\n" + l.File)
		if l.Line > 0 {
			fmt.Fprintf(&b, ":%d", l.Line)
		}
		if l.Element != "" {
			b.WriteString("  " + l.Element)
		}
	}
	return b.String()
}

// clean drops what XML 1.0 cannot hold, such as an ESC in a file name.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff || r == 0xfffd {
			return -1
		}
		return r
	}, s)
}
