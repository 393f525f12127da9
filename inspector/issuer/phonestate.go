package issuer

import (
	"slices"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/lazyregexp"
)

// This file reads what a phone prints of its own state when it is asked over adb:
// settings, properties and dumps of services. Law: a print of the phone is more than a
// person's sentence; a value that nothing is known of says nothing.

// stateRule reads one value; group 1 is what the phone printed.
type stateRule struct {
	re   *lazyregexp.Regexp
	fact cause.Fact
	// value is the fact's value for what was printed, "" for nothing.
	value func(printed string) string
}

// asked reads the answer of a key of settings or properties, in the forms
// "key=value", "[key]: [value]" and the command with its answer below.
func asked(key string) *lazyregexp.Regexp {
	return lazyregexp.Made(func() string { return `\b(?:` + key + `)\b\]?\s*(?:[=:]\s*|\n\s*)\[?"?([^\s\]"]+)` })
}

var stateRules = []stateRule{
	{asked(`(?:global_)?http_proxy(?:_host)?`), cause.Proxy, func(v string) string {
		switch v {
		case ":0", "null", "0", ":":
			return "off"
		}
		return "on"
	}},
	{asked(`mobile_data\d?`), cause.MobileData, onOff},
	{asked(`airplane_mode_on`), cause.MobileData, func(v string) string {
		if v == "1" {
			return "off"
		}
		return ""
	}},
	{asked(`private_dns_mode`), cause.Blocklist, func(v string) string {
		if v == "hostname" {
			return "used"
		}
		return ""
	}},
	{asked(`gsm\.sim\.state`), cause.SIM, simState},
	{asked(`gsm\.operator\.isroaming`), cause.Roaming, func(v string) string {
		if strings.HasPrefix(v, "true") {
			return "yes"
		}
		return ""
	}},
	{lazyregexp.New(`\bTransports: (\w+(?:\|\w+)*)`), cause.VPN, func(v string) string {
		if strings.Contains(v, "VPN") {
			return "on"
		}
		return ""
	}},
	{lazyregexp.New(`\b(NetworkAgentInfo\s?\{?\[VPN)`), cause.VPN, func(string) string { return "on" }},
}

// stateMarks are literals of which a line with a state holds one.
var stateMarks = []string{"http_proxy", "mobile_data", "airplane_mode_on", "private_dns_mode", "gsm.sim.state",
	"gsm.operator.isroaming", "Transports: ", "NetworkAgentInfo"}

func onOff(v string) string {
	switch v {
	case "0":
		return "off"
	case "1":
		return "on"
	}
	return ""
}

// simState is what the states of the slots say together: "ABSENT,LOADED".
func simState(v string) string {
	switch slots := strings.Split(strings.ToUpper(v), ","); {
	case strings.Contains(v, "LOADED"), strings.Contains(v, "READY"):
		return "present"
	case len(strings.ReplaceAll(strings.Join(slots, ""), "ABSENT", "")) == 0:
		return "absent"
	}
	return ""
}

// readStateLine notes what a phone printed of itself; the line is read on. A whole bug
// report holds states that are long over, so that only what a person picked counts.
func readStateLine(l *inspector.Line) []inspector.Sighting {
	has := func(mark string) bool { return strings.Contains(l.Text, mark) }
	if !l.Pasted || l.LogLine.Line > maxTicket || !slices.ContainsFunc(stateMarks, has) {
		return nil
	}
	s := inspector.LineSighting(l)
	for _, r := range stateRules {
		m := r.re.FindStringSubmatch(l.Text)
		if m == nil {
			continue
		}
		if v := r.value(m[1]); v != "" {
			s.Fact(r.fact, v, strings.Join(strings.Fields(m[0]), " "))
		}
	}
	for i := range s.Signals {
		s.Signals[i].Printed = true
	}
	if len(s.Signals) == 0 {
		return nil
	}
	return []inspector.Sighting{s}
}
