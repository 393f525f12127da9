package lab

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"loginscope/codes"
)

func unicomSimulator() simulator {
	return simulator{
		issuer: codes.ChinaUnicom,
		hosts: []string{
			"ali.wosms.cn", "msv6.wosms.cn", "auth.wosms.cn", "opencloud.wostore.cn", "enrichgw.10010.com",
			"nisportal.10010.com",
		},
		vendor: "cu_xw",
		stray:  Answer{Code: "3011", Message: "源IP鉴权失败"}, // the server's code; the old wording has 1
		public: []publicCodes{
			{[]string{"410000"}, "600015", false},
			{[]string{"410001", "410002"}, "600025", false},
			{[]string{"410003", "410004", "410005"}, "600008", false},
			{[]string{"1105"}, "600027", true},
			{[]string{"1202"}, "600018", true},
		},
		serve: carrierServer.unicom,
		sdk:   func(p *phone) carrierSDK { return unicomSDK{p} },
	}
}

// unicomSDK simulates China Unicom's SDK: the current one with codes 4100xx,
// and the one of Alibaba SDK 2.12 and earlier with code 1 and a wording.
type unicomSDK struct{ p *phone }

const unicomTimeout = 10 * time.Second

// unicomLocal are conditions on the phone: code and text of the current SDK,
// then code and text of the old one. Which text the old one used where is
// inferred from the wordings themselves.
var unicomLocal = map[string][4]string{
	"bad-argument":    {"410001", "参数异常", "1", "传入code和AppID不匹配"},
	"switch-failed":   {"410003", "无法切换至数据网络", "1", "select socket error"},
	"data-off":        {"410004", "数据网络未开启", "1", "目前不允许数据连接"},
	"network-unknown": {"410005", "网络判断异常", "1", "未知错误"},
	"no-such-type":    {"410009", "无此类型", "1", "未知错误"},
	"not-initialised": {"410021", "初始化失败", "1", "获取鉴权信息失败"},
	"offline":         {"410004", "数据网络未开启", "1", "似乎已断开与互联网的连接"},
	"no-code":         {"410002", "数据异常", "1", "获得的手机授权码失败"},
}

// unicomFaults are socket faults, in the same four columns.
var unicomFaults = map[netFault][4]string{
	netTimeout: {"410000", "请求超时", "2", "请求超时"},
	netRefused: {"410011", "https异常", "1", "connect error"},
	netNoName:  {"410011", "https异常", "1", "connect address error"},
	netNoRoute: {"410011", "https异常", "1", "未能连接到服务器"},
	netReset:   {"410011", "https异常", "1", "read failed"},
	netEOF:     {"410011", "https异常", "1", "网络请求失败"},
	netTLS:     {"410011", "https异常", "1", "handshake failed"},
	netCert:    {"410011", "https异常", "1", "此服务器的证书无效"},
	netIO:      {"410011", "https异常", "1", "网络请求失败"},
	netNoClear: {"410013", "无法跳转HTTP地址", "1", "网络请求失败"},
}

func (u unicomSDK) old() bool { return !atLeast(first(u.p.script.SDK, defaultSDK), "2.13") }

// cached is true while the access code of the prefetch serves; a script that
// answers the token's own request has let it run out.
func (u unicomSDK) cached() bool { return u.p.script.Carrier.codeServes() }

// codeServes reports whether nothing is scripted for the token's request.
func (c CarrierScript) codeServes() bool {
	return c.Token.zero() && c.At != "token"
}

func (u unicomSDK) request(ctx context.Context, step string, _ *grant) (*grant, *carrierFailure) {
	if word := u.p.local(step); word != "" {
		return nil, u.row(unicomLocal[word])
	}
	switch u.p.script.Phone.Cellular {
	case "off":
		return nil, u.row(unicomLocal["data-off"])
	case "stuck":
		u.p.pause(ctx, switchTimeout)
		return nil, u.row(unicomLocal["switch-failed"])
	}
	q := url.Values{
		"androidMd5": {randomHex(16)}, "apiKey": {"lab-made-up-key"}, "apiVersion": {"2.1"}, "format": {"JSON"},
		"operator": {codes.CarrierOf(codes.ChinaUnicom).Mark},
		"packName": {AppPackage}, "privateIp": {encodeBase64(randomBytes(32))}, "sdkVersion": {"6.1.2BR001B0122"},
		"secretKey": {u.p.sub.seal("request", 116)}, "sign": {randomHex(32)},
		"timeStamp": {strconv.FormatInt(u.p.now().UnixMilli(), 10)},
	}
	target := "https://ali.wosms.cn/unicomAuth/android/v3.0/qc?" + q.Encode()
	if u.old() {
		q = url.Values{
			"client_id": {"lab-made-up-id"}, "client_type": {"android"}, "format": {"jsonp"}, "version": {"5.1"},
			"business_type": {"5"}, "packname": {AppPackage}, "packsign": {AppSignature},
			"key":  {u.p.sub.seal("request", 116)},
			"sign": {randomHex(32)}, "timeStamp": {strconv.FormatInt(u.p.now().UnixMilli(), 10)},
		}
		target = "https://opencloud.wostore.cn/openapi/netauth/precheck/wp?" + q.Encode()
	}
	return u.follow(ctx, target, 0)
}

func (u unicomSDK) follow(ctx context.Context, target string, hop int) (*grant, *carrierFailure) {
	at, err := url.Parse(target)
	if err != nil {
		return nil, u.row([4]string{"410013", "跳转地址错误", "1", "decode ret_url fail"})
	}
	res, fault, err := u.p.do(ctx, u.p.data, networkData, unicomTimeout, http.MethodGet, target, "", [][2]string{
		{"user-agent", "Mozilla/5.0 (Linux; Android 14)"}, {"netType", "2"}, {"os", "android"}, {"Accept", "*/*"}, {
			"Connection",
			"close",
		},
	})
	if ctx.Err() != nil {
		return nil, gaveUp
	}
	if fault != netOK {
		u.p.loge(tagUnicom, "6.1.3 "+javaError(fault, at.Hostname(), err))
		return nil, u.row(unicomFaults[fault])
	}
	if res.status == http.StatusFound {
		return u.redirect(ctx, target, res.header.Get("Location"), hop)
	}
	return u.judge(res)
}

// redirect follows to another host of Unicom, over https alone, if the
// target carries a ret_url that can be decoded.
func (u unicomSDK) redirect(ctx context.Context, base, location string, hop int) (*grant, *carrierFailure) {
	next, err := resolve(base, location)
	if err != nil || hop == maxRedirects {
		return nil, u.row([4]string{"410013", "跳转地址错误", "1", "connect address error"})
	}
	at, err := url.Parse(next)
	if err != nil {
		return nil, u.row([4]string{"410013", "跳转地址错误", "1", "decode ret_url fail"})
	}
	if at.Scheme != "https" {
		u.p.loge(tagUnicom, "6.1.3 "+javaError(netNoClear, at.Hostname(), nil))
		return nil, u.row(unicomFaults[netNoClear])
	}
	if _, err := decodeBase64(at.Query().Get("ret_url")); err != nil {
		return nil, u.row([4]string{"410013", "跳转地址错误", "1", "decode ret_url fail"})
	}
	q := at.Query()
	q.Set("ticket", u.p.sub.seal("redirect", 36))
	at.RawQuery = q.Encode()
	return u.follow(ctx, at.String(), hop+1)
}

func (u unicomSDK) judge(res answerOf) (*grant, *carrierFailure) {
	body := bytes.TrimSpace(res.body)
	if u.old() {
		body = bytes.TrimSuffix(bytes.TrimPrefix(body, []byte("callback(")), []byte(")"))
	}
	var out struct {
		Code json.RawMessage
		Msg  string
		Data string
	}
	switch {
	case len(body) == 0:
		return nil, u.row([4]string{"410012", "返回数据为空", "1", "response null"})
	case res.status != http.StatusOK:
		return nil, u.row([4]string{"410010", "网络状态码异常", "1", "网络请求失败"})
	case json.Unmarshal(body, &out) != nil:
		return nil, u.row([4]string{"410002", "数据异常", "-10008", "JSON转换失败"})
	}
	code := strings.Trim(string(out.Code), `"`)
	switch {
	case u.old() && code != "0":
		return nil, u.failed(code, out.Msg)
	case !u.old() && code != "100":
		return nil, u.failed("410002", "code:"+code+"msg:"+out.Msg)
	}
	content, ok := u.p.sub.open(out.Data)
	if !ok {
		return nil, u.row([4]string{"410002", "数据异常", "-10008", "JSON转换失败"})
	}
	data := compact(map[string]any{"accessCode": out.Data, "exp": 1800, "fakeMobile": content})
	u.result(code, first(out.Msg, "success"), data)
	return &grant{ticket: out.Data, content: content}, nil
}

func (u unicomSDK) row(r [4]string) *carrierFailure {
	if u.old() {
		return u.failed(r[2], r[3])
	}
	return u.failed(r[0], r[1])
}

func (u unicomSDK) failed(code, text string) *carrierFailure {
	if u.p.mute() {
		return &carrierFailure{}
	}
	return &carrierFailure{code: code, text: text, object: u.result(code, text, `""`)}
}

// result prints and returns the SDK's result object.
func (u unicomSDK) result(code, text, data string) string {
	object := compact(struct {
		ResultCode json.Number     `json:"resultCode"`
		ResultMsg  string          `json:"resultMsg"`
		ResultData json.RawMessage `json:"resultData"`
		Seq        string          `json:"seq"`
	}{json.Number(code), text, json.RawMessage(data), randomHex(16)})
	u.p.logd(tagSDK, "cuzx login result:"+object)
	return object
}
