package lab

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"loginscope/codes"
)

// carrierServer answers for all three carriers; cellular says on which side
// of the carriers it listens (see network.go).
type carrierServer struct {
	lab      *Lab
	cellular bool
}

// answer picks what the script says for a step, and lays over it what the
// server finds out by itself, which is stray on the wrong side.
func (c carrierServer) answer(sub *subscriber, step string, stray Answer) Answer {
	if sub == nil {
		if c.cellular {
			return Answer{}
		}
		return stray
	}
	s := sub.get()
	a := s.Carrier.Prefetch
	switch step {
	case "token":
		a = s.Carrier.Token
	case "next":
		a = s.Carrier.Next
	}
	if !c.cellular {
		return stray
	}
	return a
}

func (c carrierServer) mobile(w http.ResponseWriter, r *http.Request) {
	body := drain(r)
	var req struct {
		ReqData string `json:"reqdata"`
		Scrip   string `json:"scrip"`
		ReqID   string `json:"reqId"`
	}
	_ = json.Unmarshal(body, &req)
	switch {
	case strings.HasPrefix(r.URL.Path, "/may/"):
		c.ntyd(w, r, req.ReqID)
	case strings.HasPrefix(r.URL.Path, "/unisdk/rs/scripAndToken"), strings.HasPrefix(r.URL.Path, "/next"):
		c.scripAndToken(w, r, req.ReqData, req.Scrip)
	case r.URL.Path == "/client/uniConfig":
		c.lab.send(w, r, Answer{}, jsonReply(http.StatusOK, map[string]any{
			"client_valid": "24", "Configlist": map[string]string{"LOGS_CONTROL": "0", "CLOSE_FRIEND_WAPKS": "0"},
		}))
	case r.URL.Path == "/log/logReport":
		c.lab.send(w, r, Answer{}, jsonReply(http.StatusOK, map[string]string{"resultCode": "103000"}))
	default:
		http.NotFound(w, r)
	}
}

func (c carrierServer) scripAndToken(w http.ResponseWriter, r *http.Request, first, scrip string) {
	ticket, step := first, "prefetch"
	if scrip != "" {
		ticket, step = scrip, "token"
	}
	sub := c.lab.subscriberOf(ticket)
	if strings.HasPrefix(r.URL.Path, "/next") {
		step = "next"
	}
	a := c.answer(sub, step, mobileSimulator().stray)
	if a.Code == "" && step == "token" && sub != nil &&
		c.lab.tokens.unused(sub, sub.clock()) >= unusedQuota {
		a.Code, a.Message = "103911", "token请求过于频繁"
	}
	if a.Code != "" && a.Code != "103000" {
		c.lab.send(w, r, a, jsonReply(http.StatusOK, map[string]string{"resultCode": a.Code, "desc": a.Message}))
		return
	}
	out := map[string]string{"resultCode": "103000", "desc": "true"}
	if sub != nil {
		out["resultdata"] = sub.seal(c.grant(sub, string(codes.ChinaMobile), step), 180)
	}
	if a.Data != nil {
		delete(out, "resultdata")
	}
	c.lab.send(w, r, a, jsonReply(http.StatusOK, out))
}

// grant is what stands behind an encrypted success: the masked number, or the
// token once the user has consented.
func (c carrierServer) grant(sub *subscriber, carrier, step string) string {
	if step == "prefetch" {
		return sub.number[:3] + "****" + sub.number[7:]
	}
	purpose := forLogin
	if sub.get().App.Token == "verify" {
		purpose = forVerifying
	}
	return c.lab.tokens.issue(
		token{carrier: carrier, purpose: purpose, number: sub.number, issued: sub.clock(), sub: sub})
}

// ntyd is China Mobile's second channel: a pre-token in clear text, then the
// number information.
func (c carrierServer) ntyd(w http.ResponseWriter, r *http.Request, ticket string) {
	sub := c.lab.subscriberOf(ticket)
	step := "prefetch"
	if strings.HasPrefix(r.URL.Path, "/may/impower") {
		step = "token"
	}
	a := c.answer(sub, step, Answer{Code: "0001", Message: "取号失败"})
	out := map[string]string{"rspCode": "0000", "rspMsg": "成功"}
	switch {
	case a.Code != "" && a.Code != "0000":
		out["rspCode"], out["rspMsg"] = a.Code, a.Message
	case sub != nil && step == "prefetch":
		out["token"], out["mobile"] = sub.seal("pre-token", 36),
			sub.seal(c.grant(sub, string(codes.ChinaMobile), step), 36)
	case sub != nil:
		out["token"] = sub.seal(c.grant(sub, string(codes.ChinaMobile), step), 36)
	}
	c.lab.send(w, r, a, jsonReply(http.StatusOK, out))
}

func (c carrierServer) unicom(w http.ResponseWriter, r *http.Request) {
	_ = drain(r)
	q := r.URL.Query()
	sub := c.lab.subscriberOf(first(q.Get("secretKey"), q.Get("key"), q.Get("ticket")))
	old := strings.HasPrefix(r.URL.Path, "/openapi/")
	step, stray := sub.step(), unicomSimulator().stray
	if old {
		stray.Code = "1"
	}
	if strings.HasPrefix(r.URL.Path, "/next") {
		step = "next"
	}
	a := c.answer(sub, step, stray)
	ok := "100"
	if old {
		ok = "0"
	}
	out := map[string]any{"code": ok, "msg": "请求成功", "data": "", "seq": randomHex(16)}
	if a.Code != "" && a.Code != ok {
		out["code"], out["msg"] = a.Code, a.Message
	} else if sub != nil {
		// Unicom's one reply carries mask and access code; the token is taken
		// from the registry when the user consents.
		out["data"] = sub.seal(c.grant(sub, string(codes.ChinaUnicom), "prefetch"), 156)
		if a.Location == "" {
			sub.gaveMask()
		}
	}
	rep := jsonReply(http.StatusOK, out)
	if old {
		rep = reply{status: http.StatusOK, typ: "text/javascript;charset=utf-8", body: jsonp(rep.body)}
	}
	c.lab.send(w, r, a, rep)
}

func jsonp(b []byte) []byte { return fmt.Appendf(nil, "callback(%s)", b) }

func (c carrierServer) telecom(w http.ResponseWriter, r *http.Request) {
	form, err := url.ParseQuery(string(drain(r)))
	if err != nil {
		http.Error(w, "bad form", http.StatusBadRequest)
		return
	}
	if r.URL.Path != "/auth/preauth.do" && !strings.HasPrefix(r.URL.Path, "/next") {
		c.lab.send(w, r, Answer{}, jsonReply(http.StatusOK, map[string]any{"result": 0}))
		return
	}
	sub := c.lab.subscriberOf(form.Get("paramKey"))
	step := sub.step()
	if strings.HasPrefix(r.URL.Path, "/next") {
		step = "next"
	}
	a := c.answer(sub, step, telecomSimulator().stray)
	out := map[string]any{"result": 0, "msg": "success", "data": "", "reqId": r.Header.Get("reqId")}
	if a.Code != "" && a.Code != "0" {
		out["result"], out["msg"] = json.Number(a.Code), a.Message
	} else if sub != nil {
		out["data"] = sub.seal(c.grant(sub, string(codes.ChinaTelecom), "prefetch"), 156)
		sub.gaveMask()
	}
	if len(a.Data) > 0 {
		out["data"] = a.Data
	}
	w.Header().Set("Log-Level", "0")
	w.Header().Set("dm", "1")
	c.lab.send(w, r, a, jsonReply(http.StatusOK, out))
}

// tokenService hands out a fresh token to people and tests that log in without the
// simulated phone: GET https://lab.test/token?carrier=cm&purpose=login.
func (l *Lab) tokenService(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	carrier := first(q.Get("carrier"), usualCarrier())
	if r.URL.Path != "/token" || tokenLife(carrier) == 0 {
		http.NotFound(w, r)
		return
	}
	l.send(w, r, Answer{}, jsonReply(http.StatusOK, map[string]any{
		"token":      l.IssueToken(carrier, first(q.Get("purpose"), forLogin)),
		"expires_in": int(tokenLife(carrier) / time.Second),
	}))
}

// IssueToken returns a fresh token as the carrier, a codes.Issuer, would
// issue it, for the purpose "login", "verify" or "h5".
func (l *Lab) IssueToken(carrier, purpose string) string {
	return l.tokens.issue(token{carrier: carrier, purpose: purpose, number: "13800000000", issued: l.now()})
}

// first returns the first string that is not empty.
func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
