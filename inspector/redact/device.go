package redact

import (
	"strings"

	"loginscope/lang"
)

// devices are what says which phone or SIM card it is.
var devices = []Kind{
	{
		ID: "imei", Name: lang.Both("IMEI", "IMEI"), Sensitivity: Identity, last: true, matches: opaqueOrLong,
		learn: true,
		keys:  []string{"imei", "imei1", "imei2", "meid", "deviceimei"},
	},
	{
		ID: "imsi", Name: lang.Both("IMSI", "IMSI"), Sensitivity: Identity, last: true, matches: opaqueOrLong,
		learn: true,
		keys:  []string{"imsi", "imsi1", "imsi2", "subscriberid"},
	},
	{
		ID: "iccid", Name: lang.Both("ICCID", "ICCID"), Sensitivity: Identity, last: true, matches: opaqueOrLong,
		learn: true, keys: []string{"iccid", "simserial", "simserialnumber"},
	},
	{
		ID: "oaid", Name: lang.Both("advertising id", "广告标识符"), Sensitivity: Identity, last: true,
		matches: opaqueOrLong, learn: true,
		keys: []string{"oaid", "vaid", "aaid", "gaid", "adid", "idfa", "idfv", "advertisingid"},
	},
	{
		ID: "android-id", Name: lang.Both("device id", "设备标识"), Sensitivity: Identity, last: true,
		matches: opaqueOrLong, learn: true,
		keys: []string{
			"androidid", "deviceid", "udid", "serialno", "serialnumber", "deviceserial", "hardwareid",
		},
	},
	{ID: "fingerprint", Name: lang.Both("device fingerprint", "设备指纹"), Sensitivity: Identity, last: true,
		keys: []string{"devicefingerprint", "fingerprintid"}},
}

// imei finds an IMEI: 15 digits with a check digit that begin like one.
func imei(s string, r run) bool {
	if r.n != 15 || !luhn(r.digits[:15]) || idBefore(s, r.from) {
		return false
	}
	return r.begins("35") || r.begins("86") || r.begins("01") || r.begins("99")
}

// imsi finds an IMSI of a Chinese network: 460, then the number of a network that exists.
func imsi(r run) bool {
	if r.n != 15 || !r.begins("460") {
		return false
	}
	net := int(r.digits[3]-'0')*10 + int(r.digits[4]-'0')
	return net <= 15 || net == 20
}

// iccid finds the number of a Chinese SIM card: 8986 and 19 or 20 characters in all, the
// later of which may be hexadecimal. It returns its end, 0 if there is none.
func iccid(s string, r run) int {
	if !r.begins("8986") {
		return 0
	}
	if r.n == 19 || r.n == 20 {
		return r.to
	}
	to := r.from
	for to < len(s) && hexDigit(s[to]) {
		to++
	}
	if n := to - r.from; (n == 19 || n == 20) && (to == len(s) || !letter(s[to])) {
		return to
	}
	return 0
}

// idBefore reports whether the key before s[i] names a number that counts or identifies
// no person: a request id, a sequence, a time.
func idBefore(s string, i int) bool {
	for i > 0 && (s[i-1] == '"' || s[i-1] == '\'' || s[i-1] == '\\' || s[i-1] == ' ') {
		i--
	}
	if i == 0 || s[i-1] != ':' && s[i-1] != '=' {
		return false
	}
	name := strings.ToLower(nameBefore(s, i-1))
	for _, end := range [...]string{
		"id", "seq", "trace", "time", "timestamp", "stamp", "ts", "nonce", "no", "size", "length", "version", "span",
	} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
