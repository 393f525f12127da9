package i18n

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"loginscope/assets"
)

func TestBothLanguagesHaveEveryKey(t *testing.T) {
	c, err := Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Keys(EN)) == 0 {
		t.Fatal("no translations found")
	}
	hole := regexp.MustCompile(`\{\d+\}`)
	holes := func(s string) []string { h := hole.FindAllString(s, -1); slices.Sort(h); return slices.Compact(h) }
	for k, en := range c.Keys(EN) {
		zh, ok := c.Keys(ZH)[k]
		if !ok {
			t.Errorf("key %q has no Chinese text", k)
			continue
		}
		if zh == "" || en == "" {
			t.Errorf("key %q is empty in a language", k)
		}
		if strings.Contains(en+zh, "%d") || strings.Contains(en+zh, "%s") {
			t.Errorf("key %q: a placeholder is {0}: %q and %q", k, en, zh)
		}
		if !slices.Equal(holes(en), holes(zh)) {
			t.Errorf("key %q: placeholders differ: %q and %q", k, en, zh)
		}
	}
	for k := range c.Keys(ZH) {
		if _, ok := c.Keys(EN)[k]; !ok {
			t.Errorf("key %q has no English text", k)
		}
	}
}

func TestTFillsPlaceholdersAndShowsMissingKeys(t *testing.T) {
	fsys := fstest.MapFS{
		"t/a.en.json": {Data: []byte(`{"n":"{1} of {0}"}`)},
		"t/a.zh.json": {Data: []byte(`{"n":"{0} 之 {1}"}`)},
	}
	c, err := Load(fsys, "t")
	if err != nil {
		t.Fatal(err)
	}
	if got := c.T("n", 9, 7); got != "7 of 9" {
		t.Errorf("en: got %q", got)
	}
	c.Use(Parse("zh_CN.UTF-8"))
	if got := c.T("n", 9, 7); got != "9 之 7" {
		t.Errorf("zh: got %q", got)
	}
	if got := c.T("nope"); got != "«nope»" {
		t.Errorf("missing: got %q", got)
	}
}

func TestLoadRefusesDuplicateKey(t *testing.T) {
	fsys := fstest.MapFS{
		"t/a.en.json": {Data: []byte(`{"n":"1"}`)},
		"t/b.en.json": {Data: []byte(`{"n":"2"}`)},
	}
	if _, err := Load(fsys, "t"); err == nil {
		t.Fatal("no error for a doubly defined key")
	}
}
