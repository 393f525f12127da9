// Package live compares an app with a capture of it: what it spoke to in clear
// against what its rules permit, rules that nothing used, and the identity that
// requests carried against the app's own. It owns the comparison only.
package live

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// Options narrow the comparison to the traffic of one phone.
type Options struct {
	// Device is the phone's address; "" for all traffic.
	Device string
	// Build is the build that ran; "" for the one at hand.
	Build facts.Variant
}

// maxHosts limits the hosts that are kept.
const maxHosts = 10_000

// Traffic is what a capture says about hosts. A host of a capture may belong to
// another app of the same phone: what is derived from it is inferred.
type Traffic struct {
	HTTP      map[string]int // exchanges over plain HTTP by host
	HTTPS     map[string]int
	Truncated bool
}

// Collect reads exchanges, each Finished or Started one once by its ID.
func Collect(exchanges iter.Seq[exchange.Exchange], opt Options) Traffic {
	t := Traffic{HTTP: map[string]int{}, HTTPS: map[string]int{}}
	for e := range exchanges {
		if opt.Device != "" && e.Device != opt.Device || e.Origin == exchange.Replayed {
			continue
		}
		list := t.HTTPS
		if e.Scheme == "http" || e.Scheme == "ws" {
			list = t.HTTP
		}
		host := nsc.NormalHost(e.Host)
		if _, known := list[host]; !known && len(list) >= maxHosts {
			t.Truncated = true
			continue
		}
		list[host]++
	}
	return t
}

var (
	blockedTitle = lang.Text{EN: "HTTP hosts seen against the app's rules", ZH: "抓包中的 HTTP 域名与应用规则"}
	unusedTitle  = lang.Text{EN: "Permitted HTTP hosts that nothing used", ZH: "已放行但未使用的 HTTP 域名"}
)

// The IDs of the results.
const (
	BlockedID = "live.cleartext.seen"
	UnusedID  = "live.cleartext.unused"
)

const source = "the capture itself against android.security.net.config (AOSP)"

// Check compares. It returns nothing when the app has no build to compare with.
func Check(app *facts.App, t Traffic, opt Options) []finding.Finding {
	b := chosen(app, opt.Build)
	if b == nil {
		return nil
	}
	return append(seen(b, t), unused(b, t)...)
}

func chosen(app *facts.App, v facts.Variant) *facts.Build {
	if v != "" {
		return app.Build(v)
	}
	for i := range app.Builds {
		if app.Builds[i].Actual {
			return &app.Builds[i]
		}
	}
	return nil
}

// seen judges each host that was spoken to in clear.
func seen(b *facts.Build, t Traffic) []finding.Finding {
	var out []finding.Finding
	for _, host := range sorted(t.HTTP) {
		e := b.Policy.For(host)
		r := finding.Finding{
			Check: BlockedID, Title: blockedTitle, Subject: host, Build: string(b.Variant), Status: finding.Pass,
			Certainty: codes.Inferred, Source: source, Where: location(b, e.Origin.Line, host),
			What: lang.Text{
				EN: fmt.Sprintf("%d exchanges over HTTP with %s, which the app's rules permit.", t.HTTP[host], host),
				ZH: fmt.Sprintf("与 %s 有 %d 次 HTTP 交互，应用规则允许。", host, t.HTTP[host]),
			},
		}
		if !e.Cleartext {
			r.Status = finding.Warning
			r.What = lang.Text{
				EN: fmt.Sprintf("%d exchanges over HTTP with %s, which the app's rules refuse.", t.HTTP[host], host),
				ZH: fmt.Sprintf("与 %s 有 %d 次 HTTP 交互，但应用规则禁止。", host, t.HTTP[host]),
			}
			r.Why = lang.Text{
				EN: "Another app sent them, or native code that the rules do not bind, or the installed build is " +
					"another one.",
				ZH: "可能来自其他应用、不受规则约束的 native 代码，或手机上安装的是另一个构建。",
			}
			r.Fix = lang.Text{
				EN: "Check the APK that is installed on the phone. If the app needs the host, permit it.",
				ZH: "请检查手机上实际安装的 APK；若应用确需访问，请放行。",
			}
			r.Paste = fmt.Sprintf(
				"<domain-config cleartextTrafficPermitted=\"true\">\n    <domain>%s</domain>\n</domain-config>\n", host)
			r.PasteInto = "res/xml/network_security_config.xml"
		}
		out = append(out, r)
	}
	return out
}

// unused lists domains whose cleartext permission no exchange used. The
// carriers' hosts are left out: their requests leave over cellular, past any
// proxy, so their absence says nothing.
func unused(b *facts.Build, t Traffic) []finding.Finding {
	if b.NSC.Config == nil || len(t.HTTP)+len(t.HTTPS) == 0 {
		return nil
	}
	var out []finding.Finding
	for _, s := range b.NSC.Config.Config.Domains {
		for _, d := range s.Domains {
			if !b.Policy.For(d.Name).Cleartext || used(d, t.HTTP) || carrier(d.Name) {
				continue
			}
			out = append(out, finding.Finding{
				Check: UnusedID, Title: unusedTitle, Subject: d.Name, Build: string(b.Variant), Status: finding.Hint,
				Certainty: codes.Inferred, Source: source, Where: location(b, d.Line, "domain "+d.Name),
				What: lang.Text{
					EN: fmt.Sprintf("HTTP to %s is permitted, and no exchange of this capture used it.", d.Name),
					ZH: fmt.Sprintf("已放行 %s 的 HTTP，但本次抓包未使用。", d.Name),
				},
				Why: lang.Text{
					EN: "A permission without a use is a risk without a gain; a capture shows only what was tried.",
					ZH: "不用的放行只有风险；但抓包只覆盖已操作的功能。",
				},
				Fix: lang.Text{EN: "Remove it if nothing needs it.", ZH: "如确无需要，请删除。"},
			})
		}
	}
	return out
}

func used(d nsc.Domain, hosts map[string]int) bool {
	for h := range hosts {
		if d.Matches(h) {
			return true
		}
	}
	return false
}

func carrier(domain string) bool {
	for _, h := range lint.LoginHosts() {
		if h == domain || strings.HasSuffix(h, "."+domain) {
			return true
		}
	}
	return false
}

func location(b *facts.Build, line int, element string) []finding.Location {
	if b.NSC.Config == nil {
		return nil
	}
	return []finding.Location{{File: b.NSC.Config.File, Line: line, Element: element}}
}

func sorted(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
