package text

import (
	"encoding/json"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/lazyregexp"
)

// Repair undoes what input methods and OCR do to codes and objects: full-width
// letters and digits, curly quotes and full-width punctuation inside an object
// that is JSON once they are straight, and letters instead of digits
// where the result is a code of our tables. Anything else stays as it is, also
// the full-width punctuation of prose, since wire messages contain it.
func Repair(s string) string {
	if ascii(s) {
		return lookalikes(s)
	}
	return lookalikes(object(narrow(s)))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// narrow turns full-width letters, digits, hyphen, underscore and full stop
// (U+FF0D and others) into their ASCII forms.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ', r == '－', r == '＿', r == '．', r == '｛',
			r == '｝':
			return r - 0xFEE0
		case r == '−', r == '‐', r == '‑':
			return '-'
		}
		return r
	}, s)
}

var straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "＂", `"`, "：", ":", "，", ",", "［", "[", "］", "]")

// object straightens the punctuation between the outermost braces, if that
// makes JSON of them.
func object(s string) string {
	i, j := strings.IndexByte(s, '{'), strings.LastIndexByte(s, '}')
	if i < 0 || j <= i || json.Valid([]byte(s[i:j+1])) {
		return s
	}
	if fixed := straight.Replace(s[i : j+1]); json.Valid([]byte(fixed)) {
		return s[:i] + fixed + s[j+1:]
	}
	return s
}

var (
	// numberLike is a result of the Alibaba SDK with letters in it.
	numberLike = lazyregexp.New(`\b[67][0OoQD]{2}[0-9OoQDIlSZB]{3}\b`)
	// wordLike is an IDaaS code with digits among its letters or the reverse.
	wordLike = lazyregexp.New(`\b[I1l]DA{2}[S5]\.[A-Z0-9]{3,6}\.[A-Z0-9]{3,10}\.[0-9OoQDIlSZB]{4}\b`)

	toDigits = strings.NewReplacer("O", "0", "o", "0", "Q", "0", "D", "0", "I", "1", "l", "1", "S", "5", "Z", "2", "B",
		"8")
	toLetters = strings.NewReplacer("0", "O", "1", "I", "l", "I", "5", "S", "8", "B")
)

// lookalikes puts digits for letters in words that have the shape of a code,
// where the table knows the result.
func lookalikes(s string) string {
	s = numberLike.ReplaceAllStringFunc(s, func(w string) string {
		if len(strings.Map(digitsOnly, w)) < 3 {
			return w // too little is left to go by
		}
		return known(w, toDigits.Replace(w), codes.AliAndroid)
	})
	return wordLike.ReplaceAllStringFunc(s, func(w string) string {
		cut := strings.LastIndexByte(w, '.')
		return known(w, toLetters.Replace(w[:cut])+"."+toDigits.Replace(w[cut+1:]), codes.IDaaSHTTP)
	})
}

func known(was, fixed string, space codes.Space) string {
	if fixed != was && len(codes.Lookup(codes.Query{Space: space, Code: fixed}).Candidates) > 0 {
		return fixed
	}
	return was
}

func digitsOnly(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}
