package proxy

import (
	"fmt"
	"regexp"
	"strings"
)

// Law of this file: what goproxy and net/http log may quote a request; nothing
// passes on to a log before its query strings are cut off.

const maxLogText = 300

var queryPattern = regexp.MustCompile(`\?[^\s"']*`)

// withoutQuery cuts query strings out of an error's or a log line's text.
func withoutQuery(text string) string { return withoutQueries(text, maxLogText) }

// withoutQueries does so and limits the text.
func withoutQueries(text string, most int) string {
	text = queryPattern.ReplaceAllString(text, "?…")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// engineLogger is goproxy's Logger. goproxy says "INFO" of what is usual and
// "WARN" of what is not.
type engineLogger struct{ p *Proxy }

// Printf implements goproxy.Logger.
func (l engineLogger) Printf(format string, v ...any) {
	if text := fmt.Sprintf(format, v...); strings.Contains(format, "WARN") {
		l.p.journal.write("W", "goproxy: "+text)
	} else {
		l.p.cfg.Logger.Debug("goproxy", "text", withoutQuery(strings.TrimSpace(text)))
	}
}
