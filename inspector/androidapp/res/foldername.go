package res

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// kinds are the folders of resources.
var kinds = []string{
	"anim", "animator", "color", "drawable", "font", "interpolator", "layout", "menu", "mipmap", "navigation", "raw",
	"transition", "values", "xml",
}

// qualifiers are the parts of a folder's name behind its kind, in the order that
// they must have; each may stand once. See table 2 of
// https://developer.android.com/guide/topics/resources/providing-resources.
var qualifiers = []*regexp.Regexp{
	regexp.MustCompile(`^mcc\d{1,3}$`), regexp.MustCompile(`^mnc\d{1,3}$`),
	regexp.MustCompile(`^([a-z]{2,3}|b\+[a-z0-9+]+)$`), regexp.MustCompile(`^r([a-z]{2}|\d{3})$`),
	regexp.MustCompile(`^(masculine|feminine|neuter)$`), regexp.MustCompile(`^ld(ltr|rtl)$`),
	regexp.MustCompile(`^sw\d+dp$`), regexp.MustCompile(`^w\d+dp$`), regexp.MustCompile(`^h\d+dp$`),
	regexp.MustCompile(`^(small|normal|large|xlarge)$`), regexp.MustCompile(`^(not)?long$`),
	regexp.MustCompile(`^(not)?round$`),
	regexp.MustCompile(`^(no)?widecg$`), regexp.MustCompile(`^(high|low)dr$`),
	regexp.MustCompile(`^(port|land|square)$`),
	regexp.MustCompile(`^(desk|car|television|appliance|watch|vrheadset)$`), regexp.MustCompile(`^(not)?night$`),
	regexp.MustCompile(`^([lmh]dpi|xx?x?hdpi|nodpi|tvdpi|anydpi|\d+dpi)$`),
	regexp.MustCompile(`^(notouch|stylus|finger)$`),
	regexp.MustCompile(`^keys(exposed|hidden|soft)$`), regexp.MustCompile(`^(nokeys|qwerty|12key)$`),
	regexp.MustCompile(`^nav(exposed|hidden)$`), regexp.MustCompile(`^(nonav|dpad|trackball|wheel)$`),
	regexp.MustCompile(`^\d+x\d+$`),
	regexp.MustCompile(`^v\d+$`),
}

// ValidFolder reports whether the build takes a folder of that name.
func ValidFolder(name string) bool {
	kind, rest, qualified := strings.Cut(strings.ToLower(name), "-")
	if !slices.Contains(kinds, kind) || name[:len(kind)] != kind {
		return false
	}
	if !qualified {
		return true
	}
	at := 0
	for part := range strings.SplitSeq(rest, "-") {
		for ; at < len(qualifiers) && !qualifiers[at].MatchString(part); at++ {
			continue
		}
		if at++; at > len(qualifiers) {
			return false
		}
	}
	return true
}

// Level splits a qualifier into its API level, 0 for none, and the rest.
func Level(qualifier string) (api int, rest []string) {
	for q := range strings.SplitSeq(qualifier, "-") {
		if n, err := strconv.Atoi(strings.TrimPrefix(q, "v")); err == nil && strings.HasPrefix(q, "v") {
			api = max(api, n)
		} else if q != "" {
			rest = append(rest, q)
		}
	}
	return api, rest
}
