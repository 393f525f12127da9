package render_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xeipuuv/gojsonschema"

	schema "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/androidapp/render"
	"loginscope/inspector/finding"
	"loginscope/inspector/sarif"
)

// schemaText is the SARIF 2.1.0 schema of OASIS, which go-sarif carries as a
// constant of its own and does not give away.
func schemaText(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3").Output()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(strings.TrimSpace(string(dir)), "pkg", "report", "v210", "sarif", "schema.go")
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range tree.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		text, err := strconv.Unquote(g.Specs[0].(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	t.Fatal("no schema in " + file)
	return ""
}

// problems holds a log against the schema.
func problems(t *testing.T, text string, src []byte) []string {
	t.Helper()
	r, err := gojsonschema.Validate(gojsonschema.NewStringLoader(text), gojsonschema.NewBytesLoader(src))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range r.Errors() {
		out = append(out, e.String())
	}
	return out
}

func sarifOf(t *testing.T, o sarif.Options) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := render.SARIF(&buf, report(t), o); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestSARIFFollowsTheSchema(t *testing.T) {
	text := schemaText(t)
	for _, lang := range []string{"en", "zh"} {
		src := sarifOf(t, sarif.Options{Lang: lang, Version: "1.0", Anchor: "app/build.gradle"})
		for _, p := range problems(t, text, src) {
			t.Errorf("%s: %s", lang, p)
		}
		if zh := strings.Contains(string(src), "授权页"); zh != (lang == "zh") {
			t.Errorf("%s: Chinese text %v", lang, zh)
		}
	}
	for _, broken := range []string{`{"version": "2.1.0"}`, `{"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]}`,
		`{"version": "2.1.0", "runs": [], "oops": 1}`} {
		if len(problems(t, text, []byte(broken))) == 0 {
			t.Errorf("the schema lets %s pass", broken)
		}
	}
}

// TestSARIFSuitsCodeScanning holds what GitHub's code scanning wants beyond the
// schema
// (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
func TestSARIFSuitsCodeScanning(t *testing.T) {
	r := report(t)
	var log schema.Report
	if err := json.Unmarshal(sarifOf(t, sarif.Options{Lang: "en", Anchor: "app/build.gradle"}), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	open := 0
	for _, x := range r.Results {
		if x.Open() {
			open++
		}
	}
	if len(run.Results) != open || open == 0 {
		t.Errorf("%d results, want the %d open ones", len(run.Results), open)
	}
	if n := len(run.Invocations[0].ToolExecutionNotifications); n != r.Counts[finding.Skipped] || n == 0 {
		t.Errorf("%d notifications for %d that were not checked", n, r.Counts[finding.Skipped])
	}
	rules := run.Tool.Driver.Rules
	for _, c := range lint.Checks() {
		if !slices.ContainsFunc(rules, func(d *schema.ReportingDescriptor) bool {
			return *d.ID == c.ID && *d.Help.Text != "" && *d.Help.Markdown != "" && d.DefaultConfiguration.Level != ""
		}) {
			t.Errorf("no rule %s with help and level", c.ID)
		}
	}
	mixed := func(x *schema.Result) bool { return *x.RuleID == "build.versions.mixed" && len(x.Locations) == 2 }
	if !slices.ContainsFunc(run.Results, mixed) {
		t.Error("nothing points to the two lines of the build file")
	}
	prints := map[string]bool{}
	for i, x := range run.Results {
		if *rules[x.RuleIndex].ID != *x.RuleID || x.Kind != "fail" || x.Level == "none" {
			t.Errorf("result %d: rule %s, kind %s, level %s", i, *x.RuleID, x.Kind, x.Level)
		}
		if len(x.Locations) == 0 {
			t.Errorf("result %d (%s) has no location", i, *x.RuleID)
		}
		for _, l := range x.Locations {
			located(t, l)
		}
		hash := x.PartialFingerprints["primaryLocationLineHash"]
		if hash == "" || prints[hash] {
			t.Errorf("result %d (%s): fingerprint %q", i, *x.RuleID, hash)
		}
		prints[hash] = true
	}
}

// located wants a clean relative URI below the root, and a line.
func located(t *testing.T, l *schema.Location) {
	t.Helper()
	at := l.PhysicalLocation.ArtifactLocation
	u, err := url.Parse(*at.URI)
	upwards := strings.HasPrefix(*at.URI, "./") || strings.HasPrefix(*at.URI, "..")
	if err != nil || u.IsAbs() || *at.URI == "" || strings.HasPrefix(u.Path, "/") || upwards ||
		strings.ContainsAny(*at.URI, " \\:") {
		t.Errorf("URI %q: %v", *at.URI, err)
	}
	if *at.URIBaseID != "%SRCROOT%" || *l.PhysicalLocation.Region.StartLine < 1 {
		t.Errorf("base %s, line %d of %s", *at.URIBaseID, *l.PhysicalLocation.Region.StartLine, *at.URI)
	}
}
