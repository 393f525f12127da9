package decode

import "loginscope/inspector/lazyregexp"

// IDaaSReply is the answer of an IDaaS call, in any of its documented shapes.
type IDaaSReply struct {
	// ErrorCode and ErrorMessage come from {error_code, error_msg}.
	ErrorCode, ErrorMessage string
	// OAuthError and OAuthDescription come from {error, error_description}.
	OAuthError, OAuthDescription                   string
	Status, SessionToken, IDToken, StateToken, Exp string
	// Object is the whole answer.
	Object *Node
}

// ParseIDaaS reads an answer; it reports false if the text is no JSON object.
func ParseIDaaS(text []byte) (IDaaSReply, bool) {
	n := Object(text)
	if n == nil {
		n = Unwrap(string(text))
	}
	if n == nil || n.Kind != NodeObject {
		return IDaaSReply{}, false
	}
	return IDaaSReply{
		ErrorCode: n.Str("error_code"), ErrorMessage: n.Str("error_msg"),
		OAuthError: n.Str("error"), OAuthDescription: n.Str("error_description"),
		Status: n.Str("status"), SessionToken: n.Str("session_token"),
		IDToken: n.Str("id_token"), StateToken: n.Str("state_token"), Exp: n.Str("expire"),
		Object: n,
	}, true
}

// idaasCode matches every documented spelling of an IDaaS error code.
var idaasCode = lazyregexp.New(
	`\b(?:IDAAS\.)?(?:SDK|TENANT)\.[A-Z_]+\.\d{4}\b|\bIDAAS\.[A-Z_]+\.\d{4}\b|\b(?:COMMON|LOGIN|PARAM|SOCIAL|MFA|PWD|SMS|CAPTCHA)\.\d{4}\b`)

// FindIDaaSCodes returns the IDaaS error codes inside a text, without
// repetition, at most eight.
func FindIDaaSCodes(text string) []string {
	var out []string
	seen := map[string]bool{}
	for _, c := range idaasCode.FindAllString(text, 8) {
		if !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}
