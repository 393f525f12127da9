package detail

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	tones "loginscope/app/ui/theme"
	"loginscope/proxy/exchange"
)

// messageList is the list of a WebSocket's messages.
type messageList struct {
	kit.List
	p *Pane
	m *messages
	// drawn is how many lines there were at the last renew.
	drawn int
	// marking is true while no person selects.
	marking bool
}

func newMessageList(p *Pane, m *messages) *messageList {
	l := &messageList{p: p, m: m}
	l.Begin(p.env, l)
	l.Length = func() int { return len(m.lines) }
	l.CreateItem = func() fyne.CanvasObject { return newMessageRow(l) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(m.lines) {
			o.(*messageRow).set(&m.lines[i])
		}
	}
	l.OnSelected = func(i widget.ListItemID) {
		if l.At = i; l.marking || i >= len(m.lines) {
			return
		}
		if l.TakeFocus(); m.lines[i] != m.chosen {
			p.chooseMessage(m, m.lines[i])
		}
	}
	return l
}

// renew draws what is new, keeps the chosen message marked wherever it is now,
// and follows the end if the end was on display, as the table does.
func (l *messageList) renew() {
	atEnd := l.GetScrollOffset()+l.Size().Height >= l.rowHeight()*float32(l.drawn-1)
	l.Refresh()
	l.markChosen()
	if atEnd && !l.Size().IsZero() {
		l.ScrollToBottom()
	}
	l.drawn = len(l.m.lines)
}

func (l *messageList) rowHeight() float32 {
	return l.p.env.S(messageRowHeight) + l.Theme().Size(theme.SizeNamePadding)
}

// press selects the message that a person pressed.
func (l *messageList) press(seq session.Seq) {
	switch i := l.position(seq); {
	case i < 0:
	case i == l.At: // Fyne does nothing then
		l.TakeFocus()
	default:
		l.Select(i)
	}
}

func (l *messageList) position(seq session.Seq) int {
	return slices.IndexFunc(l.m.lines, func(m messageLine) bool { return m.seq == seq })
}

// markChosen marks the chosen message where it is now. One that had not ended
// may have grown, or ended under another number.
func (l *messageList) markChosen() {
	if l.m.chosen.seq == 0 {
		return
	}
	i := l.position(l.m.chosen.seq)
	if whole, ok := l.m.after(l.m.chosen); i < 0 && l.m.chosen.part && ok {
		i = l.position(whole.seq)
	}
	if i < 0 {
		l.UnselectAll()
		return
	}
	l.marking = true
	l.QuietSelect(i)
	l.marking = false
	if l.m.lines[i] != l.m.chosen {
		l.p.chooseMessage(l.m, l.m.lines[i])
	}
}

// TypedKey moves the selection.
func (l *messageList) TypedKey(k *fyne.KeyEvent) {
	if !l.ByKey(k.Name, len(l.m.lines), l.rowHeight()) {
		l.p.env.PassKey(k)
	}
}

const messageRowHeight = 20

// messageRow is one line: when, which way, how much, what.
type messageRow struct {
	widget.BaseWidget
	p                      *Pane
	list                   *messageList
	line                   messageLine
	time, arrow, size, say *canvas.Text
}

func newMessageRow(l *messageList) *messageRow {
	env := l.p.env
	r := &messageRow{
		p:     l.p,
		list:  l,
		time:  env.Faint("", kit.MonoSmall),
		arrow: env.Text("", kit.Mono),
		size:  env.Faint("", kit.MonoSmall),
		say:   env.Text("", kit.Mono),
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *messageRow) set(l *messageLine) {
	env := r.p.env
	r.line = *l
	r.time.Text = "–"
	if !l.time.IsZero() {
		r.time.Text = l.time.Local().Format("15:04:05.000")
	}
	r.arrow.Text, r.arrow.Color = arrowOf(l.side), env.Ink(tones.ToneGood)
	if l.side == exchange.RequestSide {
		r.arrow.Color = env.Accent
	}
	r.size.Text = table.Bytes(l.size)
	r.fit()
	r.Refresh()
}

// MouseDown selects the message; see the table's lines for why not later.
func (r *messageRow) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		r.list.press(r.line.seq)
	}
}

// MouseUp is for Fyne.
func (r *messageRow) MouseUp(*desktop.MouseEvent) {}

// fit cuts the text to the width there is.
func (r *messageRow) fit() {
	env := r.p.env
	text, own := r.p.words(&r.line)
	r.say.Color = env.Muted
	if own {
		r.say.Color = env.Palette.Text
	}
	r.say.Text = env.Cut(text, kit.Mono, r.Size().Width-env.S(messageTextAt+messageTimeAt))
}

// The columns of a line.
const (
	messageTimeAt  = 6
	messageArrowAt = 98
	messageSizeAt  = 118
	messageTextAt  = 176
)

// CreateRenderer is for Fyne.
func (r *messageRow) CreateRenderer() fyne.WidgetRenderer { return &messageRowRenderer{r} }

type messageRowRenderer struct{ r *messageRow }

func (d *messageRowRenderer) Layout(s fyne.Size) {
	env := d.r.p.env
	d.r.fit()
	base := (s.Height-env.LineHeight(kit.Mono))/2 + env.Baseline(kit.Mono)
	place := func(t *canvas.Text, x float32, style kit.Style) {
		t.Move(fyne.NewPos(env.S(x), base-env.Baseline(style)))
		t.Resize(fyne.NewSize(max(0, s.Width-env.S(x)), t.MinSize().Height))
	}
	place(d.r.time, messageTimeAt, kit.MonoSmall)
	place(d.r.arrow, messageArrowAt, kit.Mono)
	place(d.r.size, messageSizeAt, kit.MonoSmall)
	place(d.r.say, messageTextAt, kit.Mono)
}

func (d *messageRowRenderer) MinSize() fyne.Size {
	return fyne.NewSize(40, d.r.p.env.S(messageRowHeight))
}

func (d *messageRowRenderer) Refresh() {
	for _, o := range d.Objects() {
		canvas.Refresh(o)
	}
}

func (d *messageRowRenderer) Destroy() {}

func (d *messageRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.r.time, d.r.arrow, d.r.size, d.r.say}
}
