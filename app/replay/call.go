package replay

import (
	"errors"
	"time"
)

// Call is which server call is made with the token.
type Call string

// The calls. GetMobile, VerifyMobile and GetPhoneWithToken each take another
// kind of token; DescribeScheme takes none and consumes nothing.
const (
	CallLogin          Call = "login"
	CallIDToken        Call = "id-token"
	CallGetMobile      Call = "GetMobile"
	CallVerifyMobile   Call = "VerifyMobile"
	CallGetPhone       Call = "GetPhoneWithToken"
	CallDescribeScheme Call = "DescribeVerifyScheme"
)

// Kind is the kind of target that a call goes to.
func (c Call) Kind() Kind {
	if c == CallLogin || c == CallIDToken {
		return KindIDaaS
	}
	return KindAlibaba
}

// callTest is the request of a target's test.
const callTest Call = "test"

// Consumes reports whether the call uses the token up.
func (c Call) Consumes() bool { return c != CallDescribeScheme && c != CallIDToken && c != callTest }

// Limits of one replay.
const (
	DefaultTimeout = 20 * time.Second
	MaxTimeout     = 2 * time.Minute
	// MaxAnswer is how much of an answer is read; the rest is cut off and said so.
	MaxAnswer = 1 << 20
	// MaxToken is the longest token that is sent.
	MaxToken = 16 << 10
)

// Errors about a request that was not sent.
var (
	ErrRequest     = errors.New("replay request is not valid")
	ErrUnconfirmed = errors.New("replay was not confirmed")
)

// Request is one replay that a person asked for.
type Request struct {
	Target string
	Call   Call
	Token  string
	// Phone is the number to compare, for VerifyMobile only.
	Phone string
	// Session is the session token, for CallIDToken only.
	Session string
	// Scheme is the code to describe, for CallDescribeScheme only.
	Scheme string
	// Edit changes the IDaaS request for a "what if"; nil changes nothing.
	Edit *Edit
	// ThenIDToken asks, after a login that succeeded, for the id_token and
	// checks it against the tenant's keys. Neither uses the login token.
	ThenIDToken bool
	// Timeout limits the whole call; 0 means DefaultTimeout.
	Timeout time.Duration
	// Confirmed is the target's name, typed or clicked by the person for this
	// very request; a replay whose Confirmed differs from Target is not sent.
	Confirmed string
}

// Edit changes the composed IDaaS request.
type Edit struct {
	// Set replaces or adds fields by name; Drop leaves fields out.
	Set  map[string]string
	Drop []string
	// Body replaces the JSON body when not nil.
	Body *string
}

func (r Request) validate(t Target) error {
	switch {
	case r.Call.Kind() != t.Kind:
		return Refuse(ErrRequest, "call %q does not go to a target of kind %q", "接口 %q 不适用于类型为 %q 的目标", r.Call, t.Kind)
	case r.Call.Consumes() && r.Token == "" && (r.Edit == nil || r.Edit.Body == nil):
		return Refuse(ErrRequest, "no token was given", "未提供 token")
	case len(r.Token) > MaxToken:
		return Refuse(ErrRequest, "the token has %d bytes, more than the %d that are sent",
			"token 长 %d 字节，超过可发送的 %d 字节", len(r.Token), MaxToken)
	case r.Call == CallVerifyMobile && r.Phone == "":
		return Refuse(ErrRequest, "VerifyMobile needs the phone number to compare", "VerifyMobile 需要待比对的手机号")
	case r.Call == CallIDToken && r.Session == "":
		return Refuse(ErrRequest, "the id_token call needs a session token", "换取 id_token 需要 session token")
	case r.Call == CallDescribeScheme && r.Scheme == "":
		return Refuse(ErrRequest, "DescribeVerifyScheme needs the scheme's code", "DescribeVerifyScheme 需要认证方案代码")
	case r.Edit != nil && t.Kind != KindIDaaS:
		return Refuse(ErrRequest, "only a request to an IDaaS tenant can be edited", "只有发往 IDaaS 租户的请求可以编辑")
	}
	return nil
}

func (r Request) timeout() time.Duration {
	if r.Timeout <= 0 {
		return DefaultTimeout
	}
	return min(r.Timeout, MaxTimeout)
}

// TokenState is what a replay did to the token.
type TokenState string

// The states, as honestly as they can be known.
const (
	TokenUntouched TokenState = "untouched"         // nothing reached the target
	TokenConsumed  TokenState = "consumed"          // the target answered that it used the token
	TokenRefused   TokenState = "refused"           // the target answered and did not accept it
	TokenMaybe     TokenState = "may-be-consumed"   // sent, but no usable answer came
	TokenNotNeeded TokenState = "no-token-was-used" // a read-only call
)
