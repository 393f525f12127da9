package check

import (
	"fmt"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// clock is what is known of a device's clock by its dealings with certificates.
type clock struct {
	// wrong and right are both false where nothing is known.
	wrong, right bool
	// proved is true if wrong is more than one possibility of two.
	proved bool
	// ahead is by how much the clock differs from ours, if known.
	ahead time.Duration
	known bool
	// how says in words by what it is known.
	how lang.Text
}

// clockOf judges a device's clock: by what the phone itself reported, by a
// test with a certificate of wide dates, by the phone's log.
func clockOf(c *inspector.Case, d *deviceTLS) clock {
	var k clock
	k.ahead, k.known = c.Context.Clocks[d.device]
	var t inspector.DateTest
	outside, inside := false, false
	for _, h := range d.refused {
		t.Taken += h.Dates.Taken
		t.Refused += h.Dates.Refused
		t.RefusedAfter += h.Dates.RefusedAfter
		if l := h.Leaf; k.known && !l.At.IsZero() {
			at := l.At.Add(k.ahead)
			ok := !at.Before(l.From) && !at.After(l.Until)
			outside, inside = outside || !ok, inside || ok
		}
	}
	switch {
	case len(d.refused) == 0:
	case outside:
		k.wrong, k.proved = true, true
		k.how = aside(k.ahead)
	case t.Taken > 0 && len(d.accepted) == 0:
		k.wrong, k.proved = true, t.RefusedAfter > 0
		k.how = tested(k.proved)
	case inside:
		k.right = true
		k.how = lang.Text{EN: "The phone's own clock is right, as far as certificates go.", ZH: "手机自身的时间没有问题，不影响证书校验。"}
	case t.Refused > 0:
		k.right = true
		k.how = lang.Text{
			EN: "The clock is not the cause: a certificate valid since 2010 was refused as well.",
			ZH: "与手机时间无关：自 2010 年起有效的证书也被拒绝。",
		}
	}
	return k
}

// hear takes the word of the phone's log.
func (k *clock) hear(lines []inspector.Signal) {
	if len(lines) > 0 {
		*k = clock{wrong: true, proved: true, how: dated}
	}
}

var dated = lang.Text{EN: "The phone's log says that a certificate is outside of its dates.", ZH: "手机日志显示证书不在有效期内。"}

func aside(ahead time.Duration) lang.Text {
	by := inspector.Ahead(ahead)
	return lang.Text{
		EN: fmt.Sprintf("The phone's clock is %s this computer's, outside of the certificate's dates.", by.EN),
		ZH: fmt.Sprintf("手机时间比本机%s，超出了证书有效期。", by.ZH),
	}
}

func tested(again bool) lang.Text {
	if again {
		return lang.Text{
			EN: "A test decided: a certificate valid since 2010 was taken, and one of the usual dates was then " +
				"refused again.",
			ZH: "测试已确认：自 2010 年起有效的证书被接受，随后常规有效期的证书再次被拒绝。",
		}
	}
	return lang.Text{
		EN: "A certificate valid since 2010 was taken after that. A CA that was installed in between looks the same;" +
			" the next connection decides.",
		ZH: "之后自 2010 年起有效的证书被接受。若在两次连接之间安装了 CA，现象相同；下一次连接即可确认。",
	}
}

// doubt is what the finding on a device that refuses everything leaves open.
func (d *deviceTLS) doubt() lang.Text {
	var out lang.Text
	switch {
	case d.clock.right:
		out = unsaid(d.refused,
			d.clock.how.EN+" An app that pins looks the same: the portal page tests the certificate.",
			d.clock.how.ZH+"应用锁定证书时现象相同：可用引导页检测证书。")
	default:
		out = unsaid(d.refused,
			"A phone clock that is wrong, or an app that pins, looks the same: the portal page tests clock and "+
				"certificate.",
			"手机时钟错误或应用锁定证书时现象相同：可用引导页检测时钟和证书。")
	}
	more := provable(d.refused)
	return lang.Text{EN: out.EN + more.EN, ZH: out.ZH + more.ZH}
}

// certificateExpired finds refusals for a certificate's dates.
var certificateExpired = inspector.Check{
	ID:    "certificate-expired",
	Title: lang.Text{EN: "The phone takes our certificate for out of date", ZH: "手机认为代理证书不在有效期内"},
	Doc: lang.Text{
		EN: "A fresh certificate that counts as expired, or as not yet valid, means that the phone's clock is " +
			"wrong. Few clients say so: OpenSSL sends certificate_expired, Android, Java and Go give the same alert " +
			"for all reasons. So the proxy compares the phone's clock, if adb or the portal page reported it, with " +
			"the certificate's dates, and shows a client that refused without a reason once a certificate valid " +
			"since 2010: if that one is taken and the usual one refused again, the clock is to blame.",
		ZH: "新签发的证书被判为过期或尚未生效，说明手机时间不准。多数客户端不会明说：OpenSSL 会发送 certificate_expired，而 Android、Java 和 Go 对所有原因都发送同一种告警。" +
			"因此代理会把手机时间（来自 adb 或引导页）与证书有效期比较，并在客户端无故拒绝后，展示一次自 2010 年起有效的证书：若该证书被接受而常规证书再次被拒绝，即可确定是手机时间的问题。",
	},
	Source: "RFC 8446, section 6.2; own tests with OpenSSL, OkHttp, Java, Chromium and Go", Date: "2026-11-26",
	Status: finding.Error, Decides: true,
	Run: runCertificateExpired,
}

func runCertificateExpired(c *inspector.Case) []finding.Finding {
	a := advice{
		lang.Text{
			EN: "The phone compares the certificate's dates with its own clock. Without the proxy, it refuses the " +
				"servers' certificates in the same way.",
			ZH: "手机用自身时间校验证书有效期。即使不挂代理，它也会同样拒绝服务器的证书。",
		},
		lang.Text{
			EN: "Switch automatic date and time on in the phone's settings, then try again.",
			ZH: "在手机设置中打开“自动确定日期和时间”，然后重试。",
		},
		codes.User, codes.Inferred,
	}
	out := alerted(c, func(h inspector.HostFacts) bool { return h.Alerts[alertExpired] > 0 }, a)
	for _, d := range tlsByDevice(c) {
		if !d.clock.wrong {
			continue
		}
		f := hostFinding(a, d.refused, c.Flows, lang.Text{
			EN: fmt.Sprintf("Refused: %s. %s", hostNames(d.refused), d.clock.how.EN),
			ZH: fmt.Sprintf("拒绝：%s。%s", hostNames(d.refused), d.clock.how.ZH),
		})
		if !d.clock.proved {
			f.Certainty = codes.Unconfirmed
		}
		out = append(out, f)
	}
	if len(out) > 0 {
		return out
	}
	if signals := said(c, inspector.TLSDates); len(signals) > 0 {
		a.certainty = codes.Seen
		return fromSignals(signals, a, dated)
	}
	a.why = lang.Text{
		EN: "A WebView refuses a certificate that is valid for more than 199 days (Proxyman issue 2751).",
		ZH: "WebView 会拒绝有效期超过 199 天的证书（Proxyman issue 2751）。",
	}
	a.fix = lang.Text{
		EN: "Remove the old leaves of the CA, so that they are signed again for 90 days at most. Check the phone's " +
			"clock.",
		ZH: "清除 CA 已签发的旧证书，让代理重新签发（有效期不超过 90 天）。并检查手机时间。",
	}
	return fromSignals(c.Of(inspector.SignalLongLeaf), a, lang.Text{
		EN: "The log contains ERR_CERT_VALIDITY_TOO_LONG.",
		ZH: "日志出现 ERR_CERT_VALIDITY_TOO_LONG。",
	})
}
