package issuer

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/lang"
)

// ChinaUnicom is the gateway of China Unicom (vendor cu_zx). Its parameters
// travel in the URL of a GET, encrypted where they matter.
func ChinaUnicom() inspector.Profile {
	both := []inspector.StepKind{inspector.StepPrefetch, inspector.StepToken}
	cell := inspector.NetCellular
	return inspector.Profile{
		Issuer: codes.ChinaUnicom, Role: inspector.LaneCarrier,
		Hosts:       codes.CarrierOf(codes.ChinaUnicom).Hosts,
		Paths:       []string{"/unicomAuth/android/", "/openapi/netauth/precheck/", "/client/sdk/receive"},
		Passthrough: both,
		Endpoints: []inspector.Endpoint{
			{Name: "qc", Match: "/unicomAuth/android/*", Kinds: both, Network: cell,
				Label: lang.Text{EN: "mask and access code", ZH: "取号"}, Read: readQC},
			{Name: "precheck", Match: "/openapi/netauth/precheck/*", Kinds: both, Network: cell,
				Label: lang.Text{EN: "mask and access code, old SDK", ZH: "取号（旧版 SDK）"}, Read: readQC},
			{Name: "receive", Match: "/client/sdk/receive*", Kinds: []inspector.StepKind{inspector.StepCarrierLog},
				Network: inspector.NetDefault, Label: lang.Text{EN: "carrier SDK log", ZH: "运营商 SDK 日志"},
				Read: readDelivered},
			{Name: "qhbt", Match: "/api/netm/*", Kinds: []inspector.StepKind{inspector.StepServerQuery},
				Network: inspector.NetDefault, Label: lang.Text{EN: "server query", ZH: "服务端查询"}, Read: readQhbt},
			{Name: "protocol page", Match: "/authz/resource/*", Label: lang.Text{EN: "protocol page", ZH: "协议页面"}},
			{Name: "protocol page", Match: "/html/*", Label: lang.Text{EN: "protocol page", ZH: "协议页面"}},
			{Name: "redirect", Match: "*", Kinds: both, Network: cell,
				Label: lang.Text{EN: "gateway redirect", ZH: "网关跳转"}, Read: readQC},
		},
	}
}

var qcRequest = []known{
	{"apiKey", inspector.Secret, lang.Text{}}, {"client_id", inspector.Secret, lang.Text{}},
	{"packName", inspector.Public, lang.Text{}}, {"packname", inspector.Public, lang.Text{}},
	{"operator", inspector.Public, lang.Text{}}, {"sdkVersion", inspector.Public, lang.Text{}},
	{"apiVersion", inspector.Public, lang.Text{}}, {"timeStamp", inspector.Public, lang.Text{}},
	{"privateIp", inspector.Public, lang.Text{}}, {"secretKey", inspector.Public, lang.Text{}},
	{"sign", inspector.Secret, lang.Text{}},
}

func readQC(r *inspector.Reading) {
	onWire(r)
	fromWeb(r)
	q := decode.Query(r.X.Path)
	copyForm(r, q, qcRequest)
	if r.Keys.Package = inspector.Bounded(q.Get("packName")); r.Keys.Package == "" {
		r.Keys.Package = inspector.Bounded(q.Get("packname"))
	}
	if redirected(r) {
		return
	}
	n := answer(r)
	if n == nil {
		return
	}
	if n.Has("authurl") {
		r.Field("authurl", n.Str("authurl"), inspector.Public, "response.authurl")
		return
	}
	code, msg := n.First("code", "resultCode"), n.First("msg", "resultMsg")
	if v := n.Str("data"); v != "" {
		r.NoteField("data", decode.Seal("data", v).Form, inspector.Public, "response.data", decode.SealedNote)
	}
	r.Field("seq", n.Str("seq"), inspector.Public, "response.seq")
	space := codes.CarrierSpace(codes.ChinaUnicom, "", code)
	judgeCarrier(r, codes.ChinaUnicom, space, code, msg, "100")
}

func readQhbt(r *inspector.Reading) {
	n := answer(r)
	if n == nil {
		return
	}
	code := n.Str("code")
	judgeCarrier(r, codes.ChinaUnicom, codes.CarrierSpace(codes.ChinaUnicom, "", code), code, n.Str("msg"), "0")
}
