package cause

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"loginscope/codes"
	"loginscope/lang"
)

// TestTables holds the tables together: IDs, languages, sources, clues, codes.
func TestTables(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range all {
		if seen[c.ID] {
			t.Errorf("%s stands twice", c.ID)
		}
		seen[c.ID] = true
		for name, text := range map[string]lang.Text{"text": c.Text, "test": c.Test, "fix": c.Fix} {
			if text.EN == "" || text.ZH == "" {
				t.Errorf("%s has no %s in one language", c.ID, name)
			}
		}
		if c.Actor == "" || c.Retry == "" || c.Certainty == "" {
			t.Errorf("%s lacks actor, retry or certainty", c.ID)
		}
		for _, key := range strings.Split(c.Source, "; ") {
			if !known(key) {
				t.Errorf("%s names the unknown source %q", c.ID, key)
			}
		}
		for _, k := range slices.Concat(c.For, c.Against) {
			if _, ok := valueOf(k.Fact, k.Value); !ok {
				t.Errorf("%s has a clue of the unknown value %s=%s", c.ID, k.Fact, k.Value)
			}
		}
	}
	used := map[string]bool{}
	for p, ids := range order {
		if len(codes.Lookup(codes.Query{Space: p.Space, Code: p.Code}).Candidates) == 0 {
			t.Errorf("%s %s is in no table of codes", p.Space, p.Code)
		}
		for i, id := range ids {
			used[id] = true
			if !seen[id] {
				t.Errorf("%s %s lists the unknown cause %q", p.Space, p.Code, id)
			}
			if slices.Contains(ids[:i], id) {
				t.Errorf("%s %s lists %q twice", p.Space, p.Code, id)
			}
		}
	}
	for _, c := range all {
		direct := slices.ContainsFunc(c.For, func(k Clue) bool { return k.Fact.Conclusive(k.Value) && k.Weight >= Strong })
		if !used[c.ID] && !direct {
			t.Errorf("%s is the cause of no code and of nothing that a program prints", c.ID)
		}
	}
}

func TestEveryExceptionHasCause(t *testing.T) {
	for _, d := range definitions {
		for _, v := range d.Values {
			if d.Fact.Conclusive(v.ID) && len(ByFact(d.Fact, v.ID)) == 0 {
				t.Errorf("%s=%s is strong evidence for no cause, so a report would say nothing", d.Fact, v.ID)
			}
		}
	}
}

func known(key string) bool {
	if _, ok := Sources[key]; ok {
		return true
	}
	for prefix := range series {
		if strings.HasPrefix(key, prefix) && len(key) > len(prefix) {
			return true
		}
	}
	return false
}

func TestCommonCodesHaveManyCauses(t *testing.T) {
	for _, c := range []string{"600002", "600004", "600005", "600010", "600011", "600012", "600015", "600017"} {
		if n := len(Of(ali(c))); n < 4 {
			t.Errorf("%s has %d causes", c, n)
		}
	}
}

func said(f Fact, v string) Signal { return Signal{Fact: f, Value: v, Origin: Said, Detail: "x"} }

func TestRank(t *testing.T) {
	for _, tt := range []struct {
		name     string
		c        Case
		first    string
		standing Standing
		lead     bool
	}{
		{"the code alone establishes nothing", Case{Codes: []CodeID{ali("600017")}}, "signature", Possible, false},
		{"a word of the ticket leads", Case{Codes: []CodeID{ali("600012")}, Signals: []Signal{said(VPN, "on")}}, "vpn",
			Likely, true},
		{"a ticket's decisive word is no proof",
			Case{Codes: []CodeID{ali("600015")}, Signals: []Signal{said(MobileData, "off")}}, "mobile-data-off", Likely,
			true},
		{"a message decides", Case{Codes: []CodeID{ali("600002")}, Messages: []string{"授权页已存在，不能再次拉起"}}, "page-open",
			Established, true},
		{"an exception decides",
			Case{Codes: []CodeID{ali("600012")},
				Signals: []Signal{{Fact: Exception, Value: CleartextRefused, Origin: Logged, Detail: "h"}}},
			"cleartext", Established, true},
		{"release only leaves two", Case{Codes: []CodeID{ali("600017")}, Signals: []Signal{said(Build, "release-only")}},
			"signature", Likely, false},
		{"a signature that fits leaves one of them",
			Case{Codes: []CodeID{ali("600017")},
				Signals: []Signal{said(Build, "release-only"), {Fact: Signature, Value: "fits", Origin: Checked}}},
			"shrunk", Likely, true},
		{"the inner code has its own list", Case{Codes: []CodeID{ali("600012"), {codes.CM, "105312"}}}, "scheme-new",
			Possible, false},
		{"only Unicom fails",
			Case{Codes: []CodeID{ali("600012")},
				Signals: []Signal{said(Carrier, "cu"), {Fact: OtherSIM, Value: "works", Origin: Ticked}}},
			"unicom-generation", Likely, true},
		{"iOS", Case{Codes: []CodeID{ali("600004")}, Signals: []Signal{said(Platform, "ios"), said(OS, "ios-16.4")}},
			"ios-sdk-old", Likely, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Rank(tt.c)
			lead, ok := l.Lead()
			if lead.ID != tt.first || lead.Standing != tt.standing || ok != tt.lead {
				t.Errorf("got %s %s %v", lead.ID, lead.Standing, ok)
			}
			if lead.Standing != Established && len(l.Questions) == 0 {
				t.Error("asks nothing")
			}
		})
	}
}

func TestRuledOutCauseKeepsReason(t *testing.T) {
	l := Rank(Case{Codes: []CodeID{ali("600017")}, Signals: []Signal{{Fact: Signature, Value: "fits", Origin: Checked}}})
	last := l.Causes[len(l.Causes)-1]
	if last.ID != "signature" || last.Standing != RuledOut || len(last.Against) != 1 ||
		last.Against[0].Describe().ZH == "" {
		t.Errorf("got %+v", last)
	}
}

func TestAnAnswerOverrulesTheTicket(t *testing.T) {
	l := Rank(Case{
		Codes:   []CodeID{ali("600015")},
		Signals: []Signal{said(VPN, "on"), {Fact: VPN, Value: "off", Origin: Ticked}},
	})
	for _, r := range l.Causes {
		if r.ID == "vpn" && r.Standing != RuledOut {
			t.Errorf("vpn is %s", r.Standing)
		}
	}
}

func TestIOSHasItsOwnAdvice(t *testing.T) {
	l := Rank(Case{Codes: []CodeID{ali("600017")}, Signals: []Signal{said(Platform, "ios")}})
	if !strings.Contains(l.Causes[0].Text.EN, "bundle id") {
		t.Errorf("got %q", l.Causes[0].Text.EN)
	}
}

func TestTheFirstQuestions(t *testing.T) {
	l := Rank(Case{Codes: []CodeID{ali("600012")}})
	var got []Fact
	for _, d := range l.Questions {
		got = append(got, d.Fact)
	}
	if !slices.Equal(got, first) {
		t.Errorf("asks %v", got)
	}
}

func TestParse(t *testing.T) {
	s, err := Parse("mobile-data=on")
	if err != nil || !reflect.DeepEqual(s, Signal{Fact: MobileData, Value: "on", Origin: Ticked}) {
		t.Errorf("got %+v, %v", s, err)
	}
	for _, bad := range []string{"", "mobile-data", "mobile-data=maybe", "weather=fine", "exception=orientation"} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func FuzzRank(f *testing.F) {
	f.Add("600012", "源IP鉴权失败", "vpn", "on")
	f.Fuzz(func(t *testing.T, code, msg, fact, value string) {
		l := Rank(Case{
			Codes:    []CodeID{ali(code)},
			Messages: []string{msg},
			Signals:  []Signal{{Fact: Fact(fact), Value: value, Origin: Said}},
		})
		if lead, ok := l.Lead(); ok && lead.Standing == RuledOut {
			t.Fatal("a cause that is ruled out leads")
		}
	})
}
