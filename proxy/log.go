package proxy

import (
	"fmt"
	"log"
	"log/slog"
	"regexp"
	"strings"
)

// Law of this file: what goproxy and net/http log may quote a request; nothing
// passes on to a log before its query strings are cut off.

const maxLogText = 300

var queryPattern = regexp.MustCompile(`\?[^\s"']*`)

// withoutQuery cuts query strings out of an error's or a log line's text.
func withoutQuery(text string) string {
	text = queryPattern.ReplaceAllString(text, "?…")
	if len(text) > maxLogText {
		text = strings.ToValidUTF8(text[:maxLogText], "") + "…"
	}
	return text
}

// quietLogger is goproxy's Logger.
type quietLogger struct{ log *slog.Logger }

// Printf implements goproxy.Logger.
func (l quietLogger) Printf(format string, v ...any) {
	l.log.Debug("goproxy", "text", withoutQuery(strings.TrimSpace(fmt.Sprintf(format, v...))))
}

// logWriter passes net/http's own lines on.
type logWriter struct{ log *slog.Logger }

func (w logWriter) Write(b []byte) (int, error) {
	w.log.Debug("http server", "text", withoutQuery(strings.TrimSpace(string(b))))
	return len(b), nil
}

func newStdLogger(l *slog.Logger) *log.Logger { return log.New(logWriter{l}, "", 0) }
