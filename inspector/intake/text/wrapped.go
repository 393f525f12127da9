package text

import (
	"encoding/csv"
	"encoding/json"
	"html"
	"strconv"
	"strings"
	"unicode"

	"loginscope/inspector/lazyregexp"
)

// This file reads what a ticket system or a mail program has wrapped around a
// person's text: quote marks, HTML entities, \u escapes, and the JSON of an export.

var (
	// quoteMark is the mark of quoted lines in mail and Markdown.
	quoteMark = lazyregexp.New(`^(?: {0,3}> ?)+`)
	// entity is an HTML entity that a text about a login may hold.
	entity = lazyregexp.New(`&(?:quot|apos|lt|gt|amp|nbsp|#\d{1,7}|#x[0-9A-Fa-f]{1,6});`)
	// escape is a character as JSON and Java write it, also escaped twice.
	escape = lazyregexp.New(`\\{1,4}[uU]([0-9A-Fa-f]{4})`)
)

// unwrapped takes quote marks, entities and escapes off a line.
func unwrapped(line string) string {
	if strings.Contains(line, ">") {
		line = quoteMark.ReplaceAllString(line, "")
	}
	if strings.Contains(line, "&") && entity.MatchString(line) {
		line = html.UnescapeString(line)
	}
	if strings.Contains(line, `\u`) || strings.Contains(line, `\U`) {
		line = escape.ReplaceAllStringFunc(line, unescapedRune)
	}
	if strings.Contains(line, `""`) {
		line = uncelled(line)
	}
	return line
}

// cell is a quoted word in a cell of a CSV file, where each quotation mark is
// written twice.
var cell = lazyregexp.New(`[\[{,:(\s]""[^"\s][^"]*""`)

// uncelled takes the quotation marks of CSV off a line: of a whole row, or of one that
// goes on in the next line.
func uncelled(line string) string {
	if !cell.MatchString(line) {
		return line // an empty string, as JSON has it
	}
	row, err := csv.NewReader(strings.NewReader(line)).Read()
	if err == nil && len(row) > 1 {
		return strings.Join(row, ", ")
	}
	return strings.ReplaceAll(line, `""`, `"`)
}

// unescapedRune is the character of an escape; one that is no letter or mark of a
// script beyond Latin stays escaped, so that a quotation mark cannot end a string.
func unescapedRune(e string) string {
	n, err := strconv.ParseUint(e[len(e)-4:], 16, 16)
	if r := rune(n); err == nil && r >= 0x2000 && (unicode.IsLetter(r) || unicode.IsPunct(r) || unicode.IsSymbol(r)) {
		return string(r)
	}
	return e
}

// maxWrapped limits how deep JSON in a string of JSON is read as a text.
const maxWrapped = 3

// ofExport is what the JSON of an exported ticket says, a line for each of its
// values; "" for JSON that is no such export: one with a key that a result or an
// answer has is read as an object, and one without prose says nothing.
func ofExport(entry string) string {
	trimmed := strings.TrimSpace(entry)
	if trimmed == "" || trimmed[0] != '{' && trimmed[0] != '[' || !json.Valid([]byte(trimmed)) {
		return ""
	}
	e := export{dec: json.NewDecoder(strings.NewReader(trimmed))}
	e.dec.UseNumber()
	e.value("")
	if e.result || !e.prose {
		return ""
	}
	return e.out.String()
}

// export walks the JSON of a ticket in its order.
type export struct {
	dec    *json.Decoder
	out    strings.Builder
	result bool // a key is one of a result
	prose  bool // a value is a sentence
}

// value reads one value; the JSON is known to be valid.
func (e *export) value(key string) {
	t, err := e.dec.Token()
	if err != nil {
		return
	}
	switch v := t.(type) {
	case json.Delim:
		for e.dec.More() {
			name := key
			if v == '{' {
				k, err := e.dec.Token()
				if err != nil {
					return
				}
				name, _ = k.(string)
				e.result = e.result || resultKey(name)
			}
			e.value(name)
		}
		_, _ = e.dec.Token() // the closing bracket, which valid JSON has
	case string:
		e.text(key, v)
	case json.Number:
		e.text(key, v.String())
	}
}

// text adds a value. A short one stays with its key, which says what it is.
func (e *export) text(key, v string) {
	e.prose = e.prose || sentence(v)
	if key != "" && !strings.Contains(v, "\n") && len(v) <= 64 {
		v = key + ": " + v
	}
	e.out.WriteString(v + "\n")
}

// sentence reports whether a text is something that a person wrote.
func sentence(v string) bool {
	han := 0
	for _, r := range v {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	return han >= 4 || strings.Count(strings.TrimSpace(v), " ") >= 3
}

// resultKey reports whether a key is one of a result of the SDK, of a carrier or of
// a server.
func resultKey(key string) bool {
	k := strings.ToLower(key)
	for _, w := range []string{"code", "result", "vendor", "token", "carrier", "err", "msg"} {
		if strings.Contains(k, w) {
			return true
		}
	}
	return false
}
