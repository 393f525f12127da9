// Package qr draws a QR code for the window, for a page and for a terminal.
package qr

import (
	"fmt"
	"image"
	"io"
	"strings"

	"rsc.io/qr"
)

// MaxText limits what is encoded, in bytes; a portal address needs 40.
const MaxText = 512

// Code is a drawn QR code.
type Code struct{ code *qr.Code }

// New encodes a text with medium error correction.
func New(text string) (Code, error) {
	if text == "" || len(text) > MaxText {
		return Code{}, fmt.Errorf("encode QR code: text has %d bytes, want 1 to %d", len(text), MaxText)
	}
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return Code{}, fmt.Errorf("encode QR code: %w", err)
	}
	return Code{c}, nil
}

// Image is black on white with the quiet zone that scanners need, eight
// pixels a module.
func (c Code) Image() image.Image {
	edge := (c.code.Size + 2*zone) * module
	img := image.NewGray(image.Rect(0, 0, edge, edge))
	for y := range edge {
		for x := range edge {
			if !c.code.Black(x/module-zone, y/module-zone) {
				img.Pix[y*img.Stride+x] = 0xff
			}
		}
	}
	return img
}

// The edge of a module in pixels, and the quiet zone of an image in modules.
const module, zone = 8, 4

// quiet is the quiet zone in modules.
const quiet = 2

// Terminal writes the code with half blocks, two modules a character. The
// colours are set explicitly, since a scanner wants dark on light whatever
// the terminal's theme; without colour it assumes light text on dark ground.
func (c Code) Terminal(w io.Writer, colour bool) error {
	var b strings.Builder
	for y := -quiet; y < c.code.Size+quiet; y += 2 {
		if colour {
			b.WriteString("\x1b[38;5;16;48;5;231m")
		}
		for x := -quiet; x < c.code.Size+quiet; x++ {
			b.WriteRune(half(c.code.Black(x, y), c.code.Black(x, y+1), colour))
		}
		if colour {
			b.WriteString("\x1b[0m")
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// half returns the character whose two halves show two modules. With colour
// the ink is dark; without it the ink is the terminal's light text.
func half(top, bottom, colour bool) rune {
	if !colour {
		top, bottom = !top, !bottom
	}
	switch {
	case top && bottom:
		return '█'
	case top:
		return '▀'
	case bottom:
		return '▄'
	}
	return ' '
}
