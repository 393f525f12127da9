package kit

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"loginscope/app/ui/theme"
)

// A sheet looks as one rounded rectangle does: full within, round at each
// corner, without a gap between its parts, whatever its size.
func TestSheetCorners(t *testing.T) {
	test.NewTempApp(t)
	env := &Env{Palette: theme.LightPalette(), Scale: 1}
	ground, ink := color.NRGBA{A: 0xff}, color.NRGBA{R: 0xff, A: 0xff}
	for _, size := range []fyne.Size{fyne.NewSize(200, 120), fyne.NewSize(201.4, 77.7), fyne.NewSize(41, 33.5)} {
		back := canvas.NewRectangle(ground)
		sheet := env.Sheet(ink)
		box := container.NewStack(back, sheet)
		box.Resize(size)
		back.SetMinSize(size)
		img := software.Render(box, theme.New(env.Palette, 1))
		b := img.Bounds()
		red := func(x, y int) bool { r, _, _, _ := img.At(x, y).RGBA(); return r > 0xf000 }
		for _, at := range [][2]int{{0, 0}, {b.Max.X - 1, 0}, {0, b.Max.Y - 1}, {b.Max.X - 1, b.Max.Y - 1}} {
			if red(at[0], at[1]) {
				t.Errorf("%v: the corner at %v is not round", size, at)
			}
		}
		const r = sheetRadius + 1
		for y := 1; y < b.Max.Y-2; y++ {
			for x := 1; x < b.Max.X-2; x++ {
				if (x > r && x < b.Max.X-r || y > r && y < b.Max.Y-r) && !red(x, y) {
					t.Fatalf("%v: a gap at %d, %d", size, x, y)
				}
			}
		}
	}
}
