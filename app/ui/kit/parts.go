package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/theme"
	"loginscope/lang"
)

// Problem is a card that says what went wrong, why, and what to do.
func (e *Env) Problem(tone theme.Tone, what, why, do lang.Text) fyne.CanvasObject {
	col := NewColumn(e.S(3), e.NewParagraph(e.In(what), Strong, e.Ink(tone)))
	for _, t := range []string{e.In(why), e.In(do)} {
		if t != "" {
			col.Add(e.Paragraph(t))
		}
	}
	return e.Framed(tone, col)
}

// Labelled is a faint title over a part.
func (e *Env) Labelled(title string, o fyne.CanvasObject) *fyne.Container {
	return NewColumn(e.S(3), e.NewParagraph(title, SmallStrong, e.Muted), o)
}

// Count formats a number of things; one of them has a wording of its own.
func (e *Env) Count(key string, n int) string {
	if n == 1 {
		return e.T(key + ".one")
	}
	return e.T(key, n)
}

// Running is a slim bar that moves while something runs.
func (e *Env) Running() fyne.CanvasObject {
	return container.New(&slim{e.S(6)}, widget.NewProgressBarInfinite())
}

// slim gives a part a height of its own.
type slim struct{ height float32 }

func (l *slim) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

func (l *slim) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(20, l.height) }

// Roll is a scrolled column that keeps its scroll offset while its content changes.
type Roll struct {
	// Page is what is shown.
	Page *fyne.Container
	col  *fyne.Container
}

// NewRoll returns an empty Roll with a gap between its parts.
func (e *Env) NewRoll(gap float32) *Roll {
	col := NewColumn(e.S(gap))
	return &Roll{col: col, Page: Page(col)}
}

// Fill puts other parts into the column.
func (r *Roll) Fill(parts ...fyne.CanvasObject) {
	r.col.Objects = parts
	r.Page.Refresh()
}

// Empty reports whether nothing was put into it.
func (r *Roll) Empty() bool { return len(r.col.Objects) == 0 }

// Top scrolls to the beginning.
func (r *Roll) Top() {
	// One that was never laid out has no content to move.
	if scroll, ok := r.Page.Objects[0].(*container.Scroll); ok && !scroll.Size().IsZero() {
		scroll.ScrollToTop()
	}
}
