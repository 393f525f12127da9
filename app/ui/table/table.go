package table

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
)

// Table shows the rows of a Model.
type Table struct {
	widget.BaseWidget
	env     *kit.Env
	act     Actions
	columns []column
	placed  []span // per column; width 0 is hidden
	header  *header
	list    *list
	body    *fyne.Container

	rows      []*feed.Row
	view      feed.View
	sorted    bool // by a person's choice, so the header shows it
	selected  feed.Key
	picked    bool // selected holds a key
	reporting bool // a selection made by the program is not reported back
	width     float32
	found     int                  // where index found a row last
	hidden    map[feed.Column]bool // by a person
	many      map[feed.Key]bool    // chosen together, empty for the one selected
	anchor    int                  // where a run of chosen rows began
}

// span is the position and width of a column.
type span struct{ x, width float32 }

// Actions are called for what a person did in the table.
type Actions struct {
	Select func(*feed.Row)
	Sort   func(feed.Column, bool)
	Open   func(*feed.Row) // Return on a row
	// Mask is a text as it may be shown now; nil leaves it.
	Mask func(string) string
	// Cover is a text without sensitive values, whatever is shown; nil leaves it.
	Cover func(string) string
	// Copy takes the chosen rows as text, one a line, cells parted by tabs: masked, and
	// on demand with their values.
	Copy func(rows int, masked string, values func() string)
	// Layout is what SaveLayout was last called with, "" for the usual columns.
	Layout     string
	SaveLayout func(string)
}

// New returns an empty Table.
func New(env *kit.Env, act Actions) *Table {
	t := &Table{env: env, act: act, columns: columns(), view: feed.View{Sort: feed.ByTime}}
	t.placed = make([]span, len(t.columns))
	t.hidden = map[feed.Column]bool{}
	t.many = map[feed.Key]bool{}
	t.readLayout(act.Layout)
	t.header = newHeader(t)
	t.list = newList(t)
	t.body = container.NewBorder(t.header, nil, nil, nil, t.list.Lined(container.New(wholeRows{t.list}, t.list)))
	t.ExtendBaseWidget(t)
	env.Controls.Add("table", t.list)
	return t
}

// SetRows shows other rows. The selection stays on its row wherever that went;
// a list that stood at its end follows the end.
func (t *Table) SetRows(rows []*feed.Row, v feed.View) {
	same := len(rows) == len(t.rows) && (len(rows) == 0 || &rows[0] == &t.rows[0])
	following := t.atEnd() && !v.Desc && len(rows) > len(t.rows)
	t.rows, t.view = rows, v
	if same {
		return
	}
	t.list.Refresh()
	t.restore()
	if following && !t.list.Size().IsZero() {
		t.list.ScrollToBottom()
	}
	t.header.Refresh()
}

func (t *Table) atEnd() bool {
	h := t.list.rowHeight()
	return t.list.GetScrollOffset()+t.list.Size().Height >= float32(len(t.rows))*h-h
}

func (t *Table) restore() {
	t.reporting = true
	defer func() { t.reporting = false }()
	if i := t.index(t.selected); t.picked && i >= 0 {
		t.list.QuietSelect(i)
	} else {
		t.list.UnselectAll()
	}
}

// index is where a row is. It is asked for several times a Model, and mostly
// the row has not moved.
func (t *Table) index(k feed.Key) int {
	if t.found < len(t.rows) && t.rows[t.found].Key == k {
		return t.found
	}
	i := slices.IndexFunc(t.rows, func(r *feed.Row) bool { return r.Key == k })
	t.found = max(0, i)
	return i
}

// cell is what a column says of a row.
func (t *Table) cell(column int, r *feed.Row) (string, color.Color) {
	return t.cellWith(column, r, t.act.Mask)
}

// cellWith is a cell whose words of the evidence went through a mask, unless that is nil.
func (t *Table) cellWith(column int, r *feed.Row, mask func(string) string) (string, color.Color) {
	c := &t.columns[column]
	show := c.cell
	if c.flex && !t.hostShown() {
		show = hostAndPathCell
	}
	text, ink := show(t.env, r)
	if c.foreign && mask != nil {
		text = mask(text)
	}
	return text, ink
}

// title is a column's name and what a click on it sorts by.
func (t *Table) title(column int) (key string, by feed.Column) {
	if c := &t.columns[column]; !c.flex || t.hostShown() {
		return c.title, c.id
	}
	return "col.hostpath", feed.ByHost
}

// hostShown reports whether the host has a column of its own.
func (t *Table) hostShown() bool {
	i := slices.IndexFunc(t.columns, func(c column) bool { return c.id == feed.ByHost })
	return t.placed[i].width > 0 || t.hidden[feed.ByHost]
}

// Select marks a row, and brings it into view; ok is false if it is not there.
func (t *Table) Select(k feed.Key) (ok bool) {
	t.selected, t.picked = k, true
	i := t.index(k)
	if i < 0 {
		t.restore()
		return false
	}
	t.reporting = true
	t.list.Select(i)
	t.reporting = false
	return true
}

// Clear takes the mark away.
func (t *Table) Clear() { t.picked = false; t.restore() }

// Selected returns the marked row, nil if none is shown.
func (t *Table) Selected() *feed.Row {
	if i := t.index(t.selected); t.picked && i >= 0 {
		return t.rows[i]
	}
	return nil
}

// OnScreen returns the first and the number of the rows that are on screen.
func (t *Table) OnScreen() (first, n int) {
	h := t.list.rowHeight()
	first = int(t.list.GetScrollOffset() / h)
	n = min(len(t.rows)-first, int(t.list.Size().Height/h)+1)
	return first, max(0, n)
}

// Cells returns the uncut texts of a row as the columns show it.
func (t *Table) Cells(r *feed.Row) []string { return t.cellsWith(r, t.act.Mask) }

func (t *Table) cellsWith(r *feed.Row, mask func(string) string) []string {
	var out []string
	for i := range t.columns {
		if t.placed[i].width > 0 {
			s, _ := t.cellWith(i, r, mask)
			out = append(out, s)
		}
	}
	return out
}

// Rows returns the rows that can be scrolled to.
func (t *Table) Rows() []*feed.Row { return t.rows }

// Focus gives the keyboard to the list.
func (t *Table) Focus(c fyne.Canvas) { c.Focus(t.list) }

func (t *Table) sortBy(c feed.Column) {
	desc := false
	if t.view.Sort == c && t.sorted {
		desc = !t.view.Desc
	}
	t.sorted = true
	if t.act.Sort != nil {
		t.act.Sort(c, desc)
	}
}

// Resize gives the flexible column what the others leave.
func (t *Table) Resize(s fyne.Size) {
	t.BaseWidget.Resize(s)
	if s.Width != t.width {
		t.width = s.Width
		t.arrange()
	}
}

// What the flexible column must have before others are hidden: the ordinary
// ones first, more once it says the host too, those of rank 0 and 1 only when
// there is hardly room at all.
const (
	roomy    = 140
	roomyAll = 330
	cramped  = 130
)

func (t *Table) arrange() {
	env := t.env
	shown := make([]bool, len(t.columns))
	used := env.S(24)
	for i, c := range t.columns {
		shown[i] = !t.hidden[c.id]
		if !c.flex && shown[i] {
			used += env.S(c.width)
		}
	}
	for {
		worst := t.worst(shown)
		if worst < 0 {
			break
		}
		least := env.S(roomyAll)
		switch rank := t.columns[worst].rank; {
		case rank <= 1:
			least = env.S(cramped)
		case rank >= hostRank && !t.hidden[feed.ByHost]:
			least = env.S(roomy)
		}
		if used+least <= t.width {
			break
		}
		shown[worst] = false
		used -= env.S(t.columns[worst].width)
	}
	x := env.S(24)
	for i, c := range t.columns {
		t.placed[i] = span{x: x}
		if !shown[i] {
			continue
		}
		w := env.S(c.width)
		if c.flex {
			w = max(env.S(60), t.width-used)
		}
		t.placed[i].width = w
		x += w
	}
	t.header.Refresh()
	t.list.Refresh()
}

// worst is the shown column of the highest rank, -1 if none can go.
func (t *Table) worst(shown []bool) int {
	at := -1
	for i, c := range t.columns {
		if shown[i] && !c.flex && (at < 0 || c.rank > t.columns[at].rank) {
			at = i
		}
	}
	return at
}

// MinSize is small: the list scrolls.
func (t *Table) MinSize() fyne.Size { return fyne.NewSize(200, t.env.S(80)) }

// CreateRenderer is for Fyne.
func (t *Table) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.body) }
