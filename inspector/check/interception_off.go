package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// InterceptionOff finds hosts that the proxy stopped reading by itself.
var InterceptionOff = inspector.Check{
	ID:    "interception-off",
	Title: lang.Text{EN: "Loginscope stopped reading a host", ZH: "Loginscope 已停止解密某个域名"},
	Doc: lang.Text{
		EN: "A device that refuses the proxy's certificate for a host several times in a row, and accepted it never or not lately, gets that host passed through unread, so that the login goes on. Everything that the host says after that is not in the capture.",
		ZH: "设备连续多次拒绝某域名的代理证书，且近期从未接受过时，该域名对该设备转为直通，以免影响登录。此后该域名的内容不在抓包之中。",
	},
	Source: "proxy.Config.LearnAfter", Date: "2026-11-30",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{EN: "Only names, times and byte counts of these connections are known from then on.", ZH: "此后只知道这些连接的域名、时间和字节数。"},
			lang.Text{EN: "Once the app trusts the certificate, choose “Decrypt again” on the Phone page of the window, or start the capture again.", ZH: "待应用信任证书后，在窗口“手机”页选择“重新解密”，或重新开始抓包。"},
			codes.Developer, codes.Seen,
		}
		var hosts []inspector.HostFacts
		for _, h := range c.Hosts {
			if h.Learned {
				hosts = append(hosts, h)
			}
		}
		if len(hosts) == 0 {
			return nil
		}
		f := hostFinding(a, hosts, nil, lang.Text{EN: "Passed through unread: " + hostNames(hosts) + ".", ZH: "已转为直通：" + hostNames(hosts) + "。"})
		f.Count = len(hosts)
		return []finding.Finding{f}
	},
}
