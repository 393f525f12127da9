package lab

import (
	"context"
	"io"
	"net"
	"net/http"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Faults that a server's answer may have instead of content, Answer.Fault.
const (
	faultSilent  = "silent"  // no answer until the client gives up
	faultReset   = "reset"   // TCP reset before the answer
	faultClose   = "close"   // the connection is closed before the answer
	faultCut     = "cut"     // the connection ends in the middle of the body
	faultEmpty   = "empty"   // 200 with no body
	faultGarbage = "garbage" // 200 with a body that is not what was promised
	faultHuge    = "huge"    // a body of hugeBody bytes
	faultSlow    = "slow"    // a byte every dripping until the client gives up
)

// silence limits how long a silent server holds a connection.
const silence = time.Minute

// hugeBody and dripping limit the two faults that a client must bound itself.
const (
	hugeBody = 32 << 20
	dripping = 50 * time.Millisecond
)

// garbage is what a captive portal or a broken server might send.
const garbage = "<html><body>502 upstream</body></html>"

// reply is what a server is about to send.
type reply struct {
	status int
	typ    string
	body   []byte
}

// send writes an answer; r's body must have been read, else a client that
// gives up is not noticed.
func (l *Lab) send(w http.ResponseWriter, r *http.Request, a Answer, ok reply) {
	switch a.Fault {
	case faultSilent:
		l.staySilent(r.Context())
		panic(http.ErrAbortHandler)
	case faultReset, faultClose:
		hangUp(r, a.Fault == faultReset)
	case faultEmpty:
		ok.body = nil
	case faultGarbage:
		ok.typ, ok.body = "text/html; charset=utf-8", []byte(garbage)
	}
	if a.Body != "" {
		ok.body = []byte(a.Body)
	}
	if a.Charset == "gbk" {
		ok.typ, ok.body = "application/json;charset=GBK", gbk(ok.body)
	}
	if a.Location != "" {
		w.Header().Set("Location", a.Location)
		ok.status, ok.body = http.StatusFound, nil
	}
	if a.Status != 0 {
		ok.status = a.Status
	}
	if ok.typ != "" {
		w.Header().Set("Content-Type", ok.typ)
	}
	if a.Fault == faultCut {
		cut(w, ok)
	}
	w.WriteHeader(ok.status)
	switch a.Fault {
	case faultHuge:
		_, _ = io.Copy(w, io.LimitReader(blanks{}, hugeBody))
	case faultSlow:
		l.drip(w, r)
	default:
		_, _ = w.Write(ok.body)
	}
}

// blanks is an endless body of spaces, which JSON allows anywhere.
type blanks struct{}

func (blanks) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}

func (l *Lab) drip(w http.ResponseWriter, r *http.Request) {
	t := time.NewTicker(dripping)
	defer t.Stop()
	for range int(silence / dripping) {
		select {
		case <-r.Context().Done():
			return
		case <-l.done:
			return
		case <-t.C:
			_, _ = w.Write([]byte{' '})
			_ = http.NewResponseController(w).Flush()
		}
	}
}

func gbk(b []byte) []byte {
	out, err := simplifiedchinese.GBK.NewEncoder().Bytes(b)
	if err != nil {
		return b
	}
	return out
}

func (l *Lab) staySilent(ctx context.Context) {
	t := time.NewTimer(silence)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-l.done:
	case <-t.C:
	}
}

// connKey finds a request's connection in its context.
type connKey struct{}

func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// hangUp ends the TCP connection under a request, whatever protocol it
// carries: by reset if asked, else by an orderly close.
func hangUp(r *http.Request, reset bool) {
	c, _ := r.Context().Value(connKey{}).(net.Conn)
	if t, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = t.NetConn()
	}
	if tc, ok := c.(*net.TCPConn); ok {
		if reset {
			_ = tc.SetLinger(0)
		}
		_ = tc.Close()
	}
	panic(http.ErrAbortHandler)
}

// cut announces the whole body, sends half of it and ends the connection.
func cut(w http.ResponseWriter, ok reply) {
	w.Header().Set("Content-Length", itoa(len(ok.body)))
	w.WriteHeader(ok.status)
	_, _ = w.Write(ok.body[:len(ok.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// drain reads a request's body, at most 1 MiB.
func drain(r *http.Request) []byte {
	b, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return nil
	}
	return b
}
