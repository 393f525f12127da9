package redact

import (
	"loginscope/inspector"
)

// names are field names, lower case without '_' and '-', whose values are
// masked wherever they stand.
var names = map[string]inspector.Sensitivity{
	"token": inspector.Token, "accesstoken": inspector.Token, "sessiontoken": inspector.Token,
	"xsessiontoken": inspector.Token, "idtoken": inspector.Token, "statetoken": inspector.Token,
	"xstatetoken": inspector.Token, "refreshtoken": inspector.Token, "ststoken": inspector.Token,
	"securitytoken": inspector.Token, "sptoken": inspector.Token, "jwttoken": inspector.Token,
	"captchatoken": inspector.Token, "ssoticket": inspector.Token, "accesscode": inspector.Token,
	"phonescrip": inspector.Token, "scrip": inspector.Token, "authtoken": inspector.Token,
	"authorization": inspector.Token, "proxyauthorization": inspector.Token, "cookie": inspector.Token,
	"setcookie": inspector.Token, "xsignature": inspector.Secret, "idtokenhint": inspector.Token,

	"secret": inspector.Secret, "appsecret": inspector.Secret, "clientsecret": inspector.Secret,
	"accesskeysecret": inspector.Secret, "accesskeyid": inspector.Secret, "accesskey": inspector.Secret,
	"ak": inspector.Secret, "sk": inspector.Secret, "password": inspector.Secret, "passwd": inspector.Secret,
	"pwd": inspector.Secret, "signature": inspector.Secret, "sign": inspector.Secret,
	"secretinfo": inspector.Secret, "vendoraccesssecret": inspector.Secret, "vendoraccessid": inspector.Secret,
	"privatekey": inspector.Secret, "secretkey": inspector.Secret, "apikey": inspector.Secret,
	"verifycode": inspector.Secret, "appkey": inspector.Secret,
	"appencryptinfo": inspector.Secret, "cmappkey": inspector.Secret, "ctappkey": inspector.Secret,

	"mobile": inspector.Phone, "phone": inspector.Phone, "phonenumber": inspector.Phone,
	"mobilenumber": inspector.Phone, "msisdn": inspector.Phone, "telephone": inspector.Phone,

	"username": inspector.Identity, "imsi": inspector.Identity, "imei": inspector.Identity,
	"email": inspector.Identity, "devicefingerprint": inspector.Identity,
	"xdevicefingerprint": inspector.Identity, "deviceid": inspector.Identity, "openid": inspector.Identity,
}

// wholeLine are names whose value goes to the end of the line.
var wholeLine = map[string]bool{
	"authorization": true, "proxyauthorization": true, "cookie": true, "setcookie": true,
}

// longestName is the length of the longest spelling that is looked up.
const longestName = 24

// sensitivityOf looks a name up in any spelling, without allocating: it is
// asked for every ':' and '=' of a text.
func sensitivityOf(name string) (sens inspector.Sensitivity, line, ok bool) {
	var buf [longestName]byte
	n := 0
	for i := range len(name) {
		c := name[i]
		if c == '_' || c == '-' {
			continue
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if n == len(buf) {
			return "", false, false
		}
		buf[n] = c
		n++
	}
	sens, ok = names[string(buf[:n])]
	return sens, ok && wholeLine[string(buf[:n])], ok
}
