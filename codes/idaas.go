package codes

import (
	"regexp"
	"strings"
)

// IDaaS spells one code several ways: IDAAS.SDK.LOGIN.1008 on the customer
// identity pages, SDK.LOGIN.1008 on the employee ones, and people write
// LOGIN.1008. The rows hold the longest spelling.

var idaasForm = regexp.MustCompile(`^(?:IDAAS\.)?(?:(SDK|TENANT)\.)?([A-Z_]+)\.(\d{4})$`)

// idaasTails are the short spellings under which a row is found.
func idaasTails(c Code) []string {
	if c.Space != IDaaSHTTP {
		return nil
	}
	m := idaasForm.FindStringSubmatch(fold(c.Code))
	if m == nil {
		return nil
	}
	tails := []string{m[3], m[2] + "." + m[3]}
	if m[1] != "" {
		tails = append(tails, strings.Join(m[1:], "."))
	}
	return tails
}

// idaasKey is the short spelling to look a query's code up by, "" if the code
// cannot be one of IDaaS. Four bare digits are a key too: they end one code
// in every family.
func idaasKey(folded string) string {
	m := idaasForm.FindStringSubmatch(folded)
	switch {
	case m == nil && len(folded) == 4 && isNumber(folded) && folded[0] != '-':
		return folded
	case m == nil:
		return ""
	case m[1] == "":
		return m[2] + "." + m[3]
	default:
		return strings.Join(m[1:], ".")
	}
}

func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}
