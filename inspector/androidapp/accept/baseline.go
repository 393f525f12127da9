package accept

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"loginscope/inspector/finding"
)

// MaxBaseline limits a baseline file, in bytes.
const MaxBaseline = 16 << 20

const (
	baselineSchema  = "loginscope/check-baseline"
	baselineVersion = 1
)

// ErrBaseline says that a file is no baseline, or one of a newer Loginscope.
var ErrBaseline = errors.New("not a baseline of loginscope check")

// Baseline lists the results that were there when a team began to check.
type Baseline struct {
	Schema  string          `json:"schema"`
	Version int             `json:"version"`
	Results []BaselineEntry `json:"results"`
}

// BaselineEntry names one result. Only Fingerprint is compared; the rest is for
// readers of the file.
type BaselineEntry struct {
	Fingerprint string         `json:"fingerprint"`
	Check       string         `json:"check"`
	Subject     string         `json:"subject,omitempty"`
	Build       string         `json:"build,omitempty"`
	Status      finding.Status `json:"status"`
}

// NewBaseline lists the open results.
func NewBaseline(results []finding.Finding) Baseline {
	b := Baseline{Schema: baselineSchema, Version: baselineVersion, Results: []BaselineEntry{}}
	for _, r := range results {
		if r.Open() {
			b.Results = append(b.Results, BaselineEntry{r.Fingerprint, r.Check, r.Subject, r.Build, r.Status})
		}
	}
	return b
}

// ReadBaseline reads what Write wrote.
func ReadBaseline(r io.Reader) (b Baseline, err error) {
	src, err := io.ReadAll(io.LimitReader(r, MaxBaseline+1))
	switch {
	case err != nil:
		return b, fmt.Errorf("read baseline: %w", err)
	case len(src) > MaxBaseline:
		return b, fmt.Errorf("%w: more than %d bytes", ErrBaseline, MaxBaseline)
	}
	if err := json.Unmarshal(src, &b); err != nil {
		return b, fmt.Errorf("%w: %w", ErrBaseline, err)
	}
	if b.Schema != baselineSchema || b.Version != baselineVersion {
		return b, fmt.Errorf("%w: schema %q version %d, want %q version %d", ErrBaseline, b.Schema, b.Version,
			baselineSchema, baselineVersion)
	}
	return b, nil
}

// Write writes the baseline as indented JSON, in the order of the results.
func (b Baseline) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	return nil
}

// Apply sets aside the open results that the baseline lists and returns how many
// of its entries match none. A result that got worse since (a warning that became
// an error) is not covered. It changes the elements of results.
func (b Baseline) Apply(results []finding.Finding) (gone int) {
	listed := map[string]finding.Status{}
	for _, e := range b.Results {
		listed[e.Fingerprint] = e.Status
	}
	gone = len(listed)
	for i, r := range results {
		was, ok := listed[r.Fingerprint]
		if !ok || !r.Open() || rank(r.Status) > rank(was) {
			continue
		}
		results[i].Suppressed = &finding.Suppression{Kind: KindBaseline}
		gone--
	}
	return gone
}

// rank orders the statuses that a baseline may hold by their damage.
func rank(s finding.Status) int {
	return map[finding.Status]int{finding.Hint: 1, finding.Warning: 2, finding.Error: 3}[s]
}
