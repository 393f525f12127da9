package logcat

import (
	"bytes"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/maker"
)

// tags are the log tags, or their beginnings, of the SDKs of a login. The
// log tags of the SDKs are listed in the tables' sources; NetworkSecurityConfig
// and AndroidRuntime are the platform's, for refused cleartext and crashes.
var tags = [][]byte{
	[]byte("AuthSDK"), []byte("CacheMonitor"), []byte("NetworkSecurityConfig"), []byte("AndroidRuntime"),
	[]byte("loginscope"),
	[]byte("JIGUANG"), []byte("JVerif"), []byte("ShanYan"), []byte("SecVerify"), []byte("QuickLogin"),
	[]byte("OneLogin"), []byte("OneKeyLogin"),
}

// words are contents that make a line relevant whatever its tag.
var words = [][]byte{
	[]byte("carrierFailed"), []byte("vendorName"), []byte("vendorCode"), []byte("resultCode"),
	[]byte("accessCode"), []byte("requestId"), []byte("RequestId"), []byte("dypnsapi"), []byte("mobile-auth"),
	[]byte("IDAAS"), []byte("session_token"), []byte("sessionToken"), []byte("state_token"),
	[]byte("MissingAccessToken"),
	[]byte("id_token"), []byte("error_code"),
	[]byte("leartext"), []byte("CLEARTEXT"), []byte("rust anchor"), []byte("CertPath"), []byte("SSLHandshake"),
	[]byte("SSLPeerUnverified"), []byte("SocketTimeout"), []byte("ConnectException"), []byte("ConnectTimeout"),
	[]byte("NoRouteToHost"), []byte("SocketException"),
	[]byte("CertificateNotYetValid"), []byte("CertificateExpired"), []byte("Certificate not valid"),
	[]byte("Certificate expired"),
	[]byte("timestamp check failed"), []byte("ERR_CERT"), []byte("NOT_ENOUGH_SCTS"),
	[]byte("UnsatisfiedLink"), []byte("com.nirvana"), []byte("com.mobile.auth"), []byte("TokenRet"),
	[]byte("isv."), []byte("isp."), []byte("LoginToken"), []byte("LoginPage"), []byte("EnvAvailable"),
	[]byte("AuthSDKInfo"), []byte("OneKeyLogin"), []byte("errorCode"),
	[]byte("uploadUserTrack"), []byte("/api/v2/sdk/"), []byte("300001"), []byte("resultcode"),
	[]byte("SDK."), []byte("LOGIN."), []byte("COMMON."), []byte("PARAM."),
	[]byte("phone is proxy"), []byte("phone is root"), []byte("Emulator is detected"), []byte("app is attached"),
	[]byte("debuggerConnected"), []byte("couldn't find \"lib"), []byte("Only fullscreen"),
	[]byte("explicit activity class"),
	[]byte("Unable to resolve host"), []byte("CHANGE_NETWORK_STATE"), []byte("Theme.AppCompat"),
	[]byte("did not call through"),
	[]byte("com/nirvana"), []byte("com/mobile/auth"), []byte("com.cmic"), []byte("com/cmic"),
	[]byte("PhoneNumberAuthHelper"),
	[]byte("非法修改"), []byte(`code"`), []byte("{code"), []byte("(code"), []byte("errCode"), []byte("innerCode"),
	[]byte("subCode"),
	[]byte("authSdkCode"), []byte("pns.vendor"), []byte("fastjson"), []byte("com.bamboocloud"), []byte(
		"already has a parent"),
	[]byte("AAPT"), []byte("error: package android.support"), []byte("does not override abstract method"),
	[]byte("duplicate symbol"), []byte("TeaException"),
	[]byte(
		"module java.base",
	), []byte("NetworkOnMainThread"), []byte("unrecognized selector"), []byte("com.alicom"), []byte("com/alicom"),
	[]byte("JVER |"), []byte("Reply already submitted"), []byte("NoClassDefFound"), []byte("ClassNotFound"),
	[]byte("uncaught exception"), []byte("EXC_BAD_ACCESS"),
	[]byte("ali_auth"), []byte("AliAuth"), []byte("AliOnepass"), []byte("ali-onepass"), []byte("onepass-alibaba"),
	[]byte("Direct local .aar"), []byte("Could not find"), []byte("Could not resolve"), []byte("Failed to resolve"),
	[]byte("useAndroidX"),
	[]byte("OS independent path"), []byte("files found"), []byte("uplicate class"), []byte("already present: com"),
	[]byte("minSdkVersion"),
	[]byte("Manifest merger"), []byte("ATAuthSDK"), []byte("YTXMonitor"), []byte("YTXOperators"), []byte(
		"EAccountApi"), []byte("TYRZ"),
	[]byte("univerify"), []byte("uniCloud"), []byte("loginAuth"), []byte("verifyLogin"), []byte("preLogin"),
	[]byte("carrierCode"), []byte("retCode"), []byte("错误码"), []byte("返回码"), []byte("鉴权"), []byte("登录失败"),
	[]byte("一键登录"), []byte("号码认证"), []byte("授权页"), []byte("取号"),
}

// hints stand beside a bare 1001 or 1002 when an app prints its IDaaS callback.
var hints = [][]byte{
	[]byte("rror"), []byte("uccess"), []byte("ode"), []byte("allback"), []byte("ogin"), []byte("登录"), []byte("回调"),
}

// Relevant reports whether a line can matter to a login: by its tag, by a word
// that the SDKs, the carriers or IDaaS print, or by a number that has the shape
// of one of their codes.
func Relevant(tag, text []byte) bool {
	for _, t := range allTags {
		if bytes.HasPrefix(tag, t) {
			return true
		}
	}
	return codeShaped(text) || wordSet.in(text)
}

// allTags are tags and those of the carriers.
var allTags = slices.Concat(tags, carrierTags())

func carrierTags() [][]byte {
	var out [][]byte
	for _, c := range codes.Carriers() {
		for _, t := range c.LogTags {
			out = append(out, []byte(strings.TrimSuffix(t, "*")))
		}
	}
	return out
}

// wordSet is read-only. The server API's words and the carriers' domains come
// from their tables.
var wordSet = newFinder(slices.Concat(words, carrierDomains(), serverPrefixes(), classes()))

func carrierDomains() [][]byte {
	var out [][]byte
	for _, c := range codes.Carriers() {
		for _, d := range c.Domains() {
			out = append(out, []byte(d))
		}
	}
	return out
}

// classes begin the classes of the carriers' and other makers' SDKs.
func classes() [][]byte {
	var out [][]byte
	for _, c := range codes.Carriers() {
		for _, p := range c.Packages {
			out = append(out, []byte(p))
		}
	}
	for _, c := range maker.JavaClasses() {
		out = append(out, []byte(c))
	}
	return out
}

func serverPrefixes() [][]byte {
	var out [][]byte
	for _, h := range codes.Prefixes(codes.AliServer) {
		out = append(out, []byte(h))
	}
	return out
}

// finder looks for many words in one pass: nearly every position is settled by
// one look-up in a table of the words' first two bytes.
type finder struct {
	bucket  [1 << 16]uint8 // number of a bucket by two bytes, 0 for none
	buckets [][][]byte
}

// newFinder takes words of at least two bytes with at most 255 beginnings.
func newFinder(words [][]byte) *finder {
	f := &finder{buckets: make([][][]byte, 1)}
	for _, w := range words {
		b := &f.bucket[uint(w[0])<<8|uint(w[1])]
		if *b == 0 {
			f.buckets = append(f.buckets, nil)
			*b = uint8(len(f.buckets) - 1)
		}
		f.buckets[*b] = append(f.buckets[*b], w)
	}
	return f
}

func (f *finder) in(text []byte) bool {
	for i := 1; i < len(text); i++ {
		b := f.bucket[uint(text[i-1])<<8|uint(text[i])]
		if b == 0 {
			continue
		}
		for _, w := range f.buckets[b] {
			if bytes.HasPrefix(text[i-1:], w) {
				return true
			}
		}
	}
	return false
}

// codeShaped looks for a run of exactly six digits that begins with 600 or 700
// (the SDK's results and page events), or for 1001 or 1002 in company of a hint.
func codeShaped(text []byte) bool {
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) {
			continue
		}
		j := i + 1
		for j < len(text) && isDigit(text[j]) {
			j++
		}
		run := text[i:j]
		switch {
		case len(run) == 6 && (run[0] == '6' || run[0] == '7') && run[1] == '0' && run[2] == '0':
			return true
		case len(run) == 4 && run[0] == '1' && run[1] == '0' && run[2] == '0' && (run[3] == '1' || run[3] == '2'):
			if hinted(text) {
				return true
			}
		}
		i = j
	}
	return false
}

func hinted(text []byte) bool {
	for _, h := range hints {
		if bytes.Contains(text, h) {
			return true
		}
	}
	return false
}
