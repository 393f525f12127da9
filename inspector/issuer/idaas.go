package issuer

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// oneClick is the path of the login call, the only one of the flow that is
// plain JSON in both directions.
const oneClick = "/api/v2/sdk/login/aliyun-mobile-auth"

// IDaaS is the tenant's API. Tenants have hosts of their own, so it is
// recognised by path and header; a host that was recognised once is known.
func IDaaS() inspector.Profile {
	call := func(name, match string, kind inspector.StepKind, en, zh string,
		read func(*inspector.Reading)) inspector.Endpoint {
		e := inspector.Endpoint{Name: name, Match: match, Label: lang.Text{EN: en, ZH: zh},
			Network: inspector.NetDefault, Read: read}
		if kind != "" {
			e.Kinds = []inspector.StepKind{kind}
		}
		return e
	}
	return inspector.Profile{
		Issuer: codes.IDaaS, Role: inspector.LaneIDaaS,
		HostHints:   []string{"*.bccastle.com", "*.huaweioneaccess.com", "*.bamboocloud.com"},
		Paths:       []string{oneClick, "/api/v2/sdk/sso/session-token/"},
		Claim:       claimIDaaS,
		OwnHost:     []string{"/api/v2/sdk/", "/api/v2/tenant/", "/api/v1/oauth2/", "/api/v1/logout"},
		Passthrough: []inspector.StepKind{inspector.StepExchange},
		Endpoints: []inspector.Endpoint{
			call("aliyun-mobile-auth", oneClick, inspector.StepExchange, "log in with the token", "提交 token 登录",
				readLogin),
			call("session-token/id-token", "/api/v2/sdk/sso/session-token/id-token", inspector.StepIDToken,
				"trade the session token for an id_token", "用 session_token 换 id_token", readIDToken),
			call("tenant/token", "/api/v2/tenant/token", inspector.StepIDToken, "server: get an API token", "服务端获取接口 "+
				"token",
				readTenantToken),
			call("session-token/sso-ticket", "/api/v2/tenant/sso/session-token/sso-ticket", inspector.StepIDToken,
				"server: trade the session token for a ticket", "服务端用 session_token 换 sso_ticket", readServer),
			call("sso-ticket/verify", "/api/v2/tenant/sso/sso-ticket/verify", inspector.StepIDToken,
				"server: redeem the ticket", "服务端校验 sso_ticket", readServer),
			call("session-token/refresh", "/api/v2/tenant/sso/session-token/refresh", inspector.StepIDToken,
				"server: refresh the session token", "服务端刷新 session_token", readServer),
			call("oauth2/keys", "/api/v1/oauth2/keys", "", "signing keys", "签名公钥", readKeys),
			call("other IDaaS call", "/api/v2/sdk/*", "", "another IDaaS call", "其他 IDaaS 接口", readOther),
			call("oauth2", "/api/v1/*", "", "OAuth call", "OAuth 接口", nil),
			call("tenant", "/api/v2/tenant/*", "", "server call", "服务端接口", readOther),
		},
	}
}

func claimIDaaS(x *exchange.Exchange) bool {
	return strings.HasPrefix(x.Path, "/api/v2/sdk/") && x.Request.Header.Has("X-client-id")
}

// deviceHeaders are demanded by every call; their absence gives COMMON.1003 or
// PARAM.0001.
var deviceHeaders = []struct {
	name string
	sens inspector.Sensitivity
}{
	{"X-operating-sys-version", inspector.Public}, {"X-device-fingerprint", inspector.Identity},
	{"X-agent", inspector.Public}, {"X-client-id", inspector.Public},
}

// readHeaders shows the header fields of an IDaaS call and says which are absent.
func readHeaders(r *inspector.Reading) {
	h := r.X.Request.Header
	r.Step.From = inspector.LaneApp
	for _, d := range deviceHeaders {
		v, ok := h.Lookup(d.name)
		if !ok || strings.TrimSpace(v) == "" {
			r.Signal(inspector.SignalHeaderMissing, d.name)
			r.Note(lang.Text{
				EN: "The header " + d.name + " is absent or empty.", ZH: "请求头 " + d.name + " 缺失或为空。",
			})
			continue
		}
		r.Field(d.name, v, d.sens, "request.header."+d.name)
	}
	for _, name := range []string{"X-device-ip", "X-L", "X-tenant-id"} {
		r.Field(name, h.Get(name), inspector.Public, "request.header."+name)
	}
	r.Field("host", r.X.Host, inspector.Public, "")
	r.Keys.ClientID = inspector.Bounded(h.Get("X-client-id"))
	secretsInURL(r)
}

// tokenNames are spellings of the one field that the login call needs.
var tokenNames = []string{"accessToken", "AccessToken", "accessCode", "AccessCode", "token", "Token", "access_code",
	"sp_token"}

func readLogin(r *inspector.Reading) {
	readHeaders(r)
	body := requestObject(r)
	token := body.Str("access_token")
	if token == "" {
		for _, wrong := range tokenNames {
			if v := body.Str(wrong); v != "" {
				r.Signal(inspector.SignalWrongField, wrong)
				r.Field(wrong, v, inspector.Token, "request."+wrong)
			}
		}
	}
	r.Field("access_token", token, inspector.Token, "request.access_token")
	r.Keys.Spent = inspector.Bounded(token)
	reply, ok := readReply(r)
	if !ok {
		return
	}
	judgeLogin(r, reply)
}

// judgeLogin decides by status and session_token: a 200 alone is no login.
func judgeLogin(r *inspector.Reading, reply decode.IDaaSReply) {
	if r.Step.Outcome == inspector.OutcomeFailed {
		return
	}
	signedIn := reply.SessionToken != "" && (reply.Status == "SUCCESS" || reply.Status == "")
	switch {
	case r.X.Response.Status != 200:
		r.Trouble(badAnswer(r.X.Response.Status))
	case signedIn:
		r.OK()
		if reply.Status == "" {
			r.Step.Certainty = codes.Inferred
		}
	default:
		r.Trouble(inspector.TroubleNotSigned)
		if reply.StateToken != "" {
			r.Note(lang.Text{
				EN: "A state_token is present: the login waits for a next step.",
				ZH: "响应带有 state_token：登录还需下一步操作。",
			})
		}
	}
}

// readReply reads an answer in any documented shape and marks errors.
func readReply(r *inspector.Reading) (decode.IDaaSReply, bool) {
	if r.X.Response == nil {
		return decode.IDaaSReply{}, false
	}
	n := answer(r)
	if n == nil {
		return decode.IDaaSReply{}, false
	}
	body := decode.Body(r.X.Response.Header, r.X.Response.Body)
	reply, ok := decode.ParseIDaaS(body.Text)
	if !ok {
		return reply, false
	}
	showReply(&r.Sighting, reply, r.X.Timing.End)
	r.Keys.Session = inspector.Bounded(reply.SessionToken)
	switch {
	case reply.ErrorCode != "":
		r.Code(codes.IDaaS, codes.IDaaSHTTP, reply.ErrorCode, reply.ErrorMessage)
		r.Fail()
	case reply.OAuthError != "":
		r.Code(codes.IDaaS, codes.IDaaSHTTP, reply.OAuthError, reply.OAuthDescription)
		r.Fail()
	}
	return reply, true
}

// secretNames are query parameters that must not travel in a URL.
var secretNames = []string{"access_token", "session_token", "id_token", "client_secret", "token", "AccessToken",
	"appSecret", "secret", "mobile"}

func secretsInURL(r *inspector.Reading) {
	for _, p := range decode.Query(r.X.Path) {
		for _, n := range secretNames {
			if strings.EqualFold(p.Name, n) && p.Value != "" {
				r.Signal(inspector.SignalSecretInURL, p.Name)
			}
		}
	}
}

func readIDToken(r *inspector.Reading) {
	readHeaders(r)
	h := r.X.Request.Header
	for _, name := range []string{"session-token", "X-session-token"} {
		if v := h.Get(name); v != "" {
			r.Field(name, v, inspector.Token, "request.header."+name)
			r.Keys.Session = inspector.Bounded(v)
		}
	}
	sent := r.Keys.Session
	reply, ok := readReply(r)
	if sent != "" {
		r.Keys.Session = sent
	}
	if !ok || r.Step.Outcome == inspector.OutcomeFailed {
		return
	}
	if reply.IDToken != "" {
		r.OK()
	} else {
		r.Trouble(inspector.TroubleBroken)
	}
}

func readTenantToken(r *inspector.Reading) {
	r.Step.From = inspector.LaneApp
	secretsInURL(r)
	n := answer(r)
	if e := n.Str("error"); e != "" {
		r.Code(codes.IDaaS, codes.IDaaSHTTP, e, n.Str("error_description"))
		r.Fail()
		return
	}
	r.Field("access_token", n.Str("access_token"), inspector.Token, "response.access_token")
	if n.Str("access_token") != "" {
		r.OK()
	}
}

func readServer(r *inspector.Reading) {
	r.Step.From = inspector.LaneApp
	secretsInURL(r)
	if o := requestObject(r); o != nil {
		r.Keys.Session = inspector.Bounded(o.Str("session_token"))
	}
	sent := r.Keys.Session
	reply, ok := readReply(r)
	if sent != "" {
		r.Keys.Session = sent
	}
	if ok && r.Step.Outcome != inspector.OutcomeFailed && r.X.Response.Status == 200 {
		r.OK()
		for _, name := range []string{"sso_ticket"} {
			r.Field(name, reply.Object.Str(name), inspector.Token, "response."+name)
		}
	}
}

// readKeys keeps the tenant's public keys, so that id_tokens can be checked.
func readKeys(r *inspector.Reading) {
	if r.X.Response == nil {
		return
	}
	body := decode.Body(r.X.Response.Header, r.X.Response.Body)
	if len(decode.ParseJWKS(body.Text)) > 0 {
		r.Keep = append(r.Keep, inspector.Keyring{Host: r.X.Host, JWKS: inspector.Bounded(string(body.Text))})
	}
}

func readOther(r *inspector.Reading) {
	secretsInURL(r)
	path, _, _ := strings.Cut(r.X.Path, "?")
	if strings.HasPrefix(path, "/api/v2/sdk/login") {
		r.Signal(inspector.SignalPath, path)
	}
}
