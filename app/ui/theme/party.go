package theme

import "image/color"

// Party is whom an exchange was with, as a colour. It never stands alone: a
// shape and the name are beside it.
type Party uint8

// The parties that have a colour; everybody else is drawn as text is.
const (
	PartyOther Party = iota
	PartyAlibaba
	PartyCarrier
	PartyIDaaS
)

// PartyInk is a party's colour for text.
func (p Palette) PartyInk(of Party) color.NRGBA {
	dark := [...]color.NRGBA{p.Text, rgb(0x67d4d9), rgb(0xcdb0ff), rgb(0x8fc0ff)}
	light := [...]color.NRGBA{p.Text, rgb(0x0b5c68), rgb(0x6335a8), rgb(0x174ea6)}
	if p.Dark {
		return dark[of]
	}
	return light[of]
}
