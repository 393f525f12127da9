package bundle_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"loginscope/app/bundle"
	"loginscope/problem"
)

// entryOf is an entry of a file that a stranger made.
type entryOf struct {
	name string
	data []byte
	mode fs.FileMode
}

// forged makes a zip with a manifest that lists the entries truly, unless it is given.
func forged(t *testing.T, manifest string, list ...entryOf) []byte {
	t.Helper()
	m := bundle.Manifest{Schema: bundle.Schema, Version: bundle.Version}
	for _, e := range list {
		sum := sha256.Sum256(e.data)
		p := bundle.Part{Name: e.name, Bytes: int64(len(e.data)), SHA256: hex.EncodeToString(sum[:])}
		m.Parts = append(m.Parts, p)
	}
	if manifest == "" {
		raw, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		manifest = string(raw)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range append([]entryOf{{name: bundle.ManifestName, data: []byte(manifest)}}, list...) {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(e.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestHostileBundles: each is refused with its own error, in both languages, and leaves
// nothing behind.
func TestHostileBundles(t *testing.T) {
	text := entryOf{name: "notes.txt", data: []byte("notes")}
	good := forged(t, "", text)
	changed := bytes.Clone(good)
	changed[bytes.Index(changed, []byte("notes.txt"))+len("notes.txt")+3] ^= 0x41
	var many []entryOf
	for i := range 5000 {
		many = append(many, entryOf{name: fmt.Sprintf("n%d.txt", i)})
	}
	lies := bytes.Clone(good) // the end announces more entries than memory should hold
	binary.LittleEndian.PutUint16(lies[len(lies)-12:], 0xffff)
	huge := fmt.Sprintf(`{"schema":%q,"version":1,"parts":[{"name":"notes.txt","bytes":%d}]}`, bundle.Schema,
		int64(1)<<40)
	short := fmt.Sprintf(`{"schema":%q,"version":1,"parts":[{"name":"notes.txt","bytes":3}]}`, bundle.Schema)
	unlisted := fmt.Sprintf(`{"schema":%q,"version":1}`, bundle.Schema)
	missing := fmt.Sprintf(`{"schema":%q,"version":1,"parts":[{"name":"gone.txt"}]}`, bundle.Schema)
	for _, tt := range []struct {
		name string
		raw  []byte
		want error
	}{
		{"empty", nil, bundle.ErrNotBundle},
		{"text", []byte("no bundle at all"), bundle.ErrNotBundle},
		{"another zip", forgedZip(t, "a.txt"), bundle.ErrNotBundle},
		{"another manifest", forged(t, `{"schema":"other","version":1}`, text), bundle.ErrNotBundle},
		{"no JSON", forged(t, `no JSON`, text), bundle.ErrNotBundle},
		{"a newer one", forged(t, `{"schema":"loginscope/bundle","version":2,"parts":7}`, text), bundle.ErrTooNew},
		{"cut off", good[:len(good)-30], bundle.ErrDamaged},
		{"half of it", good[:len(good)/2], bundle.ErrDamaged},
		{"changed", changed, bundle.ErrDamaged},
		{"a part is missing", forged(t, missing), bundle.ErrDamaged},
		{"a part is not listed", forged(t, unlisted, text), bundle.ErrDamaged},
		{"a part is longer", forged(t, short, text), bundle.ErrDamaged},
		{"path upwards", forged(t, "", entryOf{name: "../notes.txt"}), bundle.ErrHostile},
		{"path of Windows", forged(t, "", entryOf{name: `..\notes.txt`}), bundle.ErrHostile},
		{"absolute path", forged(t, "", entryOf{name: "/etc/passwd"}), bundle.ErrHostile},
		{"drive", forged(t, "", entryOf{name: "c:notes.txt"}), bundle.ErrHostile},
		{"folder", forged(t, "", entryOf{name: "a/"}), bundle.ErrHostile},
		{"link", forged(t, "", entryOf{"notes.txt", []byte("/etc/passwd"), fs.ModeSymlink | 0o777}), bundle.ErrHostile},
		{"twice", forged(t, "", text, text), bundle.ErrHostile},
		{"a second manifest", forged(t, "", entryOf{name: bundle.ManifestName}), bundle.ErrHostile},
		{"thousands of entries", forged(t, "", many...), bundle.ErrTooBig},
		{"announces thousands", lies, bundle.ErrTooBig},
		{"announces a terabyte", forged(t, huge, text), bundle.ErrTooBig},
		{"bomb", forged(t, "", entryOf{name: "bomb.txt", data: make([]byte, 64<<20)}), bundle.ErrTooBig},
		{"long manifest", forged(t, string(bytes.Repeat([]byte(" "), 2<<20))), bundle.ErrTooBig},
		{"sealed by nobody", []byte("age-encryption.org/v1\n-> X25519 x\n"), bundle.ErrDamaged},
		{"sealed with too much work", []byte("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 40\n" +
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"),
			bundle.ErrDamaged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tmp := t.TempDir()
			t.Setenv("TMPDIR", tmp)
			path := filepath.Join(t.TempDir(), "case"+bundle.Ext)
			if err := os.WriteFile(path, tt.raw, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := bundle.Open(t.Context(), path, func() (string, error) { return "x", nil })
			if !errors.Is(err, tt.want) {
				t.Fatalf("%v, want %v", err, tt.want)
			}
			if p := problem.Of(err); p.What.ZH == "" || p.Why.ZH == "" || p.Do.ZH == "" || p.Do.EN == "" {
				t.Errorf("not worded: %+v", p)
			}
			if left := only(t, tmp); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	if _, err := bundle.Open(t.Context(), t.TempDir(), nil); !errors.Is(err, bundle.ErrNotBundle) {
		t.Errorf("a folder: %v", err)
	}
}

func forgedZip(t *testing.T, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.Create(name); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// FuzzOpen: no file makes the reader panic, and what it opens is within its limits.
func FuzzOpen(f *testing.F) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(bundle.ManifestName)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := w.Write([]byte(`{"schema":"loginscope/bundle","version":1}`)); err != nil {
		f.Fatal(err)
	}
	if err := z.Close(); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("age-encryption.org/v1\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		opened, err := bundle.Open(t.Context(), path, nil)
		if err != nil {
			return
		}
		if len(opened.Parts) > bundle.MaxParts {
			t.Errorf("%d parts", len(opened.Parts))
		}
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
}
