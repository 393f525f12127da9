package androidapp_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"loginscope/inspector/androidapp"
)

// TestUnreadPartsInChinese finds no English clause in the Chinese sentence on a part of a
// project that could not be read.
func TestUnreadPartsInChinese(t *testing.T) {
	fsys := fstest.MapFS{}
	base(t, fsys, "newest-sdk")
	packAars(t, fsys)
	for name, text := range map[string]string{
		"app/libs/main-2.2.2-release.aar":   "PK\x03\x04 cut",
		"app/libs/logger-2.2.2-release.aar": "no archive at all",
		"app/src/main/res/xml/network_security_config.xml": "<network-security-config>\n<base-config>" +
			"</network-security-config>",
		"app/src/main/res/values/broken.xml": "<resources>\n<string name=a>x</string></resources>",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "project", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, r := range androidapp.Check(app, androidapp.Options{Now: today}).Results {
		if r.Check != "archive.unread" && r.Check != "nsc.referenced" && r.Check != "build.aars" {
			continue
		}
		clause := r.What.ZH
		if i := strings.LastIndex(clause, "："); i >= 0 {
			clause = clause[i:]
		}
		if r.Status == "error" {
			said++
			if !strings.ContainsFunc(clause, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
				t.Errorf("%s: %s", r.Check, r.What.ZH)
			}
		}
	}
	if said < 5 {
		t.Errorf("%d errors, want one for each part and those that follow", said)
	}
}
