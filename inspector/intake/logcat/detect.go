package logcat

import "loginscope/inspector/intake/lines"

// Detect reports whether a text is a device log by its first lines: a divider
// such as "--------- beginning of main", or headers on at least a third of
// them. Formats without a header per line (raw) look like any text.
func Detect(in *lines.Reader) bool {
	filled, headed := 0, 0
	for range 200 {
		line, err := in.Next()
		if err != nil {
			break
		}
		var h header
		ok := parse(line, &h)
		if ok && h.divider {
			return true
		}
		if len(line) > 0 {
			filled++
		}
		if ok {
			headed++
		}
	}
	return headed > 0 && headed*3 >= filled
}
