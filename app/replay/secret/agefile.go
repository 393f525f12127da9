package secret

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"
)

// maxFile limits the decrypted key file.
const maxFile = 1 << 20

// File keeps all keys in one age file, encrypted to a passphrase with scrypt.
// The passphrase is asked for each time and is kept nowhere.
type File struct {
	Path string
	// Passphrase is called when the file is opened or written.
	Passphrase func() (string, error)
	// WorkFactor is scrypt's cost as a power of two; 0 means age's default.
	WorkFactor int
}

// Where implements Store.
func (f *File) Where() string { return fmt.Sprintf("the encrypted file %s", f.Path) }

// Get implements Store.
func (f *File) Get(name string) (Keys, error) {
	all, _, err := f.open()
	if err != nil {
		return Keys{}, err
	}
	w, ok := all[name]
	if !ok {
		return Keys{}, fmt.Errorf("target %q: %w", name, ErrNotFound)
	}
	return Keys{w.ID, w.Secret, w.STS}, nil
}

// Put implements Store.
func (f *File) Put(name string, k Keys) error {
	return f.change(func(all map[string]wire) { all[name] = wire{k.AccessKeyID, k.AccessKeySecret, k.STSToken} })
}

// Delete implements Store.
func (f *File) Delete(name string) error {
	if _, err := os.Stat(f.Path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return f.change(func(all map[string]wire) { delete(all, name) })
}

func (f *File) change(edit func(map[string]wire)) error {
	all, pass, err := f.open()
	if err != nil {
		return err
	}
	edit(all)
	return f.write(all, pass)
}

// open returns the content, an empty one for a file that is not there, and
// the passphrase that opens it.
func (f *File) open() (map[string]wire, string, error) {
	pass, err := f.Passphrase()
	if err != nil {
		return nil, "", fmt.Errorf("ask passphrase: %w", err)
	}
	raw, err := os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]wire{}, pass, nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("read key file: %w", err)
	}
	all, err := unseal(raw, pass)
	return all, pass, err
}

func unseal(raw []byte, pass string) (map[string]wire, error) {
	id, err := age.NewScryptIdentity(pass)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPassphrase, err)
	}
	r, err := age.Decrypt(bytes.NewReader(raw), id)
	if err != nil {
		return nil, fmt.Errorf("open key file: %w", ErrPassphrase)
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxFile))
	if err != nil {
		return nil, fmt.Errorf("read key file: it is damaged")
	}
	all := map[string]wire{}
	if err := json.Unmarshal(plain, &all); err != nil {
		return nil, fmt.Errorf("read key file: it is not in the expected form")
	}
	return all, nil
}

func (f *File) write(all map[string]wire, pass string) error {
	r, err := age.NewScryptRecipient(pass)
	if err != nil {
		return fmt.Errorf("use passphrase: %w", err)
	}
	if f.WorkFactor > 0 {
		r.SetWorkFactor(f.WorkFactor)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		return fmt.Errorf("encrypt key file: %w", err)
	}
	if err := json.NewEncoder(w).Encode(all); err != nil {
		return fmt.Errorf("encrypt key file: %w", err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("encrypt key file: %w", err)
	}
	return replaceFile(f.Path, out.Bytes())
}

func replaceFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("save key file: %w", err)
	}
	tmp := path + ".new"
	if err := os.WriteFile(tmp, data, 0o600); err != nil {
		return fmt.Errorf("save key file: %w", err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("save key file: %w", err)
	}
	return nil
}
