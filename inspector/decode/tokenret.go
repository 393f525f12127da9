package decode

import (
	"regexp"
	"strings"
)

// TokenRet is the result object of the Alibaba SDK. All its values are strings
// except requestCode; old SDKs leave fields out.
type TokenRet struct {
	Code, Msg, Token, RequestID, VendorName string
	// Carrier is the carrier's own result, nil if there is none.
	Carrier *CarrierResult
	// Fields is true when the text was a Java print ("code='600000'") and not JSON.
	Printed bool
}

// printed matches the values of a Java toString print of the object.
var printed = regexp.MustCompile(`\b(vendorName|code|msg|carrierFailedResultData|requestId|token|requestCode)\s*=\s*(?:'([^']*)'|"([^"]*)"|([^,'"{}\s]+))`)

// ParseTokenRet reads the object from JSON text or from a Java print of it.
// It reports false if the text is neither.
func ParseTokenRet(text string) (TokenRet, bool) {
	if n := Unwrap(text); n != nil {
		return TokenRetOf(n)
	}
	if !strings.Contains(text, "code") || !strings.Contains(text, "=") {
		return TokenRet{}, false
	}
	values := map[string]string{}
	for _, m := range printed.FindAllStringSubmatch(text, 32) {
		if _, ok := values[m[1]]; !ok {
			values[m[1]] = m[2] + m[3] + m[4]
		}
	}
	if !sdkCode(values["code"]) {
		return TokenRet{}, false
	}
	t := TokenRet{
		Code: values["code"], Msg: values["msg"], Token: values["token"],
		RequestID: values["requestId"], VendorName: values["vendorName"], Printed: true,
	}
	t.Carrier = carrierOf(values["carrierFailedResultData"], t.Msg)
	return t, true
}

// TokenRetOf reads the object from a JSON node: its code must be one of the
// Alibaba SDK's six-digit codes, else the object is something else.
func TokenRetOf(n *Node) (TokenRet, bool) {
	if n == nil || n.Kind != NodeObject {
		return TokenRet{}, false
	}
	t := TokenRet{
		Code: n.First("code", "resultCode"), Msg: n.First("msg", "message"),
		Token: n.Str("token"), RequestID: n.Str("requestId"), VendorName: n.Str("vendorName"),
	}
	if !sdkCode(t.Code) {
		return TokenRet{}, false
	}
	data := n.Get("carrierFailedResultData")
	if data != nil && data.Kind == NodeObject {
		t.Carrier = CarrierResultOf(data)
		return t, true
	}
	t.Carrier = carrierOf(n.Str("carrierFailedResultData"), t.Msg)
	return t, true
}

func carrierOf(data, msg string) *CarrierResult {
	if n := Unwrap(data); n != nil {
		if r := CarrierResultOf(n); r != nil {
			return r
		}
	}
	return OldStyle(msg)
}

// sdkCode reports whether a text has the form of a public code of the Alibaba
// SDK: six digits that begin with 600 or 700, or the inner gateway code 300001.
func sdkCode(s string) bool {
	if len(s) != 6 || (s[:3] != "600" && s[:3] != "700" && s != "300001") {
		return false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
