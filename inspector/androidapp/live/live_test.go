package live_test

import (
	"slices"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/live"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/inspector/finding"
	"loginscope/proxy/exchange"
)

const config = `<network-security-config>
  <domain-config cleartextTrafficPermitted="true">
    <domain includeSubdomains="true">enrichgw.10010.com</domain>
    <domain includeSubdomains="true">static.example.com</domain>
    <domain>unused.example.com</domain>
  </domain-config>
  <domain-config cleartextTrafficPermitted="false"><domain>api.example.com</domain></domain-config>
</network-security-config>`

func app(t *testing.T) *facts.App {
	t.Helper()
	root, err := xmltree.Parse([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	c := nsc.Parse(root)
	return &facts.App{Builds: []facts.Build{{
		Variant: facts.Release, Actual: true, TargetSDK: 34,
		NSC:    facts.NSC{Referenced: true, Config: &facts.Config{File: "n.xml", Config: c}},
		Policy: nsc.NewPolicy(nsc.App{TargetSDK: 34, Config: c}),
	}}}
}

func traffic(list ...exchange.Exchange) live.Traffic {
	return live.Collect(slices.Values(list), live.Options{Device: "10.0.0.5"})
}

func TestCheck(t *testing.T) {
	got := live.Check(app(t), traffic(
		exchange.Exchange{ID: 1, Device: "10.0.0.5", Scheme: "http", Host: "cdn.Static.example.com"},
		exchange.Exchange{ID: 2, Device: "10.0.0.5", Scheme: "http", Host: "other.example.org"},
		exchange.Exchange{ID: 3, Device: "10.0.0.5", Scheme: "ws", Host: "other.example.org."},
		exchange.Exchange{ID: 4, Device: "10.0.0.5", Scheme: "https", Host: "api.example.com"},
		exchange.Exchange{ID: 5, Device: "10.0.0.9", Scheme: "http", Host: "another.phone"},
		exchange.Exchange{ID: 6, Device: "10.0.0.5", Scheme: "http", Host: "ours.example", Origin: exchange.Replayed},
	), live.Options{})
	var lines []string
	for _, r := range got {
		lines = append(lines, string(r.Status)+" "+r.Check+" "+r.Subject)
	}
	want := []string{
		"pass live.cleartext.seen cdn.static.example.com",
		"warning live.cleartext.seen other.example.org",
		"hint live.cleartext.unused unused.example.com",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	for _, r := range got {
		if r.Certainty != "inferred" || r.What.EN == "" || r.What.ZH == "" || r.Build != "release" {
			t.Errorf("%+v", r)
		}
	}
	if !strings.Contains(got[1].What.EN, "2 exchanges") {
		t.Errorf("count: %s", got[1].What.EN)
	}
}

func TestNothingToCompare(t *testing.T) {
	if got := live.Check(&facts.App{}, traffic(), live.Options{}); got != nil {
		t.Errorf("an app without a build gave %v", got)
	}
	for _, r := range live.Check(app(t), traffic(), live.Options{}) {
		if r.Status != finding.Pass {
			t.Errorf("an empty capture says %s", r.What.EN)
		}
	}
}

func TestCollectIsBounded(t *testing.T) {
	tr := live.Collect(func(yield func(exchange.Exchange) bool) {
		for i := range 20_000 {
			host := string([]rune{rune('a' + i%26), rune('a' + i/26%26), rune('a' + i/676%26), rune('a' + i/17576)}) +
				".example"
			if !yield(exchange.Exchange{Scheme: "http", Host: host}) {
				return
			}
		}
	}, live.Options{})
	if !tr.Truncated || len(tr.HTTP) > 10_000 {
		t.Errorf("kept %d hosts, truncated %v", len(tr.HTTP), tr.Truncated)
	}
}
