package lab

import "strings"

// tenantError is a row of the tenant's table of errors as it writes them on
// the wire: the English texts are those of the product's own page, the Chinese
// ones only where an original is known.
type tenantError struct {
	status int // 0 means 400
	en, zh string
}

// text fills the placeholders {0} and {1}.
func (e tenantError) text(lang string, params []string) string {
	msg := e.en
	if lang == "zh" && e.zh != "" {
		msg = e.zh
	}
	for i, p := range params {
		msg = strings.ReplaceAll(msg, "{"+itoa(i)+"}", p)
	}
	return msg
}

var tenantErrors = map[string]tenantError{
	"COMMON.1001": {en: "Parameter {0} cannot be left blank"},
	"COMMON.1002": {en: "The {0} parameter format is incorrect"},
	"COMMON.1003": {en: "Device information is incomplete", zh: "设备信息不完整"},
	"COMMON.1004": {en: "Signature decryption error"},
	"COMMON.1005": {en: "The {0} has failed"},
	"COMMON.1006": {en: "The {0} parameter error"},
	"COMMON.1007": {en: "The {0} parameter type error"},
	"COMMON.1008": {status: 500, en: "The system is busy. Try again later"},
	"COMMON.1009": {en: "Unknown authentication configuration"},
	"COMMON.1010": {en: "Failed to obtain the enterprise center global configuration"},
	"COMMON.1011": {en: "Failed to obtain the international area code configuration"},
	"COMMON.1012": {en: "The x-client-ID is incorrect and the corresponding application cannot be found"},
	"COMMON.1013": {en: "The corresponding user is not found"},
	"COMMON.1014": {en: "Application private key not found"},
	"LOGIN.1001":  {en: "Error calling interface {0}"},
	"LOGIN.1002":  {en: "User not bound"},
	"LOGIN.1003": {
		en: "The user has been locked due to too many unsuccessful login attempts. It will be unlocked in {0} " +
			"minutes and {1} seconds"},
	"LOGIN.1004":  {en: "Failed to obtain the password policy"},
	"LOGIN.1005":  {en: "Invalid username or password. Remaining login attempts: {0}", zh: "无效的用户名或密码。 剩余登录尝试次数:{0}"},
	"LOGIN.1006":  {en: "Configuration error, unable to find wechat authentication source"},
	"LOGIN.1007":  {en: "Configuration error, unable to find alipay authentication source"},
	"LOGIN.1008":  {en: "The configuration is incorrect. The one-click login authentication source cannot be found"},
	"SMS.1001":    {en: "{0} slide base map is not initialized successfully, please check the path"},
	"SMS.1002":    {en: "{0} verification code coordinate resolution failed"},
	"SMS.1003":    {en: "{0} verification code coordinate verification fails"},
	"SMS.1004":    {en: "The graphic verification code is incorrect"},
	"SMS.1005":    {en: "SMS verification code verification is incorrect"},
	"SMS.1006":    {en: "The email verification code is incorrect"},
	"SMS.1007":    {en: "Sending scenario does not exist"},
	"SMS.1008":    {en: "Failed to send the verification code"},
	"SOCIAL.1001": {en: "The social account is unbound incorrectly"},
	"SOCIAL.1002": {en: "The social account has been bound, please unbind it first"},
	"PWD.1001":    {en: "The password length is incorrect"},
	"PWD.1002":    {en: "The password cannot be the username"},
	"PWD.1003":    {en: "Your password complexity is low"},
	"PWD.1004":    {en: "The password is weak"},
	"PWD.1005":    {en: "The password is used before, cannot be used again"},
	"PWD.1006":    {en: "Password cannot username in reverse order"},
	"PWD.1007":    {en: "The number of repeated password characters exceeded the upper limit"},
	"PWD.1008":    {en: "Password cannot contain :username, phone number, email prefix, name in PinYing"},
	"MFA.1001":    {en: "The mobile doesn't match the user"},
	"MFA.1002":    {en: "The access control policy is incorrect"},
	"MFA.1003":    {en: "Access control authentication source type conversion error"},
	"PARAM.0001":  {en: "Device information is incomplete"},
	"PARAM.0002":  {en: "clientId cannot be empty"},
	"PARAM.0003":  {en: "The application is not registered, please check clientId"},
	"PARAM.0014":  {en: "Invalid state token"},
	"PARAM.0016":  {en: "The id_token is invalid or has expired"},
	"PARAM.0023":  {en: "The session token is invalid or has expired"},
}
