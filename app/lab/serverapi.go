package lab

import (
	"net/http"
	"net/url"
	"strings"
)

// account is one made-up Alibaba account or RAM user of the lab.
type account struct {
	secret string
	answer Answer // to every call; its zero value lets the call through
}

// Accounts of the lab's gateway, by the state that they are in. The values
// are made up and open nothing anywhere else.
const (
	AccountReady        = "lab-ready"
	AccountNoPermission = "lab-no-permission" // a RAM user without dypns:GetMobile
	AccountArrears      = "lab-arrears"
	AccountUnsubscribed = "lab-unsubscribed"
)

// Prefixes of accounts and client ids that meet one answer or fault whatever
// they ask, so that a client can be tried against each.
const (
	answering = "lab-answers-"
	faulty    = "lab-fault-"
)

// AccountAnswering is the key ID of an account whose every call is answered,
// HTTP 200, with a Code such as "isv.SCENE_QUERY_FAIL".
func AccountAnswering(code string) string { return answering + code }

// AccountFault is the key ID of an account whose every call meets a fault:
// "silent", "reset", "close", "cut", "empty", "garbage", "huge", "slow",
// "busy" (HTTP 503) or "redirect" (to a host that does not exist).
func AccountFault(fault string) string { return faulty + fault }

// ClientAnswering is a client id to which the tenant answers with an error
// code, without prefix: "LOGIN.1003".
func ClientAnswering(code string) string { return answering + code }

// ClientFault is a client id that meets a fault, as in AccountFault.
func ClientFault(fault string) string { return faulty + fault }

// special is the answer of an account or client id that was made for one.
func special(id string) (a Answer, ok bool) {
	if code, ok := strings.CutPrefix(id, answering); ok {
		return Answer{Code: code, Message: "lab: " + code}, true
	}
	fault, ok := strings.CutPrefix(id, faulty)
	switch {
	case !ok:
		return Answer{}, false
	case fault == "busy":
		return Answer{Status: http.StatusServiceUnavailable, Fault: faultGarbage}, true
	case fault == "redirect":
		return Answer{Location: "https://elsewhere.invalid/"}, true
	}
	return Answer{Fault: fault}, true
}

// account finds an account by its key ID.
func (g *gateway) account(id string) (account, bool) {
	if a, ok := special(id); ok {
		return account{secret: AccountSecret(id), answer: a}, true
	}
	a, ok := g.accounts[id]
	return a, ok
}

// AccountSecret is the secret of a lab account.
func AccountSecret(accessKeyID string) string { return "secret-of-" + accessKeyID }

func labAccounts() map[string]account {
	answers := map[string]Answer{
		AccountReady:        {},
		AccountNoPermission: {Code: "isv.RAM_PERMISSION_DENY", Message: "RAM权限DENY"},
		AccountArrears:      {Code: "isv.OUT_OF_SERVICE", Message: "业务停机"},
		AccountUnsubscribed: {Code: "isv.PRODUCT_UNSUBSCRIBE", Message: "产品未开通"},
	}
	out := map[string]account{}
	for id, a := range answers {
		out[id] = account{secret: AccountSecret(id), answer: a}
	}
	return out
}

// serverCalls are the server API's calls: the parameter that is mandatory and
// the purpose of the token that it carries.
var serverCalls = map[string]struct{ param, purpose string }{
	"GetMobile":         {"AccessToken", forLogin},
	"VerifyMobile":      {"AccessCode", forVerifying},
	"GetPhoneWithToken": {"SpToken", forH5},
}

// serverAPI answers the calls that a server makes with an account's keys. A
// business failure is HTTP 200 with a Code; the gateway's own is HTTP 4xx.
func (g *gateway) serverAPI(w http.ResponseWriter, r *http.Request, action string, form url.Values) {
	call, known := serverCalls[action]
	if !known && action != "DescribeVerifyScheme" {
		g.refuse(w, r, http.StatusNotFound, "InvalidAction.NotFound",
			"Specified api is not found, please check your url and method.")
		return
	}
	if code, msg := g.checkSignature(r.Method, form, g.lab.now()); code != "" {
		g.refuse(w, r, signatureStatus(code), code, msg)
		return
	}
	if acc, _ := g.account(form.Get("AccessKeyId")); !acc.answer.zero() {
		a := acc.answer
		g.lab.send(w, r, a, jsonReply(http.StatusOK, rpcReply{
			Code:      first(a.Code, "OK"),
			Message:   a.Message,
			RequestID: requestID(),
		}))
		return
	}
	if action == "DescribeVerifyScheme" {
		g.describeScheme(w, r, form)
		return
	}
	if form.Get(call.param) == "" {
		g.refuse(w, r, http.StatusBadRequest, "Missing"+call.param, call.param+" is mandatory for this action.")
		return
	}
	g.lab.send(w, r, Answer{}, jsonReply(http.StatusOK, g.query(action, form)))
}

func signatureStatus(code string) int {
	if code == "InvalidAccessKeyId.NotFound" {
		return http.StatusNotFound
	}
	return http.StatusBadRequest
}

// query spends the token and answers with the number behind it.
func (g *gateway) query(action string, form url.Values) rpcReply {
	call := serverCalls[action]
	value := form.Get(call.param)
	now := g.lab.now()
	if sub := g.lab.tokens.owner(value); sub != nil {
		now = sub.clock()
	}
	out := rpcReply{Code: "OK", Message: "OK", RequestID: requestID()}
	if action == "VerifyMobile" && form.Get("PhoneNumber") == "" {
		out.Code, out.Message = "isv.INVALID_PARAMETERS", "参数异常"
		return out
	}
	number, code, msg := g.lab.tokens.spend(value, call.purpose, now)
	switch {
	case code != "":
		out.Code, out.Message = code, msg
	case action == "GetMobile":
		out.GetMobileResultDTO = map[string]string{"Mobile": number}
	case action == "VerifyMobile":
		verdict := "REJECT"
		if form.Get("PhoneNumber") == number {
			verdict = "PASS"
		}
		out.GateVerifyResultDTO = map[string]string{"VerifyId": requestID(), "VerifyResult": verdict}
	default:
		out.Data = map[string]string{"Mobile": number}
	}
	return out
}

// The one authentication scheme of the lab's accounts: the made-up app that the
// simulated phone runs.
const (
	SchemeCode   = "FC-LAB-0001"
	AppPackage   = "com.example.loginlab"
	AppSignature = "0123456789abcdef0123456789abcdef" // MD5, lower case, made up
)

// describeScheme answers for the lab's scheme; the real AppEncryptInfo is the
// SDK's secret, this one is made up.
func (g *gateway) describeScheme(w http.ResponseWriter, r *http.Request, form url.Values) {
	if form.Get("SchemeCode") != SchemeCode {
		g.refuse(w, r, http.StatusOK, "isv.VERIFY_SCHEME_NOT_EXIST", "认证方案不存在")
		return
	}
	out := rpcReply{Code: "OK", Message: "OK", RequestID: requestID()}
	out.SchemeQueryResultDTO = map[string]string{
		"AppEncryptInfo": encodeBase64([]byte("loginscope-lab made-up secret"))}
	g.lab.send(w, r, Answer{}, jsonReply(http.StatusOK, out))
}
