package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Suppressed is what Shown gives for a result that somebody decided does not
// count. No result carries it as its Status.
const Suppressed Status = "suppressed"

// Suppression says by whom a result was set aside, and why.
type Suppression struct {
	// Kind is "file" (a line of the suppression file), "comment", "tools:ignore"
	// or "baseline".
	Kind string `json:"kind"`
	// Reason is what the author wrote; "" for tools:ignore and a baseline, which
	// hold none.
	Reason string `json:"reason,omitempty"`
	// Where is the place of the decision, nil for a baseline.
	Where *Location `json:"where,omitempty"`
}

// Shown is the group in which a result is counted and shown: its status, or
// Suppressed.
func (r Result) Shown() Status {
	if r.Suppressed != nil {
		return Suppressed
	}
	return r.Status
}

// Open reports whether a result asks for something: an error, a warning or a
// hint that nobody set aside.
func (r Result) Open() bool {
	return r.Suppressed == nil && (r.Status == Error || r.Status == Warning || r.Status == Hint)
}

// Fingerprint gives each result its name: of check, subject, module and build, so that
// it outlives a change of lines, files and wording. Of results that agree in all
// three, the second and later also count their number.
func Fingerprint(results []Result) {
	times := map[string]int{}
	for i := range results {
		r := &results[i]
		key := r.Check + "\x00" + r.Subject + "\x00" + r.Part()
		times[key]++
		if n := times[key]; n > 1 {
			key += "\x00" + strconv.Itoa(n)
		}
		sum := sha256.Sum256([]byte(key))
		r.Fingerprint = hex.EncodeToString(sum[:16])
	}
}
