package maker

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Hit is a row that a text may name: whose it is, only the maker decides.
type Hit struct {
	Row Row
	// Worded is true where the wording alone names the row.
	Worded     bool
	Start, End int // of the code or wording in the text
}

// MaxFind is the number of bytes of a text in which codes are looked for; what is
// longer is no report of a failure.
const MaxFind = 8 << 10

// maxHits limits the hits of one text.
const maxHits = 16

// number is a number by itself: no part of a version, time, identifier or longer number.
var number = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[^\w.:\-/+#$@%]|[^\d]:)(-?\d{1,7})(?:$|[^\w.:%\-/]|[:.](?:\D|$))`)
})

// called are words before a number that make it a code.
var called = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:code|status|errno|错误码|返回码|状态码|错误|返回|报错?|提示|码|error)` +
		`["'\s:：=是为了个(（\[{]*$`)
})

// calledAfter are words right behind a number that make it a code.
var calledAfter = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^["'\s)）\]]*(?:的)?` +
		`(?:错误|报错|error|返回码|状态码|是什么|什么意思|怎么|如何)`)
})

// carriers is the name under which a carrier's own code stands inside a maker's result.
var carriers = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\bresult(?:code)?["']?\s*[:=]\s*["']?$`)
})

// Find lists the rows of all makers that a text may name, by a number that it calls a
// code, or by their wording. Numbers of five digits and more, and negative ones of
// four, are as good as called a code.
func Find(text string) []Hit {
	if len(text) > MaxFind {
		text = text[:MaxFind]
	}
	low := strings.ToLower(text)
	if len(low) != len(text) {
		low = text // a letter whose lower case is of another length: positions must stay
	}
	out := byNumber(low)
	numbered := len(out)
	for _, r := range rows() {
		if slices.ContainsFunc(out[:numbered], func(h Hit) bool { return h.Row.Maker == r.Maker }) {
			continue // its number says more than a wording that several rows share
		}
		for _, w := range r.Match {
			if at := strings.Index(low, w); at >= 0 && len(out) < maxHits {
				out = append(out, Hit{r, true, at, at + len(w)})
				break
			}
		}
	}
	return out
}

func byNumber(low string) []Hit {
	var out []Hit
	for from := 0; from < len(low); {
		m := number().FindStringSubmatchIndex(low[from:])
		if m == nil {
			break
		}
		start, end := from+m[2], from+m[3]
		from = end
		code := low[start:end]
		digits := len(strings.TrimPrefix(code, "-"))
		if carriers().MatchString(low[max(0, start-24):start]) {
			continue
		}
		named := called().MatchString(low[max(0, start-40):start]) || calledAfter().MatchString(low[end:])
		if !named && digits < 5 && (code[0] != '-' || digits < 4) {
			continue
		}
		for _, r := range Explaining(code) {
			if len(out) < maxHits && (digits > 2 || worded(r, low)) {
				out = append(out, Hit{r, false, start, end})
			}
		}
	}
	return out
}

// worded reports whether one of the wordings of a row stands in a text, or it has none.
func worded(r Row, low string) bool {
	for _, w := range r.Match {
		if strings.Contains(low, w) {
			return true
		}
	}
	return len(r.Match) == 0
}
