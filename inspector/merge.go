package inspector

import (
	"slices"

	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// maxEvidence limits the pieces of evidence kept of one step.
const maxEvidence = 16

// merge adds to a step what another piece of evidence says of it. What was
// seen wins over what was deduced, a known outcome over an unknown one, and
// the longer chain of codes over the shorter. It never writes into memory that
// an earlier Report shares.
func merge(into *Step, from *Step) {
	into.Evidence, into.Fields, into.Notes = slices.Clip(into.Evidence), slices.Clip(into.Fields),
		slices.Clip(into.Notes)
	into.Evidence = appendUnique(into.Evidence, from.Evidence)
	if into.Outcome == OutcomeUnknown || into.Outcome == OutcomeWaiting || into.Outcome == "" {
		into.Outcome = from.Outcome
	}
	if from.Outcome == OutcomeFailed {
		into.Outcome = OutcomeFailed
	}
	if into.Trouble == NoTrouble {
		into.Trouble = from.Trouble
	}
	into.Codes = joinChains(into.Codes, from.Codes)
	if into.Visibility == Deduced && from.Visibility == Visible {
		into.Visibility, into.InferredFrom = Visible, lang.Text{}
		into.Label, into.Detail, into.Network = from.Label, from.Detail, from.Network
		into.From, into.To, into.Role = from.From, from.To, from.Role
	}
	if !from.Time.IsZero() && (into.Time.IsZero() || from.Time.Before(into.Time)) {
		into.Time = from.Time
	}
	if from.End.After(into.End) {
		into.End = from.End
	}
	for _, f := range from.Fields {
		if !hasField(into.Fields, f.Name, f.Value) && len(into.Fields) < MaxFields {
			into.Fields = append(into.Fields, f)
		}
	}
	for _, n := range from.Notes {
		if !hasText(into.Notes, n) && len(into.Notes) < 16 {
			into.Notes = append(into.Notes, n)
		}
	}
}

func appendUnique(list, more []finding.Location) []finding.Location {
	for _, r := range more {
		found := false
		for _, have := range list {
			found = found || have == r
		}
		if !found && len(list) < maxEvidence {
			list = append(list, r)
		}
	}
	return list
}

func hasField(list []Field, name, value string) bool {
	for _, f := range list {
		if f.Name == name && f.Value == value {
			return true
		}
	}
	return false
}

func hasText(list []lang.Text, t lang.Text) bool {
	for _, v := range list {
		if v == t {
			return true
		}
	}
	return false
}

// sameCodes reports whether two chains can be one: one of them is empty, is
// the beginning or the end of the other, or one is the SDK's own code and the
// other the carrier's.
func sameCodes(a, b []CodeAt) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if equalCodes(a[:len(b)], b) || equalCodes(a[len(a)-len(b):], b) {
		return true
	}
	return onlySDK(a) && onlyCarrier(b) || onlyCarrier(a) && onlySDK(b)
}

// joinChains makes one chain of two that are the same by sameCodes.
func joinChains(a, b []CodeAt) []CodeAt {
	switch {
	case onlySDK(a) && onlyCarrier(b):
		return append(append([]CodeAt(nil), a...), b...)
	case onlyCarrier(a) && onlySDK(b):
		return append(append([]CodeAt(nil), b...), a...)
	case len(b) > len(a), len(b) == len(a) && nobodys(a) && !nobodys(b):
		return b
	}
	return a
}

// nobodys reports whether a chain has a code whose issuer is not known.
func nobodys(list []CodeAt) bool {
	for _, c := range list {
		if c.Issuer == "" {
			return true
		}
	}
	return false
}

func equalCodes(a, b []CodeAt) bool {
	for i := range b {
		if a[i].Code != b[i].Code || a[i].Issuer != b[i].Issuer && a[i].Issuer != "" && b[i].Issuer != "" {
			return false
		}
	}
	return true
}

func onlySDK(list []CodeAt) bool {
	for _, c := range list {
		if c.Issuer != codes.Alibaba {
			return false
		}
	}
	return len(list) > 0
}

func onlyCarrier(list []CodeAt) bool {
	for _, c := range list {
		if carrierOf(c.Issuer) == "" {
			return false
		}
	}
	return len(list) > 0
}
