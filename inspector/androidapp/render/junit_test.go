package render_test

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/render"
	"loginscope/inspector/finding"
)

func TestJUnit(t *testing.T) {
	r := report(t)
	for _, failOn := range []finding.Status{finding.Error, finding.Warning} {
		var buf bytes.Buffer
		if err := render.JUnit(&buf, r, "en", failOn); err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Suites []struct {
				Tests    int `xml:"tests,attr"`
				Failures int `xml:"failures,attr"`
				Skipped  int `xml:"skipped,attr"`
				Cases    []struct {
					Class   string    `xml:"classname,attr"`
					Name    string    `xml:"name,attr"`
					Failure *struct{} `xml:"failure"`
					Skipped *struct {
						Message string `xml:"message,attr"`
					} `xml:"skipped"`
				} `xml:"testcase"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal(buf.Bytes(), &doc); err != nil {
			t.Fatalf("%v in\n%s", err, buf.String())
		}
		s := doc.Suites[0]
		failures, skipped, aside := 0, 0, 0
		names, invalid := map[[2]string]bool{}, 0
		for _, c := range s.Cases {
			name := [2]string{c.Class, c.Name}
			if names[name] {
				t.Errorf("two cases are %q", name)
			}
			names[name] = true
			if c.Class == "suppressions.invalid" {
				invalid++
			}
			if c.Class == "" || c.Name == "" {
				t.Errorf("case %+v", c)
			}
			if c.Failure != nil {
				failures++
			}
			if c.Skipped != nil {
				skipped++
				if strings.HasPrefix(c.Skipped.Message, "file: the page comes with") {
					aside++
				}
			}
		}
		if invalid != 3 {
			t.Errorf("%d suppressions that cannot be used, want 3", invalid)
		}
		want := r.Counts[finding.Error]
		if failOn == finding.Warning {
			want += r.Counts[finding.Warning]
		}
		if failures != want || s.Failures != want || s.Tests != len(r.Results) || s.Skipped != skipped ||
			skipped != r.Counts[finding.Skipped]+r.Counts[finding.Suppressed] || aside != 1 {
			t.Errorf("fail on %s: %d failures (want %d), %d skipped, %d set aside by the file; counts %v", failOn,
				failures, want, skipped, aside, r.Counts)
		}
	}
}
