package detail

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"loginscope/proxy/exchange"
)

// A body above streamFrom opens with its first chunk, and the next one is read
// when a person scrolls near the end; at most streamMost bytes are held.
const (
	streamFrom  = 2 << 20
	streamChunk = 1 << 20
	streamMost  = 128 << 20
)

// stream reads a big body piece by piece. Its reader belongs to the goroutine
// that reads the next piece, of which there is one at a time; everything else
// belongs to the UI goroutine.
type stream struct {
	r       io.ReadCloser
	cancel  context.CancelFunc
	rest    []byte // read, but not cut into lines yet
	held    int64
	most    int64 // bytes that are read at most
	loading bool
	done    bool
}

// piece is what one reading brings.
type piece struct {
	raw           []byte
	plain, masked []string
	done          bool
	err           error
}

// encoded reports whether a body must be read as a whole to be understood.
func encoded(h exchange.Header, b exchange.Body) bool {
	c := strings.ToLower(strings.TrimSpace(h.Get("Content-Encoding")))
	return !b.Decoded && c != "" && c != "identity"
}

// next reads the next piece. It blocks.
func (s *stream) next(mask func(string) string) piece {
	buf := make([]byte, streamChunk)
	n, err := io.ReadFull(s.r, buf)
	p := piece{raw: buf[:n], err: err}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		p.err, p.done = nil, true
	}
	s.held += int64(n)
	if s.held >= s.most || p.err != nil {
		p.done = true
	}
	s.rest = append(s.rest, p.raw...)
	cut := len(s.rest)
	if !p.done {
		cut = safeCut(s.rest)
	}
	text := strings.ToValidUTF8(string(s.rest[:cut]), "�")
	s.rest = append([]byte(nil), s.rest[cut:]...)
	if text != "" {
		p.plain = lines(strings.TrimSuffix(text, "\n"))
	}
	p.masked = p.plain
	if m := mask(text); m != text {
		p.masked = lines(strings.TrimSuffix(m, "\n"))
	}
	if p.done {
		s.close()
	}
	return p
}

// safeCut is where a piece can end so that no value is torn apart, which its
// mask would then miss: after a line, else after a comma or an ampersand.
func safeCut(b []byte) int {
	for _, sep := range []string{"\n", ",", "&", " "} {
		if i := bytes.LastIndex(b, []byte(sep)); i > len(b)/2 {
			return i + 1
		}
	}
	for i := len(b) - 1; i > len(b)-utf8.UTFMax && i > 0; i-- {
		if utf8.RuneStart(b[i]) {
			return i
		}
	}
	return len(b)
}

func (s *stream) close() {
	s.cancel()
	s.r.Close() // a reader of the session holds nothing that could fail
}

// stop ends a stream that is no longer shown.
func (c *content) stop() {
	if c.stream != nil {
		c.stream.cancel()
	}
}

// more reads the next piece of a big body, unless that is under way.
func (p *Pane) more(c *content) {
	s := c.stream
	if s == nil || s.loading || s.done {
		return
	}
	s.loading = true
	ticket := p.ticket
	p.cfg.Go(func(context.Context) { // the stream has the context of its reading
		got := s.next(p.cfg.Mask.Text)
		p.cfg.Post(func() {
			if ticket != p.ticket {
				return
			}
			s.loading, s.done = false, got.done
			c.take(got)
			p.grown(c)
		})
	})
}

// take adds a piece to what is on display.
func (c *content) take(got piece) {
	c.raw = append(c.raw, got.raw...)
	c.plain = append(c.plain, got.plain...)
	c.maskedPlain = append(c.maskedPlain, got.masked...)
	c.pretty, c.maskedPretty = c.plain, c.maskedPlain
	c.cut = int64(len(c.raw)) < c.size
	if got.err != nil {
		c.err = got.err
	}
}
