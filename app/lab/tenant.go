package lab

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// tenant is the IDaaS tenant: the one-click login call, the id_token call and
// the tenant's public keys. What it can find out by itself (headers, client
// id, body, token) it checks for real; a script adds the rest.
type tenant struct {
	lab  *Lab
	keys *signer
}

// ClientID is the client id of the lab's application.
const ClientID = "lab-client-id"

const (
	loginPath   = "/api/v2/sdk/login/aliyun-mobile-auth"
	idTokenPath = "/api/v2/sdk/sso/session-token/id-token"
	keysPath    = "/api/v1/oauth2/keys"
)

// sessionLife is what `expire` says, in seconds.
const sessionLife = 432000

// deviceHeaders must be on every call; the server checks presence, not content.
var deviceHeaders = []string{"X-operating-sys-version", "X-device-fingerprint", "X-agent"}

func (t tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body := drain(r)
	switch {
	case r.URL.Path == keysPath && r.Method == http.MethodGet:
		t.lab.send(w, r, Answer{}, jsonReply(http.StatusOK, t.keys.jwks()))
	case r.URL.Path == "/api/v2/sdk/server-date" && r.Method == http.MethodGet:
		t.lab.send(w, r, Answer{}, jsonReply(http.StatusOK, map[string]int64{"timestamp": t.lab.now().UnixMilli()}))
	case r.Method != http.MethodPost:
		http.NotFound(w, r)
	case r.URL.Path == loginPath:
		t.login(w, r, body)
	case r.URL.Path == idTokenPath:
		t.idToken(w, r)
	default:
		http.NotFound(w, r)
	}
}

// caller finds the phone by its fingerprint, or by the token that it sends.
func (t tenant) caller(r *http.Request, token string) *subscriber {
	if sub := t.lab.subscriberOf(r.Header.Get("X-device-fingerprint")); sub != nil {
		return sub
	}
	return t.lab.tokens.owner(token)
}

func (t tenant) login(w http.ResponseWriter, r *http.Request, body []byte) {
	var in struct {
		AccessToken string `json:"access_token"`
	}
	bad := json.Unmarshal(body, &in) != nil
	sub := t.caller(r, in.AccessToken)
	script := Script{}.Tenant
	if sub != nil {
		script = sub.get().Tenant
	}
	a := script.Login
	if made, ok := special(r.Header.Get("X-client-id")); ok {
		a = made
		a.Message = "" // the table's own
	}
	if a.Code == "" && !skipsLogic(a) {
		a.Code, script.Params = t.check(r, bad, in.AccessToken, script, sub)
	}
	if a.Code != "" {
		t.refuse(w, r, a, script)
		return
	}
	t.lab.send(w, r, a, jsonReply(http.StatusOK, t.granted(r, script, sub)))
}

// skipsLogic reports whether the answer is a fault in front of the tenant's
// own logic (a gateway's 502, a dead connection).
func skipsLogic(a Answer) bool {
	return a.Status >= 500 || a.Fault != "" || a.Location != "" || a.Body != ""
}

// check is the tenant's own judgement, in the order in which a request would
// meet it: caller, device, parameters, authentication source, number query.
func (t tenant) check(r *http.Request, bad bool, token string, s TenantScript, sub *subscriber) (code string,
	params []string) {
	switch id := r.Header.Get("X-client-id"); {
	case id == "" && s.Dialect == "param":
		return "PARAM.0002", nil
	case id == "":
		return "COMMON.1001", []string{"X-client-id"}
	case id != ClientID:
		return "COMMON.1012", nil
	}
	for _, h := range deviceHeaders {
		if r.Header.Get(h) == "" {
			return "COMMON.1003", nil
		}
	}
	switch {
	case bad:
		return "COMMON.1002", []string{"body"}
	case token == "":
		return "COMMON.1001", []string{"access_token"}
	case s.Source == "none":
		return "LOGIN.1008", nil
	}
	if failed := t.queryNumber(token, s.Source); failed != "" {
		return "LOGIN.1001", []string{"GetMobile"}
	}
	return "", nil
}

// queryNumber is the server's own call of GetMobile with the keys of the
// authentication source. It goes through the gateway's handler, signature and
// all, without a socket: no phone and no proxy ever sees this leg.
func (t tenant) queryNumber(token, source string) (code string) {
	id := map[string]string{"": AccountReady, "no-permission": AccountNoPermission,
		"arrears": AccountArrears, "unsubscribed": AccountUnsubscribed, "wrong-key": "lab-unknown-key"}[source]
	form := url.Values{
		"AccessKeyId": {id}, "AccessToken": {token}, "Action": {"GetMobile"}, "Format": {"json"},
		"SignatureMethod": {"HMAC-SHA1"}, "SignatureNonce": {uuid()}, "SignatureVersion": {"1.0"},
		"Timestamp": {t.lab.now().UTC().Format("2006-01-02T15:04:05Z")}, "Version": {"2017-05-25"},
	}
	form.Set("Signature", signature(http.MethodPost, form, AccountSecret(id)))
	g := t.lab.gateway
	if code, _ := g.checkSignature(http.MethodPost, form, t.lab.now()); code != "" {
		return code
	}
	if acc, _ := g.account(id); acc.answer.Code != "" {
		return acc.answer.Code
	}
	if out := g.query("GetMobile", form); out.Code != "OK" {
		return out.Code
	}
	return ""
}

// granted is the body of a 200: a login, or a next step that is not one.
func (t tenant) granted(r *http.Request, s TenantScript, sub *subscriber) any {
	if s.TenantStatus != "" && s.TenantStatus != "SUCCESS" {
		return map[string]any{"status": s.TenantStatus, "state_token": randomHex(16), "data": nil}
	}
	number, session := "13800000000", randomHex(16)
	if sub != nil {
		number = sub.number
	}
	t.lab.openSession(session, number)
	return map[string]any{
		"session_token": session, "expire": sessionLife, "status": "SUCCESS",
		"id_token": t.keys.idToken(hostOf(r), number, s.Shape, t.lab.now()),
	}
}

func (t tenant) idToken(w http.ResponseWriter, r *http.Request) {
	session := first(r.Header.Get("session-token"), r.Header.Get("X-session-token"))
	sub := t.caller(r, "")
	script := Script{}.Tenant
	if sub != nil {
		script = sub.get().Tenant
	}
	number, ok := t.lab.session(session)
	if !ok && script.IDToken.Code == "" {
		script.IDToken.Code = "PARAM.0023"
	}
	if a := script.IDToken; a.Code != "" {
		t.refuse(w, r, a, script)
		return
	}
	t.lab.send(w, r, script.IDToken, jsonReply(http.StatusOK, map[string]any{
		"session_token": session, "expire": sessionLife,
		"id_token": t.keys.idToken(hostOf(r), number, script.Shape, t.lab.now()),
	}))
}

// refuse answers with an error body. Code is "FAMILY.NNNN"; the dialect adds
// the prefix and, for the HTTP pages' spelling, other numbers.
func (t tenant) refuse(w http.ResponseWriter, r *http.Request, a Answer, s TenantScript) {
	row := tenantErrors[a.Code]
	msg := a.Message
	if msg == "" {
		msg = row.text(r.Header.Get("X-L"), s.Params)
	}
	status := row.status
	if status == 0 {
		status = http.StatusBadRequest
	}
	body := map[string]string{"error_code": spell(a.Code, s.Dialect), "error_msg": msg}
	t.lab.send(w, r, a, jsonReply(status, body))
}

func spell(code, dialect string) string {
	if dialect == "eiam" {
		return "SDK." + code
	}
	if dialect == "param" {
		switch code {
		case "COMMON.1003":
			code = "PARAM.0001"
		case "COMMON.1012":
			code = "PARAM.0003"
		}
	}
	return "IDAAS.SDK." + code
}

// hostOf is the name under which the tenant was called.
func hostOf(r *http.Request) string {
	host, _, _ := strings.Cut(r.Host, ":")
	return host
}

// maxSessions limits the tenant's memory of sessions.
const maxSessions = 5000

func (l *Lab) openSession(id, number string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.sessions) >= maxSessions {
		clear(l.sessions)
	}
	l.sessions[id] = session{number: number, until: l.now().Add(sessionLife * time.Second)}
}

func (l *Lab) session(id string) (number string, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s, ok := l.sessions[id]
	if !ok || l.now().After(s.until) {
		return "", false
	}
	return s.number, true
}

type session struct {
	number string
	until  time.Time
}
