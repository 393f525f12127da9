package inspector

import (
	"strings"

	"loginscope/codes"
)

// Fate is what became of a login token that a server was asked with.
type Fate string

// The fates.
const (
	FateNotUsed Fate = "not-used" // refused before the number was asked for
	FateSpent   Fate = "spent"    // used up or expired: no second call accepts it
	FateUnknown Fate = "unknown"
)

// FateOf says what an answer did to the token of its step, and how sure that
// is. status is the answer's HTTP status, 0 if there was none. No issuer
// documents when it uses a token up, so all but a success is inferred: from
// what a server must have read before it can give that answer.
func FateOf(s Step, status int) (Fate, codes.Certainty) {
	if s.Outcome == OutcomeOK {
		return FateSpent, codes.Seen // a token is single use (ALI-LIFE)
	}
	if n := len(s.Codes); n > 0 {
		if f := fateOfCode(s.Codes[n-1]); f != FateUnknown {
			return f, codes.Inferred
		}
	} else if s.Trouble == TroubleNotSigned {
		return fateOfStatus(fieldOf(&s, "status"))
	}
	switch status {
	case 401, 404, 405, 429: // by whoever stands before the login: it was not carried out
		return FateNotUsed, codes.Inferred
	}
	return FateUnknown, codes.Unconfirmed
}

// fateOfStatus is for an answer without a session: what asks for a second step
// knows the user and so has the number.
func fateOfStatus(status string) (Fate, codes.Certainty) {
	switch status {
	case "MFA_AUTH", "SOCIAL_BIND", "USER_REGISTER", "PASSWORD_WARN", "PASSWORD_EXPIRED", "SUCCESS":
		return FateSpent, codes.Inferred
	}
	return FateUnknown, codes.Unconfirmed
}

func fateOfCode(c CodeAt) Fate {
	if c.Issuer == codes.AlibabaAPI {
		return fateOfAlibaba(c.Code)
	}
	switch code := strings.TrimPrefix(strings.TrimPrefix(c.Code, "IDAAS."), "SDK."); {
	case code == "COMMON.1005", code == "COMMON.1008", code == "LOGIN.1001":
		return FateUnknown // the number may have been asked for
	case code == "COMMON.1013", code == "LOGIN.1002", code == "LOGIN.1003":
		return FateSpent // of the user, whom the number names
	case code == "LOGIN.1008", code == "invalid_client",
		strings.HasPrefix(code, "COMMON."), strings.HasPrefix(code, "PARAM."):
		return FateNotUsed
	}
	return FateUnknown
}

// refusedFirst are the codes by which the gateway and the service refuse a
// call before they read its token.
var refusedFirst = []string{
	"InvalidAccessKeyId.", "SignatureDoesNotMatch", "InvalidTimeStamp.", "SignatureNonceUsed", "InvalidSecurityToken.",
	"Throttling", "Missing", "InvalidApi.", "InvalidAction.", "InvalidProtocol.", "InvalidParameter", "Forbidden",
	"NoPermission",
	"isv.RAM_PERMISSION_DENY", "isp.RAM_PERMISSION_DENY", "isv.OUT_OF_SERVICE", "isv.PRODUCT_UN",
	"isv.INVALID_PARAMETERS",
	"isv.PARAMETERS_MISMATCH", "isv.INVALID_APP", "isv.FORBIDDEN_ACTION", "isv.ACCOUNT_", "isp.QPS_LIMIT",
	"isp.RES_OWNER_ID_UNKNOWN",
}

func fateOfAlibaba(code string) Fate {
	if code == "isv.TOKEN_INVALID" {
		return FateSpent
	}
	for _, prefix := range refusedFirst {
		if strings.HasPrefix(code, prefix) {
			return FateNotUsed
		}
	}
	return FateUnknown
}
