// Package sequence draws one login attempt as a sequence diagram: a lane for
// each role, an arrow for each step. The layout is computed once into a Scene of plain
// shapes, which the window, the SVG and the PNG draw alike.
package sequence

import (
	"image/color"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/codes"
	"loginscope/inspector"
)

// Scene is a laid-out diagram in pixels, origin at the top left.
type Scene struct {
	Width, Height float32
	// LaneHeaderHeight is the height of the lane headers, which stay when the rest scrolls.
	LaneHeaderHeight float32
	LaneHeaders      Shapes
	// Under lies below the mark of the selected step.
	Under Shapes
	Body  Shapes
	Rows  []Row
}

// Row is the position of one step.
type Row struct {
	Step        int // index in Flow.Steps
	Top, Height float32
	// Text is what the row says, for tests and for the state.
	Text string
}

// Shapes are what is drawn, in this order.
type Shapes struct {
	Rects []Rect
	Lines []Line
	Tips  []Tip
	Texts []Text
}

// Rect is a rectangle with rounded corners.
type Rect struct {
	X, Y, W, H, Radius float32
	Fill               color.NRGBA
}

// Line is a straight line; Dash draws it in pieces.
type Line struct {
	X1, Y1, X2, Y2, Width float32
	Ink                   color.NRGBA
	Dash                  float32 // length of a piece, 0 for a solid line
}

// Tip is the head of an arrow with its point at X, Y.
type Tip struct {
	X, Y, Size float32
	Left       bool
	Ink        color.NRGBA
}

// Text is one line, centred vertically on Y.
type Text struct {
	X, Y  float32
	Align float32 // 0 left of the text at X, 0.5 its middle, 1 its right end
	Text  string
	Style kit.Style
	Ink   color.NRGBA
}

// Lanes are the roles from left to right.
var Lanes = []inspector.Lane{
	inspector.LaneUser,
	inspector.LaneApp,
	inspector.LaneSDK,
	inspector.LaneAlibaba,
	inspector.LaneCarrier,
	inspector.LaneIDaaS,
}

const (
	timeColumn       = 54
	lanePitch        = 92 // the least
	rowHeight        = 31
	laneHeaderHeight = 40
)

// plan is a Scene in the making.
type plan struct {
	env  *kit.Env
	flow *inspector.Flow
	zoom float32
	s    Scene
	x    map[inspector.Lane]float32
	dx   float32
}

// Layout arranges a flow in a width; the scene is wider where the lanes need it.
func Layout(env *kit.Env, flow *inspector.Flow, width, zoom float32) Scene {
	p := &plan{env: env, flow: flow, zoom: zoom, x: map[inspector.Lane]float32{}}
	n := float32(len(Lanes))
	p.dx = max(p.px(lanePitch), (width-p.px(timeColumn))/n)
	p.s.Width = p.px(timeColumn) + n*p.dx
	p.s.LaneHeaderHeight = p.px(laneHeaderHeight)
	for i, l := range Lanes {
		p.x[l] = p.px(timeColumn) + p.dx*(float32(i)+0.5)
	}
	p.s.Height = p.s.LaneHeaderHeight + p.px(rowHeight)*float32(len(flow.Steps)) + p.px(10)
	p.lifeLines()
	for i := range flow.Steps {
		p.step(i)
	}
	p.laneHeaders()
	return p.s
}

func (p *plan) px(v float32) float32 { return p.env.S(v) * p.zoom }

func (p *plan) laneHeaders() {
	h := p.px(24)
	w := min(p.dx-p.px(14), p.px(118))
	for _, l := range Lanes {
		p.s.LaneHeaders.Rects = append(
			p.s.LaneHeaders.Rects,
			Rect{X: p.x[l] - w/2, Y: p.px(8), W: w, H: h, Radius: h / 2, Fill: p.env.Card},
		)
		name := p.env.Cut(p.laneName(l, w-p.px(10)), kit.SmallStrong, (w-p.px(8))/p.zoom)
		p.s.LaneHeaders.Texts = append(
			p.s.LaneHeaders.Texts,
			Text{X: p.x[l], Y: p.px(8) + h/2, Align: 0.5, Text: name, Style: kit.SmallStrong, Ink: p.laneInk(l)},
		)
	}
}

// laneName is a lane's name; a carrier's is shortened to what fits the width.
func (p *plan) laneName(l inspector.Lane, width float32) string {
	if l != inspector.LaneCarrier {
		return p.env.T("lane." + string(l))
	}
	name := CarrierName(p.env, p.flow.Carrier)
	c := codes.CarrierOf(p.flow.Carrier)
	if c == nil || p.width(name, kit.SmallStrong) <= width {
		return name
	}
	if nick := p.env.In(c.Nick); p.width(nick, kit.SmallStrong) <= width {
		return nick
	}
	return c.Mark
}

// laneInk is the colour of a lane's name, as in the table of exchanges.
func (p *plan) laneInk(l inspector.Lane) color.NRGBA {
	switch l {
	case inspector.LaneCarrier:
		return p.env.CarrierInk(p.flow.Carrier)
	case inspector.LaneAlibaba:
		return p.env.RoleInk(theme.RoleAlibaba)
	case inspector.LaneIDaaS:
		return p.env.RoleInk(theme.RoleIDaaS)
	}
	return p.env.Palette.Text
}

// CarrierName names a carrier, or says "carrier" where it is not known.
func CarrierName(env *kit.Env, i codes.Issuer) string {
	if i.IsCarrier() {
		return env.In(i.Name())
	}
	return env.T("lane.carrier")
}

func (p *plan) lifeLines() {
	for _, l := range Lanes {
		p.s.Body.Lines = append(
			p.s.Body.Lines,
			Line{X1: p.x[l], Y1: p.s.LaneHeaderHeight - p.px(6), X2: p.x[l], Y2: p.s.Height, Width: 1, Ink: p.env.Line,
				Dash: p.px(3)},
		)
	}
}

// tone is the colour of a step's arrow.
func (p *plan) tone(s *inspector.Step) theme.Tone {
	switch s.Outcome {
	case inspector.OutcomeOK:
		return theme.ToneGood
	case inspector.OutcomeFailed:
		return theme.ToneBad
	case inspector.OutcomeWaiting:
		return theme.ToneCaution
	}
	return theme.ToneNeutral
}

func (p *plan) step(i int) {
	s := &p.flow.Steps[i]
	top := p.s.LaneHeaderHeight + p.px(rowHeight)*float32(i)
	y := top + p.px(rowHeight)*0.70
	if i == p.flow.Verdict.Broken {
		p.s.Under.Rects = append(
			p.s.Under.Rects,
			Rect{
				X:      p.px(2),
				Y:      top + p.px(1),
				W:      p.s.Width - p.px(4),
				H:      p.px(rowHeight) - p.px(2),
				Radius: 6,
				Fill:   p.env.Band,
			},
		)
	}
	faint := s.Visibility == inspector.NotReached
	ink := p.env.Ink(p.tone(s))
	if faint || s.Visibility == inspector.NotVisible && s.Outcome != inspector.OutcomeFailed {
		ink = p.env.Neutral
	}
	text := ""
	if at := offset(p.flow.Start, s.Time); at != "" && !faint {
		p.text(p.px(6), y, 0, at, kit.MonoSmall, p.env.Muted)
		text = at + " "
	}
	label := p.label(s)
	chip, chipTone := p.chip(s)
	p.arrow(s, y, ink, faint)
	p.words(s, label, chip, chipTone, y, faint)
	text += label
	if chip != "" {
		text += " [" + chip + "]"
	}
	p.s.Rows = append(p.s.Rows, Row{Step: i, Top: top, Height: p.px(rowHeight), Text: text})
}

func (p *plan) text(x, y, align float32, t string, st kit.Style, ink color.NRGBA) {
	p.s.Body.Texts = append(p.s.Body.Texts, Text{X: x, Y: y, Align: align, Text: t, Style: st, Ink: ink})
}

// label is the arrow's word, with the path that it takes where that matters.
func (p *plan) label(s *inspector.Step) string {
	l := p.env.In(s.Label)
	if l == "" {
		l = s.Detail
	}
	if s.Visibility == inspector.NotReached {
		return p.env.T("seq.notreached", l)
	}
	if s.Network == inspector.NetCellular {
		return p.env.T("seq.cellular", l)
	}
	return l
}

// chip is what stands at the arrow's head: a result to the app shows the
// outermost code, which the app sees; any other step the innermost.
func (p *plan) chip(s *inspector.Step) (string, theme.Tone) {
	if s.Visibility == inspector.NotReached {
		return "", theme.ToneNeutral
	}
	tone := p.tone(s)
	if n := len(s.Codes); n > 0 {
		c := s.Codes[n-1]
		if s.To == inspector.LaneApp {
			c = s.Codes[0]
		}
		return short(c.Code), tone
	}
	switch s.Outcome {
	case inspector.OutcomeOK:
		return "OK", tone
	case inspector.OutcomeFailed:
		return p.env.T("outcome.failed"), tone
	case inspector.OutcomeWaiting:
		return p.env.T("outcome.waiting"), tone
	}
	return "", tone
}
