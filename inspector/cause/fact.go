package cause

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/lang"
)

// Fact is a question about phone, app or capture with a closed list of answers.
type Fact string

// Origin says where a fact is known from.
type Origin string

// The origins. A person's word is weaker than what was measured.
const (
	Said     Origin = "said"    // a sentence of a ticket
	Ticked   Origin = "ticked"  // a person answered a question of ours
	Logged   Origin = "logged"  // a log line of the phone
	Wire     Origin = "wire"    // the capture
	Checked  Origin = "checked" // the app check
	Phone    Origin = "phone"   // the phone's own state, over adb
	Returned Origin = "message" // a message that came with a code
	Derived  Origin = "derived" // follows from other facts
)

// Signal is one observed fact.
type Signal struct {
	Fact   Fact   `json:"fact"`
	Value  string `json:"value"`
	Origin Origin `json:"origin"`
	// Detail quotes the evidence or names a host or class; "" if there is
	// nothing to quote. It is unmasked; every output masks it.
	Detail string `json:"detail,omitempty"`
	// Text describes a signal that a check gives, and Sure is true where the check
	// saw what it says and did not conclude it.
	Text lang.Text `json:"-"`
	Sure bool      `json:"-"`
	// Names are IDs of causes that a check names beside those that list it.
	Names []string `json:"-"`
}

// Definition is a fact with its question and its answers in words.
type Definition struct {
	Fact   Fact      `json:"fact"`
	Ask    lang.Text `json:"ask"` // empty where nobody is asked
	Values []Value   `json:"values"`
}

// Value is one answer. Its text is a whole sentence without a full stop; {0}
// stands for the signal's detail.
type Value struct {
	ID   string    `json:"id"`
	Text lang.Text `json:"text"`
}

// Facts lists all facts in the order in which a person is asked.
func Facts() []Definition { return slices.Clone(definitions) }

// DefinitionOf finds a fact.
func DefinitionOf(f Fact) (Definition, bool) {
	i := slices.IndexFunc(definitions, func(d Definition) bool { return d.Fact == f })
	if i < 0 {
		return Definition{}, false
	}
	return definitions[i], true
}

// valueOf finds an answer.
// HasValue reports whether a value belongs to a fact.
func HasValue(f Fact, id string) bool {
	_, ok := valueOf(f, id)
	return ok
}

func valueOf(f Fact, id string) (Value, bool) {
	d, ok := DefinitionOf(f)
	if !ok {
		return Value{}, false
	}
	i := slices.IndexFunc(d.Values, func(v Value) bool { return v.ID == id })
	if i < 0 {
		return Value{}, false
	}
	return d.Values[i], true
}

// Valid reports whether a signal has a known fact and value.
func (s Signal) Valid() bool {
	_, ok := valueOf(s.Fact, s.Value)
	return ok
}

// Parse reads "mobile-data=on" as an answer that a person gave. Its error names
// what may be given instead.
func Parse(s string) (Signal, error) {
	name, value, ok := strings.Cut(strings.TrimSpace(s), "=")
	out := Signal{Fact: Fact(strings.TrimSpace(name)), Value: strings.TrimSpace(value), Origin: Ticked}
	d, known := DefinitionOf(out.Fact)
	if !known || d.Ask == (lang.Text{}) {
		return Signal{}, fmt.Errorf("%q is no fact; known are %s", name, strings.Join(asked(), ", "))
	}
	if !ok || !out.Valid() {
		return Signal{},
			fmt.Errorf("%q is no value of %s; known are %s", value, d.Fact, strings.Join(d.valueIDs(), ", "))
	}
	return out, nil
}

// Describe is what a signal says, without a full stop; empty for an unknown fact.
// A person's answer and what the app check found are called that.
func (s Signal) Describe() lang.Text {
	v, _ := valueOf(s.Fact, s.Value)
	return s.attributed(lang.Text{EN: filled(v.Text.EN, s.Detail), ZH: filled(v.Text.ZH, s.Detail)})
}

// attributed says of a sentence who says so, where it is not the evidence of
// this attempt.
func (s Signal) attributed(t lang.Text) lang.Text {
	switch {
	case t == (lang.Text{}):
		return t
	case s.Origin == Ticked:
		return lang.Text{EN: "said by the person: " + t.EN, ZH: "用户告知：" + t.ZH}
	case s.Origin == Checked:
		return lang.Text{EN: "the app check found: " + t.EN, ZH: "应用检查结果：" + t.ZH}
	}
	return t
}

// Answers lists what a person can say, one entry a fact: "vpn (on, off)". Parse
// reads it as "vpn=on".
func Answers() []string {
	var out []string
	for _, d := range definitions {
		if d.Ask != (lang.Text{}) {
			out = append(out, string(d.Fact)+" ("+strings.Join(d.valueIDs(), ", ")+")")
		}
	}
	return out
}

// asked names the facts that a person can answer.
func asked() []string {
	var out []string
	for _, d := range definitions {
		if d.Ask != (lang.Text{}) {
			out = append(out, string(d.Fact))
		}
	}
	return out
}

func (d Definition) valueIDs() []string {
	var out []string
	for _, v := range d.Values {
		out = append(out, v.ID)
	}
	return out
}
