package finding

import "loginscope/lang"

// Status is how a finding counts.
type Status string

// The statuses, worst first. An inspection of a capture knows the first three; the
// check of an app has Hint for what strings alone suggest, Pass for what is right
// and Skipped where the facts for a verdict are not at hand. No finding carries
// Suppressed as its Status: Shown returns it for one that somebody set aside.
const (
	Error      Status = "error"
	Warning    Status = "warning"
	Info       Status = "info"
	Hint       Status = "hint"
	Pass       Status = "pass"
	Skipped    Status = "skipped"
	Suppressed Status = "suppressed"
)

// Name is the name of Error, Warning and Info in the lexicon.
func (s Status) Name() lang.Text { return lang.Name(lang.Severity, s) }
