package detail

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/table"
	"loginscope/app/ui/theme"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/har"
	"loginscope/proxy/exchange"
)

// sheet is a page of names and values.
type sheet struct {
	p   *Pane
	col *fyne.Container
}

func (p *Pane) sheet() *sheet {
	return &sheet{p: p, col: kit.NewColumn(p.env.S(5))}
}

func (s *sheet) page() fyne.CanvasObject { return kit.Page(s.col) }

func (s *sheet) heading(text string) {
	env := s.p.env
	s.col.Add(kit.Around(0, env.S(4), 0, 0, env.Faint(text, kit.SmallStrong)))
	s.p.text = append(s.p.text, text)
}

func (s *sheet) say(text string, style kit.Style, ink color.Color) {
	if text == "" {
		return
	}
	s.col.Add(s.p.env.NewParagraph(text, style, ink))
	s.p.text = append(s.p.text, text)
}

// pair is a name at the left and its value beside it, with a note below.
func (s *sheet) pair(name, value, note string) {
	if value == "" {
		return
	}
	env := s.p.env
	s.col.Add(newPair(env, name, value, note))
	s.p.text = append(s.p.text, name+": "+value)
}

// fact is a pair whose value and note are words of the evidence, which are masked.
func (s *sheet) fact(name, value, note string) { s.pair(name, s.p.maskText(value), s.p.maskText(note)) }

func (p *Pane) mask(sens inspector.Sensitivity, v string) string {
	if p.cfg.Revealed() {
		return v
	}
	return p.cfg.Mask.Value(sens, v)
}

func (p *Pane) maskText(v string) string {
	if p.cfg.Revealed() {
		return v
	}
	return p.cfg.Mask.Text(v)
}

func (p *Pane) overview() fyne.CanvasObject {
	s, env, r := p.sheet(), p.env, p.row
	title := env.In(r.Label)
	if title == "" {
		address := r.Item.Authority() + table.WithoutQuery(r.Item.Path)
		title = p.maskText(strings.TrimSpace(r.Item.Method + " " + address))
	}
	s.say(title, kit.Strong, env.Palette.Text)
	if p.step != nil {
		p.stepFacts(s)
	}
	if r.Mark != nil {
		p.markFacts(s)
	}
	if p.loaded != nil && p.loaded.err != nil {
		s.say(p.loaded.err.Error(), kit.Body, env.Ink(theme.ToneBad))
	}
	if p.loaded != nil && p.loaded.err == nil {
		p.exchangeFacts(s)
	} else if r.Key.Kind == feed.ExchangeRow && p.loaded == nil {
		s.say(env.T("detail.loading"), kit.Body, env.Muted)
	}
	return s.page()
}

func (p *Pane) stepFacts(s *sheet) {
	env, st := p.env, p.step
	for _, c := range st.Codes {
		p.codeFacts(s, c)
	}
	if st.Visibility != inspector.Visible {
		s.pair(env.T("fact.known"), env.In(st.Known()), env.In(st.InferredFrom))
	}
	if st.Network == inspector.NetCellular {
		s.pair(env.T("fact.network"), env.T("network.cellular"), env.T("network.cellular.note"))
	}
	for _, n := range st.Notes {
		s.say("· "+env.In(n), kit.Body, env.Palette.Text)
	}
	p.lineFacts(s)
}

// maxLines limits the log lines that are shown of a step.
const maxLines = 8

// lineFacts shows the log lines that a step was read from.
func (p *Pane) lineFacts(s *sheet) {
	n := 0
	for _, r := range p.step.Evidence {
		if r.Said == "" || n == maxLines {
			continue
		}
		if n == 0 {
			s.heading(p.env.T("fact.lines"))
		}
		n++
		s.say(p.maskText(LocationText(r)), kit.Small, p.env.Muted)
		s.say(p.maskText(r.Said), kit.Mono, p.env.Palette.Text)
	}
}

// LocationText names a line of a log: "app.log:12".
func LocationText(r finding.Location) string {
	if r.Line == 0 {
		return r.File
	}
	return fmt.Sprintf("%s:%d", r.File, r.Line)
}

func (p *Pane) codeFacts(s *sheet, c inspector.CodeAt) {
	env := p.env
	name, note := env.In(c.Issuer.Short()), ""
	if l := c.Lookup.Candidates; len(l) > 0 {
		note = env.In(l[0].Name) + env.T("verdict.stop") + env.In(l[0].Cause)
		if len(l) > 1 {
			note = env.In(c.Lookup.Reason)
		}
	} else if r := env.In(c.Lookup.Range); r != "" {
		note = r
	}
	value := c.Code
	if c.Message != "" {
		value += "  " + p.maskText(c.Message)
	}
	s.pair(name, value, note)
}

// address is an exchange's URL without what is sensitive in it.
func (p *Pane) address(x *exchange.Exchange) string {
	shown := *x
	shown.Host, shown.Path = p.maskText(x.Host), p.maskText(x.Path)
	return har.Address(&shown)
}

// decoded lists the fields that the step was decoded to.
func (p *Pane) decoded() fyne.CanvasObject {
	s, env := p.sheet(), p.env
	if len(p.step.Fields) == 0 {
		s.say(env.T("detail.nofields"), kit.Body, env.Muted)
	}
	for _, f := range p.step.Fields {
		s.pair(f.Name, p.mask(f.Sensitivity, f.Value), env.In(f.Note))
	}
	return s.page()
}

func (p *Pane) headers() fyne.CanvasObject {
	s, env, x := p.sheet(), p.env, p.loaded.x
	list := func(head string, h exchange.Header, asSent bool) {
		s.heading(head)
		if asSent {
			s.say(env.T("detail.assent"), kit.Small, env.Muted)
		}
		for _, f := range h {
			v := f.Value
			if !p.cfg.Revealed() {
				v = p.cfg.Mask.Header(f.Name, f.Value)
			}
			s.pair(f.Name, v, "")
		}
	}
	list(env.T("detail.reqheaders"), x.Request.Header, x.Request.HeaderAsSent)
	if len(x.Request.Trailer) > 0 {
		list(env.T("detail.reqtrailers"), x.Request.Trailer, false)
	}
	if r := x.Response; r != nil {
		list(env.T("detail.resheaders"), r.Header, r.HeaderAsSent)
		if len(r.Trailer) > 0 {
			list(env.T("detail.restrailers"), r.Trailer, false)
		}
	}
	return s.page()
}

// curl formats the request as a curl command, masked unless revealed.
func (p *Pane) curl() string {
	x := p.loaded.x
	parts := []string{"curl", "-X", x.Request.Method, quote(p.address(&x))}
	for _, f := range x.Request.Header {
		if strings.HasPrefix(f.Name, ":") || strings.EqualFold(f.Name, "Content-Length") ||
			strings.EqualFold(f.Name, "Host") {
			continue
		}
		v := f.Value
		if !p.cfg.Revealed() {
			v = p.cfg.Mask.Header(f.Name, v)
		}
		parts = append(parts, "-H", quote(f.Name+": "+v))
	}
	if c := p.loaded.sides[exchange.RequestSide]; c.text && len(c.data) > 0 {
		parts = append(parts, "--data-raw", quote(p.maskText(string(c.data))))
	}
	return strings.Join(parts, " ")
}

// quote makes a POSIX shell word.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
