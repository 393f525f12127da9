package accept_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/accept"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/inspector/finding"
)

func found() []finding.Finding {
	list := []finding.Finding{
		{Check: "code.check-ssl", Subject: "a/App.java", Status: finding.Error, Where: []finding.Location{{
			File: "a/App.java",
			Line: 12,
		}}},
		{Check: "build.crashshield", Subject: "crashshield", Status: finding.Hint},
		{Check: "nsc.cleartext.wide", Build: "demoRelease", Status: finding.Warning, Where: []finding.Location{{
			File: "a/res/xml/n.xml",
			Line: 3,
		}}},
		{Check: "nsc.valid", Status: finding.Pass},
	}
	finding.Fingerprint(list)
	return list
}

func TestSuppressionFile(t *testing.T) {
	tests := []struct {
		line string
		aside, bad,
		unused bool
	}{
		{"code.check-ssl: the tenant of the test has its own CA", true, false, false},
		{"code.check-ssl a/*.java: own CA", true, false, false},
		{"code.check-ssl *: own CA", true, false, false},
		{"code.check-ssl a/App.jav?：自有 CA", true, false, false},
		{"all a/App.java: generated", true, false, false},
		{"code.check-ssl b/*: own CA", false, false, true},
		{"nsc.valid: it passes", false, false, true},
		{"  # code.check-ssl: a comment", false, false, false},
		{"code.check-ssl:", false, true, false},
		{"code.check-ssl", false, true, false},
		{"code.no-such: because", false, true, false},
		{"code.check-ssl a b: two subjects", false, true, false},
	}
	for _, tt := range tests {
		list, errs := accept.File(".loginscope-ignore", []byte("\ufeff"+tt.line+"\r\n\r\n"))
		out := accept.Apply(found(), list)
		got := out[0].Shown() == finding.Suppressed
		unused := out[len(out)-1].Check == accept.UnusedID
		if got != tt.aside || len(errs) > 0 != tt.bad || unused != tt.unused {
			t.Errorf("%q: set aside %v, errors %v, unused %v", tt.line, got, errs, unused)
		}
		if got && (out[0].Suppressed.Reason == "" || out[0].Suppressed.Where.Line != 1 || out[0].Open()) {
			t.Errorf("%q: %+v", tt.line, out[0].Suppressed)
		}
	}
}

func TestSuppressionByBuild(t *testing.T) {
	list, _ := accept.File("f", []byte("nsc.cleartext.wide demo*: the demo shop speaks HTTP"))
	if out := accept.Apply(found(), list); out[2].Shown() != finding.Suppressed || out[0].Shown() != finding.Error {
		t.Errorf("%+v", out)
	}
}

func TestComments(t *testing.T) {
	src := strings.Repeat("\n", 9) +
		"// loginscope:ignore code.check-ssl: own CA\n\n.isCheckSSL(false)\n.isCheckSSL(false)\n"
	list, errs := accept.Comments("a/App.java", []byte(src))
	if len(errs) > 0 || len(list) != 1 || list[0].From != 10 || list[0].To != 12 {
		t.Fatalf("%+v %v", list, errs)
	}
	results := found() // at line 12
	results = append(results, results[0])
	results[len(results)-1].Where = []finding.Location{{File: "a/App.java", Line: 13}}
	out := accept.Apply(results, list)
	if out[0].Shown() != finding.Suppressed || out[4].Shown() != finding.Error {
		t.Errorf("the next line is %s, the one behind it %s", out[0].Shown(), out[4].Shown())
	}
	if list, _ = accept.Comments("b/App.java", []byte(src)); accept.Apply(found(), list)[0].Shown() != finding.Error {
		t.Error("a comment counts in another file")
	}
	if _, errs = accept.Comments("x", []byte("/* loginscope:ignore code.check-ssl */")); len(errs) != 1 {
		t.Error("a comment without a reason is taken")
	}
	if list, errs = accept.Comments("x",
		[]byte("<!-- loginscope:ignore nsc.trust.release: for the tests -->")); len(errs) > 0 ||
		list[0].Reason != "for the tests" {
		t.Errorf("%+v %v", list, errs)
	}
}

func TestMarkInStringLiteralIsIgnored(t *testing.T) {
	for line, want := range map[string]int{
		`String s = "loginscope:ignore code.check-ssl: x";`:                  0,
		`String s = "a \" loginscope:ignore code.check-ssl: x";`:             0,
		`String s = "a"; // loginscope:ignore code.check-ssl: x`:             1,
		`char c = '"'; /* loginscope:ignore code.check-ssl: x */`:            1,
		`String s = "http://a.example/loginscope:ignore code.log-enable: x"`: 0,
		`  * loginscope:ignore code.check-ssl: x`:                            1,
	} {
		if list, _ := accept.Comments("a/App.java", []byte(line+"\n")); len(list) != want {
			t.Errorf("%s: %+v", line, list)
		}
	}
}

func TestLintsAllIsNotOurs(t *testing.T) {
	src := []byte(`<application xmlns:tools="http://schemas.android.com/tools" tools:ignore="all"/>`)
	root, err := xmltree.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	if list := accept.Tools("a/AndroidManifest.xml", root, src); len(list) != 0 {
		t.Errorf("%+v", list)
	}
}

func TestToolsIgnore(t *testing.T) {
	src := []byte(`<network-security-config xmlns:tools="http://schemas.android.com/tools">
    <base-config
        tools:ignore="InsecureBaseConfiguration,nsc.trust.release,SomethingElse"
        cleartextTrafficPermitted="true"/>
    <debug-overrides/>
</network-security-config>`)
	root, err := xmltree.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	list := accept.Tools("a/res/xml/n.xml", root, src)
	if len(list) != 2 || list[0].Check != "nsc.cleartext.wide" || list[1].Check != "nsc.trust.release" ||
		list[0].From != 2 || list[0].To != 4 {
		t.Fatalf("%+v", list)
	}
	if out := accept.Apply(found(), list); out[2].Shown() != finding.Suppressed || len(out) != 4 {
		t.Errorf("%+v", out)
	}
	if list[0].To = 2; accept.Apply(found(), list)[2].Shown() != finding.Warning {
		t.Error("it counts beyond its element")
	}
}

func TestBaseline(t *testing.T) {
	var buf bytes.Buffer
	if err := accept.NewBaseline(found()).Write(&buf); err != nil {
		t.Fatal(err)
	}
	b, err := accept.ReadBaseline(&buf)
	if err != nil || len(b.Results) != 3 {
		t.Fatalf("%+v %v", b, err)
	}
	now := found()
	now[0].Where[0].Line = 99 // lines move
	now[1].Status = finding.Error
	now = append(now, finding.Finding{Check: "code.log", Status: finding.Warning})
	finding.Fingerprint(now)
	gone := b.Apply(now)
	want := []finding.Status{finding.Suppressed, finding.Error, finding.Suppressed, finding.Pass, finding.Warning}
	for i, s := range want {
		if now[i].Shown() != s {
			t.Errorf("%s is %s, want %s", now[i].Check, now[i].Shown(), s)
		}
	}
	if gone != 1 {
		t.Errorf("%d entries fit nothing, want 1: the one that got worse", gone)
	}
	for _, bad := range []string{"", "[]", `{"schema":"loginscope/app-check","version":1}`,
		`{"schema":"loginscope/check-baseline","version":9}`} {
		if _, err := accept.ReadBaseline(strings.NewReader(bad)); !errors.Is(err, accept.ErrBaseline) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestFingerprintsDiffer: results that agree in all that a fingerprint is made of
// still have names of their own.
func TestFingerprintsDiffer(t *testing.T) {
	list := []finding.Finding{{Check: "a"}, {Check: "a"}, {Check: "a", Subject: "x"}, {Check: "a", Build: "x"},
		{Check: "a", Module: ":x"}, {
			Check:  "a",
			Module: ":y",
			Build:  "x",
		}}
	finding.Fingerprint(list)
	seen := map[string]bool{}
	for _, r := range list {
		if seen[r.Fingerprint] || len(r.Fingerprint) != 32 {
			t.Errorf("%+v", r)
		}
		seen[r.Fingerprint] = true
	}
}

// TestPassesStay: nothing that passed or was not checked is set aside.
func TestPassesStay(t *testing.T) {
	list, _ := accept.File("f", []byte("all: everything"))
	out := accept.Apply(found(), append(list, facts.Ignore{Kind: accept.KindTools, Check: accept.All}))
	if out[3].Shown() != finding.Pass || out[0].Suppressed.Reason != "everything" {
		t.Errorf("%+v", out)
	}
}
