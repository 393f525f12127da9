package bundle

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
)

// Form is what a file is to this package.
type Form int

// The forms. A sealed file may turn out to be another program's.
const (
	None Form = iota
	Plain
	Sealed
)

const ageHead = "age-encryption.org/v1\n"

// Detect reports by its beginning whether a file may be a bundle. A file that cannot be read
// is None; whoever opens it says why.
func Detect(path string) Form {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return None
	}
	f, err := os.Open(path)
	if err != nil {
		return None
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(f, head)
	return detect(head[:n])
}

func detect(head []byte) Form {
	const nameAt = 30 // of the first entry's name, behind its header block
	switch {
	case bytes.HasPrefix(head, []byte(ageHead)):
		return Sealed
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && len(head) > nameAt &&
		bytes.HasPrefix(head[nameAt:], []byte(ManifestName)):
		return Plain
	}
	return None
}

// File is a bundle that was opened: checked against its manifest, and unpacked in a folder
// of its own that Close removes.
type File struct {
	Manifest
	dir  string
	name map[string]string // where each entry was unpacked
}

// Open reads the bundle at path. passphrase is asked if the file is sealed; nil means that
// nobody can be asked (ErrSealed). Nothing beside the temporary folder is written, and the
// names of entries are never used as paths.
func Open(ctx context.Context, path string, passphrase func() (string, error)) (f *File, err error) {
	dir, err := os.MkdirTemp("", "loginscope-bundle-*")
	if err != nil {
		return nil, fmt.Errorf("open bundle: %w", err)
	}
	f = &File{dir: dir, name: map[string]string{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
			f = nil
		}
	}()
	plain, err := unsealed(ctx, path, dir, passphrase)
	if err != nil {
		return f, err
	}
	return f, f.read(ctx, plain)
}

// Close removes what was unpacked.
func (f *File) Close() error { return os.RemoveAll(f.dir) }

// Path is where an entry was unpacked, "" if the bundle has none of the name.
func (f *File) Path(name string) string { return f.name[name] }

// Bytes is the content of an entry, nil if there is none.
func (f *File) Bytes(name string) ([]byte, error) {
	p := f.name[name]
	if p == "" {
		return nil, nil
	}
	info, err := os.Stat(p)
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxText {
		return nil, fmt.Errorf("%s: %w", name, ErrTooBig)
	}
	return os.ReadFile(p)
}

// unsealed returns the path of the zip: the file itself, or what it holds sealed.
func unsealed(ctx context.Context, path, dir string, passphrase func() (string, error)) (string, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("no regular file: %w", ErrNotBundle)
	case info.Size() > MaxFile:
		return "", fmt.Errorf("%d bytes: %w", info.Size(), ErrTooBig)
	}
	switch Detect(path) {
	case Plain:
		return path, nil
	case Sealed:
		if passphrase == nil {
			return "", ErrSealed
		}
		pass, err := passphrase()
		if err != nil {
			return "", err
		}
		return filepath.Join(dir, "plain"), unseal(ctx, path, filepath.Join(dir, "plain"), pass)
	}
	return "", fmt.Errorf("it begins otherwise: %w", ErrNotBundle)
}

// unseal decrypts a file into another.
func unseal(ctx context.Context, from, to, pass string) (err error) {
	id, err := age.NewScryptIdentity(pass)
	if err != nil {
		return ErrPassphrase
	}
	id.SetMaxWorkFactor(maxWork)
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	r, err := age.Decrypt(in, id)
	if err != nil {
		if none := (*age.NoIdentityMatchError)(nil); errors.As(err, &none) {
			return ErrPassphrase
		}
		return fmt.Errorf("its head: %w", ErrDamaged)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	n, err := io.Copy(out, io.LimitReader(stopping{ctx, r}, MaxFile+1))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !isPathError(err):
		return fmt.Errorf("after %d bytes: %w", n, ErrDamaged)
	case n > MaxFile:
		return fmt.Errorf("unsealed: %w", ErrTooBig)
	}
	return err
}

// isPathError reports whether the system, and not the content, is at fault.
func isPathError(err error) bool {
	p := (*fs.PathError)(nil)
	return errors.As(err, &p)
}

// stopping is a reader that ends with its context.
type stopping struct {
	ctx interface{ Err() error }
	r   io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// read checks and unpacks the zip.
func (f *File) read(ctx context.Context, path string) (err error) {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	n, err := entryCount(in, info.Size())
	switch {
	case err != nil:
		return err
	case n > MaxParts:
		return fmt.Errorf("%d entries: %w", n, ErrTooBig)
	}
	z, err := zip.NewReader(in, info.Size())
	if err != nil {
		return fmt.Errorf("its directory: %w", ErrDamaged)
	}
	if err := f.manifest(z); err != nil {
		return err
	}
	return f.unpack(ctx, z)
}

// entryCount reads how many entries the end of a zip announces, so that the directory of a
// hostile file is not read. Loginscope's bundles need no 64-bit form.
func entryCount(r io.ReaderAt, size int64) (int, error) {
	const tail, room = 22, 22 + 65535
	buf := make([]byte, min(size, room))
	if _, err := r.ReadAt(buf, size-int64(len(buf))); err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	i := bytes.LastIndex(buf, []byte("PK\x05\x06"))
	if i < 0 || i+tail > len(buf) {
		return 0, fmt.Errorf("its end is missing: %w", ErrDamaged)
	}
	return int(buf[i+10]) | int(buf[i+11])<<8, nil
}

func (f *File) manifest(z *zip.Reader) error {
	if len(z.File) == 0 || z.File[0].Name != ManifestName {
		return fmt.Errorf("its first entry is no manifest: %w", ErrNotBundle)
	}
	raw, err := beginning(z.File[0], maxManifest)
	if err != nil {
		return err
	}
	// The version alone first: a newer manifest may have another form.
	var v struct {
		Schema  string `json:"schema"`
		Version int    `json:"version"`
	}
	if json.Unmarshal(raw, &v) != nil || v.Schema != Schema || v.Version < 1 {
		return fmt.Errorf("its manifest: %w", ErrNotBundle)
	}
	if v.Version > Version {
		return ErrTooNew
	}
	if err := json.Unmarshal(raw, &f.Manifest); err != nil {
		return fmt.Errorf("its manifest: %w", ErrDamaged)
	}
	return nil
}

// head reads an entry of at most limit bytes.
func beginning(e *zip.File, limit int64) ([]byte, error) {
	r, err := e.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Name, ErrDamaged)
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.Name, ErrDamaged)
	}
	if int64(len(raw)) > limit {
		return nil, fmt.Errorf("%s: %w", e.Name, ErrTooBig)
	}
	return raw, nil
}

// unpack writes the entries that the manifest lists into files of our own names. An entry
// that it does not list is refused, and so is a part that is missing.
func (f *File) unpack(ctx context.Context, z *zip.Reader) error {
	parts := map[string]Part{}
	for _, p := range f.Parts {
		if _, twice := parts[p.Name]; twice {
			return fmt.Errorf("%s: %w", shortened(p.Name), ErrHostile)
		}
		parts[p.Name] = p
	}
	left := int64(MaxUnpacked)
	for i, e := range z.File[1:] {
		p, listed := parts[e.Name]
		if err := f.acceptable(e, listed); err != nil {
			return err
		}
		if p.Bytes > left || p.Bytes > freeSize && p.Bytes/MaxRatio > int64(e.CompressedSize64) {
			return fmt.Errorf("%s unpacks to %d bytes: %w", e.Name, p.Bytes, ErrTooBig)
		}
		left -= p.Bytes
		to := filepath.Join(f.dir, fmt.Sprintf("part-%d%s", i, filepath.Ext(e.Name)))
		if err := extract(ctx, e, p, to); err != nil {
			return err
		}
		f.name[e.Name] = to
	}
	for name := range parts {
		if f.name[name] == "" {
			return fmt.Errorf("%s is missing: %w", shortened(name), ErrDamaged)
		}
	}
	return nil
}

func (f *File) acceptable(e *zip.File, listed bool) error {
	name := shortened(e.Name)
	switch {
	case !e.Mode().IsRegular(), strings.ContainsAny(e.Name, `/\:`), !filepath.IsLocal(e.Name), f.name[e.Name] != "",
		e.Name == ManifestName:
		return fmt.Errorf("%s: %w", name, ErrHostile)
	case !listed:
		return fmt.Errorf("%s is not in its manifest: %w", name, ErrDamaged)
	}
	return nil
}

// shortened keeps a stranger's name out of a message but for its beginning.
func shortened(name string) string {
	const most = 40
	r := []rune(strings.ToValidUTF8(name, "?"))
	return fmt.Sprintf("%q", string(r[:min(len(r), most)]))
}

// extract unpacks one entry, and compares size and digest with the manifest.
func extract(ctx context.Context, e *zip.File, p Part, to string) (err error) {
	r, err := e.Open()
	if err != nil {
		return fmt.Errorf("%s: %w", e.Name, ErrDamaged)
	}
	defer r.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, h), io.LimitReader(stopping{ctx, r}, p.Bytes+1))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case isPathError(err):
		return err
	case err != nil || n != p.Bytes || !digestIs(h, p.SHA256):
		return fmt.Errorf("%s is not what its manifest says: %w", e.Name, ErrDamaged)
	}
	return nil
}

func digestIs(h hash.Hash, want string) bool { return hex.EncodeToString(h.Sum(nil)) == want }

func bytesReader(b []byte) io.Reader { return bytes.NewReader(b) }
