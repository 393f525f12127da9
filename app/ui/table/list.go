package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
)

// list is the list of the table's rows.
type list struct {
	kit.List
	t *Table
}

func newList(t *Table) *list {
	l := &list{t: t}
	l.Begin(t.env, l)
	l.Length = func() int { return len(t.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newLine(t) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(t.rows) {
			o.(*line).set(t.rows[i])
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		l.At = i
		if t.reporting || i >= len(t.rows) {
			return
		}
		t.choose(i)
		t.selected, t.picked = t.rows[i].Key, true
		if t.act.Select != nil {
			t.act.Select(t.rows[i])
		}
	}
	return l
}

// TypedShortcut copies the chosen rows, or chooses all.
func (l *list) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy:
		l.t.copyChosen()
	case *fyne.ShortcutSelectAll:
		l.t.chooseAll()
	}
}

func (l *list) rowHeight() float32 {
	return l.t.env.S(24) + l.Theme().Size(theme.SizeNamePadding)
}

// TypedKey moves the selection, chooses and opens.
func (l *list) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace:
		l.t.toggle(l.At)
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.At >= 0 && l.At < len(l.t.rows) && l.t.act.Open != nil {
			l.t.act.Open(l.t.rows[l.At])
		}
	default:
		if !l.ByKey(k.Name, len(l.t.rows), l.rowHeight()) {
			l.t.env.PassKey(k)
		}
	}
}

// wholeRows makes the list as high as whole rows are, so that none is cut off
// at the top of a list that follows its end.
type wholeRows struct{ l *list }

func (w wholeRows) Layout(o []fyne.CanvasObject, s fyne.Size) {
	row, gap := w.l.rowHeight(), w.l.Theme().Size(theme.SizeNamePadding)
	h := float32(int((s.Height+gap)/row))*row - gap
	if h < row { // there is no room for one
		h = s.Height
	}
	o[0].Resize(fyne.NewSize(s.Width, h))
}

func (w wholeRows) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
