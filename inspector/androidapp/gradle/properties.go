package gradle

import "strings"

// readProperties reads a Java properties file: "key=value", "key: value" and
// "key value", with lines that go on behind a backslash.
func readProperties(src string) map[string]string {
	out := map[string]string{}
	var long strings.Builder
	for line := range strings.Lines(strings.TrimPrefix(src, "\ufeff")) {
		line = strings.TrimLeft(strings.TrimRight(line, "\r\n"), " \t\f")
		if long.Len() == 0 && (line == "" || line[0] == '#' || line[0] == '!') {
			continue
		}
		if rest, ok := strings.CutSuffix(line, `\`); ok && !strings.HasSuffix(rest, `\`) {
			long.WriteString(rest)
			continue
		}
		if long.Len() > 0 {
			long.WriteString(line)
			line = long.String()
			long.Reset()
		}
		i := strings.IndexAny(line, "=: \t")
		if i < 0 {
			i = len(line)
		}
		value := strings.TrimLeft(line[i:], " \t")
		if value != "" && (value[0] == '=' || value[0] == ':') {
			value = value[1:]
		}
		if _, have := out[line[:i]]; have || len(out) < maxKeys {
			out[line[:i]] = strings.TrimSpace(value)
		}
	}
	return out
}

// properties reads those of a file of the build.
func (b *Build) properties(file string, src []byte) map[string]string {
	out := readProperties(string(src))
	if len(out) >= maxKeys {
		b.limit(file, 0, tooMany)
	}
	return out
}
