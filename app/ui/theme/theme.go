package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"loginscope/assets"
)

// PresentScale is by how much the presenting mode enlarges all text.
const PresentScale = 1.5

// The text sizes in points at scale 1.
const (
	Small = 11
	Body  = 13
	Mono  = 12
	Title = 16
)

var (
	regular = fyne.NewStaticResource("loginscope-sans-regular.otf", assets.FontRegular)
	bold    = fyne.NewStaticResource("loginscope-sans-bold.otf", assets.FontBold)
	mono    = fyne.NewStaticResource("loginscope-mono.otf", assets.FontMono)
)

// Theme dresses Fyne's own widgets in a Palette and the embedded fonts. It is
// immutable: another appearance is another Theme.
type Theme struct {
	palette Palette
	scale   float32
}

// New returns a Theme; scale multiplies every size, 1 is normal.
func New(p Palette, scale float32) *Theme { return &Theme{palette: p, scale: scale} }

// Palette returns the colours in use.
func (t *Theme) Palette() Palette { return t.palette }

// Scale returns the factor on every size.
func (t *Theme) Scale() float32 { return t.scale }

// Font returns an embedded face for every style; the window has no italics.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Symbol:
		return fynetheme.DefaultSymbolFont()
	case s.Monospace:
		return mono
	case s.Bold:
		return bold
	}
	return regular
}

// Icon returns Fyne's icons, which take the foreground colour.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return fynetheme.DefaultTheme().Icon(n) }

// Color maps Fyne's colour names to the palette; the system's variant does
// not count, since the choice of light or dark is a setting of our own.
func (t *Theme) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := t.palette
	switch n {
	case fynetheme.ColorNameBackground:
		return p.Ground
	case fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground, fynetheme.ColorNameHeaderBackground:
		return p.Pane
	case fynetheme.ColorNameInputBackground:
		return p.Card
	case fynetheme.ColorNameButton, fynetheme.ColorNameDisabledButton:
		return p.Card
	case fynetheme.ColorNameForeground:
		return p.Text
	case fynetheme.ColorNamePlaceHolder, fynetheme.ColorNameDisabled:
		return p.Muted
	case fynetheme.ColorNamePrimary, fynetheme.ColorNameHyperlink:
		return p.Accent
	case fynetheme.ColorNameForegroundOnPrimary:
		return p.OnAccent
	case fynetheme.ColorNameFocus, fynetheme.ColorNameSelection:
		return p.Selected
	case fynetheme.ColorNameHover, fynetheme.ColorNamePressed:
		return p.Hover
	case fynetheme.ColorNameSeparator, fynetheme.ColorNameInputBorder:
		return p.Line
	case fynetheme.ColorNameError:
		return p.Bad
	case fynetheme.ColorNameSuccess:
		return p.Good
	case fynetheme.ColorNameWarning:
		return p.Caution
	case fynetheme.ColorNameScrollBar:
		return p.Muted
	case fynetheme.ColorNameShadow: // below dialogs, at scroll edges, and the splits' handles
		if p.Dark {
			return color.NRGBA{A: 0x48}
		}
		return color.NRGBA{A: 0x12}
	case fynetheme.ColorNameScrollBarBackground:
		return color.Transparent
	}
	return fynetheme.DefaultTheme().Color(n, t.variant())
}

func (t *Theme) variant() fyne.ThemeVariant {
	if t.palette.Dark {
		return fynetheme.VariantDark
	}
	return fynetheme.VariantLight
}

// Size returns Fyne's named sizes, scaled.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	s := t.scale
	switch n {
	case fynetheme.SizeNameText:
		return Body * s
	case fynetheme.SizeNameCaptionText:
		return Small * s
	case fynetheme.SizeNameHeadingText:
		return Title * s
	case fynetheme.SizeNameSubHeadingText:
		return 14 * s
	case fynetheme.SizeNameInnerPadding:
		return 7 * s
	case fynetheme.SizeNamePadding:
		return 4
	case fynetheme.SizeNameScrollBar:
		return 10
	case fynetheme.SizeNameScrollBarSmall:
		return 4
	case fynetheme.SizeNameInputRadius, fynetheme.SizeNameSelectionRadius:
		return 6
	case fynetheme.SizeNameInlineIcon:
		return 17 * s
	}
	return fynetheme.DefaultTheme().Size(n)
}
