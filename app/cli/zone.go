package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// utcOffset is a zone as a distance from UTC: +8, UTC+08:00, -0530.
var utcOffset = regexp.MustCompile(`^(?i:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$`)

var errZone = errors.New("no time zone")

// zoneOf reads a time zone: a name of the tz database such as Asia/Shanghai, a
// distance from UTC, or "" and "local" for this machine's.
func zoneOf(s string) (*time.Location, error) {
	s = strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "", "local":
		return time.Local, nil
	case "utc", "z", "gmt":
		return time.UTC, nil
	}
	if m := utcOffset.FindStringSubmatch(s); m != nil {
		hours, _ := strconv.Atoi(m[2])   // digits by the pattern
		minutes, _ := strconv.Atoi(m[3]) // digits by the pattern, or nothing
		if hours > 14 || minutes > 59 {
			return nil, fmt.Errorf("read %q: %w", s, errZone)
		}
		offset := hours*3600 + minutes*60
		if m[1] == "-" {
			offset = -offset
		}
		return time.FixedZone(time.Unix(0, 0).In(time.FixedZone("", offset)).Format("UTC-07:00"), offset), nil
	}
	loc, err := time.LoadLocation(s)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", s, errZone)
	}
	return loc, nil
}

// zoneName names a zone with its distance from UTC, as it is now.
func zoneName(l *time.Location) string {
	now := time.Now().In(l)
	offset := now.Format("UTC-07:00")
	if name := l.String(); name != "Local" && name != "UTC" && name != offset {
		return name + " (" + offset + ")"
	}
	return offset
}
