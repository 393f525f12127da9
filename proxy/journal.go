package proxy

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"loginscope/proxy/exchange"
)

// Law of this file: what goes wrong inside the proxy itself, and what net/http
// and goproxy say of it, is never dropped: it goes into the session as a
// LogLine of exchange.OwnSource, and to Config.Logger. Peers can cause such
// lines, so there are at most maxLines a minute, the rest is counted, and
// what they quote has its query strings cut off.

const (
	// maxLines limits the lines of one minute, maxLineText the bytes of one line.
	maxLines    = 20
	maxLineText = 1 << 10
)

// lineLimit is how many lines went out in the present minute.
type lineLimit struct {
	mu      sync.Mutex
	minute  time.Time
	written int
	skipped int // since the last line that went out
}

// admit counts a line; it returns false if the line must not go out, and else
// how many before it did not.
func (t *lineLimit) admit(now time.Time) (unsaid int, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Sub(t.minute) >= time.Minute {
		t.minute, t.written = now, 0
	}
	if t.written >= maxLines {
		t.skipped++
		return 0, false
	}
	t.written++
	unsaid, t.skipped = t.skipped, 0
	return unsaid, true
}

// journal writes lines of OwnSource.
type journal struct {
	tag  string
	log  *slog.Logger
	emit func(exchange.Event)
	lineLimit
}

// write takes a line of a level as in exchange.LogLine.
func (d *journal) write(level, text string) {
	now := time.Now()
	unsaid, ok := d.admit(now)
	if !ok {
		return
	}
	d.left(now, unsaid)
	d.line(now, level, text)
}

// line goes out bounded and without query strings.
func (d *journal) line(now time.Time, level, text string) {
	text = withoutQueries(strings.Join(strings.Fields(text), " "), maxLineText)
	d.log.Warn(d.tag, "text", text)
	d.emit(exchange.LogLine{Time: now, Tag: d.tag, Level: level, Text: text, Source: exchange.OwnSource})
}

func (d *journal) left(now time.Time, unsaid int) {
	if unsaid > 0 {
		d.line(now, "W", fmt.Sprintf("%d more lines were not kept: at most %d a minute are", unsaid, maxLines))
	}
}

// end writes how many lines were not kept.
func (d *journal) end() {
	d.mu.Lock()
	unsaid := d.skipped
	d.skipped = 0
	d.mu.Unlock()
	d.left(time.Now(), unsaid)
}

// Write implements io.Writer for a log.Logger, which calls it once a line.
func (d *journal) Write(b []byte) (int, error) {
	d.write("W", string(b))
	return len(b), nil
}

// OwnLog returns a writer for a log.Logger that makes LogLines of
// exchange.OwnSource, with the limits that the proxy's own have: for Go's
// standard logger, to which net/http's client writes.
func OwnLog(emit func(exchange.Event)) io.Writer {
	return &journal{tag: "library", log: slog.New(slog.DiscardHandler), emit: emit}
}

// catch reports a panic of a handler and ends its connection, as http.Server
// would. The connections to servers begin anew: the panic may have come from
// inside their pool, which then stays locked for good. It is to be deferred.
func (p *Proxy) catch(r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v != http.ErrAbortHandler {
		p.journal.write("E", fmt.Sprintf("panic while serving %s for %s: %v; at %s", r.Method, r.Host, v,
			panicLocation()))
		p.up.Renew()
	}
	panic(http.ErrAbortHandler)
}

// panicLocation names the functions that a panic went through, the innermost
// first, at most maxFrames of them.
func panicLocation() string {
	const maxFrames = 8
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	var names []string
	for panicked := false; len(names) < maxFrames; {
		f, more := frames.Next()
		switch {
		case f.Function == "runtime.gopanic":
			panicked = true
		case panicked && !strings.HasPrefix(f.Function, "runtime."):
			names = append(names, f.Function)
		}
		if !more {
			break
		}
	}
	return strings.Join(names, " < ")
}
