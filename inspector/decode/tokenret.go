package decode

// TokenRet is the result object of the Alibaba SDK. All its values are strings
// except requestCode; old SDKs leave fields out.
type TokenRet struct {
	Code, Msg, Token, RequestID, VendorName string
	// Carrier is the carrier's own result, nil if there is none.
	Carrier *CarrierResult
	// Fields is true when the text was a Java print ("code='600000'") and not JSON.
	Printed bool
}

// ParseTokenRet reads the object from JSON text or from a Java print of it.
// It reports false if the text is neither.
func ParseTokenRet(text string) (TokenRet, bool) {
	if n := Unwrap(text); n != nil {
		return TokenRetOf(n)
	}
	for _, n := range Printed(text) {
		if t, ok := TokenRetOf(n); ok {
			t.Printed = true
			return t, true
		}
	}
	return TokenRet{}, false
}

// TokenRetOf reads the object from a JSON node: its code must be one of the
// Alibaba SDK's six-digit codes, else the object is something else.
func TokenRetOf(n *Node) (TokenRet, bool) {
	if n == nil || n.Kind != NodeObject {
		return TokenRet{}, false
	}
	t := TokenRet{
		Code: resultCode(n), Msg: n.MessageText(),
		Token: n.Str("token"), RequestID: n.Str("requestId"), VendorName: n.Str("vendorName"),
	}
	if t.Code == "" {
		return TokenRet{}, false
	}
	data := n.Get("carrierFailedResultData")
	if data != nil && data.Kind == NodeObject {
		t.Carrier = CarrierResultOf(data)
	} else {
		t.Carrier = carrierOf(n.Str("carrierFailedResultData"), t.Msg)
	}
	if inner := n.InnerCodeText(); t.Carrier == nil && inner != "" && inner != "0" {
		t.Carrier = &CarrierResult{Code: inner}
	}
	return t, true
}

// resultCode is the first of an object's codes that is one of the SDK's: a
// plug-in adds codes of its own under other names.
func resultCode(n *Node) string {
	for _, name := range codeNames {
		if v := n.Str(name); sdkCode(v) {
			return v
		}
	}
	return ""
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
