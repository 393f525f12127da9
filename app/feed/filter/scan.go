package filter

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrorKind says what is wrong with a filter.
type ErrorKind string

// The kinds of Error.
const (
	UnknownField ErrorKind = "unknown-field"
	NoValue      ErrorKind = "no-value"
	BadValue     ErrorKind = "bad-value"
	OpenQuote    ErrorKind = "open-quote"
)

// Error says what is wrong with a filter and where: bytes Start to End.
type Error struct {
	Kind       ErrorKind
	Start, End int
	What       string // the piece that is not understood
	Hint       string // a field or an example that may be meant, "" if none
}

func (e *Error) Error() string {
	switch e.Kind {
	case UnknownField:
		if e.Hint != "" {
			return fmt.Sprintf("parse filter: unknown field %q; did you mean %q?", e.What, e.Hint)
		}
		return fmt.Sprintf("parse filter: unknown field %q; fields are %s", e.What, strings.Join(Names(), ", "))
	case NoValue:
		return fmt.Sprintf("parse filter: %s: needs a value", e.What)
	case OpenQuote:
		return "parse filter: a quote is not closed"
	}
	return fmt.Sprintf("parse filter: %q is not understood; an example is %s", e.What, e.Hint)
}

// word is one term as written.
type word struct {
	start, end int // bytes in the text
	not        bool
	key        string // before the colon, "" for free text
	value      string
	colon      bool
}

func (w word) field() bool { return w.colon }

// split cuts a text into words at spaces outside of quotes.
func split(text string) ([]word, error) {
	var out []word
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		w, err := scanWord(text, i)
		if err != nil {
			return nil, err
		}
		i = w.end
		if w.key != "" || w.value != "" || w.colon {
			out = append(out, w)
		}
	}
	return out, nil
}

func scanWord(text string, start int) (word, error) {
	w := word{start: start}
	var cur strings.Builder
	quoted := false
	i := start
	if text[i] == '-' {
		w.not = true
		i++
	}
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '"':
			quoted = !quoted
		case !quoted && unicode.IsSpace(r):
			w.value, w.end = cur.String(), i
			return w, nil
		case !quoted && (r == ':' || r == '：') && !w.colon && isName(cur.String()):
			w.key, w.colon = strings.ToLower(cur.String()), true
			cur.Reset()
		default:
			cur.WriteString(text[i : i+n])
		}
		i += n
	}
	if quoted {
		return w, &Error{Kind: OpenQuote, Start: start, End: len(text), What: text[start:]}
	}
	w.value, w.end = cur.String(), i
	return w, nil
}

// isName keeps "http://host" and "10:30" free text.
func isName(s string) bool {
	if s == "" || s == "http" || s == "https" || s == "ws" || s == "wss" {
		return false
	}
	for _, r := range s {
		if r < 'A' || r > 'Z' && r < 'a' || r > 'z' {
			return false
		}
	}
	return true
}
