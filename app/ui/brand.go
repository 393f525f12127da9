package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"sync"

	"fyne.io/fyne/v2/canvas"

	"loginscope/assets"
)

// brandFactor is how many pixels of the icon become one.
const brandFactor = 4

// brand is the icon at a quarter of its size, made once: Fyne would decode and
// scale the large one each time that it redraws the area around it.
var brand = sync.OnceValue(func() image.Image {
	big, err := png.Decode(bytes.NewReader(assets.Icon))
	if err != nil {
		return image.NewNRGBA(image.Rect(0, 0, 1, 1)) // a test holds that the icon can be read
	}
	size := big.Bounds().Size().Div(brandFactor)
	out := image.NewNRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			out.Set(x, y, mean(big, x*brandFactor, y*brandFactor))
		}
	}
	return out
})

// mean is the colour of a square of the icon.
func mean(img image.Image, x, y int) color.Color {
	var r, g, b, a uint32
	for dy := range brandFactor {
		for dx := range brandFactor {
			cr, cg, cb, ca := img.At(x+dx, y+dy).RGBA()
			r, g, b, a = r+cr, g+cg, b+cb, a+ca
		}
	}
	const n = brandFactor * brandFactor
	return color.RGBA64{R: uint16(r / n), G: uint16(g / n), B: uint16(b / n), A: uint16(a / n)}
}

func newBrand() *canvas.Image {
	img := canvas.NewImageFromImage(brand())
	img.FillMode = canvas.ImageFillContain
	return img
}
