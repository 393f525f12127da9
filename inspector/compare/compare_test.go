package compare

import (
	"testing"
	"time"

	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/proxy/exchange"
)

// attempt is one with a token step whose call has a header block.
func attempt(pkg, version string, fields []inspector.Field, request, response exchange.Header) Attempt {
	s := steps("sts", "token")
	s[1].Fields, s[1].Evidence = fields, []finding.Location{{Exchange: 7}}
	s[1].Time = time.Unix(100, 0)
	s[1].End = s[1].Time.Add(time.Duration(len(fields)) * time.Second)
	f := &inspector.Flow{ID: 1, Package: pkg, SDKVersion: version, Steps: s}
	return Attempt{Flow: f, Exchange: func(id exchange.ID) (exchange.Exchange, bool) {
		x := exchange.Exchange{ID: id, Request: exchange.Request{Header: request},
			Response: &exchange.Response{Header: response}}
		return x, id == 7
	}}
}

func TestFieldsOfBothSides(t *testing.T) {
	left := attempt("com.a", "2.14", []inspector.Field{{Name: "appid", Value: "1"}, {Name: "Timestamp", Value: "5"}},
		exchange.Header{{Name: "X-Net", Value: "wifi"}, {Name: "X-Net", Value: "cell"}, {Name: "Host", Value: "h"}},
		exchange.Header{{Name: "Server", Value: "a"}, {Name: "Authorization", Value: "Bearer abcdefghijklmnop"}})
	right := attempt("com.b", "2.14", []inspector.Field{{Name: "appid", Value: "2"}, {Name: "Timestamp", Value: "6"},
		{Name: "sign", Value: "ff"}},
		exchange.Header{{Name: "x-net", Value: "wifi"}, {Name: "host", Value: "h"}},
		exchange.Header{{Name: "Server", Value: "b"}})
	c := Of(left, right)
	if c.First != -1 || len(c.Rows) != 2 || c.Rows[1].Differs {
		t.Errorf("%+v", c)
	}
	type want struct {
		part        Part
		left, right string
		varies      bool
	}
	wants := map[string]want{
		"appid": {PartDecoded, "1", "2", false}, "Timestamp": {PartDecoded, "5", "6", true},
		"sign": {PartDecoded, "", "ff", false}, "X-Net": {PartRequest, "cell", "", false},
		"Server": {PartResponse, "a", "b", false}, "Authorization": {PartResponse, "Bearer abcdefghijklmnop", "", false},
		"duration": {PartTime, "2s", "3s", true},
	}
	if len(c.Rows[1].Fields) != len(wants) {
		t.Errorf("%d fields differ: %+v", len(c.Rows[1].Fields), c.Rows[1].Fields)
	}
	for _, f := range c.Rows[1].Fields {
		w, ok := wants[f.Name]
		if !ok || f.Part != w.part || f.Left != w.left || f.Right != w.right || f.Varies != w.varies ||
			f.HasLeft != (w.left != "") || f.HasRight != (w.right != "") {
			t.Errorf("%+v, want %+v", f, w)
		}
		if (f.Name == "Authorization") != (f.Sensitivity == inspector.Secret) {
			t.Errorf("%s has the sensitivity %v", f.Name, f.Sensitivity)
		}
	}
	for _, f := range c.Attempt {
		if f.Differs() != (f.Name == "package") {
			t.Errorf("%s: %q and %q", f.Name, f.Left, f.Right)
		}
	}
}

// TestAnAttemptIsLikeItself: nothing differs, and nothing is invented.
func TestAnAttemptIsLikeItself(t *testing.T) {
	a := attempt("com.a", "2", []inspector.Field{{Name: "a", Value: "1"}}, exchange.Header{{Name: "A", Value: "1"}}, nil)
	c := Of(a, a)
	for _, r := range c.Rows {
		if r.Differs || len(r.Fields) > 0 {
			t.Errorf("%+v", r)
		}
	}
	a.Exchange = nil
	if c := Of(a, a); c.First != -1 {
		t.Errorf("%+v", c)
	}
}

// TestMaskedValuesAreNotCompared: of a value that is masked in one file nobody knows
// whether it differs.
func TestMaskedValuesAreNotCompared(t *testing.T) {
	fields := func(key, token, name string) []inspector.Field {
		return []inspector.Field{{Name: "appkey", Value: key}, {Name: "mobile", Value: token}, {Name: "name", Value: name}}
	}
	left := attempt("com.a", "1", fields("masked-ccrlgybsc2xb", "138****5678", "a"), nil, nil)
	right := attempt("com.a", "1", fields("made-up-key", "13812345678", "b"), nil, nil)
	c := Of(left, right)
	if c.Uncompared != 2 || len(c.Rows[1].Fields) != 1 || c.Rows[1].Fields[0].Name != "name" {
		t.Errorf("%d uncompared, %+v", c.Uncompared, c.Rows[1].Fields)
	}
}
