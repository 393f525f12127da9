package detail

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"loginscope/app/ui/kit"
)

// messagesView is the list of messages above the one that is chosen. It stays
// while others arrive, so that nothing jumps under the pointer.
type messagesView struct {
	note  *canvas.Text
	list  *messageList
	below *fyne.Container
	root  fyne.CanvasObject
}

// messagesTab shows the messages of a WebSocket.
func (p *Pane) messagesTab() fyne.CanvasObject {
	p.freshen()
	m := p.messages
	if m == nil {
		return p.env.Faint(p.env.T("detail.loading"), kit.Body)
	}
	if m.view == nil {
		m.view = p.newMessagesView(m)
	}
	p.env.Controls.Add("messages", m.view.list)
	p.showMessages()
	p.showMessage()
	return m.view.root
}

func (p *Pane) newMessagesView(m *messages) *messagesView {
	env := p.env
	v := &messagesView{note: env.Faint("", kit.Small), list: newMessageList(p, m), below: container.NewStack()}
	split := container.NewVSplit(v.list.Lined(v.list), v.below)
	split.Offset = 0.55
	v.root = container.NewBorder(kit.Around(0, 0, 0, env.S(4), v.note), nil, nil, nil, split)
	return v
}

// showMessages brings the list up to date.
func (p *Pane) showMessages() {
	m := p.messages
	if p.shownTab() != Messages || m.view == nil {
		return
	}
	v := m.view
	p.text = p.text[:0]
	v.note.Text = p.env.T("detail.loading")
	if m.loaded {
		v.note.Text = p.messagesNote(m)
	}
	v.note.Refresh()
	p.text = append(p.text, v.note.Text)
	for i := range m.lines[:min(len(m.lines), 12)] {
		p.text = append(p.text, p.lineText(&m.lines[i]))
	}
	v.list.renew()
	p.sayMessage(m)
}

// showMessage shows the chosen message below the list.
func (p *Pane) showMessage() {
	m := p.messages
	if p.shownTab() != Messages || m.view == nil {
		return
	}
	var o fyne.CanvasObject
	switch c := m.content; {
	case c == nil:
		o = container.NewCenter(p.env.Faint(p.env.T("message.none"), kit.Body))
	case c.size == 0 && c.err != nil:
		o = container.NewCenter(p.env.Faint(c.err.Error(), kit.Body))
	default:
		o = p.messageView(c)
	}
	m.view.below.Objects = []fyne.CanvasObject{o}
	m.view.below.Refresh()
}

func (p *Pane) messageView(c *content) fyne.CanvasObject {
	if c.size == 0 {
		return container.NewCenter(p.env.Faint(p.env.T("body.empty"), kit.Body))
	}
	top := p.formBar(c, p.showMessage)
	var view fyne.CanvasObject
	said := p.text
	switch p.shownForm(c) {
	case Tree:
		view = p.treeView(c)
	case Picture:
		view = p.pictureView(c)
	default:
		view = p.lineList(c)
	}
	p.text = said
	p.sayMessage(p.messages)
	return container.NewBorder(kit.Around(0, p.env.S(4), 0, p.env.S(4), top), nil, nil, nil, view)
}

// sayMessage adds the chosen message to the state.
func (p *Pane) sayMessage(m *messages) {
	c := m.content
	if c == nil || c.size == 0 || len(p.text) == 0 {
		return
	}
	p.text = p.text[:min(len(p.text), 1+min(len(m.lines), 12))]
	if f := p.shownForm(c); f == Tree || f == Picture {
		return
	}
	get, n := p.bodyLines(c)
	for i := range min(n, 12) {
		p.text = append(p.text, get(i))
	}
}
