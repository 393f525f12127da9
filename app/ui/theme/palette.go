// Package theme owns how the window looks: two palettes, the embedded fonts,
// text sizes and the presenting scale. It knows nothing of what is shown.
package theme

import (
	"image/color"

	"loginscope/codes"
)

// Palette names every colour by what it is for. Every colour is opaque, so
// that the contrast of each text on each ground can be computed.
type Palette struct {
	Dark bool

	Ground   color.NRGBA // between panes, and the input boxes
	Pane     color.NRGBA
	Card     color.NRGBA // buttons, lane heads, attempt cards
	Hover    color.NRGBA
	Selected color.NRGBA
	Line     color.NRGBA // separators and life lines, never text

	Text     color.NRGBA
	Muted    color.NRGBA
	Accent   color.NRGBA // the focus ring, links, the main button
	OnAccent color.NRGBA

	Good, Bad, Caution, Neutral                 color.NRGBA // outcome as text or line
	GoodTint, BadTint, CautionTint, NeutralTint color.NRGBA // the chip under it
	Band                                        color.NRGBA // under the broken step
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// DarkPalette is light text on dark ground.
func DarkPalette() Palette {
	return Palette{
		Dark: true,
		Ground: rgb(
			0x15171c,
		), Pane: rgb(0x1b1e25), Card: rgb(0x262b36), Hover: rgb(0x2f3543), Selected: rgb(0x29395a), Line: rgb(0x343b49),
		Text: rgb(0xe8eaf0), Muted: rgb(0xa3acbb), Accent: rgb(0x5aa2ff), OnAccent: rgb(0x0b1526),
		Good: rgb(0x3ecf8e), Bad: rgb(0xff7b7b), Caution: rgb(0xf5b74f), Neutral: rgb(0xaeb7c6),
		GoodTint: rgb(0x1b3b2f), BadTint: rgb(0x45272d), CautionTint: rgb(0x41351d), NeutralTint: rgb(0x333a47),
		Band: rgb(0x32222a),
	}
}

// LightPalette is dark text on light ground, for projectors and daylight.
func LightPalette() Palette {
	return Palette{
		Ground: rgb(
			0xf1f4f9,
		), Pane: rgb(0xffffff), Card: rgb(0xeef2f8), Hover: rgb(0xe2e9f4), Selected: rgb(0xd9e6ff), Line: rgb(0xd5dce8),
		Text: rgb(0x1c2330), Muted: rgb(0x4f5b6e), Accent: rgb(0x1a63d8), OnAccent: rgb(0xffffff),
		Good: rgb(0x0a6e47), Bad: rgb(0xb3262f), Caution: rgb(0x7d4f00), Neutral: rgb(0x4b5567),
		GoodTint: rgb(0xd6efe3), BadTint: rgb(0xf8dcde), CautionTint: rgb(0xf6e7cb), NeutralTint: rgb(0xe2e7f0),
		Band: rgb(0xfbeaeb),
	}
}

// Tone is an outcome as a colour. A tone never stands alone: a word, a shape
// or an icon says the same.
type Tone uint8

// The tones.
const (
	ToneNeutral Tone = iota
	ToneGood
	ToneBad
	ToneCaution
)

// Ink is the tone's colour for text and lines.
func (p Palette) Ink(t Tone) color.NRGBA {
	return [...]color.NRGBA{p.Neutral, p.Good, p.Bad, p.Caution}[t]
}

// Tint is the tone's colour for the ground of a chip.
func (p Palette) Tint(t Tone) color.NRGBA {
	return [...]color.NRGBA{p.NeutralTint, p.GoodTint, p.BadTint, p.CautionTint}[t]
}

// Pair is a text colour with a ground that it is drawn on.
type Pair struct {
	Name         string
	Text, Ground color.NRGBA
}

// Pairs lists every combination of text and ground that the window uses.
func (p Palette) Pairs() []Pair {
	out := []Pair{{"on accent", p.OnAccent, p.Accent}}
	grounds := []Pair{
		{"ground", p.Ground, p.Ground},
		{"pane", p.Pane, p.Pane},
		{"card", p.Card, p.Card},
		{"hover", p.Hover, p.Hover},
		{"selected", p.Selected, p.Selected},
		{"band", p.Band, p.Band},
	}
	for _, g := range grounds {
		out = append(out,
			Pair{"text on " + g.Name, p.Text, g.Ground},
			Pair{"muted on " + g.Name, p.Muted, g.Ground},
		)
		for of := RoleOther; of <= RoleIDaaS; of++ {
			out = append(out, Pair{"party on " + g.Name, p.RoleInk(of), g.Ground})
		}
		for _, of := range codes.CarrierIssuers() {
			out = append(out, Pair{string(of) + " on " + g.Name, p.CarrierInk(of), g.Ground})
		}
		for t := ToneNeutral; t <= ToneCaution; t++ {
			out = append(out, Pair{"tone on " + g.Name, p.Ink(t), g.Ground})
		}
	}
	for t := ToneNeutral; t <= ToneCaution; t++ {
		out = append(out, Pair{"tone on its tint", p.Ink(t), p.Tint(t)}, Pair{"text on tint", p.Text, p.Tint(t)})
	}
	return append(out, Pair{"link on pane", p.Accent, p.Pane})
}
