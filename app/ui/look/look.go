// Package look owns the window's appearance: what is remembered of the window's language, theme and text
// size, and under which keys of Settings. It draws nothing.
package look

import "loginscope/app/i18n"

// Settings is what is remembered between two starts.
type Settings interface {
	StringWithFallback(key, fallback string) string
	SetString(key, value string)
	FloatWithFallback(key string, fallback float64) float64
	SetFloat(key string, value float64)
	BoolWithFallback(key string, fallback bool) bool
	SetBool(key string, value bool)
}

// The keys of Settings.
const (
	keyLang    = "language" // "", "en", "zh"
	keyTheme   = "theme"    // "dark", "light"
	keyPresent = "presenting"
)

// Look reads and changes what is remembered.
type Look struct {
	Settings
	// Changed is called after a change; it draws the window anew.
	Changed func()
}

// Language is the chosen language, "" for that of the desktop.
func (l Look) Language() i18n.Lang {
	lang := i18n.Lang(l.StringWithFallback(keyLang, ""))
	if lang != i18n.EN && lang != i18n.ZH {
		return ""
	}
	return lang
}

// SetLanguage chooses a language, "" for that of the desktop.
func (l Look) SetLanguage(lang i18n.Lang) {
	l.SetString(keyLang, string(lang))
	l.Changed()
}

// Light is true for the light theme.
func (l Look) Light() bool { return l.StringWithFallback(keyTheme, "dark") == "light" }

// SetLight chooses the light theme, or the dark one.
func (l Look) SetLight(on bool) {
	l.SetString(keyTheme, map[bool]string{true: "light", false: "dark"}[on])
	l.Changed()
}

// Presenting is true for large text.
func (l Look) Presenting() bool { return l.BoolWithFallback(keyPresent, false) }

// SetPresenting chooses large text, or the usual size.
func (l Look) SetPresenting(on bool) {
	l.SetBool(keyPresent, on)
	l.Changed()
}
