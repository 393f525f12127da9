package lab

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"loginscope/codes"
)

func telecomSimulator() simulator {
	return simulator{
		issuer: codes.ChinaTelecom,
		hosts:  []string{"id6.me", "card.e.189.cn", "api-e189.21cn.com"},
		vendor: "ct_sjl",
		stray:  Answer{Code: "800008", Message: "非电信网络"},
		public: []publicCodes{
			{[]string{"-10002"}, "600025", false},
			{[]string{"80000", "80005", "80800", "-8003", "-720002"}, "600015", false},
			{[]string{"-8100", "80003", "80004", "-8004"}, "600008", false},
			{[]string{"-6", "-20005"}, "600027", true},
		},
		serve: carrierServer.telecom,
		sdk:   func(p *phone) carrierSDK { return telecomSDK{p} },
	}
}

// telecomSDK simulates China Telecom's SDK: SDK-JJ-v3.7.4 and later with
// codes 80xxx, and the older one with codes -8xxx and -7200xx.
type telecomSDK struct{ p *phone }

const telecomTimeout = 3 * time.Second

// telecomLocal are conditions on the phone: code and text of the current SDK,
// then of the old one.
var telecomLocal = map[string][4]string{
	"bad-argument":     {"80106", "请求参数异常", "-8002", "请求参数异常"},
	"no-network":       {"80003", "无网络连接", "-8010", "无网络连接(网络错误)"},
	"data-off":         {"80004", "移动网络未开启", "-8004", "移动数据网络未开启"},
	"switch-exception": {"80801", "WIFI切换异常", "-720001", "WIFI切换4G请求异常"},
	"switch-timeout":   {"80800", "WIFI切换超时", "-720002", "WIFI切换4G超时"},
	"socket-timeout":   {"80005", "Socket超时异常", "-8003", "请求超时"},
	"name-unknown":     {"80009", "nodename nor servname provided, or not known", "-8001", "网络异常，请求失败"},
}

// telecomFaults are socket faults, in the same four columns.
var telecomFaults = map[netFault][4]string{
	netTimeout: {"80000", "请求超时", "-8003", "请求超时"},
	netRefused: {"80001", "请求异常", "-8001", "网络异常，请求失败"},
	netNoName:  {"80006", "域名解析异常", "-8001", "网络异常，请求失败"},
	netNoRoute: {"80008", "No route to host", "-8001", "网络异常，请求失败"},
	netReset:   {"80010", "Socket closed by remote peer", "-8001", "网络异常，请求失败"},
	netEOF:     {"80007", "IO异常", "-8001", "网络异常，请求失败"},
	netTLS:     {"80007", "IO异常", "-8001", "网络异常，请求失败"},
	netCert:    {"80007", "IO异常", "-8001", "网络异常，请求失败"},
	netIO:      {"80007", "IO异常", "-8001", "网络异常，请求失败"},
}

func (t telecomSDK) old() bool { return !atLeast(first(t.p.script.SDK, defaultSDK), "2.13") }

func (t telecomSDK) cached() bool { return t.p.script.Carrier.codeServes() }

func (t telecomSDK) request(ctx context.Context, step string, _ *grant) (*grant, *carrierFailure) {
	if word := t.p.local(step); word != "" {
		return nil, t.row(telecomLocal[word])
	}
	switch t.p.script.Phone.Cellular {
	case "off":
		return nil, t.row(telecomLocal["data-off"])
	case "stuck":
		t.p.pause(ctx, switchTimeout)
		return nil, t.row(telecomLocal["switch-timeout"])
	}
	host := "id6.me"
	if atLeast(first(t.p.script.SDK, defaultSDK), "2.13.7") {
		host = "card.e.189.cn"
	}
	form := url.Values{
		"appId": {"8000000000"}, "clientType": {"30020"}, "format": {"json"}, "version": {"1.1"},
		"paramKey": {t.p.sub.seal("request", 116)}, "paramStr": {randomHex(256)}, "sign": {randomHex(20)},
	}
	return t.follow(ctx, "https://"+host+"/auth/preauth.do", form.Encode(), 0)
}

func (t telecomSDK) follow(ctx context.Context, target, body string, hop int) (*grant, *carrierFailure) {
	reqID := randomHex(16)
	res, fault, err := t.p.do(ctx, t.p.data, networkData, telecomTimeout, http.MethodPost, target, body, [][2]string{
		{"accept", "*/*"}, {"Accept-Charset", "UTF-8"}, {"deviceId", randomHex(16)}, {"reqId", reqID},
		{"Content-Type", "application/x-www-form-urlencoded"},
	})
	if ctx.Err() != nil {
		return nil, gaveUp
	}
	if fault != netOK {
		t.p.loge(tagTelecom, javaError(fault, "id6.me", err))
		return nil, t.row(telecomFaults[fault])
	}
	var out struct {
		Result json.Number
		Msg    string
		Data   json.RawMessage
	}
	if res.status != http.StatusOK {
		return nil, t.row([4]string{"80002", "响应码错误404", "-8001", "网络异常，请求失败"})
	}
	if json.Unmarshal(res.body, &out) != nil {
		return nil, t.row([4]string{"80102", "预登录异常", "-8001", "网络异常，请求失败"})
	}
	if out.Result == "30002" && hop < maxRedirects {
		var next struct{ URLs []string }
		if json.Unmarshal(out.Data, &next) == nil && len(next.URLs) > 0 {
			return t.follow(ctx, next.URLs[0], body, hop+1)
		}
	}
	if out.Result != "0" {
		return nil, t.failed(string(out.Result), out.Msg)
	}
	var ticket string
	_ = json.Unmarshal(out.Data, &ticket)
	content, ok := t.p.sub.open(ticket)
	if !ok {
		return nil, t.row([4]string{"80102", "预登录异常", "-8001", "网络异常，请求失败"})
	}
	t.result("0", "success")
	return &grant{ticket: ticket, content: content}, nil
}

func (t telecomSDK) row(r [4]string) *carrierFailure {
	if t.old() {
		return t.failed(r[2], r[3])
	}
	return t.failed(r[0], r[1])
}

func (t telecomSDK) failed(code, text string) *carrierFailure {
	if t.p.mute() {
		return &carrierFailure{}
	}
	return &carrierFailure{code: code, text: text, object: t.result(code, text)}
}

func (t telecomSDK) result(code, text string) string {
	object := compact(struct {
		Result json.Number `json:"result"`
		Msg    string      `json:"msg"`
		ReqID  string      `json:"reqId"`
	}{json.Number(code), text, randomHex(16)})
	t.p.logd(tagTelecom, "preLogin result:"+object)
	return object
}
