package codes

import (
	"slices"
	"strings"
	"testing"
)

// one is the only row of a code in a space.
func one(t *testing.T, s Space, code string) Code {
	t.Helper()
	r := Lookup(Query{Space: s, Code: code})
	if !r.Known() {
		t.Fatalf("%s %s: %d rows", s, code, len(r.Candidates))
	}
	return r.Candidates[0].Code
}

func TestMapping(t *testing.T) {
	for _, tt := range []struct {
		space  Space
		code   string
		en, zh []string
	}{
		{CM, "102203", []string{"The app sees 600025."}, []string{"应用看到的是 600025。"}},
		{CM, "103119",
			[]string{"Since SDK 2.14 the app sees 600027", "before that 600012 during the pre-fetch and 600011"},
			[]string{"SDK 2.14 起应用看到 600027"}},
		{CM, "103911", []string{"no public code of its own: the app sees 600012"}, []string{"没有专用的公开码"}},
		{CUServer, "1105", []string{"600027", "Inside a China Unicom SDK code"}, []string{"410002"}},
		{CUServer, "1202", []string{"600012", "with the text of 600018"}, []string{"文案与 600018 相同"}},
		{AliAndroid, "600025",
			[]string{"China Mobile resultCode 102203; China Unicom SDK 410001, 410002; China Telecom result -10002.",
				"carrierFailedResultData"}, []string{"102203；中国联通 SDK 410001、410002"}},
		{AliAndroid, "600027", []string{"103119 (≥ 2.14)"}, []string{"1105 (≥ 2.14)"}},
		{AliAndroid, "600012", []string{"any carrier failure during the pre-fetch"}, []string{"预取号"}},
		{AliAndroid, "600011", []string{"any carrier failure while the token is fetched"}, []string{"取 token"}},
	} {
		got := one(t, tt.space, tt.code).Mapping()
		for _, want := range tt.en {
			if !strings.Contains(got.EN, want) {
				t.Errorf("%s %s: %q lacks %q", tt.space, tt.code, got.EN, want)
			}
		}
		for _, want := range tt.zh {
			if !strings.Contains(got.ZH, want) {
				t.Errorf("%s %s: %q lacks %q", tt.space, tt.code, got.ZH, want)
			}
		}
	}
}

// TestMappingOfEveryRow: a carrier's failure is always shown as something, what
// a public code stands for is shown as it, and nothing else has a mapping.
func TestMappingOfEveryRow(t *testing.T) {
	for _, c := range All() {
		m := c.Mapping()
		shown := c.ShownAs()
		carrier := slices.Contains(carrierSpaces, c.Space) && c.Kind == Failure
		if carrier != (len(shown) > 0) || (m.EN == "") != (m.ZH == "") || (m.EN == "") && carrier {
			t.Errorf("%s %s: shown as %v, %q", c.Space, c.Code, shown, m.EN)
		}
		for _, o := range c.StandsFor() {
			back := one(t, o.Space, o.Code).ShownAs()
			if !slices.ContainsFunc(back, func(s Shown) bool { return s.Code == c.Code && s.Since == o.Since }) {
				t.Errorf("%s %s stands for %s %s, which is shown as %v", c.Space, c.Code, o.Space, o.Code, back)
			}
		}
		if m.EN != "" && !carrier && c.Space != AliAndroid {
			t.Errorf("%s %s has a mapping: %q", c.Space, c.Code, m.EN)
		}
	}
}
