package sequence

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"

	"loginscope/app/ui/kit"
	"loginscope/assets"
)

// glyphs writes text into an SVG as outlines of the embedded fonts, each
// character once, so that the picture looks alike on a machine that has no
// Chinese font. What the text says stands beside it as its title.
type glyphs struct {
	faces map[string]*font.Face
	known map[string]float32 // advance of each outline written so far
	defs  strings.Builder
}

func newGlyphs() *glyphs { return &glyphs{faces: map[string]*font.Face{}, known: map[string]float32{}} }

// face is the embedded font of a style, and its name in IDs.
func (g *glyphs) face(s fyne.TextStyle) (*font.Face, string, error) {
	name, data := "r", assets.FontRegular
	switch {
	case s.Monospace:
		name, data = "m", assets.FontMono
	case s.Bold:
		name, data = "b", assets.FontBold
	}
	if f := g.faces[name]; f != nil {
		return f, name, nil
	}
	f, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, "", fmt.Errorf("read font: %w", err)
	}
	g.faces[name] = f
	return f, name, nil
}

// segmentOps are the commands of an SVG path.
var segmentOps = map[opentype.SegmentOp]string{
	opentype.SegmentOpMoveTo: "M", opentype.SegmentOpLineTo: "L",
	opentype.SegmentOpQuadTo: "Q", opentype.SegmentOpCubeTo: "C",
}

// outline defines a character if need be, and returns its ID and advance in
// the font's units.
func (g *glyphs) outline(f *font.Face, name string, r rune) (id string, advance float32) {
	gid, _ := f.NominalGlyph(r) // 0 draws the box for what the font lacks
	id = fmt.Sprintf("%s%d", name, gid)
	if a, ok := g.known[id]; ok {
		return id, a
	}
	var d strings.Builder
	if o, ok := f.GlyphData(gid).(font.GlyphOutline); ok {
		for _, s := range o.Segments {
			op := segmentOps[s.Op]
			d.WriteString(op)
			for _, p := range s.ArgsSlice() {
				fmt.Fprintf(&d, "%.0f %.0f ", p.X, p.Y)
			}
		}
	}
	fmt.Fprintf(&g.defs, `<path id="%s" d="%s"/>`+"\n", id, strings.TrimSpace(d.String()))
	g.known[id] = f.HorizontalAdvance(gid)
	return id, g.known[id]
}

// text writes one line.
func (g *glyphs) text(b *strings.Builder, env *kit.Env, t Text) error {
	size, style := env.Font(t.Style)
	f, name, err := g.face(style)
	if err != nil {
		return err
	}
	var line strings.Builder
	x := float32(0)
	for _, r := range t.Text {
		id, advance := g.outline(f, name, r)
		fmt.Fprintf(&line, `<use xlink:href="#%s" x="%.0f"/>`, id, x)
		x += advance
	}
	scale := size / float32(f.Upem())
	fmt.Fprintf(
		b,
		`<g transform="translate(%.1f %.1f) scale(%.5f %.5f)" fill="%s"><title>`,
		t.X-x*scale*t.Align,
		t.Y+size*0.36,
		scale,
		-scale,
		hex(t.Ink),
	)
	_ = xml.EscapeText(b, []byte(t.Text)) // a strings.Builder never fails
	fmt.Fprintf(b, "</title>%s</g>\n", line.String())
	return nil
}
