package redact

import (
	"net/netip"
	"strings"

	"loginscope/lang"
)

// networks are what says where a phone is.
var networks = []Kind{
	{
		ID: "mac", Name: lang.Both("MAC address", "MAC 地址"), Sensitivity: Identity, last: true, learn: true,
		matches: opaqueOrLong,
		keys:    []string{"macaddress", "macaddr", "wifimac", "bssid", "btmac", "bluetoothmac", "wlanmac"},
	},
	{ID: "wifi", Name: lang.Both("name of a Wi-Fi network", "Wi-Fi 名称"), Sensitivity: Identity, last: true,
		matches: isSSID, keys: []string{"ssid", "wifissid", "wifiname"}},
	{ID: "public-ip", Name: lang.Both("public IP address", "公网 IP"), Sensitivity: Identity, last: true,
		matches: isPublic, keys: []string{"ip", "clientip", "userip", "remoteip", "realip", "publicip", "wanip"}},
	{
		ID: "location", Name: lang.Both("location", "位置"), Sensitivity: Identity, last: true, matches: isLocation,
		keys: []string{
			"latitude", "longitude", "lat", "lng", "lon", "gps", "coordinate", "coordinates", "geolocation", "location",
			"lnglat", "latlng", "经度", "纬度", "位置", "定位",
		},
	},
}

// isSSID leaves out what Android says where it gives no name.
func isSSID(v string) bool { return v != "<unknown ssid>" && hasLetter(v) }

func isPublic(v string) bool {
	a, err := netip.ParseAddr(strings.TrimSpace(v))
	return err == nil && public(a)
}

// isLocation accepts coordinates and Chinese place names; a redirect's Location is
// an address on the net.
func isLocation(v string) bool {
	if digitsIn(v) >= 3 && strings.Contains(v, ".") && !strings.Contains(v, "/") && !hasLetter(v) {
		return true
	}
	return isAddress(v) && v[0] >= 0x80
}

// public reports whether an address says where on the internet somebody is.
func public(a netip.Addr) bool {
	a = a.Unmap()
	return a.IsGlobalUnicast() && !a.IsPrivate() && !carrierNAT.Contains(a)
}

// carrierNAT is shared between the customers of a provider (RFC 6598).
var carrierNAT = netip.MustParsePrefix("100.64.0.0/10")

// ipv4 finds a public IPv4 address at a run of digits. Numbers of versions have the same
// shape, so an address has to begin as few versions do, or to be long, and the word
// before it must not speak of a version. An address that is a host of a URL names a
// server and stays. It returns the end, 0 if there is none.
func ipv4(s string, r run) int {
	if r.n > 3 || r.wide || r.to >= len(s) || s[r.to] != '.' {
		return 0
	}
	to, dots, digits := r.from, 0, 0
	for to < len(s) && (s[to] == '.' || digit(s[to])) {
		if s[to] == '.' {
			dots++
		} else {
			digits++
		}
		to++
	}
	if s[to-1] == '.' {
		to, dots = to-1, dots-1
	}
	if dots != 3 || to < len(s) && (letter(s[to]) || s[to] == '-' || s[to] == '_') {
		return 0
	}
	a, err := netip.ParseAddr(s[r.from:to])
	if err != nil || !public(a) || !standsAlone(s, r.from) {
		return 0
	}
	first := a.As4()[0]
	if digits < 8 && first < 13 && !ipBefore(s, r.from) || versionBefore(s, r.from) {
		return 0
	}
	return to
}

// standsAlone reports whether a number at s[i] is neither a part of a longer name nor
// the host of a URL.
func standsAlone(s string, i int) bool {
	if i == 0 {
		return true
	}
	switch c := s[i-1]; {
	case letter(c), digit(c), c == '.', c == '-', c == '_', c == '+':
		return false
	case c == '/':
		return false
	case c == '@':
		return false
	}
	return true
}

// ipBefore reports whether the key before s[i] names an address.
func ipBefore(s string, i int) bool {
	near := strings.ToLower(s[max(0, i-12):i])
	return strings.Contains(near, "ip") || strings.Contains(near, "addr") || strings.Contains(near, "forwarded")
}

// versionBefore reports whether the words before s[i] speak of a version.
func versionBefore(s string, i int) bool {
	near := strings.ToLower(s[max(0, i-20):i])
	if strings.Contains(near, "ip") && !strings.Contains(near, "ver") {
		return false
	}
	for _, w := range [...]string{"ver", "sdk", "版本", "release", "build", "okhttp", "harmony", "emui", "miui", "os "} {
		if strings.Contains(near, w) {
			return true
		}
	}
	return false
}

// ipv6 finds a global IPv6 address at a run of digits. It returns its end, 0 if there is none.
func ipv6(s string, r run) int {
	if r.n > 4 || r.wide || s[r.from] != '2' && s[r.from] != '3' || !standsAlone(s, r.from) {
		return 0
	}
	to, colons := r.from, 0
	for to < len(s) && (hexDigit(s[to]) || s[to] == ':') && to-r.from < 40 {
		if s[to] == ':' {
			colons++
		}
		to++
	}
	if colons < 3 || to < len(s) && letter(s[to]) {
		return 0
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(s[r.from:to], ":"))
	if err != nil || !public(a) {
		return 0
	}
	return r.from + len(strings.TrimSuffix(s[r.from:to], ":"))
}

// macAt finds a MAC address whose first joint is s[i]; six groups, so that the
// fingerprint of a certificate is none. It returns its bounds, to 0 if there is none.
func macAt(s string, i int) (from, to int) {
	const size = 17
	from = i - 2
	if from < 0 || from+size > len(s) || from > 0 && (letter(s[from-1]) || digit(s[from-1]) || s[from-1] == s[i]) {
		return 0, 0
	}
	letters := 0
	for k := range size {
		switch c := s[from+k]; {
		case k%3 == 2 && c != s[i], k%3 != 2 && !hexDigit(c):
			return 0, 0
		case k%3 != 2 && !digit(c):
			letters++
		}
	}
	to = from + size
	if to < len(s) && (letter(s[to]) || digit(s[to]) || s[to] == s[i]) || blankMAC[strings.ToLower(s[from:to])] {
		return 0, 0
	}
	if letters == 0 && s[i] == '-' { // a date and a time, or a number in groups
		return 0, 0
	}
	return from, to
}

// blankMAC are what systems give in place of an address.
var blankMAC = map[string]bool{
	"02:00:00:00:00:00": true, "00:00:00:00:00:00": true, "ff:ff:ff:ff:ff:ff": true,
}

// coordinates finds a latitude and a longitude, in either order, with at least four
// decimals each. It returns the bounds, to 0 if there are none.
func coordinates(s string, r run) (from, to int) {
	if r.n > 3 || r.wide || r.from > 0 && (s[r.from-1] == '.' || letter(s[r.from-1])) {
		return 0, 0
	}
	a, i := decimal(s, r.from)
	if i == 0 {
		return 0, 0
	}
	j := i
	for j < len(s) && j-i < 3 && (s[j] == ',' || s[j] == ' ' || s[j] == ';') {
		j++
	}
	if j == i {
		if !strings.HasPrefix(s[i:], "%2C") && !strings.HasPrefix(s[i:], "%2c") {
			return 0, 0
		}
		j += 3
	}
	if j < len(s) && s[j] == '-' {
		j++
	}
	b, end := decimal(s, j)
	if end == 0 || a > 180 || b > 180 || a > 90 && b > 90 || max(a, b) < 18 || min(a, b) < 1 {
		return 0, 0
	}
	return r.from, end
}

// decimal reads a number with one to three digits and at least four decimals at s[i]; it
// returns its whole part and its end, 0 if there is none.
func decimal(s string, i int) (whole, to int) {
	n := 0
	for i < len(s) && digit(s[i]) {
		whole = whole*10 + int(s[i]-'0')
		i++
		if n++; n > 3 {
			return 0, 0
		}
	}
	if n == 0 || i >= len(s) || s[i] != '.' {
		return 0, 0
	}
	from := i + 1
	for i++; i < len(s) && digit(s[i]); i++ {
	}
	if i-from < 4 || i < len(s) && (s[i] == '.' || letter(s[i])) {
		return 0, 0
	}
	return whole, i
}
