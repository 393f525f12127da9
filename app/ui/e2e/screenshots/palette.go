package main

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// fewer draws a picture with the 256 colours that stand for most of it, which
// makes its file a third as large. A window has few colours; only the soft
// edges of letters lose a shade.
func fewer(img image.Image) *image.Paletted {
	count := map[color.NRGBA]int{}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			count[color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)]++
		}
	}
	all := make([]color.NRGBA, 0, len(count))
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.NRGBA) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(rank(a), rank(b)))
	})
	var pal color.Palette
	for _, c := range all {
		if len(pal) == 256 {
			break
		}
		if len(pal) < 64 || far(pal, c) {
			pal = append(pal, c)
		}
	}
	nearest := map[color.NRGBA]uint8{}
	out := image.NewPaletted(b, pal)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			i, ok := nearest[c]
			if !ok {
				i = uint8(pal.Index(c))
				nearest[c] = i
			}
			out.SetColorIndex(x, y, i)
		}
	}
	return out
}

// far reports whether no colour of a palette is almost the same.
func far(pal color.Palette, c color.NRGBA) bool {
	p := pal[pal.Index(c)].(color.NRGBA)
	d := func(a, b uint8) int { return (int(a) - int(b)) * (int(a) - int(b)) }
	return d(p.R, c.R)+d(p.G, c.G)+d(p.B, c.B) > 48
}

func rank(c color.NRGBA) uint32 { return uint32(c.R)<<16 | uint32(c.G)<<8 | uint32(c.B) }
