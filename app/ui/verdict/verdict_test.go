package verdict

import (
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

func failed() *inspector.Flow {
	return &inspector.Flow{ID: 1, Start: time.Date(2026, 3, 4, 14, 32, 7, 0, time.UTC),
		Coverage: inspector.Coverage{Seen: 6, Inferred: 2, NotReached: 1},
		Verdict: inspector.Verdict{
			Outcome:   inspector.Failed,
			Certainty: codes.Seen,
			Actor:     codes.Developer,
			Retry:     codes.RetryNo,
			Title:     lang.Text{EN: "Carrier refused the app key", ZH: "运营商拒绝了应用 Key"},
			Chain:     []inspector.CodeAt{{Code: "600025"}, {Code: "410002"}, {Code: "1105"}},
			Cause: lang.Text{
				EN: "China Unicom no longer accepts the key of this scheme.",
				ZH: "联通不再接受该认证方案的 Key：2024-03-31 之前创建的方案已停用。",
			},
			Fix: []inspector.Advice{
				{Text: lang.Text{
					EN: "Create a new scheme for the package and its signature, one for debug and one for release.",
					ZH: "为该包名与签名新建方案，调试与正式签名各一个。",
				}},
				{Text: lang.Both("Put the new secret into setAliOneKeyLoginSecret.", "把新密钥填入 setAliOneKeyLoginSecret。")},
			},
		}}
}

// TestCardLooksAsDrawn compares with a picture that a person has approved.
func TestCardLooksAsDrawn(t *testing.T) {
	for name, c := range map[string]struct {
		lang i18n.Lang
		p    theme.Palette
	}{"dark-en": {i18n.EN, theme.DarkPalette()}, "light-zh": {i18n.ZH, theme.LightPalette()}} {
		t.Run(name, func(t *testing.T) {
			e := env(t, c.lang, c.p)
			w := test.NewTempWindow(t, Card(e, failed(), nil, Actions{}))
			w.Resize(fyne.NewSize(380, 480))
			test.AssertRendersToImage(t, name+".png", w.Canvas())
		})
	}
}

func TestChainCodesHaveExplanations(t *testing.T) {
	e := env(t, i18n.EN, theme.DarkPalette())
	var got string
	w := test.NewTempWindow(t, Card(e, failed(), nil, Actions{ExplainCode: func(c inspector.CodeAt) { got = c.Code }}))
	w.Resize(fyne.NewSize(380, 480))
	chip := e.Controls.All()["code-1105"].(fyne.Focusable)
	w.Canvas().Focus(chip)
	chip.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got != "1105" {
		t.Errorf("explained %q", got)
	}
}

func TestOutcomeLabelAndShortCode(t *testing.T) {
	e := env(t, i18n.ZH, theme.DarkPalette())
	for _, c := range []struct {
		v    inspector.Verdict
		want string
	}{
		{inspector.Verdict{Outcome: inspector.SignedIn}, "登录成功"},
		{inspector.Verdict{Outcome: inspector.Failed}, "失败"},
		{inspector.Verdict{Outcome: inspector.Failed, Root: &inspector.CodeAt{Code: "1105"}}, "1105"},
		{inspector.Verdict{Outcome: inspector.Failed, Root: &inspector.CodeAt{Code: "IDAAS.SDK.LOGIN.1001"}},
			"LOGIN.1001"},
		{inspector.Verdict{Outcome: inspector.Cancelled, Root: &inspector.CodeAt{Code: "700000"}}, "用户取消"},
	} {
		if got := Label(e, &c.v); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// What was seen and the buttons are in sight in every size that the card has,
// and below the text, not over it.
func TestCoverageAndButtonsAreVisible(t *testing.T) {
	for _, size := range []fyne.Size{fyne.NewSize(360, 430), fyne.NewSize(300, 260), fyne.NewSize(810, 240)} {
		e := env(t, i18n.EN, theme.DarkPalette())
		w := test.NewTempWindow(t, Card(e, failed(), nil, Actions{}))
		w.SetPadded(false)
		w.Resize(size)
		bottom := float32(0)
		for _, name := range []string{"copy-text", "copy-markdown"} {
			b := e.Controls.All()[name]
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
			if bottom = at.Y + b.Size().Height; bottom > size.Height || at.X+b.Size().Width > size.Width ||
				at.Y < size.Height/3 {
				t.Errorf("%v: %s is at %v, %v large", size, name, at, b.Size())
			}
		}
		if bottom < size.Height-24 {
			t.Errorf("%v: %v of the card below the buttons are empty", size, size.Height-bottom)
		}
	}
}
