package cause

import (
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/lang"
)

// Weight is how much a fact says for or against a cause.
type Weight int

// The weights. Decisive evidence establishes a cause, or rules it out.
const (
	Weak     Weight = 1
	Fair     Weight = 4
	Clear    Weight = 7 // it makes a cause likely with anything more than weak beside it
	Strong   Weight = 10
	Decisive Weight = 100
)

// Clue is a fact's value that speaks for or against a cause.
type Clue struct {
	Fact   Fact
	Value  string
	Weight Weight
}

// Wording is a message, or a part of one, that names a cause. Spaces, case and
// full-width forms do not count.
type Wording struct {
	Text   string
	Weight Weight
}

// Variant replaces the advice of a cause on another platform.
type Variant struct{ Text, Test, Fix lang.Text }

// Cause is what may be behind a code.
type Cause struct {
	// ID is stable, lower case with hyphens.
	ID   string
	Text lang.Text // what it is, one short sentence without a full stop
	Test lang.Text // the one test that decides
	Fix  lang.Text
	// For and Against are the facts that count; a decisive one in Against
	// rules the cause out.
	For, Against []Clue
	// Only is the platform that the cause is confined to, as a value of the fact
	// Platform: what is said of another one rules it out. "" is any.
	Only     string
	Wordings []Wording
	// Given is evidence that comes with a cause made for one case.
	Given []Evidence
	// Found are the checks whose finding is evidence for this cause, Same the
	// checks that say the same from the code alone.
	Found, Same []string
	// On holds the advice of other platforms, by value of the fact Platform.
	On    map[string]Variant
	Actor codes.Actor
	Retry codes.Retry
	// Source are keys of Sources, parted by "; ".
	Source    string
	Certainty codes.Certainty
}

// ByID finds a cause.
func ByID(id string) (Cause, bool) {
	i := slices.IndexFunc(all, func(c Cause) bool { return c.ID == id })
	if i < 0 {
		return Cause{}, false
	}
	return all[i], true
}

// All lists every cause.
func All() []Cause { return slices.Clone(all) }

// all joins the tables of the topics.
var all = slices.Concat(network, cards, phones, builds, buildErrors, crashes, pages, schemes, carriers, servers)

// CodeID is a code in its space.
type CodeID struct {
	Space codes.Space `json:"space"`
	Code  string      `json:"code"`
}

// Of lists the causes that a code can have, as ranked by public reports; none
// where the code's row says all that is known.
func Of(p CodeID) []Cause {
	var out []Cause
	for _, id := range order[p] {
		if c, ok := ByID(id); ok {
			out = append(out, c)
		}
	}
	return out
}

// SaysSame reports whether a check says from a code alone what a cause says.
func SaysSame(check string) bool {
	return slices.ContainsFunc(all, func(c Cause) bool { return slices.Contains(c.Same, check) })
}

// ByCheck lists the causes for which the finding of a check is evidence.
func ByCheck(check string) []Cause {
	var out []Cause
	for _, c := range all {
		if slices.Contains(c.Found, check) {
			out = append(out, c)
		}
	}
	return out
}

// ByFacts lists the causes for which one of the facts is more than a weak signal, and
// that none of them rules out: what may be behind a failure of which no code is known.
// On what the login ran counts where one of the sentences has a wording of the cause.
func ByFacts(signals []Signal, sentences []string) []Cause {
	has := func(clues []Clue, least Weight) bool {
		return slices.ContainsFunc(clues, func(k Clue) bool {
			return k.Weight >= least &&
				slices.ContainsFunc(signals, func(s Signal) bool { return s.Fact == k.Fact && s.Value == k.Value })
		})
	}
	var out []Cause
	for _, c := range all {
		speaks := has(notCircumstances(c.For), Fair) || has(c.For, Fair) && c.wordingIn(sentences)
		if speaks && !has(c.Against, Decisive) {
			out = append(out, c)
		}
	}
	return out
}

// wordingIn reports whether a sentence has one of the cause's wordings.
func (k Cause) wordingIn(sentences []string) bool {
	return slices.ContainsFunc(k.Wordings, func(w Wording) bool {
		return w.Weight >= Fair && slices.ContainsFunc(sentences, func(s string) bool {
			return strings.Contains(squash(s), squash(w.Text))
		})
	})
}

// notCircumstances are the clues that speak for a cause by themselves.
func notCircumstances(clues []Clue) []Clue {
	return slices.DeleteFunc(slices.Clone(clues), func(k Clue) bool { return k.Fact.Circumstance() })
}

// ByFact lists the causes for which a fact is strong evidence.
func ByFact(f Fact, value string) []Cause {
	var out []Cause
	for _, c := range all {
		if slices.ContainsFunc(c.For,
			func(k Clue) bool { return k.Fact == f && k.Value == value && k.Weight >= Strong }) {
			out = append(out, c)
		}
	}
	return out
}
