package filter

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"loginscope/codes"
	"loginscope/lang"
)

// field is one word before a colon.
type field struct {
	name    string
	example string
	values  []string // the closed list, nil if open
	compile func(value string) (func(*Item) bool, bool)
}

// Steps are the values of step:, the inspector's StepKinds in order.
var Steps = []string{"init", "sts", "vendors", "config", "env", "prefetch", "page", "page-event", "token",
	"carrier-config", "carrier-log", "monitor", "exchange", "id-token", "callback", "server-query"}

// Roles are the values of the filter term party:, lanes first, then carriers.
var Roles = append([]string{"user", "app", "sdk", "alibaba", "carrier", "idaas"}, carrierWords()...)

func carrierWords() []string {
	var out []string
	for _, c := range codes.Carriers() {
		out = append(out, c.Word)
	}
	return out
}

// Has are the values of has:.
var Has = []string{"code", "failure", "body", "flow", "status", "step", "note"}

// anyMark is the value of marked: for every mark.
const anyMark = "any"

// Marks are the values of marked:.
var Marks = append([]string{anyMark}, markWords()...)

func markWords() []string {
	var out []string
	for _, e := range lang.Lexicon() {
		if e.Group == lang.Mark {
			out = append(out, e.Word)
		}
	}
	return out
}

// carriers finds a carrier's issuer by what a person calls it.
var carriers = func() map[string]string {
	out := map[string]string{}
	for _, c := range codes.Carriers() {
		for _, name := range []string{string(c.Issuer), c.Word, c.Nick.ZH} {
			out[name] = string(c.Issuer)
		}
	}
	return out
}()

// fields is the whole language, in the order of the help.
func fields() []field {
	return []field{
		{"host", "host:aliyuncs.com", nil, part((*Item).Authority)},
		{"path", "path:/api/v2", nil, part(func(it *Item) string { return it.Path })},
		{"method", "method:POST", nil, whole(func(it *Item) string { return it.Method })},
		{"step", "step:token", Steps, oneOf(Steps, func(it *Item) string { return it.Step })},
		{"party", "party:" + carrierWords()[1], Roles, role},
		{"code", "code:600025", nil, code},
		{"status", "status:400-499", nil,
			numbers(func(it *Item) (int64, bool) { return int64(it.Status), it.Status != 0 }, plainNumber)},
		{"size", "size:>10k", nil, numbers(func(it *Item) (int64, bool) { return it.Size, true }, byteNumber)},
		{"took", "took:>500ms", nil,
			numbers(func(it *Item) (int64, bool) { return int64(it.Duration), it.Duration != 0 }, timeNumber)},
		{"flow", "flow:2", nil,
			numbers(func(it *Item) (int64, bool) { return int64(it.Flow), it.Flow != 0 }, plainNumber)},
		{"device", "device:192.168.1.5", nil, part(func(it *Item) string { return it.Device })},
		{"has", "has:code", Has, has},
		{"marked", "marked:star", Marks, marked},
		{"note", "note:retry", nil, note},
	}
}

var all = fields()

func fieldByName(name string) (field, bool) {
	for _, f := range all {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// Names returns the fields in the order of the help.
func Names() []string {
	var out []string
	for _, f := range all {
		out = append(out, f.name)
	}
	return out
}

type compiler = func(string) (func(*Item) bool, bool)

func part(get func(*Item) string) compiler {
	return func(v string) (func(*Item) bool, bool) {
		v = strings.ToLower(v)
		return func(it *Item) bool { return contains(get(it), v) }, true
	}
}

func whole(get func(*Item) string) compiler {
	return func(v string) (func(*Item) bool, bool) {
		return func(it *Item) bool { return strings.EqualFold(get(it), v) }, true
	}
}

func oneOf(list []string, get func(*Item) string) compiler {
	return func(v string) (func(*Item) bool, bool) {
		v = strings.ToLower(v)
		for _, l := range list {
			if l == v {
				return func(it *Item) bool { return get(it) == v }, true
			}
		}
		return nil, false
	}
}

func role(v string) (func(*Item) bool, bool) {
	v = strings.ToLower(v)
	if c, ok := carriers[v]; ok {
		return func(it *Item) bool { return it.Carrier == c && it.Lane == "carrier" }, true
	}
	return oneOf(Roles, func(it *Item) string { return it.Lane })(v)
}

// code matches a code as written, the last part of a dotted one, or a range.
func code(v string) (func(*Item) bool, bool) {
	if lo, hi, ok := span(v, plainNumber); ok && strings.ContainsAny(v[1:], "-<>=") {
		return func(it *Item) bool {
			for _, c := range it.Codes {
				if n, err := strconv.ParseInt(c, 10, 64); err == nil && lo <= n && n <= hi {
					return true
				}
			}
			return false
		}, true
	}
	return func(it *Item) bool {
		for _, c := range it.Codes {
			if strings.EqualFold(c, v) || len(c) > len(v) && c[len(c)-len(v)-1] == '.' &&
				strings.EqualFold(c[len(c)-len(v):], v) {
				return true
			}
		}
		return false
	}, true
}

func marked(v string) (func(*Item) bool, bool) {
	v = strings.ToLower(v)
	if v == anyMark {
		return func(it *Item) bool { return it.Noted != nil && len(it.Noted.Marks) > 0 }, true
	}
	return func(it *Item) bool { return it.Noted != nil && slices.Contains(it.Noted.Marks, v) },
		slices.Contains(Marks, v)
}

func note(v string) (func(*Item) bool, bool) {
	v = strings.ToLower(v)
	return func(it *Item) bool {
		return it.Noted != nil &&
			slices.ContainsFunc(it.Noted.Texts, func(text string) bool { return contains(text, v) })
	}, true
}

func has(v string) (func(*Item) bool, bool) {
	switch strings.ToLower(v) {
	case "code":
		return func(it *Item) bool { return len(it.Codes) > 0 }, true
	case "failure":
		return func(it *Item) bool { return it.Failure != "" }, true
	case "body":
		return func(it *Item) bool { return it.Size > 0 }, true
	case "flow":
		return func(it *Item) bool { return it.Flow != 0 }, true
	case "status":
		return func(it *Item) bool { return it.Status != 0 }, true
	case "step":
		return func(it *Item) bool { return it.Step != "" }, true
	case "note":
		return func(it *Item) bool { return it.Noted != nil && len(it.Noted.Texts) > 0 }, true
	}
	return nil, false
}

func numbers(get func(*Item) (int64, bool), parse func(string) (int64, bool)) compiler {
	return func(v string) (func(*Item) bool, bool) {
		lo, hi, ok := span(v, parse)
		if !ok {
			return nil, false
		}
		return func(it *Item) bool {
			n, known := get(it)
			return known && lo <= n && n <= hi
		}, true
	}
}

const (
	lowest  = -1 << 63
	highest = 1<<63 - 1
)

// span reads "5", "5-9", ">5", ">=5", "<5" and "<=5" as a closed range.
func span(v string, parse func(string) (int64, bool)) (lo, hi int64, ok bool) {
	for _, op := range []string{">=", "<=", ">", "<"} {
		rest, found := strings.CutPrefix(v, op)
		if !found {
			continue
		}
		n, ok := parse(rest)
		switch op {
		case ">=":
			return n, highest, ok
		case "<=":
			return lowest, n, ok
		case ">":
			return n + 1, highest, ok && n < highest
		default:
			return lowest, n - 1, ok && n > lowest
		}
	}
	if a, b, two := strings.Cut(v, "-"); two && a != "" {
		lo, ok1 := parse(a)
		hi, ok2 := parse(b)
		return lo, hi, ok1 && ok2 && lo <= hi
	}
	n, ok := parse(v)
	return n, n, ok
}

func plainNumber(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// byteNumber reads 10, 10k, 1.5M, 2g, with or without a closing b.
func byteNumber(s string) (int64, bool) {
	s = strings.TrimSuffix(strings.ToLower(s), "b")
	unit := 1.0
	for suffix, u := range map[string]float64{"k": 1 << 10, "m": 1 << 20, "g": 1 << 30} {
		if rest, ok := strings.CutSuffix(s, suffix); ok {
			s, unit = rest, u
			break
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f >= 0 && f*unit < highest/2) {
		return 0, false
	}
	return int64(f * unit), true
}

// timeNumber reads Go's durations, and a bare number as milliseconds.
func timeNumber(s string) (int64, bool) {
	if n, ok := plainNumber(s); ok && n >= 0 && n < 1<<40 {
		return n * int64(time.Millisecond), true
	}
	d, err := time.ParseDuration(s)
	return int64(d), err == nil
}
