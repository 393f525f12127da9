package issuer

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/lang"
)

// ChinaMobile is the gateway of China Mobile (vendors cm_zyhl and cm_ntyd). Its
// configuration call can move the hosts, so paths back them up.
func ChinaMobile() inspector.Profile {
	both := []inspector.StepKind{inspector.StepPrefetch, inspector.StepToken}
	log := []inspector.StepKind{inspector.StepCarrierLog}
	config := []inspector.StepKind{inspector.StepCarrierConfig}
	cell, def := inspector.NetCellular, inspector.NetDefault
	return inspector.Profile{
		Issuer: codes.ChinaMobile, Role: inspector.LaneCarrier,
		Hosts: codes.CarrierOf(codes.ChinaMobile).Hosts,
		Paths: []string{"/unisdk/rs/", "/client/uniConfig", "/log/logReport", "/h5/getMobile", "/may/pretoken",
			"/may/impower"},
		Passthrough: both,
		Endpoints: []inspector.Endpoint{
			{Name: "scripAndToken", Match: "/unisdk/rs/scripAndToken*", Kinds: both, Network: cell,
				Label: lang.Text{EN: "mask or token", ZH: "取号或取 token"}, Read: readScrip},
			{Name: "getphonescrip", Match: "/unisdk/rs/getphonescrip*", Kinds: both, Network: cell,
				Label: lang.Text{EN: "phone scrip", ZH: "获取 phonescrip"}, Read: readScrip},
			{Name: "uniConfig", Match: "/client/uniConfig*", Kinds: config, Network: def,
				Label: lang.Text{EN: "carrier SDK configuration", ZH: "运营商 SDK 配置"}, Read: readUniConfig},
			{Name: "logReport", Match: "/log/logReport*", Kinds: log, Network: def,
				Label: lang.Text{EN: "carrier SDK log", ZH: "运营商 SDK 日志"}, Read: readDelivered},
			{Name: "pretoken", Match: "/may/pretoken*", Kinds: both, Network: cell,
				Label: lang.Text{EN: "pre-token, second channel", ZH: "第二通道预取 token"}, Read: readNtyd},
			{Name: "impower", Match: "/may/impower*", Kinds: []inspector.StepKind{inspector.StepToken}, Network: cell,
				Label: lang.Text{EN: "token, second channel", ZH: "第二通道取 token"}, Read: readNtyd},
			{Name: "h5/getMobile", Match: "/h5/getMobile*", Kinds: log, Network: def,
				Label: lang.Text{EN: "web number query", ZH: "H5 取号"}, Read: readWebScrip},
			{Name: "protocol page", Match: "/resources/*", Label: lang.Text{EN: "protocol page", ZH: "协议页面"}},
		},
	}
}

// onWire says that a carrier call came through the proxy, which happens only
// when the phone's cellular binding is out of force.
func onWire(r *inspector.Reading) { r.Signal(inspector.SignalCarrierOnWire, r.X.Host) }

// fromWeb says that a browser and not the SDK asks for the number. The SDK's
// own tracker calls the same addresses by another client.
func fromWeb(r *inspector.Reading) {
	if strings.HasPrefix(r.X.Request.Header.Get("User-Agent"), "Mozilla") &&
		r.X.Request.Header.Get("Referer")+r.X.Request.Header.Get("Origin") != "" {
		r.Signal(inspector.SignalWeb, r.X.Host)
	}
}

func readWebScrip(r *inspector.Reading) {
	fromWeb(r)
	readScrip(r)
}

var scripRequest = []known{
	{"encrypted", inspector.Public, lang.Text{}}, {"reqdata", inspector.Public, lang.Text{}},
	{"appid", inspector.Public, lang.Text{}}, {"imsi", inspector.Identity, lang.Text{}},
	{"operatortype", inspector.Public, lang.Text{}}, {"networktype", inspector.Public, lang.Text{}},
	{"mobilebrand", inspector.Public, lang.Text{}}, {"mobilemodel", inspector.Public, lang.Text{}},
	{"mobilesystem", inspector.Public, lang.Text{}}, {"apppackage", inspector.Public, lang.Text{}},
	{"appsign", inspector.Public, lang.Text{}}, {"sdkver", inspector.Public, lang.Text{}},
	{"funcType", inspector.Public, lang.Text{}}, {"scrip", inspector.Token, lang.Text{}},
	{"userCapaid", inspector.Public, lang.Text{EN: "200 login, 50 number verification", ZH: "200 为登录，50 为本机号码校验"}},
}

func readScrip(r *inspector.Reading) {
	onWire(r)
	r.Field("traceId", r.X.Request.Header.Get("traceId"), inspector.Public, "request.header.traceId")
	body := requestObject(r)
	copyObject(r, body, "request", scripRequest)
	r.Keys.Package = inspector.Bounded(body.Str("apppackage"))
	r.Keys.Model = inspector.Bounded(body.Str("mobilemodel"))
	switch body.Str("funcType") {
	case "pre":
		r.Kinds = []inspector.StepKind{inspector.StepPrefetch}
	case "authz":
		r.Kinds = []inspector.StepKind{inspector.StepToken}
	}
	if redirected(r) {
		return
	}
	n := answer(r)
	if n == nil {
		return
	}
	copyObject(r, n, "response", []known{{"resultdata", inspector.Public, lang.Text{}}})
	judgeCarrier(r, codes.ChinaMobile, codes.CM, n.First("resultCode", "resultcode"),
		n.First("desc", "resultDesc", "resultString"), "103000")
}

// redirected notes a hand-over to another carrier, which the SDK follows twice
// at most.
func redirected(r *inspector.Reading) bool {
	resp := r.X.Response
	if resp == nil || resp.Status/100 != 3 {
		return false
	}
	target := resp.Header.Get("pplocation")
	if target == "" {
		target = resp.Header.Get("Location")
	}
	target, _, _ = strings.Cut(target, "?")
	r.Field("redirect to", target, inspector.Public, "response.header")
	if target == "" {
		r.Trouble(inspector.TroubleBroken)
	}
	if strings.HasPrefix(target, "http://") {
		r.Note(lang.Text{EN: "The redirect leads to plain HTTP.", ZH: "重定向目标为明文 HTTP。"})
	}
	return true
}

// judgeCarrier decides by the code outside the encrypted part.
func judgeCarrier(r *inspector.Reading, issuer codes.Issuer, space codes.Space, code, msg, good string) {
	r.Field("code", code, inspector.Public, "response")
	r.Field("message", msg, inspector.Public, "response")
	switch code {
	case "":
		r.Trouble(inspector.TroubleBroken)
	case good:
		r.Code(issuer, space, code, msg)
		r.OK()
	default:
		r.Code(issuer, space, code, msg)
		if inner, text, ok := decode.Embedded(msg); ok {
			r.Code(issuer, codes.CarrierSpace(issuer, "", inner), inner, text)
		}
		r.Fail()
	}
}

func readUniConfig(r *inspector.Reading) {
	n := answer(r)
	if n == nil {
		return
	}
	r.Field("client_valid", n.Str("client_valid"), inspector.Public, "response.client_valid")
	if moved := n.Str("Configlist", "CHANGE_HOST"); moved != "" {
		r.NoteField("CHANGE_HOST", moved, inspector.Public, "response.Configlist.CHANGE_HOST",
			lang.Text{EN: "the server moves the carrier's hosts", ZH: "服务端更换了运营商域名"})
	}
	r.OK()
}

// readDelivered judges calls of which only the arrival counts.
func readDelivered(r *inspector.Reading) {
	if ok(r.X) {
		r.OK()
	} else if r.X.Response != nil && r.X.Failure == nil {
		r.Trouble(inspector.TroubleStatus)
	}
}

func readNtyd(r *inspector.Reading) {
	onWire(r)
	body := requestObject(r)
	copyObject(r, body, "request", []known{
		{"reqId", inspector.Public, lang.Text{}}, {"appId", inspector.Public, lang.Text{}},
		{"token", inspector.Token, lang.Text{}},
	})
	n := answer(r)
	if n == nil {
		return
	}
	r.Field("token", n.Str("token"), inspector.Token, "response.token")
	judgeCarrier(r, codes.ChinaMobile, codes.CMNtyd, n.Str("rspCode"), n.Str("rspMsg"), "0000")
}
