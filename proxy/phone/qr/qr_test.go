package qr

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

const portal = "http://192.168.1.23:8899/"

func decode(t *testing.T, img image.Image) string {
	t.Helper()
	bmp, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true}
	res, err := qrcode.NewQRCodeReader().Decode(bmp, hints)
	if err != nil {
		t.Fatal(err)
	}
	return res.GetText()
}

func TestQRCodesAreReadable(t *testing.T) {
	c, err := New(portal)
	if err != nil {
		t.Fatal(err)
	}
	if got := decode(t, c.Image()); got != portal {
		t.Errorf("image: got %q", got)
	}
	for y := 4 * 8; y < 5*8; y++ { // a corner module of a finder pattern fills its square
		for x := 4 * 8; x < 5*8; x++ {
			if c.Image().At(x, y) != (color.Gray{}) {
				t.Fatalf("the pixel at %d, %d is not black", x, y)
			}
		}
	}
	for _, colour := range []bool{true, false} {
		var b strings.Builder
		if err := c.Terminal(&b, colour); err != nil {
			t.Fatal(err)
		}
		if got := decode(t, paint(b.String(), colour)); got != portal {
			t.Errorf("terminal, colour %v: got %q", colour, got)
		}
	}
}

// paint turns the terminal's characters back into a picture.
func paint(s string, colour bool) image.Image {
	s = strings.NewReplacer("\x1b[38;5;16;48;5;231m", "", "\x1b[0m", "").Replace(s)
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	const scale = 8
	width := len([]rune(lines[0]))
	img := image.NewGray(image.Rect(0, 0, width*scale, len(lines)*2*scale))
	for y, line := range lines {
		for x, r := range []rune(line) {
			top, bottom := r == '█' || r == '▀', r == '█' || r == '▄'
			fill(img, x, 2*y, scale, top == colour)
			fill(img, x, 2*y+1, scale, bottom == colour)
		}
	}
	return img
}

func fill(img *image.Gray, x, y, scale int, black bool) {
	c := color.Gray{Y: 255}
	if black {
		c.Y = 0
	}
	for dy := range scale {
		for dx := range scale {
			img.SetGray(x*scale+dx, y*scale+dy, c)
		}
	}
}

func TestTooLongTextsAreRefused(t *testing.T) {
	for _, s := range []string{"", strings.Repeat("x", MaxText+1)} {
		if _, err := New(s); err == nil {
			t.Errorf("%d bytes were taken", len(s))
		}
	}
}
