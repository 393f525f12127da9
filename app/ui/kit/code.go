package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/theme"
)

// codeBlock shows text of a file on a ground of its own, long lines broken,
// as high as it needs; of a diff, what is added and taken away is coloured.
type codeBlock struct {
	widget.BaseWidget
	env    *Env
	ground *canvas.Rectangle
	col    *fyne.Container
}

// maxCodeLines limits what is drawn; the copy button has it all.
const maxCodeLines = 200

// Code shows text of a file; of a diff, what is added and taken away is coloured.
func (e *Env) Code(text string, diff bool) fyne.CanvasObject {
	env := e
	c := &codeBlock{env: env, ground: canvas.NewRectangle(env.Ground), col: NewColumn(0)}
	c.ground.CornerRadius = 6
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\t", "    "), "\r\n"), "\n")
	for i, l := range lines {
		if i == maxCodeLines {
			c.col.Add(env.NewParagraph("…", MonoSmall, env.Muted))
			break
		}
		c.col.Add(newCodeLine(env, strings.TrimRight(l, "\r"), diff))
	}
	c.ExtendBaseWidget(c)
	return c
}

// newCodeLine keeps the indentation, which wrapping would take for spaces
// between words, and a diff's marks in a column of their own.
func newCodeLine(env *Env, line string, diff bool) fyne.CanvasObject {
	ink, mark := color.Color(env.Palette.Text), ""
	if diff {
		ink = env.Muted
		head := strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ ") || strings.HasPrefix(line, "@@")
		if !head && line != "" {
			mark, line = line[:1], line[1:]
		}
	}
	switch mark {
	case "+":
		ink = env.Ink(theme.ToneGood)
	case "-":
		ink = env.Ink(theme.ToneBad)
	}
	body := strings.TrimLeft(line, " ")
	indent := env.Width(strings.Repeat(" ", len(line)-len(body)), MonoSmall)
	text := Around(indent, 0, 0, 0, env.NewParagraph(body, MonoSmall, ink))
	if mark == "" {
		return text
	}
	sign := env.Text(mark, MonoSmall)
	sign.Color = ink
	return env.Beside(sign, NewColumn(0, text))
}

const codePad = 8

// HeightFor is for Column.
func (c *codeBlock) HeightFor(width float32) float32 {
	pad := c.env.S(codePad)
	return c.col.Layout.(*Column).HeightOf(c.col.Objects, width-2*pad) + 2*pad
}

func (c *codeBlock) CreateRenderer() fyne.WidgetRenderer { return &codeRenderer{c} }

type codeRenderer struct{ c *codeBlock }

func (r *codeRenderer) Layout(s fyne.Size) {
	pad := r.c.env.S(codePad)
	r.c.ground.Resize(s)
	r.c.col.Move(fyne.NewPos(pad, pad))
	r.c.col.Resize(fyne.NewSize(s.Width-2*pad, s.Height-2*pad))
}
func (r *codeRenderer) MinSize() fyne.Size { return fyne.NewSize(60, 20) }
func (r *codeRenderer) Refresh()           {}
func (r *codeRenderer) Destroy()           {}
func (r *codeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.c.ground, r.c.col}
}
