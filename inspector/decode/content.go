package decode

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// Content is a message body made readable.
type Content struct {
	// Text is the body in UTF-8 without content codings; nil if it could not
	// be made readable at all.
	Text []byte
	// Codings are the content codings that were taken off, outermost first.
	Codings []string
	// Charset is the character set that the text was converted from, lower
	// case, "utf-8" if no conversion was needed.
	Charset string
	// Cut is true when bytes are missing: the body was not kept whole, ended
	// early, or is longer than MaxBody.
	Cut bool
	// Trouble says in one sentence why the text is not the whole truth.
	Trouble lang.Text
}

// Body makes a message body readable. It returns what it can: a body that
// breaks off yields its readable beginning, with Cut and Trouble set.
func Body(h exchange.Header, b exchange.Body) Content {
	raw := b.Head
	c := Content{Cut: int64(len(raw)) < b.Size || !b.Complete}
	if c.Cut && b.Size > 0 {
		c.Trouble = lang.Text{
			EN: fmt.Sprintf("Only the first %d of %d body bytes are at hand.", len(raw), b.Size),
			ZH: fmt.Sprintf("正文共 %d 字节，此处只有前 %d 字节。", b.Size, len(raw)),
		}
	}
	pending, contentType := codings(h), h.Get("Content-Type")
	if b.Decoded { // the tool that recorded it took these off, and left the header as it was
		pending = nil
		if utf8.Valid(raw) {
			contentType = ""
		}
	}
	for _, coding := range pending {
		plain, err := uncode(coding, raw)
		if err != nil && len(plain) == 0 {
			c.Cut = true
			c.Trouble = lang.Text{
				EN: fmt.Sprintf("The body could not be unpacked as %q.", coding),
				ZH: fmt.Sprintf("正文无法按 %q 解压。", coding),
			}
			return c
		}
		if err != nil {
			c.Cut = true
			c.Trouble = lang.Text{
				EN: fmt.Sprintf("The body breaks off inside its %q coding; its beginning is shown.", coding),
				ZH: fmt.Sprintf("正文的 %q 压缩数据中途截断，只显示开头部分。", coding),
			}
		}
		c.Codings = append(c.Codings, coding)
		raw = plain
	}
	if len(raw) > MaxBody {
		raw, c.Cut = raw[:MaxBody], true
	}
	c.Text, c.Charset = toUTF8(contentType, raw)
	return c
}

// codings lists the content codings of a message, outermost first.
func codings(h exchange.Header) []string {
	var out []string
	for _, v := range h.Values("Content-Encoding") {
		for part := range strings.SplitSeq(v, ",") {
			if name := strings.ToLower(strings.TrimSpace(part)); name != "" && name != "identity" {
				out = append([]string{name}, out...)
			}
		}
	}
	if len(out) > 4 { // more than any honest sender stacks
		out = out[:4]
	}
	return out
}

func uncode(coding string, raw []byte) ([]byte, error) {
	r, err := reader(coding, raw)
	if err != nil {
		return nil, err
	}
	if c, ok := r.(io.Closer); ok {
		defer c.Close()
	}
	return io.ReadAll(io.LimitReader(r, MaxBody+1))
}

func reader(coding string, raw []byte) (io.Reader, error) {
	src := bytes.NewReader(raw)
	switch coding {
	case "gzip", "x-gzip":
		return gzip.NewReader(src)
	case "deflate":
		// Servers send both the zlib wrapper that RFC 9110 asks for and bare deflate.
		if z, err := zlib.NewReader(src); err == nil {
			return z, nil
		}
		return flate.NewReader(bytes.NewReader(raw)), nil
	case "br":
		return brotli.NewReader(src), nil
	case "zstd":
		d, err := zstd.NewReader(src, zstd.WithDecoderMaxMemory(8*MaxBody), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, fmt.Errorf("open zstd: %w", err)
		}
		return d.IOReadCloser(), nil
	}
	return nil, fmt.Errorf("read content coding %q: not known", coding)
}
