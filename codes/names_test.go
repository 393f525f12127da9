package codes

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"loginscope/lang"
)

// isCarrier reports an issuer that is a row of the carriers: it needs no space.
func isCarrier(i Issuer) bool {
	return slices.ContainsFunc(Carriers(), func(c Carrier) bool { return c.Issuer == i })
}

func TestNames(t *testing.T) {
	var all []lang.Text
	for _, i := range Issuers() {
		all = append(all, i.Name())
		if len(Spaces(i)) == 0 && !isCarrier(i) {
			t.Errorf("%s has no space; add one in codes/names.go, with its CSV under codes/data", i)
		}
	}
	for _, s := range Spaces("") {
		all = append(all, s.Name())
	}
	for _, c := range All() {
		all = append(all, c.Actor.Name(), c.Kind.Name(), c.Retry.Name(), c.Certainty.Name())
	}
	for _, text := range all {
		if text.EN == "" || text.ZH == "" {
			t.Errorf("half a name: %+v", text)
		}
	}
	if got := Issuer("other").Name(); got.EN != "other" || got.In("zh") != "other" {
		t.Errorf("an unknown issuer is shown as %+v", got)
	}
	if got := Actor("x").Name().EN; got != "x" {
		t.Errorf("an unknown actor is shown as %q", got)
	}
}

func TestParseIssuer(t *testing.T) {
	for in, want := range map[string]Issuer{
		"cu": ChinaUnicom, "CUCC": ChinaUnicom, "联通": ChinaUnicom, "中国联通": ChinaUnicom, " Unicom ": ChinaUnicom,
		"alibaba-api": AlibabaAPI, "aliyun": Alibaba, "竹云": IDaaS, "sdk": SDK, "china telecom": ChinaTelecom,
		"cm": ChinaMobile,
	} {
		if got, err := ParseIssuer(in); err != nil || got != want {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
	if _, err := ParseIssuer("nobody"); err == nil ||
		!strings.Contains(err.Error(), `"nobody": want one of alibaba, alibaba-api, cm`) {
		t.Errorf("error %v", err)
	}
	if got, err := ParseSpace(" CU.SDK "); err != nil || got != CUSDK {
		t.Errorf("space: got %q, %v", got, err)
	}
	if _, err := ParseSpace("cu.x"); err == nil {
		t.Error("an unknown space is no error")
	}
}

// TestMatchJSON holds that a candidate's row is inlined beside its own fields.
func TestMatchJSON(t *testing.T) {
	r := Lookup(Query{Code: "COMMON.1001", Message: "Parameter x cannot be empty"})
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"issuer":"idaas"`, `"code":"IDAAS.SDK.COMMON.1001"`, `"params":["x"]`,
		`"exact":true`, `"seed":true`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s lacks %s", data, want)
		}
	}
}

func TestInner(t *testing.T) {
	q, ok := Inner("网关：code:1105 msg: 参数信息错误[apiKey有误]")
	if want := (Query{Issuer: ChinaUnicom, Space: CUServer, Code: "1105", Message: "参数信息错误[apiKey有误]"}); !ok ||
		q != want {
		t.Errorf("got %+v %v, want %+v", q, ok, want)
	}
	if q, ok := Inner("code 7"); ok {
		t.Errorf("found %+v in nothing", q)
	}
}

func TestPlatforms(t *testing.T) {
	for _, s := range Spaces("") {
		p := s.Platform()
		if p == "" {
			continue
		}
		if of := PlatformSpace(p); of.Platform() != p {
			t.Errorf("%s is of %s, whose public codes are in %q", s, p, of)
		}
	}
	if s := PlatformSpace("symbian"); s != "" {
		t.Errorf("an unknown platform has the space %s", s)
	}
	ios := Lookup(Query{Space: PlatformSpace("ios"), Code: "600017"})
	if !ios.Known() || !strings.Contains(ios.Candidates[0].Action.EN, "bundle id") {
		t.Errorf("no iOS advice: %+v", ios)
	}
}

// TestCarriersDiffer holds that no two carriers look or read the same.
func TestCarriersDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Carriers() {
		for _, own := range []string{
			string(c.Issuer), c.Word, c.Mark, c.Name.EN, c.Name.ZH, c.Nick.EN, c.Nick.ZH,
			fmt.Sprintf("dark %06x", c.Ink.Dark), fmt.Sprintf("light %06x", c.Ink.Light),
		} {
			if own == "" || seen[own] {
				t.Errorf("%s: %q is empty or another carrier's", c.Issuer, own)
			}
			seen[own] = true
		}
		if c.Ink.Dark == 0 || c.Ink.Light == 0 {
			t.Errorf("%s has no colour", c.Issuer)
		}
	}
}
