// Package i18n turns a key into a sentence in English or Chinese, for the
// window and the command line alike. Fyne's own translations follow the
// system's locale only, and the command line must not import Fyne, so the
// catalogue is ours: flat JSON files, one pair an area.
package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync/atomic"

	"loginscope/lang"
)

// Lang is a language of the product.
type Lang string

// The languages.
const (
	EN Lang = "en"
	ZH Lang = "zh"
)

// Parse maps a locale such as "zh_CN.UTF-8" or "zh-Hans" to a Lang; anything
// that is not Chinese is English.
func Parse(locale string) Lang {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(locale)), "zh") {
		return ZH
	}
	return EN
}

// Catalog holds every sentence of both languages and the language in use. It
// is safe for concurrent use.
type Catalog struct {
	texts map[Lang]map[string]string
	lang  atomic.Value // Lang
}

// Load takes the names of the lexicon, each under GROUP.WORD, and reads
// AREA.LANG.json under dir, for every area and the languages that are named, or
// for both if none is; the first of them is in use. A key that two areas define,
// or one that the lexicon has, is an error.
func Load(fsys fs.FS, dir string, langs ...Lang) (*Catalog, error) {
	if len(langs) == 0 {
		langs = []Lang{EN, ZH}
	}
	c := &Catalog{texts: map[Lang]map[string]string{EN: {}, ZH: {}}}
	c.lang.Store(langs[0])
	for _, l := range langs {
		for _, e := range lang.Lexicon() {
			c.texts[l][string(e.Group)+"."+e.Word] = e.Name.In(string(l))
		}
		names, err := fs.Glob(fsys, path.Join(dir, "*."+string(l)+".json"))
		if err != nil {
			return nil, fmt.Errorf("list translations: %w", err)
		}
		for _, name := range names {
			if err := c.add(fsys, l, name); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

func (c *Catalog) add(fsys fs.FS, l Lang, name string) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read translations %q: %w", name, err)
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return fmt.Errorf("parse translations %q: %w", name, err)
	}
	for k, v := range texts {
		if _, dup := c.texts[l][k]; dup {
			return fmt.Errorf("translations %q: key %q is already defined by another area", name, k)
		}
		c.texts[l][k] = v
	}
	return nil
}

// Lang returns the language in use.
func (c *Catalog) Lang() Lang { return c.lang.Load().(Lang) }

// Use switches the language.
func (c *Catalog) Use(l Lang) { c.lang.Store(l) }

// T returns the sentence of a key with {0}, {1}, ... replaced by args. A key
// that is missing comes back in double angle quotes, so that it is seen.
func (c *Catalog) T(key string, args ...any) string {
	s, ok := c.texts[c.Lang()][key]
	if !ok {
		return "«" + key + "»"
	}
	if len(args) == 0 {
		return s
	}
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), fmt.Sprint(a))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// Keys returns the keys that a language has.
func (c *Catalog) Keys(l Lang) map[string]string { return c.texts[l] }
