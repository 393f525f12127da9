package lab

import (
	"encoding/json"
	"reflect"
)

// Script says what the simulated servers do. Its zero value is a phone, an
// app and four servers in perfect order: the login succeeds.
type Script struct {
	// SDK is the version of the Alibaba SDK; "" means 2.13.3.
	SDK string `json:"sdk,omitempty"`
	// Channel is the vendor that the dispatch list picks; "" means the
	// carrier's usual one. "cm_ntyd" needs SDK 2.14.2 or later.
	Channel string `json:"channel,omitempty"`
	// Scale multiplies the documented time-outs of the carriers' legs and of
	// the SDK as a whole, APIScale those of the calls to Alibaba and IDaaS, so
	// that a scenario that waits for one stays quick; 0 means 1.
	Scale    float64 `json:"scale,omitempty"`
	APIScale float64 `json:"api_scale,omitempty"`

	Phone   PhoneScript       `json:"phone,omitzero"`
	App     AppScript         `json:"app,omitzero"`
	Gateway map[string]Answer `json:"gateway,omitempty"` // by action
	Carrier CarrierScript     `json:"carrier,omitzero"`
	Tenant  TenantScript      `json:"tenant,omitzero"`

	// Attempts are further sign-in attempts in the same app process: each is
	// laid over the script as it stood before.
	Attempts []json.RawMessage `json:"attempts,omitempty"`
	// Repeat is how often the whole sequence of attempts is made; 0 means once.
	Repeat int `json:"repeat,omitempty"`
	// Phones is the number of phones that log in at the same time; 0 means one.
	Phones int `json:"phones,omitempty"`
}

// Answer is how a server answers one call. Its zero value is the success.
type Answer struct {
	// Status is the HTTP status; 0 leaves it to the server.
	Status  int    `json:"status,omitempty"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
	// Fault is a fault on the socket instead of an answer, see faults.go.
	Fault string `json:"fault,omitempty"`
	// Location makes the answer a redirect (status 302).
	Location string `json:"location,omitempty"`
	// Body replaces the answer's body as it stands.
	Body string `json:"body,omitempty"`
	// Charset is "" for UTF-8 or "gbk".
	Charset string `json:"charset,omitempty"`
	// Data replaces the success's data.
	Data json.RawMessage `json:"data,omitempty"`
}

// zero reports whether nothing is scripted.
func (a Answer) zero() bool { return reflect.DeepEqual(a, Answer{}) }

// PhoneScript is the state of the phone.
type PhoneScript struct {
	SIM string `json:"sim,omitempty"` // "" ready, "absent", "foreign" (carrier not determined)
	// Cellular is "" for on, "off", or "stuck" when Android does not hand out
	// the cellular network in time.
	Cellular string `json:"cellular,omitempty"`
	// WiFi is "" for on or "off".
	WiFi string `json:"wifi,omitempty"`
	// VPN and GlobalProxy send the carrier's requests out over the Internet,
	// where the carrier sees a foreign source address.
	VPN         bool `json:"vpn,omitempty"`
	GlobalProxy bool `json:"global_proxy,omitempty"`
	// Unsafe is what the SDK's own check finds: "", "proxy", "root",
	// "emulator", "attached" or "debugger".
	Unsafe string `json:"unsafe,omitempty"`
	// Skew is the phone's clock minus the true time, in seconds.
	Skew int `json:"skew,omitempty"`
	// Quiet switches the SDK's logger and the app's prints off.
	Quiet bool `json:"quiet,omitempty"`
	// Trust is "" when the app accepts the proxy's certificate, "none" when it
	// trusts the public roots only, "pinned" when it pins the tenant's alone.
	Trust string `json:"trust,omitempty"`
	// Cached means that STS and vendor list are still valid from an earlier start.
	Cached bool `json:"cached,omitempty"`
	// Link is what happens to the connection to the carrier, see network.go.
	Link string `json:"link,omitempty"`
	// Swap is a SIM change while the page is up: the carrier after it.
	Swap string `json:"swap,omitempty"`
}

// AppScript is how the app was built and what its user does.
type AppScript struct {
	// Secret is "" for the right one, "missing", or "foreign" when package
	// name or signature do not belong to it.
	Secret string `json:"secret,omitempty"`
	// CheckType is the argument of checkEnvAvailable; 0 means 2, -1 skips the call.
	CheckType int `json:"check_type,omitempty"`
	// Accelerate calls accelerateLoginPage first; "on-page" calls it while the page is up.
	Accelerate string `json:"accelerate,omitempty"`
	// Page is "" or what is wrong with it: "undeclared", "bad-control".
	Page string `json:"page,omitempty"`
	// Taps are the user's: login, checkbox, protocol, back, switch, confirm,
	// agree, dialog-protocol, dialog-close. nil means login.
	Taps []string `json:"taps,omitempty"`
	// EventIsError makes the app close the page at the first event code.
	EventIsError bool `json:"event_is_error,omitempty"`
	// Token is what the app sends: "" the token, "never", "again" (a second
	// time), "truncated", "verify" (of the number verification), "access-code".
	Token string `json:"token,omitempty"`
	// Wait is the time between token and exchange in seconds of the lab's
	// clock. What came before it went past the proxy: see run.go.
	Wait int `json:"wait,omitempty"`
	// BaseURL is the tenant's; "-" means that none was set.
	BaseURL string `json:"base_url,omitempty"`
	// NoCheckSSL is isCheckSSL(false).
	NoCheckSSL bool `json:"no_check_ssl,omitempty"`
	// Headers are laid over the IDaaS request's; null drops one.
	Headers map[string]*string `json:"headers,omitempty"`
	// TokenField is the body's field name; "" means access_token.
	TokenField string `json:"token_field,omitempty"`
	// IDToken is "" for no second call, or the family whose header is used:
	// "ciam" or "eiam".
	IDToken string `json:"id_token,omitempty"`
	// SessionToken replaces the token of that second call.
	SessionToken string `json:"session_token,omitempty"`
	// Timeout is what the app passed as the SDK's overall time-out, in seconds;
	// the SDK raises anything below 5 to 5.
	Timeout int `json:"timeout,omitempty"`
	// Crash is where the SDK meets an exception of its own: "token".
	Crash string `json:"crash,omitempty"`
}

// CarrierScript is what the carrier and its SDK on the phone do.
type CarrierScript struct {
	Prefetch Answer `json:"prefetch,omitzero"`
	Token    Answer `json:"token,omitzero"`
	Next     Answer `json:"next,omitzero"` // of a redirect's target
	// Local is a condition that the carrier's SDK meets on the phone, in the
	// words of its own file; At is the step, "prefetch" or "token".
	Local string `json:"local,omitempty"`
	At    string `json:"at,omitempty"`
	// Note is a code that the carrier's SDK reports for monitoring alone.
	Note string `json:"note,omitempty"`
	// Empty drops the carrier's result object, as some failures do.
	Empty bool `json:"empty,omitempty"`
}

// TenantScript is the IDaaS tenant's state.
type TenantScript struct {
	// Login answers the one-click call; a Code without prefix is completed.
	Login Answer `json:"login,omitzero"`
	// Params fill the placeholders of the answer's message.
	Params []string `json:"params,omitempty"`
	// TenantStatus is a 200 that is not a login: MFA_AUTH, ACCESS_DENIED, ...
	TenantStatus string `json:"status_word,omitempty"`
	// Source is the one-click authentication source: "" configured, "none",
	// "no-permission", "wrong-key", "arrears", "unsubscribed".
	Source string `json:"source,omitempty"`
	// Dialect is "" for the IDAAS.SDK spelling, "param" for the one of the
	// HTTP pages, "eiam" for the one without prefix.
	Dialect string `json:"dialect,omitempty"`
	// Shape is the id_token's payload: "" flat, "nested".
	Shape   string `json:"shape,omitempty"`
	IDToken Answer `json:"id_token,omitzero"`
}
