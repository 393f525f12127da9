package logcat

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"loginscope/inspector/intake/lines"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// ErrNotStudio is returned for JSON that holds no "logcatMessages".
var ErrNotStudio = problem.New("no logcatMessages in the JSON document",
	lang.Both("The file was not imported.", "文件未导入。"),
	lang.Both(
		"It is JSON, but no log of Android Studio: it has no logcatMessages.",
		"它是 JSON，但不是 Android Studio 的日志：没有 logcatMessages。",
	),
	lang.Both("Export the log again, or save it as text.", "请重新导出日志，或另存为文本。"))

// entryCap limits the bytes of one message of a JSON export.
const entryCap = 1 << 20

// entry is one element of "logcatMessages".
type entry struct {
	Header struct {
		LogLevel  string `json:"logLevel"`
		PID       int    `json:"pid"`
		TID       int    `json:"tid"`
		Tag       string `json:"tag"`
		Timestamp struct {
			Seconds int64 `json:"seconds"`
			Nanos   int64 `json:"nanos"`
		} `json:"timestamp"`
	} `json:"header"`
	Message string `json:"message"`
}

// ReadStudio emits the entries of Android Studio's JSON export in file order.
// LogLine.Line is the number of the message, from 1.
func ReadStudio(r io.Reader, o Options, emit func(exchange.LogLine) error) (Stats, error) {
	in := lines.NewBounded(lines.Plain(r), entryCap)
	dec := json.NewDecoder(in)
	if err := lines.Descend(dec, in, "logcatMessages"); err != nil {
		if errors.Is(err, io.EOF) {
			return Stats{}, ErrNotStudio
		}
		return Stats{}, fmt.Errorf("read logcat export: %w", err)
	}
	s := &scanner{o: o, emit: emit}
	for dec.More() {
		in.Reset()
		s.stats.Lines++
		var e entry
		if err := dec.Decode(&e); err != nil {
			return s.stats, fmt.Errorf("read logcat export, message %d: %w", s.stats.Lines, err)
		}
		if err := s.studio(&e); err != nil {
			return s.stats, err
		}
	}
	return s.stats, nil
}

func (s *scanner) studio(e *entry) error {
	if len(e.Message) > MaxText {
		e.Message = e.Message[:MaxText]
		s.stats.Cut++
	}
	if !s.o.All && !Relevant([]byte(e.Header.Tag), []byte(e.Message)) {
		return nil
	}
	if s.stats.Kept >= MaxLines {
		s.stats.Dropped++
		return nil
	}
	s.stats.Kept++
	l := exchange.LogLine{
		Device: s.o.Device, Tag: e.Header.Tag, PID: e.Header.PID, TID: e.Header.TID,
		Text: e.Message, Source: s.o.Source, Line: s.stats.Lines, Level: studioLevel(e.Header.LogLevel),
	}
	if t := e.Header.Timestamp; t.Seconds != 0 {
		l.Time = time.Unix(t.Seconds, t.Nanos).UTC()
	}
	return s.emit(l)
}

func studioLevel(name string) string {
	switch name {
	case "ASSERT", "FATAL":
		return "F"
	case "VERBOSE", "DEBUG", "INFO", "WARN", "ERROR":
		return name[:1]
	}
	return ""
}
