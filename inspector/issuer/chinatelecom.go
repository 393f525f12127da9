package issuer

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/lang"
)

// ChinaTelecom is the gateway of China Telecom (vendor ct_sjl).
func ChinaTelecom() inspector.Profile {
	both := []inspector.StepKind{inspector.StepPrefetch, inspector.StepToken}
	return inspector.Profile{
		Issuer: codes.ChinaTelecom, Role: inspector.LaneCarrier,
		Hosts:       codes.CarrierOf(codes.ChinaTelecom).Hosts,
		Paths:       []string{"/auth/preauth.do", "/gw/preuniq.do", "/gw/client/accountMsg.do"},
		Passthrough: both,
		Endpoints: []inspector.Endpoint{
			{Name: "preauth", Match: "/auth/preauth.do*", Kinds: both, Network: inspector.NetCellular,
				Label: lang.Text{EN: "mask and access code", ZH: "预取号"}, Read: readPreauth},
			{Name: "preuniq", Match: "/gw/preuniq.do*", Kinds: both, Network: inspector.NetCellular,
				Label: lang.Text{EN: "web number query", ZH: "H5 取号"}, Read: readPreuniq},
			{Name: "accountMsg", Match: "/gw/client/accountMsg.do*",
				Kinds: []inspector.StepKind{inspector.StepCarrierLog}, Network: inspector.NetDefault,
				Label: lang.Text{EN: "carrier SDK log", ZH: "运营商 SDK 日志"}, Read: readDelivered},
			{Name: "protocol page", Match: "/sdk/agreement/*", Label: lang.Text{EN: "protocol page", ZH: "协议页面"}},
		},
	}
}

var preauthRequest = []known{
	{"appId", inspector.Public, lang.Text{}}, {"clientType", inspector.Public, lang.Text{}},
	{"format", inspector.Public, lang.Text{}}, {"version", inspector.Public, lang.Text{}},
	{"paramKey", inspector.Public, lang.Text{}}, {"paramStr", inspector.Public, lang.Text{}},
	{"sign", inspector.Secret, lang.Text{}},
}

func readPreauth(r *inspector.Reading) {
	onWire(r)
	copyForm(r, requestForm(r), preauthRequest)
	r.Field("reqId", r.X.Request.Header.Get("reqId"), inspector.Public, "request.header.reqId")
	if redirected(r) {
		return
	}
	n := answer(r)
	if n == nil {
		return
	}
	if v := n.Str("data"); v != "" {
		r.NoteField("data", decode.Seal("data", v).Form, inspector.Public, "response.data", decode.SealedNote)
	}
	if n.Str("result") == "30002" {
		for _, u := range n.Get("data", "urls").Elements() {
			r.Field("try", u.Text, inspector.Public, "response.data.urls")
		}
		r.Note(lang.Text{EN: "The gateway hands out other addresses to try.", ZH: "网关返回了其他可尝试的地址。"})
		return
	}
	judgeCarrier(r, codes.ChinaTelecom, codes.CT, n.Str("result"), n.Str("msg"), "0")
}

func readPreuniq(r *inspector.Reading) {
	onWire(r)
	fromWeb(r)
	n := answer(r)
	if n == nil {
		return
	}
	judgeCarrier(r, codes.ChinaTelecom, codes.CT, n.Str("result"), n.Str("msg"), "10000")
}
