package intake

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"

	"loginscope/inspector/intake/lines"
	"loginscope/proxy/exchange"
)

// Limits of a zip of logs.
const (
	// MaxEntries limits the entries that are read of one archive.
	MaxEntries = 64
	// maxListed limits the entries that an archive may have.
	maxListed = 20_000
	// MaxArchive limits the bytes that all entries of one archive unpack to.
	MaxArchive = 2 << 30
)

// Contents are the entries of a zip that are worth reading.
type Contents struct {
	// Entries are in the order of the archive. An Android bug report has its
	// main text first and the logs of its FS/data folder after it.
	Entries []Entry
	// Left counts the entries past the limits, which are not read.
	Left int
}

// Entry is one file in a zip.
type Entry struct {
	Name string
	Kind Kind
	// Err says why it cannot be read, nil if it can.
	Err  error
	file *zip.File
}

// App reports whether a zip is an app package, which is checked and not
// imported: an APK, an AAB or an AAR.
func App(r io.ReaderAt, size int64) bool {
	z, err := zip.NewReader(r, size)
	return err == nil && (has(z, "AndroidManifest.xml") || has(z, "base/manifest/AndroidManifest.xml"))
}

func has(z *zip.Reader, name string) bool {
	for _, f := range z.File {
		if f.Name == name {
			return true
		}
	}
	return false
}

// Open lists what a zip holds. Its error distinguishes documents from damaged files.
func Open(r io.ReaderAt, size int64) (Contents, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Contents{}, packed(err)
	}
	if has(z, "[Content_Types].xml") || has(z, "content.xml") && has(z, "mimetype") {
		return Contents{}, ErrOffice
	}
	if len(z.File) > maxListed {
		return Contents{}, ErrUnpacked
	}
	c := listed(z, mainEntry(z))
	if len(c.Entries) == 0 {
		return c, ErrNoLogs
	}
	return c, nil
}

// mainEntry is the name of a bug report's own text, "" for another archive.
func mainEntry(z *zip.Reader) string {
	for _, f := range z.File {
		if f.Name == "main_entry.txt" {
			if b, err := start(f, 256); err == nil {
				return strings.TrimSpace(string(b))
			}
		}
	}
	for _, f := range z.File {
		if ok, err := path.Match("bugreport-*.txt", f.Name); err == nil && ok {
			return f.Name
		}
	}
	return ""
}

func listed(z *zip.Reader, main string) Contents {
	var c Contents
	var total uint64
	for _, f := range z.File {
		if !worth(f, main) {
			continue
		}
		e := entry(f)
		if e.Kind == Empty || e.Kind == Binary {
			continue // pictures of a screen and databases beside a log say nothing of a login
		}
		if total += f.UncompressedSize64; len(c.Entries) >= MaxEntries || total > MaxArchive {
			c.Left++
			continue
		}
		if f.Name == main {
			c.Entries = append([]Entry{e}, c.Entries...)
		} else {
			c.Entries = append(c.Entries, e)
		}
	}
	return c
}

// worth reports whether an entry can be a log. Of a bug report only its text
// and the logs of FS/data are: the rest is the state of the system.
func worth(f *zip.File, main string) bool {
	base := path.Base(f.Name)
	if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || strings.HasPrefix(base, ".") {
		return false
	}
	return main == "" || f.Name == main || strings.HasPrefix(f.Name, "FS/data/")
}

func entry(f *zip.File) Entry {
	e := Entry{Name: lines.UTF8([]byte(f.Name)), file: f} // Windows writes names in GBK
	if f.Flags&1 != 0 {
		e.Err = ErrLocked
		return e
	}
	head, err := start(f, HeadSize)
	if err != nil {
		e.Err = err
		return e
	}
	e.Kind = Detect(head, f.Name)
	if e.Err = Refusal(e.Kind); e.Kind == Session || e.Kind == Archive && extension(f.Name) != ".apk" &&
		extension(f.Name) != ".aab" {
		e.Err = ErrPacked
	}
	return e
}

// start is the beginning of an entry.
func start(f *zip.File, n int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, n))
}

// Read reads the entry as Read does a file.
func (e Entry) Read(o Options, emit func(exchange.Event) error) (Stats, error) {
	if e.Err != nil {
		return Stats{Kind: e.Kind}, e.Err
	}
	r, err := e.file.Open()
	if err != nil {
		return Stats{Kind: e.Kind}, packed(err)
	}
	defer r.Close()
	in := &unpacked{Reader: r,
		packed: func() int64 { return int64(e.file.CompressedSize64) }} //nolint:gosec // a real file's size
	read := readPlain
	if e.Kind == Gzip {
		read = readGzip
	}
	st, err := read(in, o, emit)
	if err != nil {
		return st, fmt.Errorf("read %q as %s: %w", o.Name, st.Kind, packed(err))
	}
	return st, nil
}
