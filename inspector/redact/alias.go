package redact

import (
	"crypto/sha256"
	"strings"
)

// Aliases stand for values in evidence that is handed on: equal values get equal ones,
// a cut-off token the beginning of its original's, so that the inspector still sees
// which token went where. Nobody gets from an alias to its value without the key, which
// its owner makes at random for one copy and forgets. It is not safe for concurrent use.
type Aliases struct {
	key  [32]byte
	made map[string]string
}

// NewAliases returns Aliases of a random key.
func NewAliases(key [32]byte) *Aliases { return &Aliases{key: key, made: map[string]string{}} }

const (
	// aliasPrefix begins every alias.
	aliasPrefix = "masked-"
	// aliasMost is the length of the longest alias; what follows in a token is left out.
	aliasMost = 1024
	// aliasKept limits the aliases that are kept for reuse; others are made anew.
	aliasKept = 4096
	// aliasFrom is the length from which a token has an alias.
	aliasFrom = 12
	// aliasSet are the characters behind the head: none that a number begins with.
	aliasSet = "abcdefghijklmnopqrstuvwxyz234567"
)

// of returns the alias of a token, as long as the token is.
func (a *Aliases) of(token string) string {
	if len(token) < aliasFrom {
		return hidden
	}
	if have, ok := a.made[token]; ok {
		return have
	}
	h := sha256.New()
	h.Write(a.key[:])
	h.Write([]byte(token[:len(aliasPrefix)]))
	var b strings.Builder
	b.WriteString(aliasPrefix)
	// Each character stands for the token up to a position, so that the beginning of a
	// token has the beginning of its alias.
	for i := len(aliasPrefix); i < min(len(token), aliasMost); i++ {
		h.Write([]byte{token[i]})
		b.WriteByte(aliasSet[h.Sum(nil)[0]&31])
	}
	if len(a.made) < aliasKept {
		a.made[strings.Clone(token)] = b.String()
	}
	return b.String()
}

// personSize is the number of random characters in the alias of a person's value: 40 bits,
// so that two of a session's values hardly ever share one.
const personSize = 8

// person returns the alias of a value that says who somebody is: of one length for all,
// since the length of a name says something. The stars mark it as masked.
func (a *Aliases) person(value string) string {
	h := sha256.New()
	h.Write(a.key[:])
	h.Write([]byte("person\x00" + value))
	sum := h.Sum(nil)
	var b strings.Builder
	b.WriteString(aliasPrefix)
	for _, c := range sum[:personSize] {
		b.WriteByte(aliasSet[c&31])
	}
	return b.String() + veil
}

// veil ends the alias of a person's value.
const veil = "****"

// number returns the alias of a phone number. The forms of one number share it, half
// hidden ones as well: the first three and the last four digits decide.
func (a *Aliases) number(v string) string {
	digits := onlyDigits(v)
	if n := len(digits); n >= 11 {
		digits = digits[n-11:n-8] + digits[n-4:]
	}
	return a.person("phone\x00" + digits)
}

// onlyDigits are the digits of a text, as ASCII.
func onlyDigits(v string) string {
	var b strings.Builder
	for i := 0; i < len(v); {
		c, size := digitAt(v, i)
		if size == 0 {
			i++
			continue
		}
		b.WriteByte(c)
		i += size
	}
	return b.String()
}

// aliasIn returns the bounds of the first alias in a run, to 0 if there is none.
func aliasIn(run string) (from, to int) {
	from = strings.Index(run, aliasPrefix)
	if from < 0 {
		return 0, 0
	}
	// Two aliases may stand side by side, and the letters of the second one's prefix
	// are in the set.
	end := len(run)
	if next := strings.Index(run[from+len(aliasPrefix):], aliasPrefix); next >= 0 {
		end = from + len(aliasPrefix) + next
	}
	for to = from + len(aliasPrefix); to < end && strings.IndexByte(aliasSet, run[to]) >= 0; {
		to++
	}
	if to-from < aliasFrom {
		return 0, 0
	}
	return from, to
}

// aliased reports whether a value is an alias and nothing else.
func aliased(v string) bool {
	from, to := aliasIn(v)
	return to > 0 && from == 0 && to == len(v)
}
