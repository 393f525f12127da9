// Package archive reads the zip container of an APK, an app bundle, an aar or a
// split set the way Android's own reader does, within fixed limits of memory
// and time. It owns the container only; it extracts nothing to disk.
//
// The standard library's reader is not used for two reasons: the signing block
// sits just before the central directory, whose position that reader keeps
// to itself, and it refuses or trips over what packers do and Android accepts (a
// set encryption flag on plain data, made-up compression methods).
package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"strings"

	"loginscope/lang"
	"loginscope/problem"
)

// The errors that a caller may distinguish.
var (
	ErrNotZip = problem.New("not a zip archive",
		lang.Text{},
		lang.Both("It has the name of an app but is not a zip archive, or is truncated.", "文件名像应用安装包，但不是 zip "+
			"文件，或文件不完整。"),
		lang.Both("Copy it again, or build it again.", "请重新复制或重新构建。"))
	ErrTruncated = problem.New("archive is truncated",
		lang.Text{},
		lang.Both("The file ends too early: it was copied or downloaded in part.", "文件不完整，可能复制或下载中断。"),
		lang.Both("Copy it again, or build it again.", "请重新复制或重新构建。"))
	ErrZip64 = problem.New("zip64 archive, which Android does not install",
		lang.Text{},
		lang.Both("It is a zip64 archive, which Android does not install.", "它是 zip64 格式，Android 无法安装。"),
		lang.Both("Build it with the Android build tools.", "请使用 Android 构建工具打包。"))
	ErrTooBig = problem.NewOfPart("too big",
		lang.Text{},
		lang.Both("A part of it is larger than an app's may be.", "其中某部分超过应用的合理大小。"),
		lang.Both("Check where the file comes from: it may be made to exhaust its readers.", "请确认文件来源：它可能是恶意构造的压缩炸弹。"))
	ErrNotFound = errors.New("no such entry")
)

// le is the byte order of every number in a zip file.
var le = binary.LittleEndian

// The limits of an archive.
const (
	maxDirectory = 64 << 20
	// InflateBudget limits what all reads of one archive may inflate together.
	InflateBudget = 768 << 20
)

// Archive is an open container. It is not safe for concurrent use.
type Archive struct {
	// Entries are in the order of the central directory.
	Entries []Entry
	// Problems are oddities that did not stop the reading.
	Problems []Problem
	// Directory and End are the offsets of the central directory and of the
	// end record; the signing block ends at Directory.
	Directory, End int64
	Size           int64

	r      io.ReaderAt
	byName map[string]int
	budget int64
}

// Entry is one file of the archive.
type Entry struct {
	Name       string
	Method     uint16 // 0 stored, 8 deflated
	Flags      uint16
	CRC        uint32
	Compressed int64
	Size       int64 // as declared; hostile archives lie
	header     int64
}

// ProblemKind names an oddity.
type ProblemKind string

// The oddities. Each is a sign of a packer, of an attack or of a broken tool.
const (
	Encrypted ProblemKind = "encrypted-flag"
	Duplicate ProblemKind = "duplicate-entry"
	Traversal ProblemKind = "path-traversal"
	OddMethod ProblemKind = "unknown-method"
	Mismatch  ProblemKind = "local-header-differs"
	OutOfFile ProblemKind = "entry-outside-file"
	BadCRC    ProblemKind = "checksum-differs"
)

// Problem is one oddity and the entry that shows it.
type Problem struct {
	Kind  ProblemKind `json:"kind"`
	Entry string      `json:"entry"`
}

const (
	endSignature   = "PK\x05\x06"
	entrySignature = "PK\x01\x02"
	localSignature = "PK\x03\x04"
	endSize        = 22
	entrySize      = 46
	localSize      = 30
)

// Open reads the directory of an archive of that size.
func Open(r io.ReaderAt, size int64) (*Archive, error) {
	a := &Archive{r: r, Size: size, byName: map[string]int{}, budget: InflateBudget}
	end, err := a.findEnd()
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if err := a.readDirectory(end); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	return a, nil
}

// findEnd looks for the end record from the back; a comment may follow it.
func (a *Archive) findEnd() ([]byte, error) {
	n := min(a.Size, endSize+65535)
	tail := make([]byte, n)
	if _, err := a.r.ReadAt(tail, a.Size-n); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read end of file: %w", err)
	}
	for at := len(tail) - endSize; at >= 0; at-- {
		if string(tail[at:at+4]) == endSignature && at+endSize+int(le.Uint16(tail[at+20:])) <= len(tail) {
			a.End = a.Size - n + int64(at)
			return tail[at : at+endSize], nil
		}
	}
	head := make([]byte, 4)
	if _, err := a.r.ReadAt(head, 0); err == nil && string(head) == localSignature {
		return nil, fmt.Errorf("%w: it starts like a zip, but has no end record", ErrTruncated)
	}
	return nil, ErrNotZip
}

func (a *Archive) readDirectory(end []byte) error {
	count, size, start := int(le.Uint16(end[10:])), int64(le.Uint32(end[12:])), int64(le.Uint32(end[16:]))
	if start == 0xffffffff || size == 0xffffffff {
		return ErrZip64
	}
	if start+size > a.End {
		return fmt.Errorf("%w: central directory %d+%d ends behind %d", ErrTruncated, start, size, a.End)
	}
	if size > maxDirectory {
		return fmt.Errorf("central directory: %w: %d bytes, at most %d", ErrTooBig, size, maxDirectory)
	}
	a.Directory = start
	dir := make([]byte, size)
	if _, err := a.r.ReadAt(dir, start); err != nil {
		return fmt.Errorf("read central directory: %w", err)
	}
	for i := range count {
		n, err := a.readEntry(dir)
		if err != nil {
			return fmt.Errorf("entry %d of %d: %w", i+1, count, err)
		}
		dir = dir[n:]
	}
	return nil
}

func (a *Archive) readEntry(dir []byte) (int, error) {
	if len(dir) < entrySize || string(dir[:4]) != entrySignature {
		return 0, fmt.Errorf("%w: central directory entry is broken", ErrTruncated)
	}
	name, extra, comment := int(le.Uint16(dir[28:])), int(le.Uint16(dir[30:])), int(le.Uint16(dir[32:]))
	total := entrySize + name + extra + comment
	if total > len(dir) {
		return 0, fmt.Errorf("%w: central directory entry is cut off", ErrTruncated)
	}
	e := Entry{
		Name: string(dir[entrySize : entrySize+name]), Method: le.Uint16(dir[10:]), Flags: le.Uint16(dir[8:]),
		CRC: le.Uint32(dir[16:]), Compressed: int64(le.Uint32(dir[20:])), Size: int64(le.Uint32(dir[24:])),
		header: int64(le.Uint32(dir[42:])),
	}
	a.judge(e)
	if _, twice := a.byName[e.Name]; !twice {
		a.byName[e.Name] = len(a.Entries)
	}
	a.Entries = append(a.Entries, e)
	return total, nil
}

func (a *Archive) judge(e Entry) {
	if _, twice := a.byName[e.Name]; twice {
		a.note(Duplicate, e.Name)
	}
	if e.Flags&1 != 0 {
		a.note(Encrypted, e.Name)
	}
	if e.Method != 0 && e.Method != 8 {
		a.note(OddMethod, e.Name)
	}
	if unsafe(e.Name) {
		a.note(Traversal, e.Name)
	}
	if e.header+localSize+e.Compressed > a.Directory {
		a.note(OutOfFile, e.Name)
	}
}

func unsafe(name string) bool {
	slashed := strings.ReplaceAll(name, `\`, "/")
	clean := path.Clean(slashed)
	return strings.HasPrefix(slashed, "/") || clean == ".." || strings.HasPrefix(clean, "../") ||
		strings.ContainsRune(name, 0)
}

// maxProblems limits the list: a hostile directory could name thousands.
const maxProblems = 100

func (a *Archive) note(k ProblemKind, entry string) {
	p := Problem{k, entry}
	for _, known := range a.Problems {
		if known == p {
			return
		}
	}
	if len(a.Problems) < maxProblems {
		a.Problems = append(a.Problems, p)
	}
}

// Lookup finds an entry by its exact name; of several, the first counts.
func (a *Archive) Lookup(name string) (Entry, bool) {
	i, ok := a.byName[name]
	if !ok {
		return Entry{}, false
	}
	return a.Entries[i], true
}

// Names lists the entries that start with prefix and end with suffix.
func (a *Archive) Names(prefix, suffix string) []string {
	var names []string
	for _, e := range a.Entries {
		if strings.HasPrefix(e.Name, prefix) && strings.HasSuffix(e.Name, suffix) {
			names = append(names, e.Name)
		}
	}
	return names
}

// Section reads raw bytes of the container.
func (a *Archive) Section(at, n int64) ([]byte, error) {
	if at < 0 || n < 0 || at+n > a.Size {
		return nil, fmt.Errorf("read %d bytes at %d of %d: %w", n, at, a.Size, ErrTruncated)
	}
	b := make([]byte, n)
	if _, err := a.r.ReadAt(b, at); err != nil && !(err == io.EOF && at+n == a.Size) {
		return nil, fmt.Errorf("read %d bytes at %d: %w", n, at, err)
	}
	return b, nil
}

// Source is the reader under the archive.
func (a *Archive) Source() io.ReaderAt { return a.r }

var errBudget = fmt.Errorf("%w: the archive as a whole inflates past %d bytes", ErrTooBig, InflateBudget)

// Read returns an entry's content if it is not longer than limit. The error
// names the entry.
func (a *Archive) Read(name string, limit int64) ([]byte, error) {
	return a.ReadInto(&bytes.Buffer{}, name, limit)
}

// ReadInto is Read into a buffer that the caller uses again: the content is
// good until the next use.
func (a *Archive) ReadInto(buf *bytes.Buffer, name string, limit int64) ([]byte, error) {
	e, ok := a.Lookup(name)
	if !ok {
		return nil, fmt.Errorf("read %q: %w", name, ErrNotFound)
	}
	if err := a.read(buf, e, limit); err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	return buf.Bytes(), nil
}

// read tries both meanings of a made-up method: some readers of Android inflate
// it, others take it for stored. The checksum decides which was meant.
func (a *Archive) read(buf *bytes.Buffer, e Entry, limit int64) error {
	if e.Method == 0 || e.Method == 8 {
		return a.readAs(buf, e, limit)
	}
	inflated := e
	inflated.Method = 8
	if err := a.readAs(buf, inflated, limit); err == nil && crc32.ChecksumIEEE(buf.Bytes()) == e.CRC {
		return nil
	}
	e.Method = 0
	return a.readAs(buf, e, limit)
}

func (a *Archive) readAs(buf *bytes.Buffer, e Entry, limit int64) error {
	buf.Reset()
	src, err := a.open(e)
	if err != nil {
		return err
	}
	if e.Size <= limit && e.Size <= 64*(e.Compressed+64) {
		buf.Grow(int(e.Size) + bytes.MinRead)
	}
	n, err := io.Copy(buf, io.LimitReader(src, min(limit, a.budget)+1))
	a.budget -= min(n, a.budget)
	switch {
	case err != nil && e.Flags&1 != 0:
		return fmt.Errorf("entry is encrypted or its encryption flag is false: %w", err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: compressed data ends early", ErrTruncated)
	case err != nil:
		return err
	case n > limit:
		return fmt.Errorf("%w: more than %d bytes, compressed %d", ErrTooBig, limit, e.Compressed)
	case a.budget == 0:
		return errBudget
	}
	a.checksum(e, buf.Bytes())
	return nil
}
