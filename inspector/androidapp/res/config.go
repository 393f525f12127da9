package res

import (
	"strconv"
	"strings"
)

// Config is the part of ResTable_config that can change what the checks see.
type Config struct {
	Locale  string // "zh-rCN", "" for any
	Density int    // dpi, 0 for any
	SDK     int    // minimum API level, 0 for any
	// Other is true when a further qualifier (night, orientation, ...) is set.
	Other bool
}

// parseConfig reads a ResTable_config; short ones of old tools are fine.
func parseConfig(b []byte) Config {
	if n := int(u32(b, 0)); n >= 4 && n < len(b) {
		b = b[:n]
	}
	c := Config{Density: int(u16(b, 14)), SDK: int(u16(b, 24))}
	if len(b) >= 12 {
		c.Locale = locale(b[8:12])
	}
	c.Other = u32(b, 4) != 0 || at(b, 12) != 0 || at(b, 13) != 0 || u32(b, 16) != 0 ||
		u32(b, 20) != 0 || u32(b, 28)&0x00ffffff != 0
	return c
}

func at(b []byte, i int) byte {
	if i >= len(b) {
		return 0
	}
	return b[i]
}

// locale unpacks language and region; three-letter codes are packed into 15
// bits, five a letter.
func locale(b []byte) string {
	lang, region := unpack(b[0], b[1], 'a'), unpack(b[2], b[3], '0')
	if region == "" {
		return lang
	}
	return lang + "-r" + region
}

func unpack(a, b byte, base byte) string {
	switch {
	case a == 0 && b == 0:
		return ""
	case a&0x80 == 0:
		return string([]byte{a, b})
	}
	return string([]byte{base + b&0x1f, base + (b&0xe0)>>5 + (a&0x03)<<3, base + (a&0x7c)>>2})
}

// Default reports whether the configuration has no qualifier at all.
func (c Config) Default() bool { return c == Config{} }

// String writes the qualifiers as they stand in a folder name, "" for none.
func (c Config) String() string {
	var parts []string
	if c.Locale != "" {
		parts = append(parts, c.Locale)
	}
	if c.Density != 0 {
		parts = append(parts, strconv.Itoa(c.Density)+"dpi")
	}
	if c.Other {
		parts = append(parts, "other")
	}
	if c.SDK != 0 {
		parts = append(parts, "v"+strconv.Itoa(c.SDK))
	}
	return strings.Join(parts, "-")
}
