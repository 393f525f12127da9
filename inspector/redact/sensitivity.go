package redact

// Sensitivity says how a value must be masked outside the session file.
type Sensitivity string

// The sensitivities; the zero value is not sensitive.
const (
	Public   Sensitivity = ""
	Phone    Sensitivity = "phone"
	Token    Sensitivity = "token"
	Secret   Sensitivity = "secret"
	Identity Sensitivity = "identity" // names, mails, device ids, IMSI
)
