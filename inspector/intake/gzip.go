package intake

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"loginscope/proxy/exchange"
)

// Limits of what comes out of archives.
const (
	// MaxUnpacked limits the bytes that one entry, or one gzip file, unpacks to.
	MaxUnpacked = 512 << 20
	// MaxRatio limits how many times larger an entry may be than its packed
	// form, once more than ratioFree bytes came out: logs seldom pass 50.
	MaxRatio  = 300
	ratioFree = 16 << 20
)

// unpacked limits what is read from an entry of an archive.
type unpacked struct {
	io.Reader
	out    int64
	packed func() int64 // bytes that were taken in so far, or of the entry
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	u.out += int64(n)
	if u.out > MaxUnpacked || u.out > ratioFree && u.out/MaxRatio > u.packed() {
		return n, ErrUnpacked
	}
	return n, err
}

type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// readGzip reads the one file inside r. What was read before an error stays valid.
func readGzip(r io.Reader, o Options, emit func(exchange.Event) error) (Stats, error) {
	in := &counter{Reader: r}
	z, err := gzip.NewReader(in)
	if err != nil {
		return Stats{}, err
	}
	ext := path.Ext(o.Name)
	if strings.EqualFold(ext, ".gz") {
		o.Name = o.Name[:len(o.Name)-len(ext)]
	}
	return readPlain(&unpacked{Reader: z, packed: func() int64 { return in.n }}, o, emit)
}

// readPlain reads what an archive held; an archive inside it is refused.
func readPlain(r io.Reader, o Options, emit func(exchange.Event) error) (Stats, error) {
	br := bufio.NewReaderSize(r, HeadSize)
	head, err := br.Peek(HeadSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return Stats{}, fmt.Errorf("read %q: %w", o.Name, err)
	}
	kind := Detect(head, o.Name)
	if kind == Archive || kind == Gzip {
		return Stats{Kind: kind}, ErrPacked
	}
	st, err := readKind(kind, br, o, emit)
	st.Kind = kind
	return st, err
}
