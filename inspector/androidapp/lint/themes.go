package lint

import (
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/manifest"
)

type themeKind int

const (
	themeBad themeKind = iota
	themeGood
	// themeBare is not based on AppCompat and sets the one attribute that AppCompat
	// looks for before it refuses a theme.
	themeBare
	themeUnknown
)

// kindOfTheme follows a theme to a style of a known library.
func kindOfTheme(b *facts.Build, v manifest.Value) (kind themeKind, last string) {
	if !v.Set {
		return themeBad, ""
	}
	chain, ok := b.Themes[v.Text]
	if !ok {
		if ofPlatform(strings.TrimPrefix(v.Text, "@")) {
			return themeBad, v.Text
		}
		return themeUnknown, v.Text
	}
	bad := chain.Complete
	for _, name := range chain.Styles {
		if ofAppCompat(name) {
			return themeGood, name
		}
		bad = bad || ofPlatform(name) || withoutAppCompat(name)
	}
	last = chain.Styles[len(chain.Styles)-1]
	switch {
	case !bad:
		return themeUnknown, last
	case chain.SetsActionBar:
		return themeBare, last
	}
	return themeBad, last
}

// ofPlatform reports whether a style is one of Android itself, private ones included.
func ofPlatform(style string) bool {
	return strings.HasPrefix(strings.TrimPrefix(style, "*"), "android:")
}

// themeFamilies are the public themes of libraries, by whether AppCompat's are behind
// them. A theme of another library is not known. Read in the values folders of
// androidx.appcompat, com.google.android.material, androidx.core:core-splashscreen and
// androidx.leanback.
var themeFamilies = map[string]bool{
	"Theme.AppCompat": true, "Theme.MaterialComponents": true, "Theme.Material3": true, "Theme.Design": true,
	"Theme.SplashScreen": false, "Base.Theme.SplashScreen": false, "Base.v21.Theme.SplashScreen": false,
	"Theme.Leanback": false, "Theme.LeanbackBase": false,
}

// ofAppCompat goes by the names of the themes of androidx.appcompat and of
// Material Components, which are based on them.
func ofAppCompat(style string) bool {
	return inFamily(strings.TrimPrefix(style, "Base."), true)
}

// withoutAppCompat reports a library's theme that is based on Android's own.
func withoutAppCompat(style string) bool { return inFamily(style, false) }

func inFamily(style string, appCompat bool) bool {
	for family, good := range themeFamilies {
		if good == appCompat && (style == family || strings.HasPrefix(style, family+".")) {
			return true
		}
	}
	return false
}
