package compare

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/i18n"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/shown"
	"loginscope/app/ui/theme"
	"loginscope/assets"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// window is the part of a window that the page needs: work runs at once, and what is
// reported, copied and saved is kept.
type window struct {
	page.Host
	env                      *kit.Env
	view                     *shown.View
	said                     []string
	masked, values, savedAs  string
	saved                    string
	bad                      bool
	attempt, chosen, redrawn int
}

func (w *window) Env() *kit.Env      { return w.env }
func (w *window) Shown() *shown.View { return w.view }
func (w *window) Notify(bad bool, what, why string) {
	w.bad, w.said = bad, append(w.said, what+" "+why)
}
func (w *window) Run(_ time.Duration, work func(context.Context) func()) {
	work(context.Background())()
}
func (w *window) CopyMasked(_, masked string, values func() string) {
	w.masked, w.values = masked, values()
}
func (w *window) Save(name string, content []byte) { w.savedAs, w.saved = name, string(content) }
func (w *window) Nothing(string) fyne.CanvasObject { return w.env.Gap(1) }
func (w *window) Refer(r page.Ref)                 { w.attempt = r.(page.Attempt).ID }
func (w *window) Redraw()                          { w.redrawn++; w.chosen = w.view.Step() }

const (
	left, right = "13812345678", "13887654321"
	agent       = "shop/2.0"
)

func attempt(id int, number string, outcome inspector.Outcome) inspector.Flow {
	f := inspector.Flow{ID: id, Carrier: codes.ChinaMobile, Package: "com.example.shop",
		Verdict: inspector.Verdict{Outcome: inspector.SignedIn}}
	if outcome == inspector.OutcomeFailed {
		f.Carrier, f.Verdict.Outcome = codes.ChinaUnicom, inspector.Failed
	}
	f.Steps = []inspector.Step{{Kind: inspector.StepExchange, Label: lang.Both("exchange", "换取"), Outcome: outcome,
		Visibility: inspector.Visible, Evidence: []finding.Location{{Kind: finding.OfExchange, Exchange: 1}},
		Fields: []inspector.Field{{Name: "mobile", Value: number, Sensitivity: inspector.Phone}}}}
	return f
}

// files has one file with an attempt that signed in.
type files struct{ asked []string }

func (f *files) Other(_ context.Context, path string) (*engine.Other, error) {
	f.asked = append(f.asked, path)
	if path == "" {
		return nil, engine.ErrNoReference
	}
	o := &engine.Other{Name: "good " + right + ".har", Report: &inspector.Report{},
		Exchanges: map[exchange.ID]exchange.Exchange{1: withAgent("shop/1.0")}}
	if path != "empty" {
		o.Report.Flows = []inspector.Flow{attempt(1, right, inspector.OutcomeOK)}
	}
	return o, nil
}
func (f *files) Pin() { f.asked = append(f.asked, "pin") }

func withAgent(name string) exchange.Exchange {
	return exchange.Exchange{ID: 1, Done: true,
		Request: exchange.Request{Header: exchange.Header{{Name: "User-Agent", Value: name}}}}
}

// Exchange makes files a Reader, of the open session.
func (f *files) Exchange(_ context.Context, id exchange.ID) (exchange.Exchange, error) {
	if id != 1 {
		return exchange.Exchange{}, errors.New("no such exchange")
	}
	return withAgent(agent), nil
}

func opened(t *testing.T, l i18n.Lang) (*Page, *window, *files) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.DarkPalette(), 1))
	words, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	words.Use(l)
	w := &window{view: shown.New(),
		env: &kit.Env{Palette: theme.DarkPalette(), Scale: 1, Words: words, Controls: kit.NewControls()}}
	w.view.Take(&feed.Model{Gen: 1,
		Report: &inspector.Report{Flows: []inspector.Flow{attempt(1, left, inspector.OutcomeFailed)}}})
	f := &files{}
	p := New(f, f)
	p.Attach(w)
	p.Build()
	return p, w, f
}

func press(t *testing.T, w *window, name string) {
	t.Helper()
	b, ok := w.env.Controls.All()[name].(fyne.Tappable)
	if !ok {
		t.Fatalf("there is no control %q", name)
	}
	b.Tapped(nil)
}

// TestASecondFileIsCompared: an attempt of the session beside one of a file, field by
// field, headers as well, with words for the values of closed lists.
func TestASecondFileIsCompared(t *testing.T) {
	p, w, _ := opened(t, i18n.EN)
	p.Update()
	p.read("good.har")
	p.Update() // with the headers
	text := strings.Join(p.Words().Text, "\n")
	for _, want := range []string{"First difference", "outcome | failed | signed in",
		"carrier | China Unicom | China Mobile", "request header User-Agent | shop/2.0 | shop/1.0", "mobile | "} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	for _, never := range []string{left, right, "signed-in"} {
		if strings.Contains(text, never) || strings.Contains(p.name(p.sides[1]), never) {
			t.Errorf("it says %q:\n%s", never, text)
		}
	}
	if p.sides != [2]side{{false, 1}, {true, 1}} {
		t.Errorf("compared %+v", p.sides)
	}
	press(t, w, "compare-swap")
	if p.sides != [2]side{{true, 1}, {false, 1}} || strings.Join(p.Words().Text, "\n") == text {
		t.Errorf("after the change of sides: %+v", p.sides)
	}
	press(t, w, "compare-right-0")
	if w.attempt != 1 || w.chosen != 0 || w.redrawn != 1 {
		t.Errorf("the step leads to attempt %d, step %d", w.attempt, w.chosen)
	}
}

// TestWhatLeavesIsMasked: copy and export are masked also while values are shown.
func TestWhatLeavesIsMasked(t *testing.T) {
	p, w, _ := opened(t, i18n.ZH)
	p.Update()
	p.read("good.har")
	w.view.Reveal(true)
	p.Update()
	if text := strings.Join(p.Words().Text, "\n"); !strings.Contains(text, left) || !strings.Contains(text, right) {
		t.Fatalf("revealed: %s", text)
	}
	press(t, w, "compare-copy")
	press(t, w, "compare-export")
	for name, text := range map[string]string{"copy": w.masked, "export": w.saved} {
		text = strings.ReplaceAll(text, `\`, "")
		if strings.Contains(text, left) || strings.Contains(text, right) || !strings.Contains(text, "138****") {
			t.Errorf("%s: %s", name, text)
		}
	}
	if !strings.Contains(w.values, left) || !strings.Contains(w.values, right) {
		t.Errorf("the copy with values: %s", w.values)
	}
	if w.savedAs != "loginscope-compare.md" || !strings.Contains(w.saved, "| --- | --- | --- |") ||
		!strings.Contains(w.saved, "敏感数据已脱敏") {
		t.Errorf("exported %q:\n%s", w.savedAs, w.saved)
	}
}

// TestASecondFileIsTakenOff: by its button, and with the session.
func TestASecondFileIsTakenOff(t *testing.T) {
	p, w, f := opened(t, i18n.EN)
	p.Update()
	p.read("good.har")
	press(t, w, "compare-off")
	if p.other != nil {
		t.Error("the second file is still there")
	}
	press(t, w, "compare-copy")
	if w.masked != "" || !w.bad {
		t.Error("one attempt alone was copied as a comparison")
	}
	p.read("good.har")
	w.view.Take(&feed.Model{Gen: 2, Report: &inspector.Report{}})
	p.Update()
	if p.other != nil || len(p.headers) > 0 {
		t.Error("the second file is still there in the next session")
	}
	p.read("empty")
	if p.other != nil || !w.bad {
		t.Errorf("a file without an attempt: %q", w.said)
	}
	press(t, w, "compare-reference")
	if said := w.said[len(w.said)-1]; !strings.Contains(said, "reference") || len(f.asked) != 4 {
		t.Errorf("without a reference: %q, asked %q", said, f.asked)
	}
}
