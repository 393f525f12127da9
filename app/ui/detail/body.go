package detail

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/app/ui/theme"
	"loginscope/proxy/exchange"
)

// bodyView shows a body as lines; the list makes only the visible ones, so
// that a big body opens at once.
func (p *Pane) bodyView(side exchange.Side) fyne.CanvasObject {
	env, c := p.env, &p.loaded.sides[side]
	if c.size == 0 {
		p.text = append(p.text, env.T("body.empty"))
		return container.NewCenter(env.Faint(env.T("body.empty"), kit.Body))
	}
	top := p.formBar(c, p.draw)
	if f := p.shownForm(c); f == Tree || f == Picture {
		view := p.treeView
		if f == Picture {
			view = p.pictureView
		}
		return container.NewBorder(kit.Around(0, 0, 0, env.S(4), top), nil, nil, nil, view(c))
	}
	if p.shownForm(c) == Hex {
		return container.NewBorder(kit.NewColumn(env.S(4), top), nil, nil, nil, p.lineList(c))
	}
	list := p.lineList
	if p.find != "" {
		list = func(c *content) fyne.CanvasObject { return p.hitList(c, side) }
	}
	p.tally = env.Faint("", kit.Small)
	find := p.searchBar()
	lines := list(c)
	head := kit.NewColumn(env.S(4), top, find)
	if p.find != "" {
		head.Add(p.tally)
	}
	return container.NewBorder(head, nil, nil, nil, lines)
}

// formBar offers the forms of a body, and says how big it is; draw shows
// another form.
func (p *Pane) formBar(c *content, draw func()) fyne.CanvasObject {
	env := p.env
	top := kit.NewFlow(env.S(4))
	top.Layout.(*kit.Flow).Expect(p.Size().Width)
	for _, f := range forms(c) {
		rank := kit.Quiet
		if f == p.shownForm(c) {
			rank = kit.Chosen
		}
		top.Add(env.NewButton("form-"+string(f), env.T("form."+string(f)), rank, func() { p.form = f; draw() }).Tight())
	}
	if f := p.shownForm(c); f != Tree && f != Picture {
		top.Add(env.NewButton("copy-body", env.T("body.copy"), kit.Quiet, func() {
			p.copy(func(w *Pane) string {
				get, n := w.bodyLines(c)
				return strings.Join(all(get, n), "\n")
			})
		}).Tight())
	}
	p.note = env.Faint(p.bodyNote(c), kit.Small)
	top.Add(kit.Around(env.S(4), env.S(5), 0, 0, p.note))
	return top
}

// lineList shows a body as lines. A big one is read on as one scrolls.
func (p *Pane) lineList(c *content) fyne.CanvasObject {
	get, n := p.bodyLines(c)
	for i := range min(n, 12) {
		p.text = append(p.text, get(i))
	}
	p.list = p.codeList(func() int { _, n := p.bodyLines(c); return n }, func(i int) string {
		get, n := p.bodyLines(c)
		if n-i < readAhead {
			p.more(c)
		}
		return get(i)
	})
	return p.list
}

// hitList shows the lines that hold what is searched for, as they are found.
func (p *Pane) hitList(c *content, side exchange.Side) fyne.CanvasObject {
	s := p.searchFor(c, side)
	p.hits = s
	p.list = p.codeList(func() int { return len(s.hits) }, func(i int) string { return s.hits[i] })
	p.sayFound(s)
	return p.list
}

func (p *Pane) codeList(length func() int, line func(int) string) *widget.List {
	l := widget.NewList(length,
		func() fyne.CanvasObject { return newCodeLine(p.env) },
		func(i widget.ListItemID, o fyne.CanvasObject) {
			if i < length() {
				o.(*codeLine).set(line(i))
			}
		})
	l.HideSeparators = true
	return l
}

// readAhead is how many lines before the end the next piece is read.
const readAhead = 200

// grown draws what a piece of a big body added.
func (p *Pane) grown(c *content) {
	if p.list == nil || p.find != "" {
		return
	}
	p.note.Text = p.bodyNote(c)
	p.note.Refresh()
	p.list.Refresh()
}

// forms lists how a body can be shown.
func forms(c *content) []Form {
	switch {
	case c.picture != nil:
		return []Form{Picture, Hex}
	case !c.text:
		return []Form{Hex}
	case c.stream != nil:
		return []Form{Plain, Hex}
	case c.tree != nil:
		return []Form{Pretty, Tree, Plain, Hex}
	}
	return []Form{Pretty, Plain, Hex}
}

func (p *Pane) shownForm(c *content) Form {
	all := forms(c)
	if slices.Contains(all, p.form) {
		return p.form
	}
	return all[0]
}

// bodyLines returns the lines of the form on display. The bytes of a hex view
// cannot be masked by what they mean, so it is shown only when revealed.
func (p *Pane) bodyLines(c *content) (get func(int) string, n int) {
	from := func(l []string) (func(int) string, int) { return func(i int) string { return l[i] }, len(l) }
	switch p.shownForm(c) {
	case Hex:
		if !p.cfg.Revealed() {
			return from([]string{p.env.T("body.hexmasked")})
		}
		return func(i int) string { return hexLine(c.raw, i) }, (len(c.raw) + 15) / 16
	case Plain:
		if p.cfg.Revealed() {
			return from(c.plain)
		}
		return from(c.maskedPlain)
	}
	if p.cfg.Revealed() {
		return from(c.pretty)
	}
	return from(c.maskedPretty)
}

func (p *Pane) bodyNote(c *content) string {
	parts := []string{table.Bytes(c.size)}
	if c.err != nil {
		parts = append(parts, p.env.T("body.undecodable", c.err.Error()))
	}
	if c.cut {
		parts = append(parts, p.env.T("body.cut", table.Bytes(int64(len(c.raw)))))
	}
	return strings.Join(parts, " · ")
}

func all(get func(int) string, n int) []string {
	out := make([]string, n)
	for i := range n {
		out[i] = get(i)
	}
	return out
}

// codeLine is one line of a body with names, strings and the rest in colours.
type codeLine struct {
	widget.BaseWidget
	env   *kit.Env
	parts []fyne.CanvasObject
}

func newCodeLine(env *kit.Env) *codeLine {
	l := &codeLine{env: env}
	l.ExtendBaseWidget(l)
	return l
}

func (l *codeLine) set(text string) {
	name, value := splitLine(text)
	l.show(name, value)
}

// pair draws "name: value".
func (l *codeLine) pair(text string) {
	name, value, ok := strings.Cut(text, ": ")
	if ok {
		value = ": " + value
	}
	l.show(name, value)
}

func (l *codeLine) show(name, value string) {
	l.parts = nil
	size, style := l.env.Font(kit.Mono)
	x := float32(0)
	add := func(s string, ink interface{ RGBA() (r, g, b, a uint32) }) {
		if s == "" {
			return
		}
		t := canvas.NewText(s, ink)
		t.TextSize, t.TextStyle = size, style
		m := t.MinSize()
		t.Move(fyne.NewPos(x, 0))
		t.Resize(m)
		x += m.Width
		l.parts = append(l.parts, t)
	}
	add(name, l.env.Accent)
	ink := l.env.Palette.Text
	switch v := strings.TrimSuffix(strings.TrimSpace(strings.TrimLeft(value, ":= ")), ","); {
	case strings.HasPrefix(v, `"`):
		ink = l.env.Ink(theme.ToneGood)
	case name != "" && v != "" && v[0] != '{' && v[0] != '[':
		ink = l.env.Ink(theme.ToneCaution)
	}
	add(value, ink)
	canvas.Refresh(l)
}

// splitLine cuts `  "name": value` and `name=value` after the name.
func splitLine(s string) (name, rest string) {
	t := strings.TrimLeft(s, " ")
	if strings.HasPrefix(t, `"`) {
		if i := strings.Index(t, `":`); i > 0 {
			cut := len(s) - len(t) + i + 1
			return s[:cut], s[cut:]
		}
		return "", s
	}
	if i := strings.IndexByte(s, '='); i > 0 && i < 60 && !strings.ContainsAny(s[:i], " \"<{") {
		return s[:i], s[i:]
	}
	return "", s
}

func (l *codeLine) CreateRenderer() fyne.WidgetRenderer { return &codeLineRenderer{l} }

type codeLineRenderer struct{ l *codeLine }

func (r *codeLineRenderer) Layout(fyne.Size)             {}
func (r *codeLineRenderer) MinSize() fyne.Size           { return fyne.NewSize(20, r.l.env.LineHeight(kit.Mono)) }
func (r *codeLineRenderer) Refresh()                     {}
func (r *codeLineRenderer) Destroy()                     {}
func (r *codeLineRenderer) Objects() []fyne.CanvasObject { return r.l.parts }
