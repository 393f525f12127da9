// Package session owns the captured session: one SQLite file, written by
// appending only, read by cursor. Capture never waits for a reader.
package session

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// Errors that callers distinguish; the concrete error wraps one of them and
// says what happened, why and what to do.
var (
	ErrNotSession = problem.New("not a loginscope session file",
		lang.Text{},
		lang.Both("It is not a Loginscope session.", "它不是 Loginscope 会话文件。"),
		lang.Both("Choose a .loginscope file; HAR files and logs are imported instead.",
			"请选择 .loginscope 文件；HAR 和日志请用导入。"))
	ErrCorrupt = problem.New("session file is damaged",
		lang.Text{},
		lang.Both("It is damaged or was cut off. It was not changed.", "文件已损坏或不完整。文件未被改动。"),
		lang.Both("Copy it again, or salvage what is intact: loginscope session recover {path}",
			"请重新复制，或恢复其中完好的内容：loginscope session recover {path}"))
	ErrTooNew = problem.New("session file was written by a newer loginscope",
		lang.Text{},
		lang.Both("A newer version of Loginscope wrote it.", "它由更新版本的 Loginscope 写入。"),
		lang.Both("Update Loginscope.", "请升级 Loginscope。"))
	ErrReadOnly = problem.New("session file cannot be written",
		lang.Text{},
		lang.Both("The file cannot be written.", "文件不可写。"),
		lang.Both("Start a new session, or continue this one where it can be written.", "请新建会话，或在可写的位置继续该会话。"))
	ErrNoBody = errors.New("body was not kept")
)

// Meta describes a session.
type Meta struct {
	Name    string    `json:"name"`
	Created time.Time `json:"created"`
	// Schema is the file format's version.
	Schema int `json:"schema"`
	// Answers are what a person answered of phone and app, as cause.Parse reads
	// them, separated by blanks: "vpn=off wifi-off=works".
	Answers string `json:"answers,omitempty"`
	// Program wrote the newest part of the file: "Loginscope 1.4.0". It is "" in a file
	// of a program that did not say so.
	Program string `json:"program,omitempty"`
}

// Seq numbers the events of a session from 1, in the order of Append.
type Seq int64

// Row is what a list shows of an exchange: no headers, no body.
type Row struct {
	Seq      Seq // of the newest event of this exchange
	ID       exchange.ID
	Origin   exchange.Origin
	Device   string
	Start    time.Time
	Duration time.Duration // 0 while open
	Scheme   string
	Host     string
	Port     int
	Method   string
	Path     string
	Status   int // 0 if no response
	Failure  exchange.FailureCause
	Size     int64 // of the response body, bytes on the wire
	Egress   string
	Done     bool
}

// Health is the writer's state.
type Health struct {
	// Degraded is true when events are kept in memory because the file cannot
	// be written (a full disk); Err says why.
	Degraded bool
	Err      error
	// Held counts the bytes held in memory; Dropped counts body bytes that
	// were not kept because the limit was reached; Lost counts whole events
	// for which there was no memory either, or that went with a file that was
	// removed while it could not be written.
	Held, Dropped, Lost int64
	// Rewritten counts how often the file was removed or moved by another
	// program, and written anew at Path with all that it held.
	Rewritten int
}

// Reader is what readers of a session use; *Session is one.
type Reader interface {
	Meta() Meta
	// Last returns the newest sequence number, 0 for an empty session.
	Last() Seq
	// Events yields the events after the given one, oldest first, up to the
	// newest at the time of the call. A BodyChunk is not yielded.
	Events(ctx context.Context, after Seq) iter.Seq2[SeqEvent, error]
	// Rows yields list rows for exchanges that changed after the given event.
	Rows(ctx context.Context, after Seq) iter.Seq2[Row, error]
	// Exchange returns the newest snapshot of an exchange.
	Exchange(ctx context.Context, id exchange.ID) (exchange.Exchange, error)
	// Body opens one body from its first byte: Head and what was spooled.
	Body(ctx context.Context, id exchange.ID, side exchange.Side) (io.ReadCloser, error)
	// Frames yields the WebSocket messages and control frames of an exchange
	// after the given event. A message that has not ended comes last, put
	// together from its parts, under the number of the first of them; it is
	// yielded again by a call that begins before that.
	Frames(ctx context.Context, id exchange.ID, after Seq) iter.Seq2[SeqFrame, error]
}

// SeqFrame is a Frame with its position in the session.
type SeqFrame struct {
	Seq   Seq
	Frame exchange.Frame
}

// SeqEvent is an event with its position in the session.
type SeqEvent struct {
	Seq   Seq
	Event exchange.Event
}
