package report

import (
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/report/cells"
)

// This file lays out the sequence of an attempt as SVG. The template draws what it says;
// all numbers are whole, so that the same report gives the same bytes.

// The measures of the picture, in SVG units. A column of text is about columnWidth wide.
const (
	picWidth         = 960
	laneWidth        = picWidth / 6
	columnWidth      = 7
	titleLine        = 18
	laneHeaderHeight = 24
	rowHeight        = 34
	legendLine       = 22
	picMargin        = 12
)

// picture is what the template draws of an attempt.
type picture struct {
	ID            string // of the elements that name it, distinct in the page
	Width, Height int
	Name          string   // the title of the SVG
	Heading       []string // the same, in lines
	HeadingY      []int
	Text          string // the description of the SVG: the verdict and each step in words
	LaneY, FootY  int
	Lanes         []lanePic
	Arrows        []arrowPic
	Legend        []legendPic
	Mark          string // the words for the first broken step
	LegendY       int
}

type lanePic struct {
	X    int
	Name string
}

// arrowPic is one step. From and To are where its line begins and ends; a step within one
// lane is a dot at From.
type arrowPic struct {
	N                int
	Y, TextY, TextX  int
	From, To         int
	Head             string // the points of the arrow's head, "" for a dot
	Class            string
	Quiet, Broken    bool
	Anchor, Caption  string
	MarkX, MarkWidth int
}

type legendPic struct {
	X, TextX      int
	Class, Symbol string
	Name          string
	Quiet         bool
}

// picture lays out an attempt.
func (o Options) picture(f *flowView, id string) picture {
	p := picture{ID: id, Width: picWidth, Mark: o.in(wBrokenAt)}
	p.Name = o.in(wSequence) + o.in(both(": ", "：")) + f.Name + " · " + f.Outcome
	about := strings.Join(append(nonEmpty(f.Start), f.Facts...), " · ")
	y := picMargin + titleLine
	const columns = (picWidth - 2*picMargin) / columnWidth
	for _, line := range append([]string{p.Name, about}, cells.Wrap(f.Verdict.Title, columns-10)...) {
		if line == "" {
			continue
		}
		p.Heading, p.HeadingY = append(p.Heading, shorten(line, columns)), append(p.HeadingY, y)
		y += titleLine
	}
	p.LaneY = y + 6
	for i, l := range lanes {
		p.Lanes = append(p.Lanes, lanePic{laneX(i), o.in(l.Name())})
	}
	y = p.LaneY + laneHeaderHeight
	for i := range f.Steps {
		p.Arrows = append(p.Arrows, arrow(&f.Steps[i], y))
		y += rowHeight
	}
	p.FootY = y + 6
	p.LegendY = p.FootY + legendLine
	p.Legend = o.legend()
	p.Height = p.LegendY + picMargin
	p.Text = o.described(f)
	return p
}

func laneX(i int) int { return laneWidth*i + laneWidth/2 }

// arrow lays out one step in the row that begins at y.
func arrow(s *stepView, y int) arrowPic {
	a := arrowPic{
		N: s.N, Y: y + 24, TextY: y + 16, From: laneX(s.FromLane), To: laneX(s.ToLane), Class: string(s.Level),
		Quiet: s.Quiet(), Broken: s.Broken, MarkX: 0, MarkWidth: picWidth, Anchor: "middle",
	}
	switch {
	case a.To > a.From:
		a.Head = points(a.To, a.Y, -8)
	case a.To < a.From:
		a.Head = points(a.To, a.Y, 8)
	}
	a.TextX = (a.From + a.To) / 2
	var room int
	if a.Head == "" {
		a.TextX, a.TextY, a.Anchor = a.From+10, a.Y+4, "start"
		room = picWidth - a.TextX - picMargin
		if a.From > picWidth*2/3 {
			a.TextX, a.Anchor = a.From-10, "end"
			room = a.TextX - picMargin
		}
	} else {
		room = 2 * min(a.TextX-picMargin, picWidth-picMargin-a.TextX)
	}
	a.Caption = shorten(caption(s), room/columnWidth)
	return a
}

// caption is a step in a line: number, name, result.
func caption(s *stepView) string {
	line := s.Label
	for _, c := range s.Codes {
		line += " " + c.Code
	}
	if s.Symbol != "" {
		line = s.Symbol + " " + line
	}
	return line
}

func points(x, y, back int) string {
	n := func(v int) string { return itoa(v) }
	return n(x) + "," + n(y) + " " + n(x+back) + "," + n(y-4) + " " + n(x+back) + "," + n(y+4)
}

// legend names the symbols of the steps.
func (o Options) legend() []legendPic {
	x := picMargin
	var out []legendPic
	add := func(class, symbol, name string, quiet bool) {
		out = append(out, legendPic{x, x + 34, class, symbol, name, quiet})
		x += 34 + (cells.Width(name)+5)*columnWidth
	}
	for _, level := range []inspector.Outcome{
		inspector.OutcomeOK, inspector.OutcomeFailed, inspector.OutcomeEvent, inspector.OutcomeWaiting,
		inspector.OutcomeUnknown,
	} {
		add(string(level), symbols[level], o.in(level.Name()), false)
	}
	add("unknown", "·", o.in(wNotSeen), true)
	return out
}

// described is the picture in words, for who does not see it.
func (o Options) described(f *flowView) string {
	parts := []string{f.Verdict.Title}
	for i := range f.Steps {
		s := &f.Steps[i]
		direction := s.From
		if s.To != s.From {
			direction += " → " + s.To
		}
		result := strings.TrimSpace(s.Label + " " + s.Outcome + " " + s.Known)
		parts = append(parts, itoa(s.N)+" "+direction+o.in(both(": ", "："))+result)
	}
	return strings.Join(parts, o.in(both("; ", "；")))
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// shorten cuts a text to a number of columns.
func shorten(s string, columns int) string {
	if cells.Width(s) <= columns {
		return s
	}
	var b strings.Builder
	width := 0
	for _, r := range s {
		if width += cells.Width(string(r)); width > columns-1 {
			break
		}
		b.WriteRune(r)
	}
	return b.String() + "…"
}
