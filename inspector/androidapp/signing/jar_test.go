package signing

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

func TestJARFile(t *testing.T) {
	long := strings.Repeat("x", 70)
	f, err := parseJARFile(
		[]byte("Manifest-Version: 1.0\r\n\r\n\r\nName: a/" + long +
			"\r\n yz\r\nSHA1-Digest: AAAA\r\n\r\nName: b\nSHA-256-Digest: BBBB\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	if f.main.attrs["manifest-version"] != "1.0" || len(f.sorted) != 2 || f.sorted[0] != "a/"+long+"yz" ||
		f.sorted[1] != "b" {
		t.Errorf("names %q, main %v", f.sorted, f.main.attrs)
	}
	if raw := string(f.named["b"].raw); raw != "Name: b\nSHA-256-Digest: BBBB\n\n" {
		t.Errorf("section %q", raw)
	}
	for name, bad := range map[string]string{
		"no name":  "Manifest-Version: 1.0\n\nSHA1-Digest: A\n\n",
		"twice":    "Manifest-Version: 1.0\n\nName: a\n\nName: a\n\n",
		"no colon": "Manifest-Version: 1.0\n\nName: a\nnonsense\n\n",
	} {
		if _, err := parseJARFile([]byte(bad)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestCovers(t *testing.T) {
	manifest, err := parseJARFile([]byte("Manifest-Version: 1.0\n\nName: a\nSHA1-Digest: AAAA\n\n"))
	if err != nil {
		t.Fatal(err)
	}
	sum := func(b []byte) string {
		h := sha256.Sum256(b)
		return base64.StdEncoding.EncodeToString(h[:])
	}
	whole, section := sum(manifest.raw), sum(manifest.named["a"].raw)
	wrong := sum([]byte("other"))
	for name, tt := range map[string]struct {
		sf string
		ok bool
	}{
		"whole": {"V: 1\nSHA-256-Digest-Manifest: " + whole + "\n\nName: a\nSHA-256-Digest: " +
			wrong + "\n\n", true},
		"section": {"V: 1\nSHA-256-Digest-Manifest: " + wrong + "\n\nName: a\nSHA-256-Digest: " +
			section + "\n\n", true},
		"neither": {"V: 1\nSHA-256-Digest-Manifest: " + wrong + "\n\nName: a\nSHA-256-Digest: " +
			wrong + "\n\n", false},
		"no digest":     {"V: 1\n\nName: a\n\n", false},
		"another entry": {"V: 1\n\nName: b\nSHA-256-Digest: " + section + "\n\n", false},
		"main section": {"V: 1\nSHA-256-Digest-Manifest: " + whole +
			"\nSHA-256-Digest-Manifest-Main-Attributes: " + wrong + "\n\n", false},
		"strongest digest decides": {"V: 1\nSHA1-Digest-Manifest: AAAA\nSHA-256-Digest-Manifest: " + whole + "\n\n",
			true},
	} {
		sf, err := parseJARFile([]byte(tt.sf))
		if err != nil {
			t.Fatal(err)
		}
		if err := sf.covers(manifest, 21); (err == nil) != tt.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Before Android 4.3 the weaker digest counted as well.
	sf, _ := parseJARFile(
		[]byte("V: 1\nSHA1-Digest-Manifest: AAAA\nSHA-256-Digest-Manifest: " + whole + "\n\nName: a\nSHA-256-Digest: " +
			wrong + "\n\n"))
	if sf.covers(manifest, 17) == nil {
		t.Error("a wrong SHA-1 digest counts on Android 4.2")
	}
}

func TestBER(t *testing.T) {
	tests := []struct{ name, in, der string }{
		{"as DER", "\x30\x03\x02\x01\x05", "\x30\x03\x02\x01\x05"},
		{"length with leading zeros", "\x30\x82\x00\x03\x02\x01\x05", "\x30\x03\x02\x01\x05"},
		{"indefinite length", "\x30\x80\x02\x01\x05\x00\x00", "\x30\x03\x02\x01\x05"},
		{"indefinite inside", "\x30\x80\x30\x80\x02\x01\x05\x00\x00\x00\x00", "\x30\x05\x30\x03\x02\x01\x05"},
	}
	for _, tt := range tests {
		e, rest, err := readElement([]byte(tt.in + "rest"))
		if err != nil || string(rest) != "rest" || string(e.raw) != tt.in {
			t.Fatalf("%s: %v, rest %q, raw %x", tt.name, err, rest, e.raw)
		}
		if der, err := e.der(); err != nil || string(der) != tt.der {
			t.Errorf("%s: %x, %v", tt.name, der, err)
		}
	}
	for _, bad := range []string{"", "\x30", "\x30\x05\x00", "\x02\x80\x00\x00", "\x30\x84\xff\xff\xff\xff",
		"\x3f\x81\x01\x00", strings.Repeat("\x30\x80", 100)} {
		if _, _, err := readElement([]byte(bad)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%x: error %v", bad, err)
		}
	}
}

// FuzzSignedData demands no panic and no endless work.
func FuzzSignedData(f *testing.F) {
	f.Add([]byte("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := parseSignedData(b)
		if err != nil || len(d.certificates) == 0 {
			return
		}
		for _, s := range d.signers {
			_ = s.verify(d.chain(s)[0].id.key, d.contentType, b)
		}
	})
}

// FuzzJARFile demands no panic, and that a section's bytes stand in the file.
func FuzzJARFile(f *testing.F) {
	f.Add([]byte("Manifest-Version: 1.0\r\n\r\nName: a\r\nSHA1-Digest: AAAA\r\n\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := parseJARFile(b)
		if err != nil {
			return
		}
		for _, n := range m.sorted {
			if !strings.Contains(string(b), string(m.named[n].raw)) {
				t.Fatalf("section %q is not in the file", n)
			}
		}
		_ = m.covers(m, 21)
	})
}
