package lint

import (
	"strconv"
	"strings"

	"loginscope/inspector/finding"
)

// parseLocation is the location that was kept as a text: "app/build.gradle:25", a
// file alone, or the name of something in compiled code ("dex: isCheckSSL"), which has
// no file.
func parseLocation(s string) finding.Location {
	if s == "dex" || strings.HasPrefix(s, "dex: ") {
		return finding.Location{Element: s}
	}
	if i := strings.LastIndexByte(s, ':'); i > 0 {
		if n, err := strconv.Atoi(s[i+1:]); err == nil && n > 0 {
			return finding.Location{File: s[:i], Line: n}
		}
	}
	return finding.Location{File: s}
}
