package engine

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"loginscope/app/bundle"
	"loginscope/inspector/intake"
	"loginscope/proxy/exchange"
)

// part is what is imported as one: a file, or an entry of a zip of logs.
type part struct {
	path, name string // as in Imported
	read       readFunc
	err        error // why it is not read
}

// parts finds out how to read a file.
func (im *importer) parts(ctx context.Context, path string) []part {
	if bundle.Detect(path) != bundle.None {
		return []part{{path: path, name: filepath.Base(path), read: im.bundle(ctx, path)}}
	}
	read, err := im.reader(ctx, path)
	if kind, _ := detect(path); err != nil || kind != intake.Archive { // reader reports what detect cannot open
		return []part{{path, filepath.Base(path), read, err}}
	}
	return im.entries(path)
}

// entries are the parts of a zip.
func (im *importer) entries(path string) []part {
	var out []part
	err := withZip(path, func(f *os.File, size int64) error {
		if ext := strings.ToLower(filepath.Ext(path)); intake.App(f, size) || ext == ".apk" || ext == ".aab" {
			return ErrApp
		}
		c, err := intake.Open(f, size)
		for i, e := range c.Entries {
			p := part{path: path + "/" + e.Name, name: filepath.Base(path) + "/" + e.Name, err: e.Err,
				read: im.entry(path, i)}
			if e.Kind == intake.Archive && e.Err == nil {
				p.err = ErrApp
			}
			out = append(out, p)
		}
		if c.Left > 0 {
			err = errors.Join(err, ErrEntries)
		}
		return err
	})
	if err != nil {
		out = append(out, part{path: path, name: filepath.Base(path), err: err})
	}
	return out
}

// entry reads the i-th entry of a zip, which is opened anew: an archive of many
// entries holds no file open between them.
func (im *importer) entry(path string, i int) readFunc {
	return func(newID func() exchange.ID, emit func(exchange.Event) error) (st intake.Stats, err error) {
		err = withZip(path, func(f *os.File, size int64) error {
			c, err := intake.Open(f, size)
			if err != nil {
				return err
			}
			if i >= len(c.Entries) {
				return intake.ErrNoLogs // the file changed meanwhile
			}
			info, err := f.Stat()
			if err != nil {
				return err
			}
			e := c.Entries[i]
			im.progress(path, 0, size)
			st, err = e.Read(intake.Options{
				Name: filepath.Base(path) + "/" + e.Name, NewID: newID, Reference: info.ModTime(), Location: im.to.zone,
				At: im.at,
			}, emit)
			im.progress(path, size, size)
			return err
		})
		return st, err
	}
}

// bundle reads the session in a bundle, which is opened anew for each reading.
func (im *importer) bundle(ctx context.Context, path string) readFunc {
	return func(newID func() exchange.ID, emit func(exchange.Event) error) (st intake.Stats, err error) {
		f, err := bundle.Open(ctx, path, im.to.passphrase)
		if err != nil {
			return st, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		inner := f.Path(bundle.SessionName)
		if inner == "" {
			return st, bundle.ErrNoSession
		}
		return im.readSession(ctx, inner, newID, emit)
	}
}

func withZip(path string, use func(f *os.File, size int64) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return use(f, info.Size())
}
