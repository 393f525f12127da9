package codes

import "testing"

// TestMappingsMeetTheTables holds that every code named in a mapping has a
// row at both of its ends.
func TestMappingsMeetTheTables(t *testing.T) {
	if len(Outers()) != 29 {
		t.Errorf("%d lines, want 29", len(Outers()))
	}
	for _, o := range Outers() {
		if r := Lookup(Query{Space: o.Space, Code: o.Code}); !r.Known() {
			t.Errorf("%s %s: %d rows", o.Space, o.Code, len(r.Candidates))
		}
		if r := Lookup(Query{Space: AliAndroid, Code: o.Alibaba}); !r.Known() {
			t.Errorf("%s: %d rows", o.Alibaba, len(r.Candidates))
		}
	}
	for internal, public := range publics {
		if r := Lookup(Query{Space: AliInternal, Code: internal}); !r.Known() {
			t.Errorf("internal %s: %d rows", internal, len(r.Candidates))
		}
		if r := Lookup(Query{Space: AliAndroid, Code: public}); !r.Known() {
			t.Errorf("public %s: %d rows", public, len(r.Candidates))
		}
	}
}

func TestOuterOf(t *testing.T) {
	cases := []struct {
		space Space
		code  string
		want  string
		since string
	}{
		{CM, "103119", "600027", "2.14"},
		{CM, " 102203", "600025", ""},
		{CUSDK, "410002", "600025", ""},
		{CUServer, "1105", "600027", "2.14"},
		{CT, "-20005", "600027", "2.14"},
		{CT, "80800", "600015", ""},
		{CT, "410002", "", ""},
		{CM, "103911", "", ""},
	}
	for _, tc := range cases {
		o, ok := OuterOf(tc.space, tc.code)
		if o.Alibaba != tc.want || o.Since != tc.since || ok != (tc.want != "") {
			t.Errorf("%s %s: got %+v %v", tc.space, tc.code, o, ok)
		}
	}
	if DefaultOuter(Masking) != "600012" || DefaultOuter(Token) != "600011" {
		t.Error("defaults of the phases are mixed up")
	}
}

func TestPublicOf(t *testing.T) {
	if got, ok := PublicOf("-10003"); got != "600005" || !ok {
		t.Errorf("-10003: got %q %v", got, ok)
	}
	if got, ok := PublicOf("-1"); ok {
		t.Errorf("-1: got %q", got)
	}
}

func TestVendorOf(t *testing.T) {
	cases := []struct {
		in     string
		issuer Issuer
		space  Space
		ok     bool
	}{
		{"cm_zyhl", ChinaMobile, CM, true},
		{"cm_ntyd", ChinaMobile, CM, true},
		{"cu_zx", ChinaUnicom, CUSDK, true},
		{"cu_xw", ChinaUnicom, CUSDK, true},
		{" CT_SJL ", ChinaTelecom, CT, true},
		{"CUCC", ChinaUnicom, CUSDK, true},
		{"unknown", "", "", true},
		{"xx_yy", "", "", false},
	}
	for _, tc := range cases {
		v, ok := VendorOf(tc.in)
		if v.Issuer != tc.issuer || v.Space != tc.space || ok != tc.ok {
			t.Errorf("%q: got %+v %v", tc.in, v, ok)
		}
	}
	for _, v := range vendors {
		if v.Space.Issuer() != v.Issuer || v.Title.EN == "" || v.Title.ZH == "" {
			t.Errorf("vendor %+v does not hold together", v)
		}
	}
}
