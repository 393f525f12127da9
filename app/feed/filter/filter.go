// Package filter owns the one filter language of Loginscope: what a person
// types into the filter box or hands to the command line. It is pure and
// knows neither window nor session.
//
//	login unicom            both words, anywhere
//	"two words"             exactly these, anywhere
//	host:aliyuncs           the host contains it
//	step:token party:unicom both
//	code:1105,600025        either
//	status:400-499 size:>10k took:>=500ms flow:2
//	-status:200             not
//	has:code                see Has
//	marked:star             marked by a person; marked:any for every mark
//	note:retry              a person's note contains it
package filter

import (
	"strconv"
	"strings"
	"time"
)

// Item is what a Filter matches: one row of the exchanges table. An empty
// field matches nothing.
type Item struct {
	Device string
	Scheme string
	Host   string
	// Port is the server's TCP port, 0 if unknown.
	Port   int
	Method string
	Path   string
	Step   string // an inspector.StepKind
	Lane   string // an inspector.Lane
	// Carrier is the codes.Issuer of the carrier that takes part: "cu".
	Carrier  string
	Codes    []string
	Status   int
	Size     int64
	Duration time.Duration
	Flow     int
	Failure  string // an exchange.FailureCause or a refusal's cause
	Egress   string
	// Noted is what a person set and wrote on the row or its attempt, nil for nothing.
	Noted *Noted
	// Words are further texts that free text is looked for in: labels.
	Words []string
}

// Noted are marks and texts of notes.
type Noted struct{ Marks, Texts []string }

// Authority is the host, with the port unless it is the scheme's own.
func (it *Item) Authority() string {
	switch it.Port {
	case 0:
		return it.Host
	case 80:
		if it.Scheme == "http" || it.Scheme == "ws" {
			return it.Host
		}
	case 443:
		if it.Scheme == "https" || it.Scheme == "wss" {
			return it.Host
		}
	}
	if strings.Contains(it.Host, ":") { // IPv6
		return "[" + it.Host + "]:" + strconv.Itoa(it.Port)
	}
	return it.Host + ":" + strconv.Itoa(it.Port)
}

// Filter is a parsed filter. The zero value matches everything. It is
// immutable and safe for concurrent use.
type Filter struct {
	text  string
	terms []term
}

type term struct {
	not   bool
	match func(*Item) bool
}

// String returns the text that was parsed.
func (f Filter) String() string { return f.text }

// Empty reports whether the Filter lets everything through.
func (f Filter) Empty() bool { return len(f.terms) == 0 }

// Match reports whether every term matches.
func (f Filter) Match(it *Item) bool {
	for _, t := range f.terms {
		if t.match(it) == t.not {
			return false
		}
	}
	return true
}

// Parse reads a filter. The error is an *Error, which says where it is.
func Parse(text string) (Filter, error) {
	f := Filter{text: text}
	words, err := split(text)
	if err != nil {
		return Filter{}, err
	}
	for _, w := range words {
		t, err := parseTerm(w)
		if err != nil {
			return Filter{}, err
		}
		f.terms = append(f.terms, t)
	}
	return f, nil
}

func parseTerm(w word) (term, error) {
	if !w.field() {
		return term{not: w.not, match: freeText(w.value)}, nil
	}
	fd, ok := fieldByName(w.key)
	if !ok {
		return term{}, &Error{Kind: UnknownField, Start: w.start, End: w.end, What: w.key, Hint: nearest(w.key)}
	}
	if w.value == "" {
		return term{}, &Error{Kind: NoValue, Start: w.start, End: w.end, What: w.key}
	}
	var any []func(*Item) bool
	for _, v := range strings.Split(w.value, ",") {
		if v == "" {
			continue
		}
		m, ok := fd.compile(v)
		if !ok {
			return term{}, &Error{Kind: BadValue, Start: w.start, End: w.end, What: v, Hint: fd.example}
		}
		any = append(any, m)
	}
	return term{not: w.not, match: func(it *Item) bool {
		for _, m := range any {
			if m(it) {
				return true
			}
		}
		return false
	}}, nil
}

func freeText(v string) func(*Item) bool {
	v = strings.ToLower(v)
	return func(it *Item) bool {
		if contains(it.Authority(), v) || contains(it.Path, v) || contains(it.Method, v) || contains(it.Device, v) ||
			contains(it.Step, v) || contains(it.Failure, v) {
			return true
		}
		for _, c := range it.Codes {
			if contains(c, v) {
				return true
			}
		}
		for _, s := range it.Words {
			if contains(s, v) {
				return true
			}
		}
		return it.Status != 0 && strconv.Itoa(it.Status) == v
	}
}

// contains is strings.Contains without regard to ASCII case and without
// allocating; low is lower case already.
func contains(s, low string) bool {
	if len(low) == 0 {
		return true
	}
	for i := 0; i+len(low) <= len(s); i++ {
		j := 0
		for j < len(low) && lower(s[i+j]) == low[j] {
			j++
		}
		if j == len(low) {
			return true
		}
	}
	return false
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}
