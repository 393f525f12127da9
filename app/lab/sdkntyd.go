package lab

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// ntydVendor is the vendorName of the second channel.
const ntydVendor = "cm_ntyd"

// ntydSDK simulates China Mobile's second channel (cm_ntyd), SDK 2.14.2 to
// 2.14.14: a pre-token over clear-text HTTP.
type ntydSDK struct{ p *phone }

const ntydTimeout = time.Second

func (n ntydSDK) cached() bool { return false }

func (n ntydSDK) path(name string) string {
	if atLeast(first(n.p.script.SDK, defaultSDK), "2.14.7") {
		return name + "/V1"
	}
	return name
}

func (n ntydSDK) request(ctx context.Context, step string, have *grant) (*grant, *carrierFailure) {
	body := map[string]any{
		"reqId": n.p.sub.seal("request", 24), "appId": "lab-made-up-id", "ct": n.p.now().Unix(), "sign": randomHex(16),
	}
	target := "http://crbt.i139.cn:8181" + n.path("/may/pretoken")
	if step == "token" {
		target = "https://crbt.i139.cn:8143" + n.path("/may/impower")
		body["token"] = have.ticket
	}
	if n.p.local(step) == "cleartext" && step == "prefetch" {
		// Android refuses before anything is sent.
		n.p.loge(tagHTTP, javaError(netNoClear, "crbt.i139.cn", nil))
		return nil, n.unreadable()
	}
	n.p.logd(tagHTTP, "request "+target)
	res, fault, err := n.p.do(ctx, n.p.data, networkData, ntydTimeout, http.MethodPost, target, compact(body),
		[][2]string{
			{"Content-Type", "application/json"},
		})
	if fault != netOK {
		n.p.loge(tagHTTP, javaError(fault, "crbt.i139.cn", err))
		return nil, n.unreadable()
	}
	var out struct{ RspCode, RspMsg, Token string }
	if json.Unmarshal(res.body, &out) != nil {
		return nil, n.unreadable()
	}
	if out.RspCode != "0000" {
		return nil, &carrierFailure{code: out.RspCode, text: out.RspMsg, object: string(res.body)}
	}
	content, ok := n.p.sub.open(out.Token)
	if !ok {
		return nil, n.unreadable()
	}
	return &grant{ticket: out.Token, content: content}, nil
}

// unreadable is what this channel reports when there was no reply to parse.
func (n ntydSDK) unreadable() *carrierFailure {
	return &carrierFailure{code: "-10008", text: "JSON转换失败", object: compact(map[string]string{
		"resultCode": "-10008", "resultMsg": "JSON转换失败",
	})}
}
