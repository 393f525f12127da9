package lines

import (
	"encoding/json"
	"fmt"
	"io"

	"loginscope/lang"
	"loginscope/problem"
)

// ErrTooLarge is returned when one element of a JSON document is larger than
// its bound.
var ErrTooLarge = problem.New("one entry is larger than the limit",
	lang.Both("The file was read up to one very large entry.", "文件读取到一条过大的记录为止。"),
	lang.Both("One entry is larger than the limit of 64 MiB.", "单条记录超过 64 MiB 上限。"),
	lang.Both("Export it without that download.", "请去掉该下载内容后重新导出。"))

// Bounded lets at most a given number of bytes through between two Resets, so
// that one element of a streamed JSON document cannot fill the memory.
type Bounded struct {
	r     io.Reader
	limit int64
	left  int64
}

// NewBounded reads from r; limit is in bytes.
func NewBounded(r io.Reader, limit int64) *Bounded {
	return &Bounded{r: r, limit: limit, left: limit}
}

// Reset starts a new element.
func (b *Bounded) Reset() { b.left = b.limit }

// Read implements io.Reader.
func (b *Bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("%w of %d bytes", ErrTooLarge, b.limit)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// Descend walks a JSON document to the array under the path of keys, with the
// decoder standing before the first element afterwards. What lies beside the
// path is read over, in bounded memory. It returns io.EOF if the path leads
// nowhere, also where it leads to null.
func Descend(dec *json.Decoder, in *Bounded, path ...string) error {
	for _, key := range path {
		if t, err := dec.Token(); err != nil {
			return err
		} else if t != json.Delim('{') {
			return io.EOF
		}
		if err := find(dec, in, key); err != nil {
			return err
		}
	}
	if t, err := dec.Token(); err != nil {
		return err
	} else if t != json.Delim('[') {
		return io.EOF
	}
	return nil
}

// find reads members of an object up to the one named key.
func find(dec *json.Decoder, in *Bounded, key string) error {
	for dec.More() {
		in.Reset()
		t, err := dec.Token()
		if err != nil {
			return err
		}
		if t == key {
			return nil
		}
		if err := skip(dec, in); err != nil {
			return err
		}
	}
	return io.EOF
}

// skip reads over one value.
func skip(dec *json.Decoder, in *Bounded) error {
	for depth := 0; ; {
		in.Reset()
		t, err := dec.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth <= 0 {
			return nil
		}
	}
}
