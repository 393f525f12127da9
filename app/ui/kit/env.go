// Package kit owns the small drawn parts that several panes share: text,
// paragraphs, chips, buttons, panes and their layouts. It knows no captured
// data; what a part says is handed to it.
package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"loginscope/app/i18n"
	"loginscope/app/ui/theme"
	"loginscope/lang"
)

// Env is what every part needs to draw itself: colours, scale, words. It is
// fixed for the life of a part; another appearance or language builds new parts.
type Env struct {
	theme.Palette
	Scale    float32
	Words    *i18n.Catalog
	Controls *Controls
	// Key takes the keys that a focused part has no use for: F1, Escape. It
	// may be nil.
	Key func(*fyne.KeyEvent)
	// Focused is called with the part that got the focus. It may be nil.
	Focused func(fyne.CanvasObject)

	advance  map[glyph]float32 // measured so far
	baseline map[Style]float32
}

// glyph is a character in a style.
type glyph struct {
	r rune
	s Style
}

// PassKey hands a key on that a part has no use for.
func (e *Env) PassKey(k *fyne.KeyEvent) {
	if e.Key != nil {
		e.Key(k)
	}
}

// Shown is called when a part got the focus and should be on the screen.
func (e *Env) Shown(o fyne.CanvasObject) {
	if e.Focused != nil {
		e.Focused(o)
	}
}

// S scales a length or a text size.
func (e *Env) S(v float32) float32 { return v * e.Scale }

// T returns a sentence of the window in the language in use.
func (e *Env) T(key string, args ...any) string { return e.Words.T(key, args...) }

// In returns a domain text in the language in use.
func (e *Env) In(t lang.Text) string { return t.In(string(e.Words.Lang())) }

// Style is a kind of text.
type Style uint8

// The styles.
const (
	Body Style = iota
	Strong
	Small
	SmallStrong
	Title
	Mono
	MonoSmall
)

// Font returns the size and the face of a style.
func (e *Env) Font(s Style) (float32, fyne.TextStyle) {
	switch s {
	case Strong:
		return e.S(theme.Body), fyne.TextStyle{Bold: true}
	case Small:
		return e.S(theme.Small), fyne.TextStyle{}
	case SmallStrong:
		return e.S(theme.Small), fyne.TextStyle{Bold: true}
	case Title:
		return e.S(theme.Title), fyne.TextStyle{Bold: true}
	case Mono:
		return e.S(theme.Mono), fyne.TextStyle{Monospace: true}
	case MonoSmall:
		return e.S(theme.Small), fyne.TextStyle{Monospace: true}
	}
	return e.S(theme.Body), fyne.TextStyle{}
}

// Width measures one line as the sum of its characters: kerning is left out,
// so that every character is shaped once in the life of an Env and breaking a
// text into lines costs no shaping at all.
func (e *Env) Width(text string, s Style) float32 {
	if e.advance == nil {
		e.advance = map[glyph]float32{}
	}
	sum := float32(0)
	for _, r := range text {
		k := glyph{r, s}
		w, ok := e.advance[k]
		if !ok {
			size, style := e.Font(s)
			w = fyne.MeasureText(string(r), size, style).Width
			e.advance[k] = w
		}
		sum += w
	}
	return sum
}

// LineHeight is the height of one line of a style.
func (e *Env) LineHeight(s Style) float32 {
	size, style := e.Font(s)
	return fyne.MeasureText("国", size, style).Height
}

// Baseline is how far below its top the letters of a style stand.
func (e *Env) Baseline(s Style) float32 {
	if b, ok := e.baseline[s]; ok {
		return b
	}
	size, style := e.Font(s)
	_, b := fyne.CurrentApp().Driver().RenderedTextSize("国", size, style, nil)
	if e.baseline == nil {
		e.baseline = map[Style]float32{}
	}
	e.baseline[s] = b
	return b
}

// Text draws one line in the normal text colour.
func (e *Env) Text(text string, s Style) *canvas.Text {
	t := canvas.NewText(text, e.Palette.Text)
	t.TextSize, t.TextStyle = e.Font(s)
	return t
}

// Faint draws one line in the muted colour.
func (e *Env) Faint(text string, s Style) *canvas.Text {
	t := e.Text(text, s)
	t.Color = e.Muted
	return t
}

// Inked draws one line in a tone's colour.
func (e *Env) Inked(text string, s Style, tone theme.Tone) *canvas.Text {
	t := e.Text(text, s)
	t.Color = e.Ink(tone)
	return t
}

// Cut shortens text to a width, with an ellipsis in place of what is lost.
func (e *Env) Cut(text string, s Style, width float32) string {
	if width <= 0 {
		return ""
	}
	if e.Width(text, s) <= width {
		return text
	}
	runes := []rune(text)
	lo, hi := 0, len(runes)
	for lo < hi { // the longest prefix that has room with its ellipsis
		mid := (lo + hi + 1) / 2
		if e.Width(string(runes[:mid])+"…", s) <= width {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	if lo == 0 {
		return ""
	}
	return string(runes[:lo]) + "…"
}
