package lab

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// gateway is the Alibaba gateway (dypnsapi): the device API that the SDK
// calls, here, and the server API that a tenant or a replay calls, in
// serverapi.go. Both check the RPC signature for real.
type gateway struct {
	lab      *Lab
	accounts map[string]account // by access key ID
	nonces   *onceRegistry
}

// skewLimit is how far a signed request's Timestamp may be off
// (the RPC style's documented limit).
const skewLimit = 15 * time.Minute

// deviceActions lists the calls of the SDK and whether they are signed with the STS
// credentials.
var deviceActions = map[string]bool{
	"GetStsToken":              false,
	"QueryPnsDispatchInfo":     false,
	"QuerySdkConfig":           true,
	"QuerySceneVendorInfoList": true,
	"UploadMonitorInfo":        true,
}

// rpcReply is the envelope of every answer of the gateway.
type rpcReply struct {
	Code      string
	Message   string
	RequestID string `json:"RequestId"`
	Success   *bool  `json:",omitempty"`
	Data      any    `json:",omitempty"`

	GetMobileResultDTO   any `json:",omitempty"`
	GateVerifyResultDTO  any `json:",omitempty"`
	SchemeQueryResultDTO any `json:",omitempty"`
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := drain(r)
	form, err := url.ParseQuery(strings.TrimPrefix(string(body), "&"))
	if err != nil {
		g.refuse(w, r, http.StatusBadRequest, "InvalidParameter", "the body is not a form")
		return
	}
	for k, v := range r.URL.Query() {
		form[k] = append(form[k], v...)
	}
	action := form.Get("Action")
	if action == "" {
		action = r.Header.Get("x-acs-action")
	}
	signed, isDevice := deviceActions[action]
	if !isDevice {
		g.serverAPI(w, r, action, form)
		return
	}
	sub := g.caller(form)
	now := g.lab.now()
	if sub != nil {
		now = sub.clock()
	}
	if signed {
		if code, msg := g.checkSignature(r.Method, form, now); code != "" {
			g.refuse(w, r, http.StatusBadRequest, code, msg)
			return
		}
	}
	g.device(w, r, action, sub)
}

// caller finds the phone behind a device call by one of its opaque fields.
func (g *gateway) caller(form url.Values) *subscriber {
	if sub := g.lab.subscriberOf(form.Get("SecurityToken")); sub != nil {
		return sub
	}
	var info struct{ C string }
	raw, err := decodeBase64(form.Get("TerminalInfo"))
	if err != nil || json.Unmarshal(raw, &info) != nil {
		return nil
	}
	return g.lab.subscriberOf(info.C)
}

func (g *gateway) device(w http.ResponseWriter, r *http.Request, action string, sub *subscriber) {
	script := Script{}
	if sub != nil {
		script = sub.get()
	}
	a := script.Gateway[action]
	if a.Code == "" && script.App.Secret == "foreign" && action == "GetStsToken" {
		a.Code, a.Message = "isv.PACK_SIGN_CONFLICT", "包名签名与认证方案不匹配"
	}
	if a.Code != "" && a.Code != "OK" {
		g.lab.send(w, r, a, jsonReply(http.StatusOK, rpcReply{
			Code:      a.Code,
			Message:   a.Message,
			RequestID: requestID(),
		}))
		return
	}
	yes := true
	out := rpcReply{Code: "OK", Message: "OK", RequestID: requestID()}
	switch action {
	case "GetStsToken":
		out.Data = g.sts(sub)
	case "QuerySceneVendorInfoList":
		out.Data = vendorList()
	case "QueryPnsDispatchInfo":
		out.Success, out.Data = &yes, dispatch(sub, script)
	case "QuerySdkConfig":
		out.Data = sdkConfig()
	}
	if len(a.Data) > 0 {
		out.Data = a.Data
	}
	g.lab.send(w, r, a, jsonReply(http.StatusOK, out))
}

// sts hands out made-up temporary credentials; the signature of the calls
// that follow is checked against them.
func (g *gateway) sts(sub *subscriber) any {
	securityToken, secret := "", "lab-sts-"+randomHex(12)
	if sub != nil {
		securityToken = sub.seal(secret, 60)
	} else {
		securityToken = "lab-security-token-of-nobody"
	}
	return map[string]any{
		"Ak": "STS.lab-made-up", "Sk": secret, "StsToken": securityToken,
		"ExpiredTime": g.lab.now().Add(time.Hour).UnixMilli(),
	}
}

func vendorList() any {
	var list []any
	for _, s := range simulators() {
		v := s.vendor
		list = append(list, map[string]string{
			"VendorAccessId": "lab-made-up-id-" + v, "VendorAccessSecret": "lab-made-up-secret-" + v, "VendorKey": v,
		})
	}
	return list
}

// dispatch is the list of SDK 2.14.2 and later, encrypted with a key made of
// package name and signature: here a ticket that the phone can open if they
// belong to the scheme.
func dispatch(sub *subscriber, script Script) any {
	if sub == nil {
		return ""
	}
	if script.App.Secret == "foreign-2.14" {
		return encodeBase64(randomBytes(240))
	}
	return sub.seal(first(script.Channel, vendorOf(sub.carrier)), 228)
}

func sdkConfig() any {
	return map[string]any{
		"DownGradeInfoList": []any{}, "IsAuthDemoted": false, "IsCrashDemoted": false, "IsDemoted": false,
		"IsLoginDemoted": false, "IsSLSDemoted": false,
		"UploadLog": map[string]any{"StartTime": 0, "EndTime": 0, "Level": "ERROR"},
		"GetConfig": true, "GetVendorList": true, "LoginPage": true, "LoginPhone": true, "LoginToken": true,
		"AuthToken": true,
		"Sls":       map[string]any{"IsLimited": false, "LimitCount": 0, "LimitTimeHour": 0, "Msg": ""},
	}
}

func (g *gateway) refuse(w http.ResponseWriter, r *http.Request, status int, code, msg string) {
	g.lab.send(w, r, Answer{}, jsonReply(status, rpcReply{Code: code, Message: msg, RequestID: requestID()}))
}

// requestID is a request ID in the gateway's spelling.
func requestID() string { return strings.ToUpper(uuid()) }

func jsonReply(status int, v any) reply {
	b, err := json.Marshal(v)
	if err != nil {
		return reply{status: http.StatusInternalServerError}
	}
	return reply{status: status, typ: "application/json;charset=utf-8", body: b}
}
