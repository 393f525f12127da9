package redact_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"loginscope/inspector/redact"
)

// TestInFindsEveryForm hides a value in each form in which a finished file might hold it.
func TestInFindsEveryForm(t *testing.T) {
	var found redact.Found
	m := redact.Masker{Found: &found}
	const token, phone = "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "13812345678"
	m.Text("session_token=" + token + "&mobile=" + phone)
	search := found.Search(nil, nil)
	reversed := []byte(token)
	slices.Reverse(reversed)
	b64 := base64.StdEncoding.EncodeToString
	for name, text := range map[string]string{
		"plain": "x" + token, "phone": "a" + phone + "b", "percent": "%" + strings.ReplaceAll(token, "0", "%30"),
		"JSON": `"` + escaped(token) + `"`, "JSON in JSON": quote(quote(escaped(token))),
		"HTML":   strings.ReplaceAll(token, "f", "&#102;"),
		"base64": b64([]byte(token)), "base64 behind 1": b64([]byte("a" + token)),
		"behind 2":             b64([]byte("ab" + token)),
		"base64 for addresses": base64.URLEncoding.EncodeToString([]byte("ÿþ>" + token)),
		"twice":                b64([]byte(`{"x":"` + b64([]byte(token)) + `"}`)),
		"in an address":        url.QueryEscape(b64([]byte("??>" + token))),
		"hex":                  hex.EncodeToString([]byte(token)), "backwards": string(reversed),
	} {
		if kind, ok := search.In("some words " + text + " and more"); !ok || kind != "token" && kind != "phone" {
			t.Errorf("%s: %q, %v", name, kind, ok)
		}
	}
	long := strings.Repeat("abcdEFGH1234+/%41\\u0041", 50)
	for _, text := range []string{"", "token", "0f1e2d3c", "23812345678", long} {
		if kind, ok := search.In(text); ok {
			t.Errorf("%q holds a %s", text, kind)
		}
	}
}

// TestFoundNamesTheKinds: what was masked is counted once for each value, by its kind.
func TestFoundNamesTheKinds(t *testing.T) {
	of := map[string]string{
		"phone with country code": "phone", "resident id under a foreign key": "resident-id",
		"bank card in groups": "bank-card",
		"name":                "name", "address": "address", "e-mail": "e-mail", "MAC": "mac", "IPv6": "public-ip", "IMSI": "imsi",
		"ICCID": "iccid", "location": "location", "session token": "token", "password": "password",
		"AccessKey id": "access-key", "client secret": "secret",
	}
	for _, p := range plants {
		want := of[p.kind]
		if want == "" {
			continue
		}
		var found redact.Found
		m := redact.Masker{Found: &found}
		for range 2 {
			m.Text(`{"` + p.key + `":` + quote(p.value) + `}`)
		}
		got := found.Counts()
		if len(got) != 1 || got[0].Kind != want || got[0].Values != 1 {
			t.Errorf("%s: %+v", p.kind, got)
		}
	}
}

// TestKeptKindsStay: a person may leave a kind readable, and no other with it.
func TestKeptKindsStay(t *testing.T) {
	kinds := map[string]bool{}
	for _, k := range redact.Kinds() {
		kinds[k.ID] = true
	}
	m := redact.Masker{Keep: kinds, Aliases: redact.NewAliases([32]byte{1})}
	for _, p := range plants {
		if text := `{"` + p.key + `":` + quote(p.value) + `}`; m.Text(text) != text {
			t.Errorf("%s: %s", p.kind, m.Text(text))
		}
	}
	m.Keep = map[string]bool{"phone": true}
	got := m.Text("mobile=13812345678&idCard=11010519491231002X")
	if !strings.Contains(got, "13812345678") || strings.Contains(got, "11010519491231002X") {
		t.Error(got)
	}
}

// TestPseudonymsOfPeople: one value has one alias within a copy, whatever its form, and
// another one in the next copy.
func TestPseudonymsOfPeople(t *testing.T) {
	m := redact.Masker{Aliases: redact.NewAliases([32]byte{1})}
	alias := func(m redact.Masker, text string) string {
		var v struct{ V string }
		if err := json.Unmarshal([]byte(m.Text(text)), &v); err != nil {
			t.Fatalf("%s: %v", m.Text(text), err)
		}
		return v.V
	}
	first := alias(m, `{"v":"13812345678"}`)
	for _, text := range []string{`{"v":13812345678}`, `{"v":"138 1234 5678"}`, `{"v":"138****5678"}`} {
		if got := alias(m, text); got != first {
			t.Errorf("%s: %q, and %q before", text, got, first)
		}
	}
	if other := alias(m, `{"v":"13812345679"}`); other == first || strings.Contains(first, "138") {
		t.Errorf("%q and %q", other, first)
	}
	if next := alias(redact.Masker{Aliases: redact.NewAliases([32]byte{2})}, `{"v":"13812345678"}`); next == first {
		t.Error("the next copy has the same alias")
	}
	name := m.Text("realName=张小三&x=1")
	if strings.Contains(name, "张") || name != m.Text("realName=张小三&x=1") || m.Text(name) != name {
		t.Error(name)
	}
}
