package lint

import (
	"testing"

	"loginscope/inspector/finding"
)

func TestParseLocation(t *testing.T) {
	for text, want := range map[string]finding.Location{
		"app/build.gradle:25":         {File: "app/build.gradle", Line: 25},
		`C:\app\build.gradle`:         {File: `C:\app\build.gradle`},
		`C:\app\build.gradle:7`:       {File: `C:\app\build.gradle`, Line: 7},
		"libs/a.aar":                  {File: "libs/a.aar"},
		"base.apk!lib/x86/liba.so":    {File: "base.apk!lib/x86/liba.so"},
		"a:b":                         {File: "a:b"},
		"dex":                         {Element: "dex"},
		"dex: isCheckSSL":             {Element: "dex: isCheckSSL"},
		"app/src/main/java/a/B.kt:0":  {File: "app/src/main/java/a/B.kt:0"},
		"app/src/main/java/a/B.kt:12": {File: "app/src/main/java/a/B.kt", Line: 12},
	} {
		if got := parseLocation(text); got != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
}
