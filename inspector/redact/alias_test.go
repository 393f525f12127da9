package redact_test

import (
	"strings"
	"testing"

	"loginscope/inspector/redact"
)

// TestAliases: aliases keep which tokens are equal and which is the beginning of which,
// hide every token, and stay as they are when they are masked again.
func TestAliases(t *testing.T) {
	m := redact.Masker{Aliases: redact.NewAliases([32]byte{1})}
	of := func(token string) string {
		text := m.Text("token=" + token + "&code=600000")
		v, ok := strings.CutPrefix(text, "token=")
		if !ok || !strings.HasSuffix(v, "&code=600000") || m.Text(text) != text || redact.Text(text) != text {
			t.Fatalf("%q, again %q, plainly %q", text, m.Text(text), redact.Text(text))
		}
		return strings.TrimSuffix(v, "&code=600000")
	}
	const long = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtYWRlLXVwIn0.bWFkZS11cC1zaWduYXR1cmUtbWFkZS11cA"
	whole := of(long)
	if whole != of(long) || len(whole) != len(long) || strings.Contains(whole, "eyJ") {
		t.Errorf("alias %q", whole)
	}
	if cut := of(long[:40]); cut != whole[:40] {
		t.Errorf("the beginning has %q, the whole %q", cut, whole)
	}
	if other := of(long[:len(long)-1] + "B"); other == whole {
		t.Error("another end has the same alias")
	}
	second := redact.Masker{Aliases: redact.NewAliases([32]byte{2})}.Text("token=" + long)
	if second == "token="+whole {
		t.Error("another copy has the same alias")
	}
	for _, p := range plants {
		for _, at := range formats {
			got := m.Text(at.put(p.key, p.value))
			if form := leaks(got, p.value); form != "" || m.Text(got) != got {
				t.Errorf("%s in %s: %q stands in %q, then %q", p.kind, at.name, form, got, m.Text(got))
			}
		}
	}
}

// TestAdjacentAliases: two aliases without anything between them stay as they are.
func TestAdjacentAliases(t *testing.T) {
	const text = "loginToken masked-ccrlgybsc2xbfmyaefnykkoebgfqxcpa33dfi52ujgcikzmtqkx7jk5qjkp7zdqzavkf" +
		"maskedmaskedmasked-s47lgj7ekfwopi2ikujxklqrgsczlob56iy5oo3nk3dylh4eoxzrwqfrxglzwazyx7/BzTI8"
	if got := redact.Text(text); got != text {
		t.Errorf("got %s", got)
	}
}
