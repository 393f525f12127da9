package session

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
)

// Law of this file: it reads the pages of a session file without SQLite, which
// returns nothing of a file whose tree is broken at one page. Nothing that a
// page says is believed: each length is held against the file before it is used,
// and what a row says is believed only if its checksum is right (salvage.go). The
// layout is that of https://www.sqlite.org/fileformat2.html.

const (
	fileHeaderSize  = 100 // bytes of page 1 before its tree
	logHeaderSize   = 32  // bytes of a write-ahead log before its first frame
	frameHeaderSize = 24
	leafTable       = 0x0d
)

// treeKinds are the first bytes of the pages that are no overflow pages.
var treeKinds = map[byte]bool{0x02: true, 0x05: true, 0x0a: true, leafTable: true}

// at is where a page lies: in the file, or in the write-ahead log beside it.
type at struct {
	log    bool
	offset int64
}

// pages are the pages of one session file and its write-ahead log.
type pages struct {
	file, log *os.File // log is nil if there is none
	size      int      // of a page
	usable    int      // bytes of a page that hold data
	count     int64    // of whole pages in file
	want      int64    // of pages that the header promises, 0 if not known
	bytes     int64    // of the file
	frames    []at     // pages in the log, oldest first
	newest    map[uint32]at
}

// openPages opens the files for reading alone.
func openPages(path string) (p *pages, err error) {
	p = &pages{newest: map[uint32]at{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.close())
		}
	}()
	if p.file, err = os.Open(path); err != nil {
		return p, err
	}
	info, err := p.file.Stat()
	if err != nil {
		return p, err
	}
	p.bytes = info.Size()
	if p.log, err = os.Open(path + "-wal"); err != nil && !errors.Is(err, os.ErrNotExist) {
		return p, err
	}
	p.readHeader()
	return p, p.readLog()
}

func (p *pages) close() error {
	var errs []error
	for _, f := range []*os.File{p.file, p.log} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(errs...)
}

// readHeader takes the page size from the header, or by default where the header
// is damaged.
func (p *pages) readHeader() {
	header := make([]byte, fileHeaderSize)
	_, _ = p.file.ReadAt(header, 0) // what is missing is 0, which is no page size
	size := int(binary.BigEndian.Uint16(header[16:]))
	if size == 1 {
		size = 1 << 16
	}
	if !isPageSize(size) {
		p.use(p.guess(), 0)
		return
	}
	p.use(size, int(header[20]))
	p.want = int64(binary.BigEndian.Uint32(header[28:]))
	if p.want > p.count && p.want > 2*p.count+math.MaxUint16 {
		p.want = 0 // no file was cut by more than half of itself and 64 Ki pages: the number is damaged
	}
}

func isPageSize(n int) bool { return n >= 512 && n <= 1<<16 && n&(n-1) == 0 }

func (p *pages) use(size, reserved int) {
	if reserved > size/8 {
		reserved = 0
	}
	p.size, p.usable, p.count = size, size-reserved, p.bytes/int64(size)
}

// guess is the page size by which most pages begin as a tree's do.
func (p *pages) guess() int {
	best, most := 4096, 0
	for size := 512; size <= 1<<16; size *= 2 {
		found := 0
		for n := int64(1); n < 200; n++ {
			kind := make([]byte, 2)
			if _, err := p.file.ReadAt(kind, n*int64(size)); err == nil && treeKinds[kind[0]] {
				found += size / 512 // a smaller size meets the same pages, and more that are none
			}
		}
		if found > most {
			best, most = size, found
		}
	}
	return best
}

// readLog finds the frames of the log that belong to its present round.
func (p *pages) readLog() error {
	if p.log == nil {
		return nil
	}
	header := make([]byte, logHeaderSize)
	if _, err := p.log.ReadAt(header, 0); err != nil {
		return nil //nolint:nilerr // a log that is cut there holds nothing
	}
	frame := make([]byte, frameHeaderSize)
	for offset := int64(logHeaderSize); ; offset += int64(frameHeaderSize + p.size) {
		switch _, err := p.log.ReadAt(frame, offset); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if string(frame[8:16]) != string(header[16:24]) {
			continue // of a round before
		}
		page := at{log: true, offset: offset + frameHeaderSize}
		p.frames = append(p.frames, page)
		p.newest[binary.BigEndian.Uint32(frame)] = page
	}
}

// all yields every page of both files.
func (p *pages) all(yield func(at) bool) {
	for n := range p.count {
		if !yield(at{offset: n * int64(p.size)}) {
			return
		}
	}
	for _, f := range p.frames {
		if !yield(f) {
			return
		}
	}
}

// find is where a page lies by its number, the newest of it.
func (p *pages) find(number uint32) (at, bool) {
	if a, ok := p.newest[number]; ok {
		return a, true
	}
	n := int64(number) - 1
	return at{offset: n * int64(p.size)}, n >= 0 && n < p.count
}

// read fills b, which has the size of a page. A page at the end of a file that
// was cut is missing.
func (p *pages) read(a at, b []byte) bool {
	f := p.file
	if a.log {
		f = p.log
	}
	_, err := f.ReadAt(b, a.offset)
	return err == nil
}

// cells is how many rows a page holds if it is a leaf of a table.
func (p *pages) cells(a at, page []byte) int {
	t := p.tree(a, page)
	if t[0] != leafTable {
		return 0
	}
	return min(int(binary.BigEndian.Uint16(t[3:])), (len(t)-8)/2)
}

// tree is a page from its tree's header on.
func (p *pages) tree(a at, page []byte) []byte {
	if !a.log && a.offset == 0 {
		return page[fileHeaderSize:]
	}
	return page
}

// payload puts the n-th row of a leaf together, and marks the overflow pages
// that it lies in. It returns false if they do not fit together.
func (p *pages) payload(a at, page []byte, n int, used func(at)) (rowid int64, data []byte, ok bool) {
	t := p.tree(a, page)
	start := int(binary.BigEndian.Uint16(t[8+2*n:]))
	if start < 8 || start >= p.usable {
		return 0, nil, false
	}
	c := page[start:p.usable]
	size, k := varint(c)
	id, m := varint(c[min(k, len(c)):])
	if k == 0 || m == 0 || size > uint64(p.bytes)+uint64(len(p.frames)*p.size) {
		return 0, nil, false
	}
	c = c[k+m:]
	local := p.local(int(size))
	if local > len(c) {
		return 0, nil, false
	}
	data = append(make([]byte, 0, size), c[:local]...)
	if local == int(size) {
		return int64(id), data, true
	}
	if len(c) < local+4 {
		return 0, nil, false
	}
	data, ok = p.overflow(binary.BigEndian.Uint32(c[local:]), data, int(size), used)
	return int64(id), data, ok
}

// local is how much of a row of size bytes lies in the leaf itself.
func (p *pages) local(size int) int {
	most := p.usable - 35
	if size <= most {
		return size
	}
	least := (p.usable-12)*32/255 - 23
	if k := least + (size-least)%(p.usable-4); k <= most {
		return k
	}
	return least
}

// overflow appends what lies in a chain of overflow pages.
func (p *pages) overflow(number uint32, data []byte, size int, used func(at)) ([]byte, bool) {
	page := make([]byte, p.size)
	for len(data) < size {
		a, ok := p.find(number)
		if !ok || !p.read(a, page) {
			return nil, false
		}
		used(a)
		number = binary.BigEndian.Uint32(page)
		data = append(data, page[4:min(p.usable, 4+size-len(data))]...)
	}
	return data, true
}

// varint reads SQLite's big-endian number of one to nine bytes; n is 0 if it
// does not end.
func varint(b []byte) (v uint64, n int) {
	for n < len(b) && n < 8 {
		v = v<<7 | uint64(b[n]&0x7f)
		n++
		if b[n-1] < 0x80 {
			return v, n
		}
	}
	if n < len(b) && n == 8 {
		return v<<8 | uint64(b[8]), 9
	}
	return 0, 0
}

// value is one column of a row: a number, or bytes.
type value struct {
	null, isInt, isText bool
	num                 int64
	raw                 []byte
}

// maxColumns limits the columns of a row; the widest table has 17.
const maxColumns = 32

// columns splits a row; false if it is none.
func columns(data []byte) ([]value, bool) {
	size, n := varint(data)
	if n == 0 || size > uint64(len(data)) {
		return nil, false
	}
	kinds, body := data[n:max(int(size), n)], data[size:]
	var out []value
	for len(kinds) > 0 {
		kind, n := varint(kinds)
		if n == 0 || len(out) == maxColumns {
			return nil, false
		}
		kinds = kinds[n:]
		width := widthOf(kind)
		if width > uint64(len(body)) {
			return nil, false
		}
		out = append(out, column(kind, body[:width]))
		body = body[width:]
	}
	return out, len(body) == 0
}

// widthOf is how many bytes a column of a kind has.
func widthOf(kind uint64) uint64 {
	switch {
	case kind >= 12:
		return (kind - 12) / 2
	case kind >= 10:
		return math.MaxUint64 // reserved
	case kind >= 8:
		return 0
	}
	return [8]uint64{0, 1, 2, 3, 4, 6, 8, 8}[kind]
}

func column(kind uint64, raw []byte) value {
	switch {
	case kind == 0:
		return value{null: true}
	case kind == 8 || kind == 9:
		return value{isInt: true, num: int64(kind - 8)}
	case kind <= 6:
		n := int64(int8(raw[0]))
		for _, b := range raw[1:] {
			n = n<<8 | int64(b)
		}
		return value{isInt: true, num: n}
	case kind >= 12:
		return value{isText: kind%2 == 1, raw: raw}
	}
	return value{raw: raw} // a fraction, which no table of ours holds
}
