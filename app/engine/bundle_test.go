package engine_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

// TestEveryScenarioGivesItsVerdictFromABundle plays each scenario of the lab, puts it into a
// bundle and opens that with another engine, as on another machine.
func TestEveryScenarioGivesItsVerdictFromABundle(t *testing.T) {
	all, err := lab.Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range all {
		if leftOut(i) {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			e := newEngine(t)
			if _, err := e.RunLab(t.Context(), s.Name, engine.LabOptions{}); err != nil {
				t.Fatal(err)
			}
			idle(t, e)
			path := filepath.Join(t.TempDir(), "case"+bundle.Ext)
			m, err := e.SaveBundle(t.Context(), path, engine.BundleOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if !m.SameVerdict {
				t.Error("the maker sees another verdict")
			}
			was := gistOrNothing(e.Report())
			other := newEngine(t)
			if err := other.OpenSession(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			idle(t, other)
			if is := gistOrNothing(other.Report()); is != was {
				t.Errorf("the bundle gives\n%s\nand the session\n%s", is, was)
			}
		})
	}
}

// gistOrNothing is gist for scenarios without an attempt as well.
func gistOrNothing(r *inspector.Report) string {
	var b strings.Builder
	for _, f := range r.Flows {
		v := f.Verdict
		b.WriteString(string(v.Outcome) + " " + v.Title.EN + " " + string(v.Certainty))
		for _, c := range v.Chain {
			b.WriteString(" " + c.Code)
		}
		for _, c := range v.Causes {
			b.WriteString(" " + c.ID)
		}
		for _, s := range f.Steps {
			b.WriteString("\n  " + string(s.Kind) + " " + string(s.Outcome) + " " + string(s.Visibility))
		}
		b.WriteString("\n")
	}
	for _, f := range r.Findings {
		b.WriteString(f.Check + "\n")
	}
	return b.String()
}

// TestABundleIsOpenedForReading: nothing can be added to it, it takes its context along, and
// its folder goes with the session.
func TestABundleIsOpenedForReading(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	e := newEngine(t)
	if _, err := e.Import(t.Context(), []string{write(t, "a.har", har), write(t, "b.log", logcat)}, nil); err != nil {
		t.Fatal(err)
	}
	e.SetApp(&inspector.AppFacts{Package: "com.example.shop", TargetSDK: 34})
	if err := e.Answer("vpn", "off"); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	path := filepath.Join(t.TempDir(), "case"+bundle.ExtSealed)
	o := engine.BundleOptions{Passphrase: "open sesame", WorkFactor: 10}
	if _, err := e.SaveBundle(t.Context(), path, o); err != nil {
		t.Fatal(err)
	}
	other := newEngine(t)
	if err := other.OpenSession(t.Context(), path); !errors.Is(err, bundle.ErrSealed) {
		t.Errorf("without anybody to ask: %v", err)
	}
	pass := func() (string, error) { return "open sesame", nil }
	if err := other.OpenBundle(t.Context(), path, pass); err != nil {
		t.Fatal(err)
	}
	idle(t, other)
	if is, was := gistOrNothing(other.Report()), gistOrNothing(e.Report()); is != was {
		t.Errorf("the bundle gives\n%s\nand the session\n%s", is, was)
	}
	if facts := other.Report().Facts; len(facts) != 1 || facts[0].Fact != "vpn" {
		t.Errorf("facts %+v", facts)
	}
	if _, err := other.AddText(t.Context(), "pasted", "600005"); !errors.Is(err, session.ErrReadOnly) {
		t.Errorf("a line was added: %v", err)
	}
	// A bundle of the bundle is as good.
	second := filepath.Join(t.TempDir(), "again"+bundle.Ext)
	if m, err := other.SaveBundle(t.Context(), second, engine.BundleOptions{}); err != nil || !m.SameVerdict {
		t.Errorf("%+v, %v", m, err)
	}
	if err := other.NewSession(t.Context(), filepath.Join(t.TempDir(), "n"+session.Ext)); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(tmp)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestPartsAndKindsByHand: what is left out is not in it and said, what is kept is readable.
func TestPartsAndKindsByHand(t *testing.T) {
	const phone = "13812345678"
	e := newEngine(t)
	body := `"text":"{\"mobile\":\"` + phone + `\",\"idCard\":\"11010519491231002X\"}"`
	dirty := strings.ReplaceAll(har, `"text":"{}"`, body)
	if _, err := e.Import(t.Context(), []string{write(t, "a.har", dirty)}, nil); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	o := engine.BundleOptions{Keep: []string{"phone"}, LeaveOut: []bundle.Kind{bundle.Reports, bundle.Phone},
		Notes: "call " + phone}
	preview, err := e.PreviewBundle(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "case"+bundle.Ext)
	m, err := e.SaveBundle(t.Context(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []bundle.Manifest{preview, m} {
		if len(m.Kept) != 1 || len(m.LeftOut) != 2 || !m.LeftOut[0].ByHand || len(m.Masked) != 1 ||
			m.Masked[0] != (redact.Count{Kind: "resident-id", Values: 1}) {
			t.Errorf("%+v", m)
		}
		for _, p := range m.Parts {
			if p.Kind == bundle.Reports || p.Kind == bundle.Phone {
				t.Errorf("%s is in it", p.Name)
			}
		}
	}
	f, err := bundle.Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if notes, err := f.Bytes(bundle.NotesName); string(notes) != "call "+phone || err != nil {
		t.Errorf("%q, %v", notes, err)
	}
	for _, bad := range []engine.BundleOptions{{Keep: []string{"fone"}}, {LeaveOut: []bundle.Kind{"manifest"}}} {
		if _, err := e.PreviewBundle(t.Context(), bad); !errors.Is(err, bundle.ErrKind) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestPseudonymsAreNewInEachBundle: the same number has one stand-in in the whole bundle and
// another one in the next.
func TestPseudonymsAreNewInEachBundle(t *testing.T) {
	const phone = "13812345678"
	e := newEngine(t)
	dirty := strings.ReplaceAll(har, `"text":"{}"`, `"text":"{\"mobile\":\"`+phone+`\"}"`)
	log := logcat + "11-22 10:00:03.000  1000  1001 E AuthSDK : {\"code\":\"600025\",\"msg\":\"for " + phone + "\"}\n"
	if _, err := e.Import(t.Context(), []string{write(t, "a.har", dirty), write(t, "b.log", log)}, nil); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	aliases := func() map[string]bool {
		path := filepath.Join(t.TempDir(), "case"+bundle.Ext)
		if _, err := e.SaveBundle(t.Context(), path, engine.BundleOptions{}); err != nil {
			t.Fatal(err)
		}
		other := newEngine(t)
		if err := other.OpenSession(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		out := map[string]bool{}
		for ev, err := range other.Session().Events(t.Context(), 0) {
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			switch x := ev.Event.(type) {
			case exchange.Finished:
				text = string(x.Exchange.Request.Body.Head)
			case exchange.LogLine:
				text = x.Text
			}
			if i := strings.Index(text, "masked-"); i >= 0 {
				out[text[i:i+15]] = true
			}
		}
		return out
	}
	first, second := aliases(), aliases()
	if len(first) != 1 || len(second) != 1 {
		t.Fatalf("%v and %v", first, second)
	}
	for a := range first {
		if second[a] {
			t.Errorf("both bundles have %s", a)
		}
	}
}
