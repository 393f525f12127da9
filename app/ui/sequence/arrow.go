package sequence

import (
	"fmt"
	"image/color"
	"strings"
	"time"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/inspector"
)

// offset is a step's time after the attempt's start: "+0.21". It is empty
// where one of the two is not known.
func offset(start, at time.Time) string {
	if start.IsZero() || at.IsZero() {
		return ""
	}
	d := at.Sub(start).Seconds()
	switch {
	case d < 0:
		return fmt.Sprintf("%.2f", d)
	case d < 0.005:
		return "+0"
	case d < 10:
		return strings.TrimRight(strings.TrimRight(fmt.Sprintf("+%.2f", d), "0"), ".")
	}
	return fmt.Sprintf("+%.0f", d)
}

// short keeps a dotted code's last two parts, which identify it.
func short(code string) string {
	if len(code) <= 14 {
		return code
	}
	parts := strings.Split(code, ".")
	if n := len(parts); n > 2 {
		return strings.Join(parts[n-2:], ".")
	}
	r := []rune(code)
	if len(r) > 16 {
		return string(r[:15]) + "…"
	}
	return code
}

func (p *plan) ends(s *inspector.Step) (from, to float32) {
	from, ok1 := p.x[s.From]
	to, ok2 := p.x[s.To]
	if !ok1 {
		from = p.x[inspector.LaneSDK]
	}
	if !ok2 {
		to = p.x[s.Role]
	}
	if to == 0 {
		to = from
	}
	return from, to
}

func (p *plan) arrow(s *inspector.Step, y float32, ink color.NRGBA, faint bool) {
	from, to := p.ends(s)
	l := Line{Y1: y, Y2: y, Width: p.px(1.7), Ink: ink}
	if s.Visibility != inspector.Visible {
		l.Dash = p.px(6)
	}
	if faint {
		l.Ink, l.Width = p.env.Line, p.px(1.2)
	}
	if from == to { // inside one lane: out and back
		out := from + p.px(26)
		up := y - p.px(8)
		for _, e := range [][4]float32{{from, up, out, up}, {out, up, out, y}, {out, y, from, y}} {
			m := l
			m.X1, m.Y1, m.X2, m.Y2 = e[0], e[1], e[2], e[3]
			p.s.Body.Lines = append(p.s.Body.Lines, m)
		}
		p.s.Body.Tips = append(p.s.Body.Tips, Tip{X: from, Y: y, Size: p.px(8), Left: true, Ink: l.Ink})
		return
	}
	left := to < from
	gap := p.px(7)
	if left {
		gap = -gap
	}
	l.X1, l.X2 = from, to-gap
	p.s.Body.Lines = append(p.s.Body.Lines, l)
	if !faint {
		p.s.Body.Rects = append(
			p.s.Body.Rects,
			Rect{X: from - p.px(2.5), Y: y - p.px(2.5), W: p.px(5), H: p.px(5), Radius: p.px(2.5), Fill: l.Ink},
		)
	}
	p.s.Body.Tips = append(p.s.Body.Tips, Tip{X: to, Y: y, Size: p.px(9), Left: left, Ink: l.Ink})
}

// words positions the label over the arrow and the chip beyond its head; where
// the lanes are too narrow the label goes on past them, never over the chip.
func (p *plan) words(s *inspector.Step, label, chip string, tone theme.Tone, y float32, faint bool) {
	from, to := p.ends(s)
	lo, hi := min(from, to), max(from, to)
	self := lo == hi
	if self {
		hi = lo + p.px(26)
	}
	ink := p.env.Palette.Text
	if faint || s.Visibility == inspector.NotVisible {
		ink = p.env.Muted
	}
	mid, w := (lo+hi)/2, p.width(label, kit.Small)
	bars := float32(0)
	if s.Network == inspector.NetCellular && !faint {
		bars = p.px(14)
	}
	x := mid - (w+bars)/2
	if w+bars > hi-lo { // grow away from the chip
		x = hi - p.px(3) - w - bars
	}
	x = max(p.px(timeColumn), min(x, p.s.Width-w-bars-p.px(4)))
	labelY := y - p.px(10)
	if self { // beside the loop, not on it
		x, labelY = max(p.px(timeColumn), lo-p.px(8)-w-bars), y-p.px(4)
	}
	if bars > 0 {
		p.signal(x, labelY+p.px(2), ink)
	}
	p.text(x+bars, labelY, 0, label, kit.Small, ink)
	if chip == "" {
		return
	}
	cw, ch := p.width(chip, kit.SmallStrong)+p.px(14), p.px(18)
	cx := hi + p.px(7)
	if cx+cw > p.s.Width-p.px(2) {
		cx = lo - p.px(7) - cw
	}
	p.s.Body.Rects = append(p.s.Body.Rects,
		Rect{X: cx, Y: y - ch/2, W: cw, H: ch, Radius: ch / 2, Fill: p.env.Tint(tone)})
	p.text(cx+cw/2, y, 0.5, chip, kit.SmallStrong, p.env.Ink(tone))
}

// width measures text at the zoom.
func (p *plan) width(t string, s kit.Style) float32 { return p.env.Width(t, s) * p.zoom }

// signal draws the bars of a phone's reception: this leg rides on the SIM.
func (p *plan) signal(x, base float32, ink color.NRGBA) {
	for i := range 3 {
		h := p.px(float32(3 + 3*i))
		p.s.Body.Rects = append(
			p.s.Body.Rects,
			Rect{X: x + p.px(float32(3*i)), Y: base + p.px(2) - h, W: p.px(2), H: h, Fill: ink},
		)
	}
}
