package theme

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"

	"loginscope/app/i18n"
	"loginscope/assets"
	"loginscope/codes"
	"loginscope/lang"
)

func TestEveryTextMeetsWCAGAA(t *testing.T) {
	for name, p := range map[string]Palette{"dark": DarkPalette(), "light": LightPalette()} {
		for _, pair := range p.Pairs() {
			if got := Contrast(pair.Text, pair.Ground); got < 4.5 {
				t.Errorf("%s: %s: contrast %.2f, want at least 4.5 (%v on %v)", name, pair.Name, got, pair.Text,
					pair.Ground)
			}
		}
	}
}

func TestContrastOfBlackOnWhite(t *testing.T) {
	if got := Contrast(rgb(0), rgb(0xffffff)); got < 20.99 || got > 21.01 {
		t.Errorf("got %v, want 21", got)
	}
}

func TestFontsHaveEveryCharacter(t *testing.T) {
	cat, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{}
	for _, l := range []i18n.Lang{i18n.EN, i18n.ZH} {
		for _, text := range cat.Keys(l) {
			texts = append(texts, text)
		}
	}
	for _, c := range codes.All() {
		for _, x := range []lang.Text{c.Name, c.Cause, c.Action} {
			texts = append(texts, x.EN, x.ZH)
		}
	}
	th := New(DarkPalette(), 1)
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}} {
		res := th.Font(style)
		face, err := font.ParseTTF(bytes.NewReader(res.Content()))
		if err != nil {
			t.Fatalf("parse %s: %v", res.Name(), err)
		}
		for _, text := range texts {
			for _, r := range text {
				if _, ok := face.NominalGlyph(r); !ok && r != '\n' {
					t.Errorf("%s lacks %q of %q: run assets/fonts/build.sh", res.Name(), r, text)
				}
			}
		}
	}
}

func TestTextScalesForPresenting(t *testing.T) {
	a, b := New(DarkPalette(), 1), New(DarkPalette(), PresentScale)
	if a.Size("text")*PresentScale != b.Size("text") {
		t.Errorf("text sizes %v and %v", a.Size("text"), b.Size("text"))
	}
}
