package redact

import (
	"strings"

	"loginscope/lang"
)

// credentials are what lets somebody in.
var credentials = []Kind{
	{
		ID: "token", Name: lang.Both("token or access code", "token"), Sensitivity: Token, last: true, learn: true,
		keys: []string{
			"token", "accesstoken", "sessiontoken", "idtoken", "statetoken", "refreshtoken", "ststoken",
			"securitytoken", "sptoken", "jwttoken", "captchatoken", "ssoticket", "accesscode", "phonescrip", "scrip",
			"authtoken", "idtokenhint", "jwt", "authcode", "logintoken", "carriertoken", "xtoken", "token",
		},
	},
	{ID: "session", Name: lang.Both("session id", "会话标识"), Sensitivity: Token, matches: opaque,
		keys: []string{"jsessionid", "phpsessid", "sid", "session", "ticket", "data", "result", "code", "state", "st"}},
	{
		ID: "authorization", Name: lang.Both("authorization", "授权信息"), Sensitivity: Token, line: true,
		keys: []string{"authorization", "proxyauthorization", "xauthorization"},
	},
	{ID: "cookie", Name: lang.Both("cookie", "Cookie"), Sensitivity: Token, line: true,
		keys: []string{"cookie", "setcookie", "cookies"}},
	{
		ID: "access-key", Name: lang.Both("AccessKey", "AccessKey"), Sensitivity: Secret, last: true, learn: true,
		keys: []string{
			"accesskeysecret", "accesskeyid", "accesskey", "ak", "vendoraccesssecret", "vendoraccessid", "secretkey",
			"akid", "aksecret",
		},
	},
	{
		ID: "secret", Name: lang.Both("secret", "密钥"), Sensitivity: Secret, last: true, learn: true,
		keys: []string{
			"secret", "appsecret", "clientsecret", "secretinfo", "schemesecret", "privatekey", "appencryptinfo",
			"authsecret", "密钥",
		},
	},
	{
		ID: "password", Name: lang.Both("password", "密码"), Sensitivity: Secret, last: true, learn: true,
		keys: []string{"password", "passwd", "pwd", "passphrase", "密码"},
	},
	{ID: "code", Name: lang.Both("one-time code", "验证码"), Sensitivity: Secret, short: true,
		keys: []string{"verifycode", "smscode", "otp", "captcha", "verificationcode", "验证码"}},
	{ID: "key", Name: lang.Both("key or signature", "密钥或签名"), Sensitivity: Secret,
		keys: []string{"apikey", "appkey", "cmappkey", "ctappkey", "sk", "signature", "sign", "xsignature", "hmac"}},
}

// opaque accepts a value that is random in the whole: a key that may hold anything
// holds a secret only then.
func opaque(v string) bool {
	if len(v) < 20 || !random(v, 3) {
		return false
	}
	for i := range len(v) {
		if !nameByte(v[i]) && v[i] != '+' && v[i] != '/' && v[i] != '=' && v[i] != '.' && v[i] != '~' {
			return false
		}
	}
	return strings.Count(v, "-") < 4 // a request id
}
