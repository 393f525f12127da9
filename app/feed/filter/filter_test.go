package filter

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

func sample() *Item {
	return &Item{Device: "192.168.1.5", Host: "ali.wosms.cn", Method: "GET", Path: "/unicomAuth/qc", Step: "token",
		Lane: "carrier", Carrier: "cu",
		Codes: []string{"600025", "410002", "1105"}, Status: 404, Size: 20000,
		Duration: 612 * time.Millisecond, Flow: 2,
		Words: []string{"取 token"}, Noted: &Noted{Marks: []string{"star"}, Texts: []string{"Second Retry"}}}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		in   string
		want bool
	}{
		{"", true},
		{"wosms", true}, {"WOSMS qc", true}, {"wosms nope", false}, {`"unicomAuth/qc"`, true}, {"404", true},
		{"取", true},
		{"host:wosms", true}, {"host:aliyun", false}, {"-host:aliyun", true}, {"-wosms", false},
		{"step:token", true}, {"step:sts,token", true}, {"step:sts", false},
		{"party:carrier", true}, {"party:unicom", true}, {"party:联通", true}, {"party:mobile", false},
		{"party:idaas", false},
		{"code:1105", true}, {"code:110", false}, {"code:600000-600099", true}, {"code:>700000", false},
		{"-code:1105", false},
		{"status:404", true}, {"status:400-499", true}, {"status:500-599", false}, {"status:<400", false},
		{"status:>=404", true},
		{"size:>10k", true}, {"size:>1M", false}, {"size:<=20000b", true},
		{"took:>500ms", true}, {"took:>1s", false}, {"took:600-700", true},
		{"flow:2", true}, {"flow:1", false}, {"device:192.168", true}, {"method:get", true}, {"method:POST", false},
		{"has:code", true}, {"has:failure", false}, {"-has:failure", true}, {"path:/unicom", true},
		{"marked:star", true}, {"marked:any", true}, {"marked:red", false}, {"-marked:any", false},
		{"note:retry", true}, {"note:first", false}, {"has:note", true},
		{"https://ali.wosms.cn", false}, {"step：token", true},
	} {
		f, err := Parse(c.in)
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		if got := f.Match(sample()); got != c.want {
			t.Errorf("%s: got %v, want %v", c.in, got, c.want)
		}
	}
}

// TestWithoutANote: a row that nobody marked or wrote on matches none of them.
func TestWithoutANote(t *testing.T) {
	for _, in := range []string{"marked:any", "marked:star", "note:a", "has:note"} {
		f, err := Parse(in)
		if err != nil || f.Match(&Item{}) {
			t.Errorf("%s matches a row without notes, %v", in, err)
		}
	}
	if _, err := Parse("marked:purple"); err == nil {
		t.Error("a mark that does not exist is no error")
	}
}

func TestCodeMatchesLastPartOfDottedCode(t *testing.T) {
	f, err := Parse("code:1001")
	if err != nil {
		t.Fatal(err)
	}
	if !f.Match(&Item{Codes: []string{"CIAM_ERROR.LOGIN.1001"}}) {
		t.Error("a dotted code is not found by its last part")
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		in, hint string
		kind     ErrorKind
	}{
		{"hots:a", "host", UnknownField},
		{"zzzzzz:a", "", UnknownField},
		{"a step:", "", NoValue},
		{"step:tokn", "step:token", BadValue},
		{"status:abc", "status:400-499", BadValue},
		{"status:500-400", "status:400-499", BadValue},
		{"size:>-1k", "size:>10k", BadValue},
		{`host:"a b`, "", OpenQuote},
	} {
		_, err := Parse(c.in)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v, want an *Error", c.in, err)
			continue
		}
		if e.Kind != c.kind || e.Hint != c.hint || e.Error() == "" {
			t.Errorf("%s: got %s with hint %q, want %s with hint %q", c.in, e.Kind, e.Hint, c.kind, c.hint)
		}
	}
}

func TestComplete(t *testing.T) {
	seen := func(string) []string { return []string{"dypnsapi.aliyuncs.com", "id6.me"} }
	for _, c := range []struct{ in, want string }{
		{"st", "step: status:"},
		{"-st", "step: status:"},
		{"a step:to", "token monitor id-token"},
		{"step:sts,to", "token monitor id-token"},
		{"host:ali", "dypnsapi.aliyuncs.com"},
		{"nope:", ""},
	} {
		got := ""
		for i, k := range Complete(c.in, len(c.in), seen) {
			if i > 0 {
				got += " "
			}
			got += k.Text
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"host:a -b", `"x y" step:token`, "size:>1e30g", "took:-5", "code:-", "::", "-",
		"code:<"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		Complete(s, len(s), nil)
		flt, err := Parse(s)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Start < 0 || e.End > len(s) || e.Start > e.End {
				t.Fatalf("error %v does not say where in %q", err, s)
			}
			return
		}
		flt.Match(sample())
		flt.Match(&Item{})
	})
}

func BenchmarkMatch100k(b *testing.B) {
	items := make([]Item, 100_000)
	for i := range items {
		items[i] = *sample()
		items[i].Path = fmt.Sprintf("/unicomAuth/android/v3.0/qc?n=%d", i)
		items[i].Status = 200 + i%300
	}
	f, err := Parse("wosms status:400-499 -code:1106")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		n := 0
		for i := range items {
			if f.Match(&items[i]) {
				n++
			}
		}
		if n == 0 {
			b.Fatal("nothing matched")
		}
	}
}

func TestCompletionPrefersPrefix(t *testing.T) {
	var got []string
	for _, c := range Complete("step:t", 6, nil) {
		got = append(got, c.Text)
	}
	if len(got) < 3 || got[0] != "token" || !slices.Contains(got, "sts") {
		t.Errorf("completions %q", got)
	}
}
