package text

import (
	"strconv"
	"strings"
	"time"

	"loginscope/inspector/lazyregexp"
)

// dateTime matches a date with a time as people and programs write them:
// 2026-02-23 15:02:01.123+08:00, 2026/2/23 15:02, 2026年2月23日 下午3:02.
var dateTime = lazyregexp.New(
	`(20\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?[T ,]*(上午|下午|凌晨|晚上|中午|AM |PM )?\s*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})(?:[.,](\d{1,9}))?)?秒?\s?(Z|[+-]\d{2}:?\d{2}|AM|PM|am|pm)?`)

// toolLine is a line by which a tool names its own version, with the day of that: it
// says nothing of when a login failed.
var toolLine = lazyregexp.New(`(?i)\b(?:framework|engine) (?:•\s*)?revision\b|\bdart version\b|\bbuilt on \w` +
	`|\b(?:build|compile|release) (?:date|time)\b`)

// Time returns the first full date and time in a text, in the zone that it
// names or else the given one; the zero time if there is none, or if it is the day of a
// tool's own version.
func Time(s string, zone *time.Location) time.Time {
	if !strings.Contains(s, "20") {
		return time.Time{}
	}
	m := dateTime.FindStringSubmatch(s)
	if m == nil || toolLine.MatchString(s) {
		return time.Time{}
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v } // digits by the pattern
	hour := n(5)
	switch half := strings.ToUpper(strings.TrimSpace(m[4])); {
	case (half == "下午" || half == "晚上" || half == "PM" || strings.EqualFold(m[9], "PM")) && hour < 12:
		hour += 12
	case (half == "凌晨" || half == "AM" || strings.EqualFold(m[9], "AM")) && hour == 12:
		hour = 0
	}
	if n(2) < 1 || n(2) > 12 || n(3) < 1 || n(3) > 31 || hour > 23 || n(6) > 59 || n(7) > 60 {
		return time.Time{}
	}
	frac, _ := strconv.Atoi((m[8] + "000000000")[:9])
	return time.Date(n(1), time.Month(n(2)), n(3), hour, n(6), n(7), frac, zoneOf(m[9], zone))
}

func zoneOf(s string, fallback *time.Location) *time.Location {
	if s == "Z" {
		return time.UTC
	}
	if len(s) < 5 {
		return fallback
	}
	hhmm, _ := strconv.Atoi(strings.ReplaceAll(s[1:], ":", "")) // digits by the pattern
	offset := (hhmm/100)*3600 + (hhmm%100)*60
	if s[0] == '-' {
		offset = -offset
	}
	return time.FixedZone("", offset)
}
