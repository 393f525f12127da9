package lab

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"loginscope/codes"
)

func mobileSimulator() simulator {
	return simulator{
		issuer: codes.ChinaMobile,
		hosts: []string{
			"rcs.cmpassport.com", "config2.cmpassport.com", "log2.cmpassport.com", "onekey.cmpassport.com",
			"crbt.i139.cn",
		},
		vendor:      "cm_zyhl",
		stray:       Answer{Code: "103111", Message: "网关IP错误"},
		tokenByCall: true,
		public: []publicCodes{
			{[]string{"102203"}, "600025", false},
			{[]string{"102101", "102103", "200022", "200027"}, "600008", false},
			{[]string{"102507", "200023", "200024"}, "600015", false},
			{[]string{"103119"}, "600027", true},
		},
		serve: carrierServer.mobile,
		sdk:   func(p *phone) carrierSDK { return mobileSDK{p} },
	}
}

// mobileSDK simulates China Mobile's SDK (quick_login_android_5.9.1).
type mobileSDK struct{ p *phone }

const (
	mobileURL     = "https://rcs.cmpassport.com/unisdk/rs/scripAndTokenForHttps"
	mobileTimeout = 5 * time.Second
	switchTimeout = 2500 * time.Millisecond
	maxRedirects  = 2
	mobileApp     = "300000000000" // made up, in the form of a real one
)

// mobileLocal are conditions on the phone and what this SDK calls them.
var mobileLocal = map[string][2]string{
	"no-permission":       {"200005", "用户未授权（READ_PHONE_STATE）"},
	"no-sim":              {"200010", "无法识别sim卡或没有sim卡"},
	"user-cancel":         {"200020", "用户取消登录"},
	"no-network":          {"200022", "无网络"},
	"switch-failed":       {"200024", "数据网络切换失败"},
	"thread-exception":    {"200025", "登录异常"},
	"bad-argument":        {"200026", "输入参数错误"},
	"data-off":            {"200027", "未开启数据网络或网络不稳定"},
	"cleartext":           {"200028", "网络异常"},
	"sim-not-installed":   {"200048", "用户未安装sim卡"},
	"page-exception":      {"200061", "授权页面异常"},
	"network-unsupported": {"200096", "当前网络不支持取号"},
}

// mobileFaults are socket faults and what this SDK makes of them.
var mobileFaults = map[netFault][2]string{
	netTimeout: {"200023", "登录超时"},
	netRefused: {"200028", "网络异常"},
	netNoName:  {"200028", "网络异常"},
	netNoRoute: {"200028", "网络异常"},
	netReset:   {"200028", "网络异常"},
	netTLS:     {"200028", "网络异常"},
	netIO:      {"200028", "网络异常"},
	netEOF:     {"200050", "EOF异常"},
	netCert:    {"200072", "CA根证书校验失败"},
}

// cached is false: the cached scrip always costs a second request.
func (m mobileSDK) cached() bool { return false }

func (m mobileSDK) request(ctx context.Context, step string, have *grant) (*grant, *carrierFailure) {
	if word := m.p.local(step); word != "" {
		row := mobileLocal[word]
		return nil, m.failed(row[0], row[1])
	}
	if failed := m.network(ctx); failed != nil {
		return nil, failed
	}
	if step == "prefetch" {
		m.configure(ctx)
	}
	got, failed := m.follow(ctx, step, mobileURL, m.body(step, have), 0)
	m.report(ctx, failed)
	return got, failed
}

// configure asks for the SDK's configuration; a login goes on without it.
func (m mobileSDK) configure(ctx context.Context) {
	m.side(ctx, "https://config2.cmpassport.com/client/uniConfig", map[string]string{
		"version": "1.0", "apptype": "1", "phone_ID": randomHex(16), "certflag": "1",
		"sdkversion": "quick_login_android_5.9.1", "appid": mobileApp, "expandparams": "", "sign": randomHex(16),
	})
}

// report uploads the carrier SDK's own log. On which network the real one
// does so is not established; here it is the cellular one.
func (m mobileSDK) report(ctx context.Context, failed *carrierFailure) {
	code := "103000"
	if failed != nil {
		code = failed.code
	}
	m.side(ctx, "https://log2.cmpassport.com:9443/log/logReport", map[string]any{
		"header": map[string]string{
			"sign": randomHex(16), "msgid": randomHex(16), "systemtime": m.p.now().Format("20060102150405000"),
			"appid": mobileApp, "version": "1.0",
		},
		"body": map[string]any{"log": map[string]string{"resultCode": code}},
	})
}

// side sends a call whose failure nobody waits for.
func (m mobileSDK) side(ctx context.Context, target string, body any) {
	if ctx.Err() != nil {
		return
	}
	_, _, _ = m.p.do(ctx, m.p.data, networkData, mobileTimeout, http.MethodPost, target, compact(body), [][2]string{
		{"Content-Type", "application/json"}, {"Connection", "close"},
	})
}

// network asks Android for the cellular network first.
func (m mobileSDK) network(ctx context.Context) *carrierFailure {
	switch m.p.script.Phone.Cellular {
	case "off":
		return m.failed("200027", "未开启数据网络或网络不稳定")
	case "stuck":
		m.p.pause(ctx, switchTimeout)
		return m.failed("200024", "数据网络切换失败")
	}
	return nil
}

// body is opaque the first time and, with a cached scrip, plain JSON whose
// identifiers are made up.
func (m mobileSDK) body(step string, have *grant) string {
	if step == "prefetch" || have == nil {
		return compact(map[string]string{
			"encrypted": encodeBase64(randomBytes(128)), "encryptedIV": encodeBase64(randomBytes(128)),
			"reqdata": m.p.sub.seal("request", 372), "securityreinforce": "0",
		})
	}
	return compact(map[string]string{
		"ver": "1.0", "sdkver": "quick_login_android_5.9.1", "appid": mobileApp, "imsi": "", "operatortype": "1",
		"networktype": "1", "mobilebrand": "Lab", "mobilemodel": m.p.model, "mobilesystem": "14", "clienttype": "1",
		"interfacever": "7.0", "expandparams": "", "msgid": randomHex(16),
		"timestamp": m.p.now().Format("20060102150405000"),
		"subimsi":   "", "sign": randomHex(16), "apppackage": AppPackage, "appsign": AppSignature,
		"ipv4_list": "10.0.0.2",
		"ipv6_list": "", "sdkType": "1", "tempPDR": "", "scrip": have.ticket, "userCapaid": "200", "funcType": "authz",
	})
}

func (m mobileSDK) follow(ctx context.Context, step, target, body string, hop int) (*grant, *carrierFailure) {
	trace := randomHex(16)
	m.p.logd(tagMobile+"ConnectionInterceptor", "请求地址: "+target)
	res, fault, err := m.p.do(ctx, m.p.data, networkData, mobileTimeout, http.MethodPost, target, body, [][2]string{
		{"sdkVersion", "quick_login_android_5.9.1"}, {"Content-Type", "application/json"}, {"CMCC-EncryptType", "STD"},
		{"traceId", trace}, {"appid", mobileApp}, {"Connection", "close"}, {"defendEOF", "0"}, {
			"interfaceVersion",
			"7.0",
		},
	})
	if ctx.Err() != nil {
		return nil, gaveUp
	}
	if fault != netOK {
		m.p.loge(tagMobile+"ConnectionInterceptor", javaError(fault, "rcs.cmpassport.com", err))
		return nil, m.faulted(step, fault, hop)
	}
	m.p.logd(tagMobile+"ConnectionInterceptor", "responseCode: "+itoa(res.status))
	m.p.logd(tagMobile+"ConnectionInterceptor", "responseResult: "+string(res.body))
	if res.status == http.StatusFound || res.status == http.StatusMovedPermanently {
		next, err := resolve(target, first(res.header.Get("pplocation"), res.header.Get("Location")))
		if err != nil || res.header.Get("pplocation")+res.header.Get("Location") == "" {
			return nil, m.failed("200086", "ppLocation为空")
		}
		if hop == maxRedirects {
			return nil, m.failed("200039", "异网取号网关取号失败")
		}
		return m.follow(ctx, step, next, body, hop+1)
	}
	return m.judge(res, hop)
}

func (m mobileSDK) faulted(step string, fault netFault, hop int) *carrierFailure {
	row := mobileFaults[fault]
	switch {
	case hop > 0:
		row = [2]string{"200038", "异网取号网络请求失败"}
	case step == "token" && fault == netTimeout:
		row = [2]string{"102507", "登录超时（授权页点登录按钮时）"}
	}
	return m.failed(row[0], row[1])
}

func (m mobileSDK) judge(res answerOf, hop int) (*grant, *carrierFailure) {
	var out struct {
		ResultCode string `json:"resultCode"`
		Desc       string `json:"desc"`
		ResultData string `json:"resultdata"`
	}
	switch bad := json.Unmarshal(res.body, &out); {
	case res.status != http.StatusOK && hop > 0:
		return nil, m.failed("200039", "异网取号网关取号失败")
	case res.status == http.StatusServiceUnavailable:
		return nil, m.failed("200082", "服务器繁忙")
	case bad != nil:
		return nil, m.failed("200021", "数据解析异常")
	case res.status != http.StatusOK:
		return nil, m.failed("200028", "网络异常")
	case out.ResultCode != "103000":
		return nil, m.failed(out.ResultCode, out.Desc)
	}
	content, ok := m.p.sub.open(out.ResultData)
	if !ok {
		return nil, m.failed("200064", "服务端返回数据异常")
	}
	m.p.logd(tagMobile+"AuthnResult",
		"返回参数:"+compact(map[string]string{"resultCode": "103000", "desc": "true", "authType": "1"}))
	return &grant{ticket: out.ResultData, content: content}, nil
}

func (m mobileSDK) failed(code, text string) *carrierFailure {
	if m.p.mute() {
		return &carrierFailure{}
	}
	object := compact(struct {
		AuthType    string `json:"authType"`
		AuthTypeDes string `json:"authTypeDes"`
		ResultCode  string `json:"resultCode"`
		ResultDesc  string `json:"resultDesc"`
		TraceID     string `json:"traceId"`
	}{"1", "网关鉴权", code, text, randomHex(16)})
	m.p.logd(tagMobile+"AuthnResult", "返回参数:"+object)
	return &carrierFailure{code: code, text: text, object: object}
}
