package archive

import (
	"bufio"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
)

// open finds an entry's data through its local header, whose name and extra
// lengths may differ from the directory's.
func (a *Archive) open(e Entry) (io.Reader, error) {
	local, err := a.Section(e.header, localSize)
	if err != nil {
		return nil, err
	}
	if string(local[:4]) != localSignature {
		return nil, fmt.Errorf("%w: no local header at %d", ErrTruncated, e.header)
	}
	nameLen := int64(le.Uint16(local[26:]))
	a.compareName(e, nameLen)
	start := e.header + localSize + nameLen + int64(le.Uint16(local[28:]))
	if start+e.stored() > a.Size {
		return nil, fmt.Errorf("%w: data %d+%d ends behind the file", ErrTruncated, start, e.stored())
	}
	data := io.NewSectionReader(a.r, start, e.stored())
	if e.Method == 8 {
		return flate.NewReader(bufio.NewReaderSize(data, 64<<10)), nil
	}
	return data, nil
}

// Stream writes an entry's content to w, whatever its size, and stops after
// limit+1 bytes. It takes nothing of the archive's budget, since it keeps
// nothing; the caller limits the sum.
func (a *Archive) Stream(w io.Writer, name string, limit int64) (int64, error) {
	e, ok := a.Lookup(name)
	if !ok {
		return 0, fmt.Errorf("read %q: %w", name, ErrNotFound)
	}
	src, err := a.open(e)
	if err != nil {
		return 0, fmt.Errorf("read %q: %w", name, err)
	}
	n, err := io.Copy(w, io.LimitReader(src, limit+1))
	if err != nil {
		return n, fmt.Errorf("read %q: %w", name, err)
	}
	return n, nil
}

// Head reads the first bytes of an entry, at most n; fewer if it is shorter.
func (a *Archive) Head(name string, n int64) ([]byte, error) {
	e, ok := a.Lookup(name)
	if !ok {
		return nil, fmt.Errorf("read %q: %w", name, ErrNotFound)
	}
	src, err := a.open(e)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	b, err := io.ReadAll(io.LimitReader(src, n))
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return b, nil
}

// stored is how many bytes the entry takes in the file. Android takes every
// method but deflate for stored and then believes the uncompressed size.
func (e Entry) stored() int64 {
	if e.Method == 8 {
		return e.Compressed
	}
	return e.Size
}

func (a *Archive) compareName(e Entry, nameLen int64) {
	name, err := a.Section(e.header+localSize, nameLen)
	if err != nil || string(name) != e.Name {
		a.note(Mismatch, e.Name)
	}
}

func (a *Archive) checksum(e Entry, content []byte) {
	if crc32.ChecksumIEEE(content) != e.CRC {
		a.note(BadCRC, e.Name)
	}
}

// Nested opens an entry that is itself an archive. A stored entry is read in
// place, whatever its size; a deflated one is inflated up to limit.
func (a *Archive) Nested(name string, limit int64) (io.ReaderAt, int64, error) {
	e, ok := a.Lookup(name)
	if !ok {
		return nil, 0, fmt.Errorf("read %q: %w", name, ErrNotFound)
	}
	if e.Method != 8 {
		r, err := a.open(e)
		if err != nil {
			return nil, 0, fmt.Errorf("read %q: %w", name, err)
		}
		section := r.(*io.SectionReader)
		return section, section.Size(), nil
	}
	b, err := a.Read(name, limit)
	return bytes.NewReader(b), int64(len(b)), err
}
