package har

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"unicode/utf8"

	"loginscope/inspector/decode"
	"loginscope/proxy/exchange"
)

// compose makes the entry of an exchange, and says what of it did not go in.
func compose(s Source) (outEntry, late, error) {
	x := s.Exchange
	e := standard(&x)
	own, err := beside(&x, e)
	if err != nil {
		return e, late{}, err
	}
	rest := late{src: s, from: [2]int64{-1, -1}, messages: -1}
	q := x.Request
	b, err := s.content(exchange.RequestSide, q.Header, q.Body, own)
	if err != nil {
		return e, rest, err
	}
	if b.inline > 0 {
		e.Request.PostData = &outPostData{MimeType: valid(q.Header.Get("Content-Type")), Text: b.text,
			Encoding: b.encoding, Raw: b.raw}
	}
	own.Request.Body, rest.from[exchange.RequestSide] = b.own, b.rest()
	if r := x.Response; r != nil {
		if b, err = s.content(exchange.ResponseSide, r.Header, r.Body, own); err != nil {
			return e, rest, err
		}
		e.Response.Content = b.response(r)
		own.Response.Body, rest.from[exchange.ResponseSide] = b.own, b.rest()
	}
	if rest.messages, err = e.addMessages(s.Messages); err != nil {
		return e, rest, err
	}
	own.More = rest.messages >= 0 || rest.from[0] >= 0 || rest.from[1] >= 0
	escaped := mapStrings(*own, escape)
	e.Own, e.Comment = &escaped, valid(s.Comment)
	return e, rest, nil
}

// beside is what the usual fields of an entry do not give back of an exchange, found
// by reading them. The bodies are not looked at.
func beside(x *exchange.Exchange, e outEntry) (*ownEntry, error) {
	var in entry
	if err := json.Unmarshal(marshal(e), &in); err != nil {
		return nil, fmt.Errorf("read what is written: %w", err)
	}
	back, located := in.exchange(Options{})
	own := &ownEntry{ID: x.ID, Device: x.Device, Open: !x.Done, Failure: x.Failure}
	if x.Origin != exchange.Imported {
		own.Origin = x.Origin
	}
	if !located || back.Scheme != x.Scheme || back.Host != x.Host || back.Port != x.Port || back.Path != x.Path {
		own.Target = &ownTarget{x.Scheme, x.Host, x.Port, x.Path}
	}
	if !sameTiming(back.Timing, x.Timing) {
		t := ownTiming(x.Timing)
		own.Timing = &t
	}
	if x.Client != (exchange.Peer{}) {
		own.Client = &x.Client
	}
	if !reflect.DeepEqual(back.Server, x.Server) {
		own.Server = &x.Server
	}
	own.Request = ownMessage{
		Method: unless(back.Request.Method, x.Request.Method), Proto: unless(back.Request.Proto, x.Request.Proto),
		Header: unlessSame(back.Request.Header, x.Request.Header), AsSent: x.Request.HeaderAsSent,
	}
	if r := x.Response; r != nil {
		read := in.Response.response()
		own.Response = &ownMessage{
			Reason: unless(read.Reason, r.Reason), Proto: unless(read.Proto, r.Proto),
			Header: unlessSame(read.Header, r.Header), AsSent: r.HeaderAsSent,
		}
	}
	return own, nil
}

func unless(read, want string) *string {
	if read == want {
		return nil
	}
	return &want
}

func unlessSame(read, want exchange.Header) exchange.Header {
	if len(read) == len(want) {
		same := true
		for i := range read {
			same = same && read[i] == want[i]
		}
		if same {
			return nil
		}
	}
	return want
}

func sameTiming(a, b exchange.Timing) bool {
	return a.Reused == b.Reused && a.Start.Equal(b.Start) && a.Connected.Equal(b.Connected) && a.Sent.Equal(b.Sent) &&
		a.FirstByte.Equal(b.FirstByte) && a.End.Equal(b.End)
}

// written is one body as it goes into an entry.
type written struct {
	text     string
	encoding string // "base64", or "" for a text
	raw      []byte // the bytes of the wire, if text is what they mean
	inline   int64  // bytes of the wire that the entry has
	own      ownBody
}

// rest is the first byte that did not go into the entry, -1 for none.
func (b *written) rest() int64 {
	if b.own.Kept == 0 {
		return -1
	}
	return b.inline
}

// content reads a body, up to maxInline, and puts it into words.
func (s *Source) content(side exchange.Side, h exchange.Header, b exchange.Body, own *ownEntry) (written, error) {
	data, more, err := s.inline(side, b)
	if err != nil {
		return written{}, err
	}
	out := written{inline: int64(len(data)),
		own: ownBody{Size: b.Size, Complete: b.Complete, Decoded: b.Decoded}}
	if more {
		out.own.Kept = b.Kept()
	}
	if head := len(b.Head); !own.Open && head != min(len(data), BodyHead) && head <= len(data) {
		out.own.Head = &head
	}
	if !more && !b.Decoded && b.Complete && int64(len(data)) == b.Size {
		c := decode.Body(h, exchange.Body{Size: b.Size, Head: data, Complete: true})
		if !c.Cut && c.Text != nil && !bytes.Equal(c.Text, data) && utf8.Valid(c.Text) && len(c.Text) <= maxInline {
			out.raw, data = data, c.Text
		}
	}
	out.text = string(data)
	if !printable(data) || unnamedBase64(out.text) {
		out.text, out.encoding = base64.StdEncoding.EncodeToString(data), "base64"
	}
	return out, nil
}

// printable reports whether data is a text. One with many control characters would
// become six times as long as a JSON string.
func printable(data []byte) bool {
	control := 0
	for _, c := range data {
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
			control++
		}
	}
	return control <= len(data)/16 && utf8.Valid(data)
}

// inline reads what goes into the entry; more is true if that is not all that was kept.
func (s *Source) inline(side exchange.Side, b exchange.Body) (data []byte, more bool, err error) {
	if b.Kept() <= min(int64(len(b.Head)), maxInline) {
		return b.Head, false, nil
	}
	r, err := s.open(side, b)
	if err != nil {
		return b.Head[:min(len(b.Head), maxInline)], false, absent(err)
	}
	data, err = io.ReadAll(io.LimitReader(r, maxInline))
	if err = errors.Join(absent(err), r.Close()); err != nil {
		return nil, false, err
	}
	if more = len(data) == maxInline && b.Kept() > maxInline; more {
		data = whole(data)
	}
	return data, more, nil
}

// open opens a body from its first byte.
func (s *Source) open(side exchange.Side, b exchange.Body) (io.ReadCloser, error) {
	if b.Spooled == 0 || s.Body == nil {
		return io.NopCloser(bytes.NewReader(b.Head)), nil
	}
	return s.Body(side)
}

// whole takes off the beginning of a character that a cut left at the end.
func whole(b []byte) []byte {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-n:]) {
				return b[:len(b)-n]
			}
			break
		}
	}
	return b
}

// response is the body of a response in the format's fields.
func (b *written) response(r *exchange.Response) outContent {
	c := outContent{Size: r.Body.Size, MimeType: valid(r.Header.Get("Content-Type")), Encoding: b.encoding, Raw: b.raw}
	if b.inline > 0 {
		c.Text = &b.text
	}
	if b.raw != nil {
		c.Size = int64(len(b.text))
		if b.encoding != "" {
			c.Size = int64(base64.StdEncoding.DecodedLen(len(b.text)))
		}
		saved := c.Size - int64(len(b.raw))
		c.Compression = &saved
	}
	return c
}

// addMessages adds WebSocket messages up to a limit, and returns how many were added if
// there are more, -1 if there are not.
func (e *outEntry) addMessages(messages func(func(exchange.Frame, error) bool)) (added int, err error) {
	if messages == nil {
		return -1, nil
	}
	size := 0
	for m, err := range messages {
		if err != nil {
			return 0, err
		}
		e.Type = "websocket"
		if size += len(m.Data); size > maxMessages && len(e.Messages) > 0 {
			return len(e.Messages), nil
		}
		e.Messages = append(e.Messages, messageOf(m))
	}
	return -1, nil
}

func messageOf(f exchange.Frame) outMessage {
	out := outMessage{Type: "receive", Opcode: f.Opcode, Data: string(f.Data), Cut: f.Cut, Compressed: f.Compressed,
		Part: f.Part, Offset: f.Offset}
	if f.Side == exchange.RequestSide {
		out.Type = "send"
	}
	if f.Opcode == binaryMessage || !utf8.Valid(f.Data) {
		out.Data = base64.StdEncoding.EncodeToString(f.Data)
	}
	if f.Opcode != binaryMessage && !utf8.Valid(f.Data) {
		out.Encoding = "base64"
	}
	if !f.Time.IsZero() {
		out.Time = float64(f.Time.UnixNano()) / 1e9
	}
	back := wsRecord{Time: number(out.Time), Data: text(out.Data), Opcode: number(out.Opcode),
		Encoding: text(out.Encoding)}
	read := back.frame(f.ID)
	if !read.Time.Equal(f.Time) && f.Time.Year() >= 1 && f.Time.Year() <= 9999 {
		at := f.Time.UTC()
		out.At = &at
	}
	if read.Size != f.Size {
		out.Size = &f.Size
	}
	return out
}

// ErrNoBody is what Source.Body gives, alone or wrapped, for a body of which nothing
// was kept, and its reader where a part is missing.
var ErrNoBody = errors.New("body was not kept")

// absent forgives that a body was not kept.
func absent(err error) error {
	if errors.Is(err, ErrNoBody) {
		return nil
	}
	return err
}
