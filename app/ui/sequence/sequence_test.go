package sequence

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"loginscope/app/i18n"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/assets"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

var at = time.Date(2026, 3, 4, 14, 32, 7, 0, time.UTC)

func env(t testing.TB, lang i18n.Lang, p theme.Palette) *kit.Env {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(p, 1))
	words, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	words.Use(lang)
	return &kit.Env{Palette: p, Scale: 1, Words: words, Controls: kit.NewControls()}
}

// attempt is a login that breaks at the carrier's token.
func attempt() *inspector.Flow {
	text := func(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }
	sec := func(s float64) time.Time { return at.Add(time.Duration(s * float64(time.Second))) }
	f := &inspector.Flow{ID: 1, Carrier: codes.ChinaUnicom, Start: at, Steps: []inspector.Step{
		{
			Kind:       inspector.StepSTS,
			From:       inspector.LaneSDK,
			To:         inspector.LaneAlibaba,
			Role:       inspector.LaneAlibaba,
			Label:      text("STS token", "获取 STS"),
			Time:       at,
			Visibility: inspector.Visible,
			Outcome:    inspector.OutcomeOK,
		},
		{
			Kind:       inspector.StepConfig,
			From:       inspector.LaneSDK,
			To:         inspector.LaneAlibaba,
			Role:       inspector.LaneAlibaba,
			Label:      text("SDK configuration, a long name", "SDK 配置，名字很长的一步"),
			Time:       sec(0.21),
			Visibility: inspector.Visible,
			Outcome:    inspector.OutcomeOK,
		},
		{
			Kind:       inspector.StepEnv,
			From:       inspector.LaneSDK,
			To:         inspector.LaneApp,
			Role:       inspector.LaneSDK,
			Label:      text("environment check", "环境检测"),
			Time:       sec(0.4),
			Visibility: inspector.Visible,
			Outcome:    inspector.OutcomeOK,
			Codes:      []inspector.CodeAt{{Code: "600024"}},
		},
		{
			Kind:       inspector.StepPrefetch,
			From:       inspector.LaneSDK,
			To:         inspector.LaneCarrier,
			Role:       inspector.LaneCarrier,
			Label:      text("masked number", "预取号"),
			Visibility: inspector.NotVisible,
			Network:    inspector.NetCellular,
			Outcome:    inspector.OutcomeUnknown,
		},
		{
			Kind:       inspector.StepPageEvent,
			From:       inspector.LaneUser,
			To:         inspector.LaneSDK,
			Role:       inspector.LaneUser,
			Label:      text("tap login", "点击登录"),
			Time:       sec(3.9),
			Visibility: inspector.Visible,
			Outcome:    inspector.OutcomeEvent,
			Codes:      []inspector.CodeAt{{Code: "700002"}},
		},
		{
			Kind:       inspector.StepToken,
			From:       inspector.LaneSDK,
			To:         inspector.LaneCarrier,
			Role:       inspector.LaneCarrier,
			Label:      text("token", "取 token"),
			Time:       sec(4.1),
			Visibility: inspector.Deduced,
			Network:    inspector.NetCellular,
			Outcome:    inspector.OutcomeFailed,
			Codes:      []inspector.CodeAt{{Code: "410002"}, {Code: "1105"}},
		},
		{
			Kind:       inspector.StepCallback,
			From:       inspector.LaneSDK,
			To:         inspector.LaneApp,
			Role:       inspector.LaneSDK,
			Label:      text("token failed", "获取失败"),
			Time:       sec(4.6),
			Visibility: inspector.Visible,
			Outcome:    inspector.OutcomeFailed,
			Codes:      []inspector.CodeAt{{Code: "600025"}, {Code: "410002"}, {Code: "1105"}},
		},
		{
			Kind:       inspector.StepInit,
			From:       inspector.LaneSDK,
			To:         inspector.LaneSDK,
			Role:       inspector.LaneSDK,
			Label:      text("inside", "内部"),
			Time:       sec(4.7),
			Visibility: inspector.Visible,
			Network:    inspector.NetLocal,
			Outcome:    inspector.OutcomeWaiting,
		},
		{
			Kind:       inspector.StepExchange,
			From:       inspector.LaneApp,
			To:         inspector.LaneIDaaS,
			Role:       inspector.LaneIDaaS,
			Label:      text("IDaaS exchange", "IDaaS 登录"),
			Visibility: inspector.NotReached,
		},
	}}
	f.Verdict.Broken = 5
	return f
}

// TestDiagramLooksAsDrawn compares with a picture that a person has approved.
func TestDiagramLooksAsDrawn(t *testing.T) {
	for name, c := range map[string]struct {
		lang i18n.Lang
		p    theme.Palette
	}{"dark-en": {i18n.EN, theme.DarkPalette()}, "light-zh": {i18n.ZH, theme.LightPalette()}} {
		t.Run(name, func(t *testing.T) {
			e := env(t, c.lang, c.p)
			test.AssertImageMatches(t, name+".png", draw(e, attempt(), 1))
		})
	}
}

func TestRowDescriptions(t *testing.T) {
	e := env(t, i18n.EN, theme.DarkPalette())
	s := Layout(e, attempt(), 700, 1)
	want := []string{
		"+0 STS token [OK]", "+0.21 SDK configuration, a long name [OK]", "+0.4 environment check [600024]",
		"masked number · cellular", "+3.9 tap login [700002]", "+4.1 token · cellular [1105]",
		"+4.6 token failed [600025]",
		"+4.7 inside [waiting]", "IDaaS exchange: not reached",
	}
	for i, r := range s.Rows {
		if r.Text != want[i] {
			t.Errorf("row %d: got %q, want %q", i, r.Text, want[i])
		}
	}
	if len(s.Under.Rects) != 1 {
		t.Errorf("%d bands under broken steps, want one", len(s.Under.Rects))
	}
}

func TestLabelsDoNotOverlapChips(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.EN, i18n.ZH} {
		e := env(t, lang, theme.DarkPalette())
		for _, width := range []float32{400, 650, 1400} {
			s := Layout(e, attempt(), width, 1)
			for _, x := range s.Body.Texts {
				w := e.Width(x.Text, x.Style)
				left := x.X - w*x.Align
				if left < 0 || left+w > s.Width {
					t.Errorf("%s at %v: %q reaches from %v to %v of %v", lang, width, x.Text, left, left+w, s.Width)
				}
			}
		}
	}
}

func TestThreeAndSixtySteps(t *testing.T) {
	e := env(t, i18n.EN, theme.DarkPalette())
	for _, n := range []int{0, 3, 60} {
		f := attempt()
		steps := f.Steps
		f.Steps = nil
		for i := range n {
			f.Steps = append(f.Steps, steps[i%len(steps)])
		}
		if s := Layout(e, f, 700, 1); len(s.Rows) != n || s.Height < float32(n)*20 {
			t.Errorf("%d steps: %d rows in height %v", n, len(s.Rows), s.Height)
		}
	}
}

func TestClickAndKeysSelect(t *testing.T) {
	e := env(t, i18n.EN, theme.DarkPalette())
	var got []int
	d := New(e, "diagram", func(i int) { got = append(got, i) })
	w := test.NewTempWindow(t, d)
	w.Resize(fyne.NewSize(760, 420))
	d.SetFlow(attempt())
	test.TapCanvas(w.Canvas(), d.RowCenter(2).AddXY(4, 4))
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if fmt.Sprint(got) != "[2 3 8 7]" || d.Selected() != 7 {
		t.Errorf("selected %v, now %d", got, d.Selected())
	}
	d.SetZoom(99)
	if d.Zoom() != MaxZoom {
		t.Errorf("zoom %v", d.Zoom())
	}
}

func TestSVGIsWellFormed(t *testing.T) {
	e := env(t, i18n.ZH, theme.LightPalette())
	f := attempt()
	f.Steps[0].Label = lang.Text{EN: "a<b & c", ZH: "a<b & 丙"}
	var b bytes.Buffer
	if err := WriteSVG(&b, e, f); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	whole := b.String()
	for d := xml.NewDecoder(&b); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if c, ok := tok.(xml.CharData); ok {
			text.Write(c)
		}
	}
	if strings.Contains(whole, "<text") || !strings.Contains(whole, `<path id="r`) ||
		!strings.Contains(whole, `<path id="b`) ||
		!strings.Contains(whole, `<path id="m`) {
		t.Error("text is not drawn as outlines of the three fonts")
	}
	for _, id := range regexp.MustCompile(`xlink:href="#(\w+)"`).FindAllStringSubmatch(whole, -1) {
		if strings.Count(whole, `id="`+id[1]+`"`) != 1 {
			t.Errorf("the outline %s is not defined once", id[1])
		}
	}
	if strings.Contains(whole, `id="r0"`) {
		t.Error("a character has no outline")
	}
	for _, want := range []string{"a<b & 丙", "1105", "中国联通"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
}

func TestPNGContainsScene(t *testing.T) {
	e := env(t, i18n.EN, theme.DarkPalette())
	var b bytes.Buffer
	if err := WritePNG(&b, e, attempt()); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	s := Layout(e, attempt(), exportWidth, 1)
	if got := img.Bounds().Size(); got.X < int(s.Width) || got.Y < int(s.Height) {
		t.Errorf("picture of %v for a scene of %v by %v", got, s.Width, s.Height)
	}
}

// long is an attempt of n steps that breaks at one of them.
func long(n, broken int) *inspector.Flow {
	f := attempt()
	one := f.Steps
	f.Steps = nil
	for i := range n {
		s := one[i%len(one)]
		if i != broken && s.Outcome == inspector.OutcomeFailed {
			s.Outcome = inspector.OutcomeOK
		}
		if !s.Time.IsZero() {
			s.Time = at.Add(time.Duration(i) * 130 * time.Millisecond)
		}
		f.Steps = append(f.Steps, s)
	}
	f.Verdict.Broken = broken
	return f
}

// The step that broke is in view at once, however long the attempt is, and
// stays where a person scrolled to after that.
func TestBrokenStepScrollsIntoView(t *testing.T) {
	for _, c := range []struct{ steps, broken int }{{3, 1}, {9, 5}, {60, 50}, {60, 59}} {
		e := env(t, i18n.EN, theme.DarkPalette())
		d := New(e, "diagram", nil)
		w := test.NewTempWindow(t, d)
		w.SetPadded(false)
		w.Resize(fyne.NewSize(640, 340))
		d.SetFlow(long(c.steps, c.broken))
		if y := d.RowCenter(c.broken).Y; y < d.scene.LaneHeaderHeight || y > 340 {
			t.Errorf("%d steps: the broken step is drawn at %v of 340", c.steps, y)
		}
		d.scroll.ScrollToTop()
		d.SetFlow(long(c.steps, c.broken))
		if d.scroll.Offset.Y != 0 {
			t.Errorf("%d steps: a person's place was taken away", c.steps)
		}
	}
}

// Every row has an area of its own and nothing is drawn outside of the
// picture, with 3 steps as with 60.
func TestShortAndLongAttemptsFit(t *testing.T) {
	for _, n := range []int{1, 3, 60} {
		for _, zoom := range []float32{MinZoom, 1, MaxZoom} {
			e := env(t, i18n.ZH, theme.LightPalette())
			s := Layout(e, long(n, n-1), 600, zoom)
			if len(s.Rows) != n {
				t.Fatalf("%d rows of %d", len(s.Rows), n)
			}
			for i, r := range s.Rows[1:] {
				if r.Top < s.Rows[i].Top+s.Rows[i].Height-0.01 {
					t.Errorf("row %d lies over the one before", i+1)
				}
			}
			for _, r := range s.Body.Rects {
				if r.X < 0 || r.Y < 0 || r.X+r.W > s.Width+0.01 || r.Y+r.H > s.Height+0.01 {
					t.Errorf("%d steps at %v: %+v is outside of %v x %v", n, zoom, r, s.Width, s.Height)
				}
			}
			for _, x := range s.Body.Texts {
				w := e.Width(x.Text, x.Style) * zoom
				if left := x.X - w*x.Align; left < 0 || left+w > s.Width+1 {
					t.Errorf("%d steps at %v: %q is outside of %v", n, zoom, x.Text, s.Width)
				}
			}
		}
	}
}
