package signing_test

import (
	"bytes"
	"testing"

	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/signing"
)

// FuzzRead demands no panic, and that a signature called valid has a
// certificate. The committed seeds are small signed APKs.
func FuzzRead(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	f.Fuzz(func(t *testing.T, src []byte) {
		a, err := archive.Open(bytes.NewReader(src), int64(len(src)))
		if err != nil {
			return
		}
		r := signing.Read(a, signing.Options{MaxContent: 1 << 20})
		for _, s := range r.Signatures {
			if s.Valid && len(s.Certificates) == 0 {
				t.Fatalf("%s is valid without a certificate", s.Scheme)
			}
		}
		_ = r.All()
	})
}

func TestDigestForms(t *testing.T) {
	if got := signing.Colons("0a1bff"); got != "0A:1B:FF" {
		t.Errorf("Colons %q", got)
	}
	for _, s := range []string{"0A:1B:FF", "0a1bff", " 0a 1b ff", "0A-1B-FF"} {
		if got := signing.NormalDigest(s); got != "0a1bff" {
			t.Errorf("NormalDigest(%q) = %q", s, got)
		}
	}
}
