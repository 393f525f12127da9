package filter

import (
	"slices"
	"strings"
)

// Completion is one way to go on typing.
type Completion struct {
	// Text replaces bytes Start to End of the filter.
	Text       string
	Start, End int
	// Field is the field that the completion belongs to, for its help.
	Field string
}

// maxCompletions limits a list of completions.
const maxCompletions = 12

// Complete proposes how to go on at a byte offset. Values returns what was
// seen so far for a field with an open list of values (host, code, device);
// it may be nil.
func Complete(text string, at int, values func(field string) []string) []Completion {
	at = min(max(at, 0), len(text))
	start := strings.LastIndexAny(text[:at], " \t\n") + 1
	if start < at && text[start] == '-' {
		start++
	}
	typed := text[start:at]
	if key, prefix, ok := strings.Cut(typed, ":"); ok {
		return completeValue(strings.ToLower(key), prefix, start+len(key)+1, at, values)
	}
	var out []Completion
	for _, f := range all {
		if strings.HasPrefix(f.name, strings.ToLower(typed)) {
			out = append(out, Completion{Text: f.name + ":", Start: start, End: at, Field: f.name})
		}
	}
	return out
}

func completeValue(key, prefix string, start, at int, values func(string) []string) []Completion {
	f, ok := fieldByName(key)
	if !ok {
		return nil
	}
	if i := strings.LastIndexByte(prefix, ','); i >= 0 {
		start += i + 1
		prefix = prefix[i+1:]
	}
	list := f.values
	if list == nil && values != nil {
		list = values(key)
	}
	var begin, contain []Completion // values that begin so come before those that hold it
	low := strings.ToLower(prefix)
	for _, v := range list {
		if strings.ContainsAny(v, " \t\",") || strings.EqualFold(v, prefix) {
			continue // would need quotes, or is there already
		}
		c := Completion{Text: v, Start: start, End: at, Field: key}
		switch i := strings.Index(strings.ToLower(v), low); {
		case i == 0:
			begin = append(begin, c)
		case i > 0:
			contain = append(contain, c)
		}
	}
	out := append(begin, contain...)
	return out[:min(len(out), maxCompletions)]
}

// nearest returns the field that a misspelt name is closest to, "" if none is close.
func nearest(name string) string {
	best, score := "", 3
	for _, f := range all {
		if d := distance(name, f.name); d < score {
			best, score = f.name, d
		}
	}
	return best
}

// distance is the number of letters to add, drop, change or swap with a neighbour.
func distance(a, b string) int {
	if len(a) > 16 {
		return len(a)
	}
	prev2, prev := []int(nil), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur := make([]int, len(b)+1)
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = slices.Min([]int{prev[j] + 1, cur[j-1] + 1, prev[j-1] + cost})
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev = prev, cur
	}
	return prev[len(b)]
}
