package verdict

import (
	"slices"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"loginscope/app/i18n"
	"loginscope/app/ui/theme"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/lang"
)

func TestEveryAnswerHasShortLabel(t *testing.T) {
	for _, l := range []i18n.Lang{i18n.EN, i18n.ZH} {
		e := env(t, l, theme.DarkPalette())
		for _, d := range cause.Facts() {
			if e.In(d.Ask) == "" {
				continue
			}
			var seen []string
			for _, v := range d.Values {
				word := Answer(e, d.Fact, v)
				if word == "" || utf8.RuneCountInString(word) > 24 || slices.Contains(seen, word) {
					t.Errorf("%s: %s=%s is answered by %q", l, d.Fact, v.ID, word)
				}
				seen = append(seen, word)
			}
		}
	}
}

func TestAnswerAndUndoQuestion(t *testing.T) {
	e := env(t, i18n.EN, theme.DarkPalette())
	f := failed()
	vpn, _ := cause.DefinitionOf(cause.VPN)
	wifi, _ := cause.DefinitionOf(cause.WiFiOff)
	f.Verdict.Questions = []cause.Definition{wifi}
	f.Verdict.Fix = append(f.Verdict.Fix, inspector.FindOut(wifi))
	var got []string
	answered := []cause.Signal{
		{Fact: vpn.Fact, Value: "off", Origin: cause.Ticked},
		{Fact: cause.Root, Value: "yes", Origin: cause.Logged},
	}
	w := test.NewTempWindow(t, Card(e, f, answered, Actions{Answer: func(f cause.Fact, v string) {
		got = append(got, string(f)+"="+v)
	}}))
	w.Resize(fyne.NewSize(380, 900))
	for _, name := range []string{"answer-wifi-off-works", "answer-vpn-on", "answer-vpn-off"} {
		c, ok := e.Controls.All()[name].(fyne.Tappable)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		c.Tapped(&fyne.PointEvent{})
	}
	if want := []string{"wifi-off=works", "vpn=on", "vpn="}; !slices.Equal(got, want) {
		t.Errorf("answered %q, want %q", got, want)
	}
	if _, ok := e.Controls.All()["answer-root-yes"]; ok {
		t.Error("what the log said is asked")
	}
	last := len(f.Verdict.Fix) - 1
	f.Verdict.Fix[last].Text = lang.Both("Worded otherwise.", "换一种说法。")
	if asks(&f.Verdict, 0) || !asks(&f.Verdict, last) {
		t.Error("the question is not known among the advice")
	}
}
