package intake

import (
	"bytes"

	"loginscope/lang"
	"loginscope/problem"
)

// Captures in another tool's own format. What to export instead differs.
const (
	Flows   Kind = "mitmproxy-flows"
	Packets Kind = "packets" // pcap and pcapng
	Charles Kind = "charles"
	Fiddler Kind = "fiddler"
	Proxy   Kind = "proxyman"
)

// Refusals of such captures.
var (
	ErrFlows = problem.New("a flow file of mitmproxy",
		notImported,
		lang.Both("It is a flow file of mitmproxy, which only mitmproxy reads.",
			"它是 mitmproxy 的 flow 文件，只有 mitmproxy 能读取。"),
		lang.Both("Export HAR with mitmproxy 10.1 or later: mitmdump -nr FILE --set hardump=login.har",
			"请用 mitmproxy 10.1 或更高版本导出 HAR：mitmdump -nr 文件 --set hardump=login.har"))
	ErrPackets = problem.New("a packet capture",
		notImported,
		lang.Both("It is a packet capture (pcap). HTTPS is encrypted in it, so that no step of the login can be read.",
			"它是网络抓包文件（pcap）。其中的 HTTPS 是加密的，无法读取登录步骤。"),
		lang.Both("Capture with Loginscope, or with another intercepting proxy, and export HAR; or bring the "+
			"device log "+
			"(adb logcat -d).",
			"请用 Loginscope 或其他可解密的代理抓包并导出 HAR；或提供设备日志（adb logcat -d）。"))
	ErrCharles = problem.New("a session of Charles",
		notImported,
		lang.Both("It is a session of Charles, which only Charles reads.", "它是 Charles 会话文件，只有 Charles 能读取。"),
		lang.Both("Open it in Charles, choose File, Export Session, and the format HTTP Archive (.har).",
			"请在 Charles 中打开，选择 File → Export Session，格式选 HTTP Archive (.har)。"))
	ErrFiddler = problem.New("an archive of Fiddler",
		notImported,
		lang.Both("It is a session archive of Fiddler (.saz).", "它是 Fiddler 会话归档（.saz）。"),
		lang.Both("Open it in Fiddler, choose File, Export Sessions, and the format HTTPArchive v1.2.",
			"请在 Fiddler 中打开，选择 File → Export Sessions，格式选 HTTPArchive v1.2。"))
	ErrProxyman = problem.New("a session of Proxyman",
		notImported,
		lang.Both("It is a session of Proxyman, which only Proxyman reads.", "它是 Proxyman 会话文件，只有 Proxyman 能读取。"),
		lang.Both("Open it in Proxyman, select the flows, and choose Export, HAR.",
			"请在 Proxyman 中打开，选中请求后选择 Export → HAR。"))
)

// captureEndings are formats that only the file's name gives away.
var captureEndings = map[string]Kind{
	".saz": Fiddler, ".chls": Charles, ".chlsj": Charles, ".chlsx": Charles, ".chlz": Charles,
	".proxymanlog": Proxy, ".proxymanlogv2": Proxy, ".proxymansession": Proxy,
}

// capture is the kind of another tool's capture, "" for none.
func capture(head []byte, name string) Kind {
	for _, magic := range []string{"\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4", "\x4d\x3c\xb2\xa1", "\xa1\xb2\x3c\x4d",
		"\x0a\x0d\x0d\x0a"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return Packets
		}
	}
	if flows(head) {
		return Flows
	}
	return captureEndings[extension(name)]
}

// flows reports whether a file begins as a flow of mitmproxy does: a dictionary in the
// notation of tnetstrings, LENGTH:LENGTH:key; whose keys are words.
func flows(head []byte) bool {
	rest := head
	for range 2 {
		n := 0
		for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
			n++
		}
		if n == 0 || n > 10 || n == len(rest) || rest[n] != ':' {
			return false
		}
		rest = rest[n+1:]
	}
	n := 0
	for n < len(rest) && (rest[n] >= 'a' && rest[n] <= 'z' || rest[n] == '_') {
		n++
	}
	return n > 0 && n < len(rest) && (rest[n] == ';' || rest[n] == ',')
}
