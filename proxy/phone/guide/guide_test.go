package guide_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode"

	"loginscope/codes"
	"loginscope/lang"
	"loginscope/proxy/phone/guide"
)

func TestEveryMethodIsComplete(t *testing.T) {
	known := codes.All()
	for i, w := range guide.Methods() {
		if w.Rank != i+1 {
			t.Errorf("%s has rank %d at place %d", w.ID, w.Rank, i+1)
		}
		if len(w.Visible) == 0 || len(w.Hidden) == 0 || len(w.Steps) == 0 {
			t.Errorf("%s lacks a part", w.ID)
		}
		texts := append([]lang.Text{w.Title, w.Short}, w.Steps...)
		for _, s := range append(slices.Clone(w.Visible), w.Hidden...) {
			texts = append(texts, s.Text)
			if s.Certainty == "" {
				t.Errorf("%s: %q has no certainty", w.ID, s.Text.EN)
			}
		}
		for _, c := range w.Codes {
			texts = append(texts, c.Why)
			if !slices.ContainsFunc(known, func(k codes.Code) bool { return k.Space == c.Space && k.Code == c.Code }) {
				t.Errorf("%s names %s %s, which no table has", w.ID, c.Space, c.Code)
			}
			if c.Certainty == "" {
				t.Errorf("%s: %s has no certainty", w.ID, c.Code)
			}
		}
		for _, s := range texts {
			if s.EN == "" || s.ZH == "" ||
				!strings.ContainsFunc(s.ZH, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: text %+v", w.ID, s)
			}
		}
	}
}

func TestMethodsRankedByCarrierPath(t *testing.T) {
	var order []guide.ID
	for _, w := range guide.Methods() {
		order = append(order, w.ID)
	}
	if want := []guide.ID{guide.WiFi, guide.USB, guide.Global, guide.VPN, guide.None}; !slices.Equal(order, want) {
		t.Errorf("order %v", order)
	}
	breaks := func(id guide.ID) bool {
		w, _ := guide.Find(id)
		return slices.ContainsFunc(w.Codes, func(c guide.Code) bool { return c.Code == "103111" })
	}
	for id, want := range map[guide.ID]bool{guide.WiFi: false, guide.USB: false, guide.Global: true, guide.VPN: true,
		guide.None: false} {
		if breaks(id) != want {
			t.Errorf("%s causes 103111: %v", id, !want)
		}
	}
	if _, ok := guide.Find("smoke-signals"); ok {
		t.Error("a way was found that is none")
	}
}

func TestFillPutsTheAddressIn(t *testing.T) {
	for _, w := range guide.Methods() {
		for _, lang := range []string{"en", "zh"} {
			all := strings.Join(w.Fill(lang, "192.0.2.1", "8899"), "\n")
			if strings.ContainsAny(all, "{}") {
				t.Errorf("%s %s: %s", w.ID, lang, all)
			}
		}
	}
	w, _ := guide.Find(guide.WiFi)
	if all := strings.Join(w.Fill("en", "192.0.2.1", "8899"), "\n"); !strings.Contains(all, "http://192.0.2.1:8899/") {
		t.Error(all)
	}
}

func TestReachabilityKnowsEverySystem(t *testing.T) {
	for system, want := range map[string]string{"linux": "ufw allow 8899/tcp", "darwin": "Firewall",
		"windows": "localport=8899", "plan9": "client isolation"} {
		if all := strings.Join(guide.Reachability(system, "en", "8899"), "\n"); !strings.Contains(all, want) ||
			!strings.Contains(all, "VPN") {
			t.Errorf("%s: %s", system, all)
		}
		if all := strings.Join(guide.Reachability(system, "zh", "8899"), "\n"); !strings.Contains(all, "隔离") {
			t.Errorf("%s: %s", system, all)
		}
	}
}

// TestIsDataAlone holds that the guide touches nothing.
func TestIsDataAlone(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{join .Imports " "}}`, ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(out)); got != "loginscope/codes loginscope/lang strings" {
		t.Errorf("imports %s", got)
	}
}
