package decode

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector/lazyregexp"
)

// CarrierResult is a carrier's own result object, as it stands in
// carrierFailedResultData or in an old SDK's message.
type CarrierResult struct {
	// Issuer is the carrier by the object's shape, "" if the shape matches several.
	Issuer  codes.Issuer
	Code    string
	Message string
	// Inner is a second code inside the message, "" if none; InnerMessage is
	// the text that follows it.
	Inner, InnerMessage string
	// Trace is the carrier's own request id.
	Trace string
}

var (
	embedded = lazyregexp.New(`(?s)code\s*[:：=]\s*(-?\d{1,6})\s*[,，;]?\s*msg\s*[:：=]\s*(.*)`)
	oldStyle = lazyregexp.New(`(?s)vendorCode\s*[:：]\s*(-?\d{1,6})\s*[,，]?\s*msg\s*[:：]\s*([^{]*)(\{.*\})?`)
)

// Embedded finds a code in a message text of the form "code:1105msg:text".
func Embedded(msg string) (code, text string, ok bool) {
	m := embedded.FindStringSubmatch(msg)
	if m == nil {
		return "", "", false
	}
	return m[1], strings.TrimSpace(m[2]), true
}

// OldStyle reads "vendorCode:200028, msg:...{object}", where SDKs before
// carrierFailedResultData put the carrier's result. It returns nil if the
// message is not of that form.
func OldStyle(msg string) *CarrierResult {
	m := oldStyle.FindStringSubmatch(msg)
	if m == nil {
		return nil
	}
	r := CarrierResult{Code: m[1], Message: strings.TrimRight(strings.TrimSpace(m[2]), ":：")}
	if n := Unwrap(m[3]); n != nil {
		if in := CarrierResultOf(n); in != nil {
			if in.Code == "" {
				in.Code = r.Code
			}
			return in
		}
	}
	return &r
}

// CarrierResultOf reads a carrier's result in any of its three shapes: China
// Mobile {resultCode, authType, desc | resultDesc | resultString, traceId},
// China Unicom {resultCode, resultMsg, resultData, seq} and China Telecom
// {result, msg, reqId}. Codes may be numbers or strings. It returns nil if no
// code is there.
func CarrierResultOf(n *Node) *CarrierResult {
	if n == nil || n.Kind != NodeObject {
		return nil
	}
	r := CarrierResult{
		Code:    n.First("resultCode", "resultcode", "result", "code"),
		Message: n.First("resultMsg", "desc", "resultDesc", "resultString", "msg"),
		Trace:   n.First("traceId", "seq", "reqId"),
	}
	if r.Code == "" || sdkCode(r.Code) {
		return nil
	}
	r.Issuer = shapeOf(n)
	if code, text, ok := Embedded(r.Message); ok {
		r.Inner, r.InnerMessage = code, text
	}
	return &r
}

func shapeOf(n *Node) codes.Issuer {
	for _, c := range codes.Carriers() {
		if c.Shape != nil && c.Shape(n.Has) {
			return c.Issuer
		}
	}
	return ""
}
