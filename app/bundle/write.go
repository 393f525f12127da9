package bundle

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"loginscope/inspector/redact"
)

// Content is one entry to be written: File names a file with it, else it is Data.
type Content struct {
	Name string
	Kind Kind
	Data []byte
	File string
}

// Options say how a bundle is written.
type Options struct {
	// Passphrase seals the file; "" leaves it open.
	Passphrase string
	// WorkFactor is scrypt's cost as a power of two; 0 means age's default.
	WorkFactor int
	// Search are the values that must not be in the file; nil for none.
	Search *redact.Known
	// Keep are the kinds of datum that stay readable.
	Keep map[string]bool
}

// Write makes a bundle at path, where nothing may be yet, of the manifest and the entries,
// whose sizes and digests it adds to it. The file is written in a folder beside path,
// synced, read again from the disk and searched; only then it gets its name, so that a
// failure, a full disk or a kill leaves none under it. Only its owner may read it. A
// LeakError says that a value was found.
func Write(ctx context.Context, path string, m Manifest, entries []Content, o Options) (out Manifest, err error) {
	if _, err := os.Lstat(path); err == nil {
		return m, ErrThere
	}
	m.Schema, m.Version, m.Parts = Schema, Version, nil
	for _, c := range entries {
		p, err := describe(c)
		if err != nil {
			return m, err
		}
		m.Parts = append(m.Parts, p)
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), ".loginscope-*")
	if err != nil {
		return m, notWritten(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	beside := filepath.Join(dir, "bundle")
	if err := fill(ctx, beside, m, entries, o); err != nil {
		return m, notWritten(err)
	}
	if err := verify(ctx, beside, o); err != nil {
		return m, err
	}
	if err := ctx.Err(); err != nil {
		return m, err
	}
	return m, settle(beside, path)
}

// describe measures an entry.
func describe(c Content) (Part, error) {
	p := Part{Name: c.Name, Kind: c.Kind}
	r, err := c.open()
	if err != nil {
		return p, err
	}
	h := sha256.New()
	p.Bytes, err = io.Copy(h, r)
	p.SHA256 = hex.EncodeToString(h.Sum(nil))
	return p, errors.Join(err, r.Close())
}

func (c Content) open() (io.ReadCloser, error) {
	if c.File != "" {
		return os.Open(c.File)
	}
	return io.NopCloser(bytesReader(c.Data)), nil
}

func fill(ctx context.Context, path string, m Manifest, entries []Content, o Options) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	sealed, done, err := sealing(f, o)
	if err != nil {
		return err
	}
	if err := pack(ctx, sealed, m, entries); err != nil {
		return err
	}
	if err := done(); err != nil {
		return err
	}
	return f.Sync()
}

// sealing returns a writer that encrypts, if there is a passphrase; done ends it.
func sealing(f io.Writer, o Options) (w io.Writer, done func() error, err error) {
	if o.Passphrase == "" {
		return f, func() error { return nil }, nil
	}
	r, err := age.NewScryptRecipient(o.Passphrase)
	if err != nil {
		return nil, nil, err
	}
	if o.WorkFactor > 0 {
		r.SetWorkFactor(o.WorkFactor)
	}
	sealed, err := age.Encrypt(f, r)
	if err != nil {
		return nil, nil, err
	}
	return sealed, sealed.Close, nil
}

func pack(ctx context.Context, w io.Writer, m Manifest, entries []Content) error {
	z := zip.NewWriter(w)
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	manifest := Content{Name: ManifestName, Data: append(raw, '\n')}
	for _, c := range append([]Content{manifest}, entries...) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := add(z, m, c); err != nil {
			return err
		}
	}
	return z.Close()
}

func add(z *zip.Writer, m Manifest, c Content) error {
	e, err := z.CreateHeader(&zip.FileHeader{Name: c.Name, Method: zip.Deflate, Modified: m.Created})
	if err != nil {
		return err
	}
	r, err := c.open()
	if err != nil {
		return err
	}
	_, err = io.Copy(e, r)
	return errors.Join(err, r.Close())
}

// settle gives a file its name, which must be free, and makes sure of that.
func settle(from, path string) error {
	if err := os.Link(from, path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return ErrThere
		}
		// A file system without links: nothing but this process uses the name.
		if err := os.Rename(from, path); err != nil {
			return notWritten(err)
		}
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil // the file is there; a folder that cannot be opened cannot be synced
	}
	_ = dir.Sync() // not every file system can
	return dir.Close()
}
