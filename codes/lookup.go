package codes

// Query says what was found and where. Every field but Code may be empty.
type Query struct {
	Issuer  Issuer
	Space   Space
	Code    string
	Message string
}

// Match is a row that fits a Query, with placeholders filled.
type Match struct {
	Code
	// Params are the placeholder values found in the message, {0} first.
	Params []string `json:"params,omitempty"`
	// Exact is true when the message, where the row has wordings, fitted one.
	Exact bool `json:"exact"`
}

// Result is the answer to a Query. Candidates is empty for an unknown code;
// more than one means that the query does not decide, and Reason says why.
type Result struct {
	Candidates []Match `json:"candidates"`
	Reason     Text    `json:"reason"`
	// Range is what is known of an unknown code's neighbourhood.
	Range Text `json:"range"`
}

// Known reports whether exactly one row fits.
func (r Result) Known() bool { return len(r.Candidates) == 1 }
