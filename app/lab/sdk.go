package lab

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"
)

// aliSDK simulates the Alibaba number verification SDK on the phone: what it
// sends to dypnsapi, what it prints, and how it turns what happened into its
// own codes. The carriers' SDKs inside it are in sdkcm.go, sdkcu.go, sdkct.go.
type aliSDK struct {
	p      *phone
	creds  stsCreds
	vendor string // the channel that the list picked
	// broken is the public code of a failed initialisation, "" if it worked.
	broken  string
	demoted string // public code that the configuration demands, "" if none
	mask    *grant // of a successful prefetch
	pageUp  bool
}

// grant is what a carrier's SDK got: an opaque access code and what stands
// behind it.
type grant struct{ ticket, content string }

type stsCreds struct{ ak, sk, token string }

// Time-outs of the SDK (2.14.3; not re-read in 2.13.3).
const (
	apiTimeout     = 3 * time.Second
	overallTimeout = 5 * time.Second
)

const apiAgent = "AlibabaCloud (Linux; amd64) Java/1.8.0_152-b187 Core/4.5.26 HTTPClient/ApacheHttpClient"

const defaultSDK = "2.13.3"

func (s *aliSDK) version() string { return first(s.p.script.SDK, defaultSDK) }

// host is where this version of the SDK calls Alibaba.
func (s *aliSDK) host() string {
	if atLeast(s.version(), "2.14.5") {
		return "dypnsapi-dualstack.aliyuncs.com"
	}
	return "dypnsapi.aliyuncs.com"
}

// atLeast compares dotted versions by number.
func atLeast(v, want string) bool {
	a, b := strings.Split(v, "."), strings.Split(want, ".")
	for i := range b {
		if i >= len(a) {
			return false
		}
		x, _ := strconv.Atoi(a[i])
		y, _ := strconv.Atoi(b[i])
		if x != y {
			return x > y
		}
	}
	return true
}

// start is setAuthSDKInfo with everything that it sets going.
func (s *aliSDK) start(ctx context.Context) {
	s.broken, s.demoted, s.mask = "", "", nil
	app := s.p.script.App
	if app.Secret == "missing" {
		s.broken = "600017"
		return
	}
	s.p.logd(tagSDK, "setAuthSDKInfo secretInfo = "+encodeBase64([]byte("loginscope-lab made-up secret")))
	if s.p.script.Phone.Cached && s.creds.token == "" {
		sts, _ := s.p.lab.gateway.sts(s.p.sub).(map[string]any)
		s.creds = stsCreds{fmt.Sprint(sts["Ak"]), fmt.Sprint(sts["Sk"]), fmt.Sprint(sts["StsToken"])}
		s.vendor = vendorOf(s.p.carrier)
	}
	if s.creds.token == "" && !s.fetchSTS(ctx) {
		return
	}
	if s.vendor == "" && !s.fetchVendors(ctx) {
		return
	}
	s.fetchConfig(ctx)
}

func (s *aliSDK) fetchSTS(ctx context.Context) bool {
	var data struct{ Ak, Sk, StsToken string }
	code, ok := s.call(ctx, "GetStsToken", map[string]string{"TerminalInfo": s.terminalInfo()}, &data)
	if !ok || data.StsToken == "" {
		s.broken = initCode(code)
		s.p.logd(tagSDK, "getPrivateKey result:fail")
		return false
	}
	s.p.logd(tagSDK, "getPrivateKey result:success")
	s.creds = stsCreds{data.Ak, data.Sk, data.StsToken}
	return true
}

// initCode is the public code of a failed initialisation: a refusal says that
// the app is not the scheme's, anything else that the list did not come
// (inferred from the key construction and the field reports).
func initCode(code string) string {
	switch {
	case strings.HasPrefix(code, "InvalidTimeStamp"):
		return "600032"
	case strings.HasPrefix(code, "isv."):
		return "600017"
	}
	return "600004"
}

func (s *aliSDK) fetchVendors(ctx context.Context) bool {
	if atLeast(s.version(), "2.14.2") {
		return s.fetchDispatch(ctx)
	}
	var list []struct{ VendorKey string }
	code, ok := s.call(ctx, "QuerySceneVendorInfoList", map[string]string{"TerminalInfo": s.terminalInfo()}, &list)
	if !ok || len(list) == 0 {
		s.broken = initCode(code)
		return false
	}
	s.vendor = vendorOf(s.p.carrier)
	return true
}

func (s *aliSDK) fetchDispatch(ctx context.Context) bool {
	var data string
	s.p.logd(tagSDK, "dispatchinfo param:"+compact(map[string]string{"SceneCode": SchemeCode}))
	code, ok := s.call(ctx, "QueryPnsDispatchInfo", map[string]string{
		"Ability": "1", "SceneCode": SchemeCode, "SdkVersion": "V9", "TerminalInfo": s.terminalInfo(),
	}, &data)
	if !ok {
		s.broken = initCode(code)
		return false
	}
	vendor, ok := s.p.sub.open(data)
	if !ok {
		// Package name and signature are the key: a wrong one shows here.
		s.p.loge(tagSDK, "dispatchinfo  result:javax.crypto.BadPaddingException")
		s.broken = "600017"
		return false
	}
	s.vendor = vendor
	s.p.logd(tagSDK, "dispatchinfo  result:"+compact([]map[string]any{{
		"operator": s.p.carrier, "appId": "lab-made-up-id", "appSecret": "lab-made-up-secret",
		"channelCode": vendor, "dispatchRatio": 100, "supplierSdkType": vendor,
	}}))
	return true
}

// sdkSettings is the part of QuerySdkConfig that decides anything here.
type sdkSettings struct {
	IsDemoted, IsAuthDemoted, IsLoginDemoted bool
	Sls                                      struct{ IsLimited bool }
}

func (s *aliSDK) fetchConfig(ctx context.Context) {
	var c sdkSettings
	code, ok := s.call(ctx, "QuerySdkConfig", map[string]string{"TerminalInfo": s.terminalInfo()}, &c)
	s.p.logd(tagSDK, "getSdkConfig Ret:"+compact(map[string]any{"Code": code, "Data": c}))
	switch {
	case !ok && strings.HasPrefix(code, "InvalidTimeStamp"):
		s.broken = initCode(code)
	case c.IsDemoted, c.IsAuthDemoted, c.IsLoginDemoted:
		s.demoted = "600013"
	case c.Sls.IsLimited:
		s.demoted = "600014" // which field carries that to the SDK is not established
	}
}

// terminalInfo is the opaque description of the phone; C holds the ticket.
func (s *aliSDK) terminalInfo() string {
	return encodeBase64([]byte(compact(map[string]string{
		"C": s.p.sub.seal("terminal", 116), "K": encodeBase64(randomBytes(128)), "rid": uuid(),
	})))
}

// call makes one RPC call; ok means HTTP 200, Code OK and data decoded.
func (s *aliSDK) call(ctx context.Context, action string, own map[string]string, data any) (code string, ok bool) {
	form := url.Values{
		"Action": {action}, "AppKey": {"lab-made-up-app-key"}, "Format": {"JSON"},
		"SignatureMethod": {"HMAC-SHA1"}, "SignatureNonce": {uuid()}, "SignatureVersion": {"1.0"},
		"Timestamp": {s.p.now().UTC().Format("2006-01-02T15:04:05Z")}, "Version": {"2017-05-25"},
	}
	for k, v := range own {
		form.Set(k, v)
	}
	if deviceActions[action] {
		form.Set("AccessKeyId", s.creds.ak)
		form.Set("SecurityToken", s.creds.token)
		form.Set("Signature", signature(http.MethodPost, form, s.creds.sk))
	}
	host := s.host()
	res, fault, err := s.p.do(ctx, s.p.api, networkWiFi, apiTimeout, http.MethodPost, "https://"+host+"/?",
		encodeForm(form), [][2]string{
			{"Accept", "application/json"}, {"x-acs-action", action}, {"x-acs-version", "2017-05-25"},
			{"x-sdk-invoke-type", "common"}, {"x-sdk-client", "Java/2.0.0"}, {"traceparent", uuid()},
			{"Content-Type", "application/x-www-form-urlencoded"}, {"User-Agent", apiAgent},
		})
	if fault != netOK {
		s.p.loge(tagSDK, fmt.Sprintf("%s errorCode = 100006; errorMsg = %s", action, javaError(fault, host, err)))
		return "", false
	}
	var out struct {
		Code    string
		Message string
		Data    json.RawMessage
	}
	if json.Unmarshal(res.body, &out) != nil {
		s.p.loge(tagSDK, action+" errorCode = 100007; errorMsg = "+strconv.Itoa(res.status))
		return "", false
	}
	if res.status != http.StatusOK || out.Code != "OK" {
		return out.Code, false
	}
	return out.Code, data == nil || json.Unmarshal(out.Data, data) == nil
}

// encodeForm writes the parameters as the SDK does: sorted, each with a
// leading ampersand, the signature last.
func encodeForm(form url.Values) string {
	keys := make([]string, 0, len(form))
	for k := range form {
		if k != "Signature" {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	if form.Has("Signature") {
		keys = append(keys, "Signature")
	}
	var b strings.Builder
	for _, k := range keys {
		b.WriteString("&" + percent(k) + "=" + percent(form.Get(k)))
	}
	return b.String()
}

// javaError describes a fault as the phone's Java does.
func javaError(f netFault, host string, err error) string {
	switch f {
	case netTimeout:
		return "java.net.SocketTimeoutException: timeout"
	case netRefused:
		return "java.net.ConnectException: Failed to connect to " + host
	case netNoName:
		return `java.net.UnknownHostException: Unable to resolve host "` + host +
			`": No address associated with hostname`
	case netNoRoute:
		return "java.net.NoRouteToHostException: No route to host"
	case netReset:
		return "java.net.SocketException: Connection reset"
	case netEOF:
		return "java.io.EOFException: unexpected end of stream on https://" + host + "/..."
	case netCert:
		return "javax.net.ssl.SSLHandshakeException: java.security.cert.CertPathValidatorException: Trust anchor " +
			"for certification path not found."
	case netTLS:
		return "javax.net.ssl.SSLHandshakeException: Connection closed by peer"
	case netNoClear:
		return "java.io.IOException: Cleartext HTTP traffic to " + host + " not permitted"
	}
	return fmt.Sprintf("java.io.IOException: %v", err)
}
