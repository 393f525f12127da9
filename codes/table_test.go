package codes

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"loginscope/lang"
)

func TestEmbeddedIsSound(t *testing.T) {
	table, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range Issuers() {
		if len(table.ByIssuer(i)) == 0 && len(Spaces(i)) > 0 {
			t.Errorf("issuer %q has no rows in codes/data/%s.csv", i, i)
		}
	}
	for _, s := range Spaces("") {
		if len(table.inSpace(seq(len(table.rows)), s)) == 0 {
			t.Errorf("space %q has no rows", s)
		}
	}
}

func seq(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

// TestTexts holds what a reader needs of every row: both languages in their
// own script, full sentences, and a length for a pane.
func TestTexts(t *testing.T) {
	for _, c := range All() {
		where := string(c.Space) + " " + c.Code
		for field, text := range map[string]lang.Text{"name": c.Name, "cause": c.Cause, "action": c.Action} {
			if !hasHan(text.ZH) {
				t.Errorf("%s: %s_zh %q is not Chinese", where, field, text.ZH)
			}
			if hasHan(text.EN) {
				t.Errorf("%s: %s_en %q is not English", where, field, text.EN)
			}
			if field == "name" {
				continue
			}
			if !strings.HasSuffix(text.EN, ".") || !strings.HasSuffix(text.ZH, "。") {
				t.Errorf("%s: %s is not a sentence: %q %q", where, field, text.EN, text.ZH)
			}
			if len(text.EN) > 240 {
				t.Errorf("%s: %s_en has %d bytes, want at most 240", where, field, len(text.EN))
			}
		}
	}
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// TestTextsAreNotQuoted keeps descriptions from being copies of the wire texts,
// which are the documents' own. Short ones cannot be said otherwise.
func TestTextsAreNotQuoted(t *testing.T) {
	for _, c := range All() {
		for _, text := range []string{c.Name.EN, c.Cause.EN, c.Action.EN, c.Cause.ZH, c.Action.ZH} {
			for _, m := range c.Match {
				if len([]rune(m)) > 25 && squash(m) == squash(text) {
					t.Errorf("%s %s: %q repeats a wire wording", c.Space, c.Code, text)
				}
			}
		}
	}
}

func TestConsistentRows(t *testing.T) {
	for _, c := range All() {
		if c.Kind == Success && (c.Actor != Nobody || c.Retry != RetryNo) {
			t.Errorf("%s %s: a success asks %s to act, retry %s", c.Space, c.Code, c.Actor, c.Retry)
		}
		if c.Kind == Failure && c.Actor == Nobody {
			t.Errorf("%s %s: nobody can cure a failure", c.Space, c.Code)
		}
		if c.HTTPStatus == 0 && strings.HasPrefix(c.Code, "IDAAS.") {
			t.Errorf("%s %s: no HTTP status", c.Space, c.Code)
		}
	}
}

// TestSeed holds the tables against the list of the integration document's
// own rows.
func TestSeed(t *testing.T) {
	data, err := os.ReadFile("testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	got := map[Issuer]int{}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		issuer, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		code, extra, _ := strings.Cut(rest, " ")
		got[Issuer(issuer)]++
		checkSeedRow(t, Issuer(issuer), code, extra)
	}
	want := map[Issuer]int{Alibaba: 25, ChinaMobile: 41, ChinaUnicom: 29, ChinaTelecom: 31, IDaaS: 43}
	marked := map[Issuer]int{}
	for _, c := range All() {
		if c.Seed {
			marked[c.Issuer]++
		}
	}
	for issuer, n := range want {
		if got[issuer] != n || marked[issuer] != n {
			t.Errorf("%s: %d rows listed, %d marked, want %d", issuer, got[issuer], marked[issuer], n)
		}
	}
}

func checkSeedRow(t *testing.T, issuer Issuer, code, extra string) {
	t.Helper()
	q := Query{Issuer: issuer, Code: code}
	if issuer == ChinaUnicom {
		q.Message = extra
	}
	for _, m := range Lookup(q).Candidates {
		if !m.Seed || m.Issuer != issuer {
			continue
		}
		if q.Message != "" && !m.Exact {
			t.Errorf("%s %s %q: found without its wording", issuer, code, extra)
		}
		if issuer == IDaaS && m.HTTPStatus != 400 && extra == "400" {
			t.Errorf("%s %s: HTTP status %d, want %s", issuer, code, m.HTTPStatus, extra)
		}
		return
	}
	t.Errorf("%s %s %q: no row", issuer, code, extra)
}

func TestLoadNamesBrokenLines(t *testing.T) {
	header := strings.Join(columns, ",") + "\n"
	good := "ct,1,,n,名,c.,因。,a.,做。,developer,no,failure,,,,src,,seen\n"
	cases := []struct{ name, csv, want string }{
		{"header", "space,code\n", "read header of x.csv"},
		{"no header", "", "read header of x.csv: EOF"},
		{"columns", header + "ct,1\n", "x.csv:2: read row: 2 columns, want 18"},
		{"space", header + strings.Replace(good, "ct,", "xx,", 1), `x.csv:2: read space "xx"`},
		{"blank field", header + strings.Replace(good, ",n,", ", n,", 1), `read column name_en: space around " n"`},
		{"actor", header + strings.Replace(good, "developer", "dev", 1), `read actor "dev": no such value`},
		{"retry", header + strings.Replace(good, ",no,", ",maybe,", 1), `read retry "maybe"`},
		{"kind", header + strings.Replace(good, "failure", "fail", 1), `read kind "fail"`},
		{"certainty", header + strings.Replace(good, "seen", "sure", 1), `read certainty "sure"`},
		{"language", header + strings.Replace(good, "因。", "", 1), `column cause_zh is empty`},
		{"source", header + strings.Replace(good, "src", "", 1), `column source is empty`},
		{"status", header + strings.Replace(good, "failure,,", "failure,99,", 1), `read http_status "99"`},
		{"seed", header + strings.Replace(good, "src,,", "src,yes,", 1), `read seed "yes"`},
		{"empty wording", header + strings.Replace(good, "ct,1,,", "ct,1,a | ,", 1), `space around`},
		{"hollow wording", header + strings.Replace(good, "ct,1,,", "ct,1,a||b,", 1), `empty wording in match`},
		{"duplicate", header + good + good, `x.csv:3: add code "1": twice in ct`},
		{"duplicate wording", header + strings.Replace(good, "ct,1,,", "ct,1,A b,", 1) +
			strings.Replace(good, "ct,1,,", "ct,1,a B.,", 1), `wording "ab" twice in ct`},
		{"quotes", header + "ct,\"1\n", "read x.csv"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Load(fstest.MapFS{"x.csv": {Data: []byte(tc.csv)}}, "x.csv")
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("error %v, want one with %q", err, tc.want)
			}
		})
	}
	if _, err := Load(fstest.MapFS{}, "x.csv"); err == nil {
		t.Error("a missing file is no error")
	}
}

func TestLoadKeepsGoodLines(t *testing.T) {
	good := "ct,1,,n,名,c.,因。,a.,做。,developer,no,failure,,,,src,,seen\n"
	data := strings.Join(columns, ",") + "\n" + "ct,2\n" + good
	table, err := Load(fstest.MapFS{"x.csv": {Data: []byte(data)}}, "x.csv")
	if err == nil {
		t.Error("the broken line is no error")
	}
	if got := table.Lookup(Query{Space: CT, Code: "1"}); !got.Known() {
		t.Errorf("the good line is lost: %+v", got)
	}
}
