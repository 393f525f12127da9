package lint

import (
	"strconv"
	"strings"
)

// compare orders dotted versions by their numbers: "2.13.2.1" < "2.13.3".
func compare(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		if d := number(x, i) - number(y, i); d != 0 {
			return d
		}
	}
	return 0
}

func number(parts []string, i int) int {
	if i >= len(parts) {
		return 0
	}
	n, _ := strconv.Atoi(parts[i])
	return n
}

// within reports whether v lies in [since, until]; "" is open.
func within(v, since, until string) bool {
	return (since == "" || compare(v, since) >= 0) && (until == "" || compare(v, until) <= 0)
}
