package theme

import (
	"image/color"

	"loginscope/codes"
)

// Role is the other side of an exchange, as a colour. It never stands alone: a
// shape and the name are beside it.
type Role uint8

// The roles that have a colour here. A carrier has its own (CarrierInk);
// everybody else is drawn as text is.
const (
	RoleOther Role = iota
	RoleAlibaba
	RoleIDaaS
)

// RoleInk is the colour of a role for text.
func (p Palette) RoleInk(of Role) color.NRGBA {
	dark := [...]color.NRGBA{p.Text, rgb(0x67d4d9), rgb(0x8fc0ff)}
	light := [...]color.NRGBA{p.Text, rgb(0x0b5c68), rgb(0x174ea6)}
	if p.Dark {
		return dark[of]
	}
	return light[of]
}

// CarrierInk is a carrier's colour for text, as its row in codes says; any other
// issuer is drawn as text is.
func (p Palette) CarrierInk(of codes.Issuer) color.NRGBA {
	c := codes.CarrierOf(of)
	switch {
	case c == nil:
		return p.Text
	case p.Dark:
		return rgb(c.Ink.Dark)
	}
	return rgb(c.Ink.Light)
}
