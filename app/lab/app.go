package lab

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// This file is the app with the IDaaS SDK in it: initialisation, one-click
// login, exchange of the token, and the listener's prints. That the IDaaS SDK
// sends exactly this request, passes provider codes through and reports a
// failed exchange as 1001 is inferred from its documents.

const exchangeTimeout = 10 * time.Second

// begin starts an attempt: the app's state is fresh, the process is not.
func (p *phone) begin(s Script, index int) {
	p.script, p.closedPage, p.requestID, p.began = s, false, uuid(), time.Now()
	p.sub.set(s)
	p.late.Store(s.App.Wait > 0)
	p.attempt = index
}

// signIn is one attempt from the app's start to the listener's last call.
func (p *phone) signIn(ctx context.Context) {
	if p.attempt == 0 || p.sdk.broken != "" || p.sdk.creds.token == "" {
		p.sdk.start(ctx)
	}
	app := p.script.App
	if app.CheckType >= 0 {
		kind := app.CheckType
		if kind == 0 {
			kind = 2
		}
		if !p.sdk.checkEnv(ctx, kind) {
			return
		}
	}
	if app.Accelerate == "first" {
		p.sdk.accelerate(ctx)
	}
	p.wait(ctx, time.Second)
	tok, ok := p.sdk.login(ctx)
	if !ok || app.Token == "never" {
		return
	}
	if app.Wait > 0 {
		p.sub.advance(time.Duration(app.Wait) * time.Second)
		p.late.Store(false)
	}
	p.exchange(ctx, tok)
}

// onResult is the app's TokenResultListener, wrapped by the IDaaS SDK's.
func (p *phone) onResult(_ context.Context, t tokenRet) {
	good := t.Code == "600000" || t.Code == "600001" || t.Code == "600024"
	event := t.Code[0] == '7'
	switch {
	case good, event:
		p.logd(tagApp, "onTokenSuccess: "+t.String())
	default:
		p.logd(tagApp, "onTokenFailed: "+t.String())
	}
	switch {
	case p.script.App.EventIsError && (t.Code == "600001" || event):
		// The bug that field reports describe: an event taken for a failure.
		p.closedPage = true
		p.logd(tagApp, "login failed, code="+t.Code+", quitLoginPage()")
	case t.Code == "700000", t.Code == "700001", !good && !event:
		p.closedPage = true // as most apps do on any failure
		p.callback(t.Code, t.Msg)
	}
}

// callback is the IDaaS SDK's AliOneStepListener.
func (p *phone) callback(code, data string) {
	name := "error"
	label := "msg="
	if code == "1002" {
		name, label = "success", "data="
	}
	p.logd(tagApp, "AliOneStepListener "+name+": code="+code+", "+label+data)
	p.out.add(func(r *Result) {
		r.Callbacks = append(r.Callbacks, Callback{Code: code, Data: data})
		r.SignedIn = code == "1002"
	})
}

// exchange sends the token to the tenant, as often and in what shape the app
// does it.
func (p *phone) exchange(ctx context.Context, tok string) {
	switch p.script.App.Token {
	case "again":
		p.post(ctx, tok)
	case "truncated":
		tok = tok[:len(tok)/2]
	case "access-code":
		tok = p.accessCode
	}
	session, ok := p.post(ctx, tok)
	if ok && p.script.App.IDToken != "" {
		p.idToken(ctx, first(p.script.App.SessionToken, session))
	}
}

func (p *phone) post(ctx context.Context, tok string) (session string, ok bool) {
	base := first(p.script.App.BaseURL, "https://"+tenantHost)
	if base == "-" {
		p.callback("1001", "baseUrl is null")
		return "", false
	}
	body := compact(map[string]string{first(p.script.App.TokenField, "access_token"): tok})
	res, fault, err := p.do(ctx, p.app, networkWiFi, exchangeTimeout, http.MethodPost, base+loginPath, body,
		p.idaasHeaders())
	if fault != netOK {
		p.callback("1001", javaError(fault, strings.TrimPrefix(base, "https://"), err))
		return "", false
	}
	var out struct {
		SessionToken string `json:"session_token"`
		Status       string `json:"status"`
		ErrorCode    string `json:"error_code"`
		ErrorMsg     string `json:"error_msg"`
	}
	_ = json.Unmarshal(res.body, &out) // a body that is no JSON is reported below
	switch {
	case res.status == http.StatusOK && out.Status == "SUCCESS" && out.SessionToken != "":
		p.callback("1002", out.SessionToken)
		return out.SessionToken, true
	case out.ErrorMsg != "":
		p.callback("1001", out.ErrorMsg)
	case out.Status != "":
		p.callback("1001", out.Status)
	default:
		p.callback("1001", "HTTP "+itoa(res.status))
	}
	return "", false
}

// idaasHeaders are those of the SDK; a script may change or drop one.
func (p *phone) idaasHeaders() [][2]string {
	list := [][2]string{
		{"Content-Type", "application/json; charset=UTF-8"}, {"X-operating-sys-version", "Android 14"},
		{"X-device-fingerprint", p.fingerprint}, {"X-agent", "okhttp/4.3.1 (" + p.model + ")"},
		{"X-client-id", ClientID}, {"User-Agent", "okhttp/4.3.1"},
	}
	out := list[:0]
	for _, h := range list {
		v, set := p.script.App.Headers[h[0]]
		switch {
		case set && v == nil:
			continue
		case set:
			h[1] = *v
		}
		out = append(out, h)
	}
	if v := p.script.App.Headers["X-L"]; v != nil {
		out = append(out, [2]string{"X-L", *v})
	}
	return out
}

// idToken trades the session token, with the header of one of the two
// document families.
func (p *phone) idToken(ctx context.Context, session string) {
	name := "session-token"
	if p.script.App.IDToken == "eiam" {
		name = "X-session-token"
	}
	base := first(p.script.App.BaseURL, "https://"+tenantHost)
	_, _, _ = p.do(ctx, p.app, networkWiFi, exchangeTimeout, http.MethodGet, base+keysPath, "", [][2]string{{
		"User-Agent",
		"okhttp/4.3.1",
	}})
	res, fault, err := p.do(ctx, p.app, networkWiFi, exchangeTimeout, http.MethodPost, base+idTokenPath, "",
		append(p.idaasHeaders(), [2]string{name, session}))
	if fault != netOK {
		p.loge(tagApp, "id_token: "+javaError(fault, strings.TrimPrefix(base, "https://"), err))
		return
	}
	p.logd(tagApp, "id_token: HTTP "+itoa(res.status))
}

// networkType is how the SDK names the phone's networks.
func (p *phone) networkType() string {
	var list []string
	if p.script.Phone.WiFi != "off" {
		list = append(list, "wifi")
	}
	if p.script.Phone.Cellular != "off" {
		list = append(list, "mobile")
	}
	return first(strings.Join(list, "+"), "none")
}

// pause waits for a documented time-out at the run's time scale.
func (p *phone) pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(p.scaled(d))
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
