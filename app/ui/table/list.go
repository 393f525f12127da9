package table

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
)

// list is Fyne's list whose arrow keys select at once.
type list struct {
	widget.List
	kit.FocusLine
	t  *Table
	at int // selected index, -1 for none
}

func newList(t *Table) *list {
	l := &list{FocusLine: t.env.NewFocusLine(), t: t, at: -1}
	l.HideSeparators = true
	l.Length = func() int { return len(t.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newLine(t) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(t.rows) {
			o.(*line).set(t.rows[i])
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		l.at = i
		if t.telling || i >= len(t.rows) {
			return
		}
		t.choose(i)
		t.selected, t.picked = t.rows[i].Key, true
		if t.act.Select != nil {
			t.act.Select(t.rows[i])
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained is for Fyne.
func (l *list) FocusGained() { l.FocusLine.FocusGained() }

// FocusLost is for Fyne.
func (l *list) FocusLost() { l.FocusLine.FocusLost() }

// quietSelect marks a row without scrolling to it.
func (l *list) quietSelect(i int) {
	if l.at == i {
		return
	}
	if l.Size().IsZero() {
		l.Select(i)
		return
	}
	at := l.GetScrollOffset()
	l.Select(i)
	l.ScrollToOffset(at)
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

// UnselectAll takes the mark away.
func (l *list) UnselectAll() {
	l.at = -1
	l.List.UnselectAll()
}

func (l *list) rowHeight() float32 {
	return l.t.env.S(24) + l.Theme().Size(theme.SizeNamePadding)
}

// TypedKey moves the selection.
func (l *list) TypedKey(k *fyne.KeyEvent) {
	n := len(l.t.rows)
	page := max(1, int(l.Size().Height/l.rowHeight())-1)
	to := l.at
	switch k.Name {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = n - 1
	case fyne.KeySpace:
		l.t.toggle(l.at)
		return
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.at >= 0 && l.at < n && l.t.act.Open != nil {
			l.t.act.Open(l.t.rows[l.at])
		}
		return
	default:
		l.t.env.PassKey(k)
		return
	}
	if n > 0 {
		l.Select(min(max(to, 0), n-1))
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
