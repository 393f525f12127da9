package logcat

import (
	"time"

	"loginscope/inspector/intake/lines"
	"loginscope/proxy/exchange"
)

// Body takes the header off a line of a device log: its tag, and what follows.
// It reports false for a line without one.
func Body(line string) (tag, text string, ok bool) {
	var h header
	if !parse([]byte(line), &h) || h.divider || h.long {
		return "", "", false
	}
	return string(h.tag), string(h.text), true
}

// Quoted reads one line of a device log that stands inside another text, such
// as a ticket or a bug report. Only forms that prose does not take count: those
// with a time, and "L/tag(pid): text". It reports false for anything else.
func Quoted(line string, reference time.Time, zone *time.Location) (exchange.LogLine, bool) {
	var h header
	if !parse([]byte(line), &h) || h.divider || h.long || len(h.tag) == 0 || len(h.stamp) == 0 && h.pid == 0 {
		return exchange.LogLine{}, false
	}
	if zone == nil {
		zone = time.UTC
	}
	at, _ := h.time(reference, zone)
	l := exchange.LogLine{Time: at, Tag: lines.UTF8(h.tag), PID: h.pid, TID: h.tid, Text: lines.UTF8(h.text)}
	if h.level != 0 {
		l.Level = string(rune(h.level))
	}
	return l, true
}
