package gradle

import "strings"

// readProperties reads a Java properties file: "key=value", "key: value" and
// "key value", with lines that go on behind a backslash.
func readProperties(src string) map[string]string {
	out := map[string]string{}
	long := ""
	for line := range strings.Lines(strings.TrimPrefix(src, "\ufeff")) {
		line = strings.TrimLeft(strings.TrimRight(line, "\r\n"), " \t\f")
		if long == "" && (line == "" || line[0] == '#' || line[0] == '!') {
			continue
		}
		if rest, ok := strings.CutSuffix(line, `\`); ok && !strings.HasSuffix(rest, `\`) {
			long += rest
			continue
		}
		line, long = long+line, ""
		i := strings.IndexAny(line, "=: \t")
		if i < 0 {
			out[line] = ""
			continue
		}
		value := strings.TrimLeft(line[i:], " \t")
		if value != "" && (value[0] == '=' || value[0] == ':') {
			value = value[1:]
		}
		if len(out) < maxKeys {
			out[line[:i]] = strings.TrimSpace(value)
		}
	}
	return out
}
