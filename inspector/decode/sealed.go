package decode

import (
	"encoding/hex"
	"strings"

	"loginscope/lang"
)

// Sealed is one value that is encrypted on purpose. Only its name and size are
// kept: nothing in Loginscope decrypts a carrier's payload.
type Sealed struct {
	Name string
	Size int    // characters on the wire
	Form string // "base64", "hex" or "opaque"
}

// SealedNote is the sentence that stands beside every sealed value.
var SealedNote = lang.Text{
	EN: "Encrypted between the SDK and the server; only its name and size are shown, and Loginscope does not " +
		"decrypt it.",
	ZH: "由 SDK 与服务端加密，这里只显示字段名和长度，Loginscope 不做解密。",
}

// SealedNames are the fields that the carriers and Alibaba encrypt.
var SealedNames = map[string]bool{
	"encrypted": true, "encryptedIV": true, "reqdata": true, "resultdata": true, "securityreinforce": true,
	"paramKey": true, "paramStr": true, "secretKey": true, "privateIp": true, "params": true, "paramsKey": true,
	"TerminalInfo": true, "C": true, "K": true,
}

// Seal describes an encrypted value without showing it.
func Seal(name, value string) Sealed {
	return Sealed{Name: name, Size: len(value), Form: formOf(value)}
}

func formOf(v string) string {
	if len(v) >= 8 {
		if _, err := hex.DecodeString(v); err == nil {
			return "hex"
		}
		if _, err := Base64(v); err == nil && !strings.ContainsAny(v, " {") {
			return "base64"
		}
	}
	return "opaque"
}
