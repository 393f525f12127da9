package issuer

import (
	"fmt"
	"strings"
	"time"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// Alibaba is the device API of number verification (dypnsapi). The SDK names
// the action in a header and in the form, whose first character may be '&'.
func Alibaba() inspector.Profile {
	return inspector.Profile{
		Issuer: codes.AlibabaAPI, Role: inspector.LaneAlibaba,
		Hosts:       []string{"dypnsapi.aliyuncs.com", "dypnsapi-dualstack.aliyuncs.com", "dypnsapi.*.aliyuncs.com"},
		Operation:   alibabaAction,
		Passthrough: []inspector.StepKind{inspector.StepSTS},
		Endpoints: []inspector.Endpoint{
			alibabaCall("GetStsToken", inspector.StepSTS, "fetch an STS token", "获取 STS 凭证", readSTS),
			alibabaCall("QuerySceneVendorInfoList", inspector.StepVendors, "fetch the carrier list", "获取运营商列表",
				readVendors),
			alibabaCall("QueryPnsDispatchInfo", inspector.StepVendors, "fetch the carrier dispatch", "获取运营商分发信息",
				readDispatch),
			alibabaCall("QuerySdkConfig", inspector.StepConfig, "fetch the SDK configuration", "获取 SDK 配置", readConfig),
			alibabaCall("UploadMonitorInfo", inspector.StepMonitor, "upload the monitor record", "监控上报", readMonitor),
			alibabaCall("GetLifeBodyVerifyCertifyID", inspector.StepConfig, "ask for a liveness check", "获取活体认证编号",
				readPlain),
			alibabaCall("GetMobile", inspector.StepServerQuery, "query the number", "查询手机号", readGetMobile),
			alibabaCall("VerifyMobile", inspector.StepServerQuery, "compare the number", "比对手机号", readVerifyMobile),
			alibabaCall("GetPhoneWithToken", inspector.StepServerQuery, "query the number (H5)", "查询手机号（H5）",
				readGetPhone),
			alibabaCall("DescribeVerifyScheme", inspector.StepServerQuery, "describe the scheme", "查询认证方案", readScheme),
		},
	}
}

func alibabaCall(name string, kind inspector.StepKind, en, zh string,
	read func(*inspector.Reading)) inspector.Endpoint {
	return inspector.Endpoint{
		Name: name, Match: name, Kinds: []inspector.StepKind{kind},
		Label: lang.Text{EN: en, ZH: zh}, Network: inspector.NetDefault, Read: read,
	}
}

func alibabaAction(x *exchange.Exchange) string {
	if a := x.Request.Header.Get("x-acs-action"); a != "" {
		return a
	}
	if a := decode.Query(x.Path).Get("Action"); a != "" {
		return a
	}
	return decode.ParseForm(string(request(x).Text)).Get("Action")
}

var alibabaRequest = []known{
	{"Timestamp", inspector.Public, lang.Text{EN: "the phone's clock", ZH: "手机时钟"}},
	{"SceneCode", inspector.Public, lang.Text{}},
	{"SdkVersion", inspector.Public, lang.Text{}},
	{"Ability", inspector.Public, lang.Text{}},
	{"AccessKeyId", inspector.Secret, lang.Text{EN: "temporary key from the STS token", ZH: "STS 临时密钥"}},
	{"SecurityToken", inspector.Secret, lang.Text{}},
	{"Signature", inspector.Secret, lang.Text{}},
	{"SignatureNonce", inspector.Public, lang.Text{}},
	{"TerminalInfo", inspector.Public, lang.Text{}},
}

// readAlibaba reads what all actions have in common and judges the answer:
// HTTP 200 and Code "OK". It returns the request form and the answer's object.
func readAlibaba(r *inspector.Reading) (decode.Form, *decode.Node) {
	form := requestForm(r)
	copyForm(r, form, alibabaRequest)
	r.Keys.AccessKey = form.Get("AccessKeyId")
	n := answer(r)
	clock(r, form.Get("Timestamp"))
	if n == nil {
		return form, nil
	}
	code, msg := n.First("Code", "code"), n.First("Message", "message")
	r.Field("Code", code, inspector.Public, "response.Code")
	r.Field("Message", msg, inspector.Public, "response.Message")
	r.Field("RequestId", n.First("RequestId", "requestId"), inspector.Public, "response.RequestId")
	switch {
	case ok(r.X) && strings.EqualFold(code, "OK") && n.Str("Success") != "false":
		r.OK()
	case code != "" && !strings.EqualFold(code, "OK"):
		r.Code(codes.AlibabaAPI, codes.AliServer, code, msg)
		r.Fail()
	case ok(r.X) && code == "" && n.Has("Data"):
		r.OK()
		r.Step.Certainty = codes.Inferred
	default:
		r.Trouble(badAnswer(r.X.Response.Status))
	}
	return form, n
}

// clock compares the phone's clock, which the SDK sends as a UTC time, with
// the server's Date or, without one, with the time of capture.
func clock(r *inspector.Reading, stamp string) {
	phone, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return
	}
	ref := r.X.Timing.Start
	if r.X.Response != nil {
		if d, err := time.Parse(time.RFC1123, r.X.Response.Header.Get("Date")); err == nil {
			ref = d
		}
	}
	if ref.IsZero() {
		return
	}
	if skew := phone.Sub(ref); skew.Abs() >= time.Minute {
		r.Signal(inspector.SignalClock, fmt.Sprint(int64(skew.Seconds())))
	}
}

func readPlain(r *inspector.Reading) { readAlibaba(r) }

func readSTS(r *inspector.Reading) {
	_, n := readAlibaba(r)
	data := n.Get("Data")
	if data == nil {
		data = n
	}
	copyObject(r, data, "response.Data", []known{
		{"Ak", inspector.Secret, lang.Text{EN: "temporary access key", ZH: "临时 AccessKey"}},
		{"Sk", inspector.Secret, lang.Text{EN: "temporary secret", ZH: "临时密钥"}},
		{"StsToken", inspector.Secret, lang.Text{}},
		{"ExpiredTime", inspector.Public, lang.Text{}},
	})
	r.Keys.AccessKey = data.Str("Ak")
	if r.Step.Outcome == inspector.OutcomeOK && n.Get("Data") != nil && data.Str("StsToken") == "" {
		r.Trouble(inspector.TroubleBroken)
		r.Note(lang.Text{EN: "The answer says OK but has no STS token.", ZH: "响应为 OK 但没有 StsToken。"})
	}
}

func readVendors(r *inspector.Reading) {
	_, n := readAlibaba(r)
	data := n.Get("Data")
	if data == nil {
		return
	}
	if data.Kind == decode.NodeString {
		if u := decode.Unwrap(data.Text); u != nil {
			data = u
		}
	}
	for i, v := range data.Items {
		path := fmt.Sprintf("response.Data[%d]", i)
		r.Field("VendorKey", v.Str("VendorKey"), inspector.Public, path)
		r.Field("VendorAccessId", v.Str("VendorAccessId"), inspector.Secret, path)
		r.Field("VendorAccessSecret", v.Str("VendorAccessSecret"), inspector.Secret, path)
	}
	if data.Kind == decode.NodeArray && len(data.Items) == 0 {
		r.Note(lang.Text{EN: "The list of carriers is empty.", ZH: "运营商列表为空。"})
	}
}

func readDispatch(r *inspector.Reading) {
	_, n := readAlibaba(r)
	if v := n.Str("Data"); v != "" {
		s := decode.Seal("Data", v)
		r.NoteField("Data", fmt.Sprintf("%s, %d characters", s.Form, s.Size), inspector.Public, "response.Data",
			decode.SealedNote)
	}
}

// demotions are the switches by which the server turns a function off.
var demotions = []string{"IsDemoted", "IsAuthDemoted", "IsLoginDemoted", "IsCrashDemoted", "IsSLSDemoted"}

func readConfig(r *inspector.Reading) {
	_, n := readAlibaba(r)
	data := n.Get("Data")
	for _, name := range demotions {
		v := data.Str(name)
		r.Field(name, v, inspector.Public, "response.Data."+name)
		if v == "true" && (name == "IsDemoted" || name == "IsLoginDemoted") {
			r.Signal(inspector.SignalDemoted, name)
			r.Note(lang.Text{
				EN: name + " is set: the server has switched one-click login off; the SDK will answer 600013.",
				ZH: name + " 为 true：服务端已降级关闭一键登录，SDK 将返回 600013。",
			})
		}
	}
	for _, it := range data.Get("DownGradeInfoList").Elements() {
		r.Field(it.Str("DownGradeName"), it.Str("DownGrade"), inspector.Public, "response.Data.DownGradeInfoList")
	}
}

// readVerifyMobile reads the server's comparison of a number with the phone's own.
func readVerifyMobile(r *inspector.Reading) {
	form, n := readAlibaba(r)
	r.Step.From = inspector.LaneIDaaS
	r.Field("AccessCode", form.Get("AccessCode"), inspector.Token, "request.AccessCode")
	r.Field("PhoneNumber", form.Get("PhoneNumber"), inspector.Phone, "request.PhoneNumber")
	r.Field("VerifyResult", n.Str("GateVerifyResultDTO", "VerifyResult"), inspector.Public,
		"response.GateVerifyResultDTO.VerifyResult")
}

// readGetPhone reads the server's query with a token of the H5 SDK.
func readGetPhone(r *inspector.Reading) {
	form, n := readAlibaba(r)
	r.Step.From = inspector.LaneIDaaS
	r.Field("SpToken", form.Get("SpToken"), inspector.Token, "request.SpToken")
	needNumber(r, n.Str("Data", "Mobile"), "response.Data.Mobile")
}

// readScheme reads an account's query of one of its schemes.
func readScheme(r *inspector.Reading) {
	form, _ := readAlibaba(r)
	r.Step.From = inspector.LaneIDaaS
	r.Field("SchemeCode", form.Get("SchemeCode"), inspector.Public, "request.SchemeCode")
}

// readGetMobile reads the query that the IDaaS server makes; on a phone it
// never occurs, in a replay or a server's capture it does.
func readGetMobile(r *inspector.Reading) {
	form, n := readAlibaba(r)
	r.Step.From = inspector.LaneIDaaS
	r.Field("AccessToken", form.Get("AccessToken"), inspector.Token, "request.AccessToken")
	if form.Get("AccessToken") == "" {
		for _, wrong := range []string{"accessCode", "AccessCode", "accessToken", "token"} {
			if form.Has(wrong) {
				r.Signal(inspector.SignalWrongField, wrong)
			}
		}
	}
	needNumber(r, n.Str("GetMobileResultDTO", "Mobile"), "response.GetMobileResultDTO.Mobile")
}

// needNumber shows the number of an answer; one that says OK without it is broken.
func needNumber(r *inspector.Reading, number, path string) {
	r.Field("Mobile", number, inspector.Phone, path)
	if r.Step.Outcome == inspector.OutcomeOK && number == "" {
		r.Trouble(inspector.TroubleBroken)
		r.Note(lang.Text{EN: "The answer says OK but has no number.", ZH: "响应为 OK 但没有号码。"})
	}
}
