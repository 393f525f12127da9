package decode

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// Unwrap opens what is wrapped around or into JSON: JSONP, a JSON string that
// holds JSON, base64 that holds JSON. It returns nil for anything else. At
// most MaxUnwrap layers are opened.
func Unwrap(text string) *Node {
	for range MaxUnwrap {
		text = strings.TrimSpace(strings.TrimPrefix(text, "\uFEFF"))
		if text == "" {
			return nil
		}
		switch {
		case text[0] == '{' || text[0] == '[':
			n, _, _ := ParseJSON([]byte(text))
			return n
		case text[0] == '"':
			n, _, err := ParseJSON([]byte(text))
			if err != nil || n.Kind != NodeString {
				return nil
			}
			text = n.Text
		case jsonpBody(text) != "":
			text = jsonpBody(text)
		default:
			plain := base64JSON(text)
			if plain == "" {
				return nil
			}
			text = plain
		}
	}
	return nil
}

// jsonpBody returns what stands between the parentheses of "callback({...});".
func jsonpBody(text string) string {
	open := strings.IndexByte(text, '(')
	if open <= 0 || open > 128 || !identifier(text[:open]) {
		return ""
	}
	end := strings.LastIndexByte(text, ')')
	if end <= open {
		return ""
	}
	return strings.TrimSpace(text[open+1 : end])
}

func identifier(s string) bool {
	for _, r := range strings.TrimSpace(s) {
		if r != '_' && r != '$' && r != '.' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return true
}

// base64JSON returns the JSON text inside a base64 text of any alphabet.
func base64JSON(text string) string {
	if len(text) < 8 || len(text) > MaxBody || strings.ContainsAny(text, " \t{}") {
		return ""
	}
	raw, err := Base64(text)
	if err != nil || len(raw) == 0 || raw[0] != '{' || !utf8.Valid(raw) {
		return ""
	}
	return string(raw)
}

// Base64 reads the standard or the URL alphabet, padded or not.
func Base64(text string) ([]byte, error) {
	text = strings.TrimRight(text, "=")
	text = strings.NewReplacer("-", "+", "_", "/", "\n", "", "\r", "").Replace(text)
	return base64.RawStdEncoding.DecodeString(text)
}
