package sequence

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/inspector"
)

// exportWidth is the width of an exported picture in pixels at scale 1.
const exportWidth = 900

// exportZoom is how many pixels of a PNG picture become one of the window, for
// projectors and documents.
const exportZoom = 2

// WriteSVG writes the diagram as an SVG 1.1 picture.
func WriteSVG(w io.Writer, env *kit.Env, flow *inspector.Flow) error {
	s := Layout(env, flow, env.S(exportWidth), 1)
	g := newGlyphs()
	var b strings.Builder
	for _, sh := range []Shapes{s.Under, s.Body, s.LaneHeaders} {
		if err := sh.svg(&b, env, g); err != nil {
			return fmt.Errorf("write svg: %w", err)
		}
	}
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f">
<defs>
%s</defs>
<rect width="100%%" height="100%%" fill="%s"/>
%s</svg>
`, s.Width, s.Height, s.Width, s.Height, g.defs.String(), hex(env.Pane), b.String())
	if err != nil {
		return fmt.Errorf("write svg: %w", err)
	}
	return nil
}

func (s Shapes) svg(b *strings.Builder, env *kit.Env, g *glyphs) error {
	for _, r := range s.Rects {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%.1f" fill="%s"/>`+"\n", r.X, r.Y, r.W,
			r.H, r.Radius, hex(r.Fill))
	}
	for _, l := range s.Lines {
		dash := ""
		if l.Dash > 0 {
			dash = fmt.Sprintf(` stroke-dasharray="%.1f %.1f"`, l.Dash, l.Dash*0.75)
		}
		fmt.Fprintf(b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="%.1f"%s/>`+"\n", l.X1,
			l.Y1, l.X2, l.Y2, hex(l.Ink), l.Width, dash)
	}
	for _, t := range s.Tips {
		d := -t.Size
		if t.Left {
			d = t.Size
		}
		fmt.Fprintf(b, `<path d="M%.1f %.1f l%.1f %.1f v%.1f z" fill="%s"/>`+"\n", t.X, t.Y, d, -t.Size/2, t.Size,
			hex(t.Ink))
	}
	for _, t := range s.Texts {
		if err := g.text(b, env, t); err != nil {
			return err
		}
	}
	return nil
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// WritePNG writes the diagram as a PNG picture, drawn without a screen.
func WritePNG(w io.Writer, env *kit.Env, flow *inspector.Flow) error {
	if err := png.Encode(w, draw(env, flow, exportZoom)); err != nil {
		return fmt.Errorf("write png: %w", err)
	}
	return nil
}

func draw(env *kit.Env, flow *inspector.Flow, zoom float32) image.Image {
	s := Layout(env, flow, env.S(exportWidth)*zoom, zoom)
	ground := canvas.NewRectangle(env.Pane)
	ground.Resize(fyne.NewSize(s.Width, s.Height))
	objects := append([]fyne.CanvasObject{ground}, s.Under.Objects(env, zoom)...)
	objects = append(objects, s.Body.Objects(env, zoom)...)
	objects = append(objects, s.LaneHeaders.Objects(env, zoom)...)
	holder := container.New(fixed{fyne.NewSize(s.Width, s.Height)}, objects...)
	return software.Render(holder, theme.New(env.Palette, env.Scale))
}

// fixed leaves every object where it was put.
type fixed struct{ size fyne.Size }

func (f fixed) Layout([]fyne.CanvasObject, fyne.Size) {}
func (f fixed) MinSize([]fyne.CanvasObject) fyne.Size { return f.size }
