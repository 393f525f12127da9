package wire

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"strings"
	"sync"
)

// Deflate is what was agreed on permessage-deflate (RFC 7692).
type Deflate struct {
	on                               bool
	ClientNoContext, ServerNoContext bool
}

// ParseDeflate reads the server's Sec-WebSocket-Extensions.
func ParseDeflate(values []string) Deflate {
	var d Deflate
	for ext := range strings.SplitSeq(strings.Join(values, ","), ",") {
		name, params, _ := strings.Cut(ext, ";")
		if !strings.EqualFold(strings.TrimSpace(name), "permessage-deflate") {
			continue
		}
		d.on = true
		for param := range strings.SplitSeq(params, ";") {
			switch strings.ToLower(strings.TrimSpace(param)) {
			case "client_no_context_takeover":
				d.ClientNoContext = true
			case "server_no_context_takeover":
				d.ServerNoContext = true
			}
		}
	}
	return d
}

const (
	windowSize = 32 << 10
	// maxInflated limits what one message may grow to before its direction is
	// no longer inflated; a bomb costs this much work once.
	maxInflated = 64 << 20
)

// deflateTail ends a message: the empty block that RFC 7692 takes off, and a
// last one so that the decoder sees an end.
const deflateTail = "\x00\x00\xff\xff\x01\x00\x00\xff\xff"

// inflater inflates the messages of one direction. Once it fails, or misses
// a message's end, what follows stays compressed if it depends on it.
type inflater struct {
	limit     int
	noContext bool
	lost      bool
	decoder   io.ReadCloser
	window    []byte
}

func newInflater(limit int, noContext bool) *inflater {
	return &inflater{limit: limit, noContext: noContext}
}

// message inflates m, its beginning where the rest was not kept, or returns it
// as it is.
func (f *inflater) message(m WebSocketMessage) WebSocketMessage {
	if f.lost || m.Cut {
		m = f.prefix(m)
		f.lost = f.lost || !f.noContext
		return m
	}
	src := io.MultiReader(bytes.NewReader(m.Data), strings.NewReader(deflateTail))
	if f.decoder == nil {
		f.decoder = flate.NewReaderDict(src, f.window)
	} else if err := f.decoder.(flate.Resetter).Reset(src, f.window); err != nil {
		f.lost = true
		return m
	}
	out, total, ok := f.read()
	if !ok {
		f.lost = !f.noContext
		return m
	}
	m.Data, m.Compressed, m.Cut = out, false, total > len(out)
	return m
}

// prefix inflates as much as there is of a message that has not ended, up to
// the limit, or returns it as it is. It changes nothing for what follows.
func (f *inflater) prefix(m WebSocketMessage) WebSocketMessage {
	if f.lost {
		return m
	}
	decoder := flate.NewReaderDict(bytes.NewReader(m.Data), f.window)
	defer decoder.Close()
	out, err := io.ReadAll(io.LimitReader(decoder, int64(f.limit)))
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return m
	}
	m.Data, m.Compressed = out, false
	m.Cut = m.Cut || len(out) == f.limit
	return m
}

var inflateBuffers = sync.Pool{New: func() any { b := make([]byte, 32<<10); return &b }}

// read inflates one message of total bytes, keeping its beginning and, where
// the next one may refer to it, its last window.
func (f *inflater) read() (out []byte, total int, ok bool) {
	out = []byte{}
	buf := inflateBuffers.Get().(*[]byte)
	defer inflateBuffers.Put(buf)
	for {
		n, err := f.decoder.Read(*buf)
		b := (*buf)[:n]
		out = append(out, b[:min(n, f.limit-len(out))]...)
		if !f.noContext {
			f.slide(b)
		}
		total += n
		if err == io.EOF {
			return out, total, true
		}
		if err != nil || total > maxInflated {
			return nil, total, false
		}
	}
}

func (f *inflater) slide(b []byte) {
	if len(b) >= windowSize {
		f.window = append(f.window[:0], b[len(b)-windowSize:]...)
		return
	}
	if over := len(f.window) + len(b) - windowSize; over > 0 {
		f.window = f.window[:copy(f.window, f.window[over:])]
	}
	f.window = append(f.window, b...)
}
