// Package dex reads the string table of Dalvik executables for hints about the
// login's set-up. It owns that table only: it follows no code, so what it finds
// says that a name or a constant is there, not that it is used.
package dex

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/lazyregexp"
)

// MaxSize limits one classes.dex. The format's own limit of 65,536 methods
// keeps real ones below about 15 MB.
const MaxSize = 64 << 20

// The bounds of what is collected.
const (
	maxHosts   = 500
	maxSecrets = 50
)

// ErrMalformed is in every error about a broken file.
var ErrMalformed = errors.New("malformed dex file")

// Facts is what the string tables of all dex files contain.
type Facts struct {
	Files   int `json:"files"`
	Strings int `json:"strings"`
	// Names are the known names that were found, sorted: methods of the SDKs'
	// set-up such as "isCheckSSL", and Markers.
	Names []string `json:"names,omitempty"`
	// HTTP and HTTPS are the hosts of URL constants, sorted.
	HTTP  []string `json:"http,omitempty"`
	HTTPS []string `json:"https,omitempty"`
	// Secrets are constants that look like credentials, masked.
	Secrets []Secret `json:"secrets,omitempty"`
	// Versions maps "alibaba" and the issuer of a carrier to the versions named in constants.
	Versions map[string][]string `json:"versions,omitempty"`
	// Truncated is true when a bound cut a list short.
	Truncated bool `json:"truncated,omitempty"`
}

// Secret is a constant that looks like a credential. Its value is never kept.
type Secret struct {
	Kind   string `json:"kind"` // "access-key-id", "scheme-secret"
	Masked string `json:"masked"`
}

// The markers among Facts.Names, each standing for a package of classes.
const (
	MarkAlibaba = "com.mobile.auth.gatewayauth"
	MarkJPush   = "cn.jiguang.verifysdk"
	MarkIDaaS   = "AuthnCenter"
)

// names are exact constants: method names of the IDaaS and Alibaba SDKs.
var names = []string{
	"setBaseUrl", "setClientId", "isCheckSSL", "logEnable", "setAliOneKeyLoginSecret", "oneKeyLogin",
	"setAuthSDKInfo", "checkEnvAvailable", "accelerateLoginPage",
}

var markers = []struct{ part, name string }{
	{"Lcom/mobile/auth/gatewayauth/", MarkAlibaba},
	{"Lcn/jiguang/verifysdk/", MarkJPush},
	{"AuthnCenter", MarkIDaaS},
}

// Scan adds the string table of one dex file to f. An error leaves f with what
// was found before it.
func (f *Facts) Scan(src []byte) error {
	if len(src) < 112 || string(src[:4]) != "dex\n" || src[7] != 0 {
		return fmt.Errorf("%w: no header", ErrMalformed)
	}
	count, table := binary.LittleEndian.Uint32(src[56:]), binary.LittleEndian.Uint32(src[60:])
	if uint64(table)+4*uint64(count) > uint64(len(src)) {
		return fmt.Errorf("%w: %d strings at %d in %d bytes", ErrMalformed, count, table, len(src))
	}
	f.Files++
	for i := range int(count) {
		at := binary.LittleEndian.Uint32(src[int(table)+4*i:])
		s, ok := item(src, at)
		if !ok {
			return fmt.Errorf("%w: string %d at %d", ErrMalformed, i, at)
		}
		f.add(s)
	}
	f.Strings += int(count)
	return nil
}

// item is the string at an offset: a length in UTF-16 units, then modified
// UTF-8 up to a zero byte. maxString cuts what no hint can be in.
func item(src []byte, at uint32) ([]byte, bool) {
	if uint64(at) >= uint64(len(src)) {
		return nil, false
	}
	b := src[at:]
	_, n := binary.Uvarint(b)
	if n <= 0 {
		return nil, false
	}
	b = b[n:]
	if end := bytes.IndexByte(b[:min(len(b), maxString)], 0); end >= 0 {
		return b[:end], true
	}
	return b[:min(len(b), maxString)], true
}

const maxString = 4096

func (f *Facts) add(s []byte) {
	if len(s) < 4 {
		return
	}
	for _, n := range names {
		if string(s) == n {
			f.name(n)
		}
	}
	switch s[0] {
	case 'L', 'A':
		f.marker(s)
		f.secret(s)
		return
	case 'h':
		f.url(s)
	case 'p', 'a', 'l', 'q', 'S':
		f.version(s)
	}
	f.secret(s)
}

func (f *Facts) name(n string) {
	if i, found := slices.BinarySearch(f.Names, n); !found {
		f.Names = slices.Insert(f.Names, i, n)
	}
}

// Has reports whether a name or a marker was found.
func (f *Facts) Has(name string) bool {
	_, found := slices.BinarySearch(f.Names, name)
	return found
}

func (f *Facts) marker(s []byte) {
	for _, m := range markers {
		if bytes.HasPrefix(s, []byte(m.part)) || (m.part[0] == 'A' && bytes.Contains(s, []byte(m.part))) {
			f.name(m.name)
		}
	}
	if s[0] == 'L' && bytes.Contains(s, []byte("/AuthnCenter")) {
		f.name(MarkIDaaS)
	}
}

func (f *Facts) url(s []byte) {
	rest, plain := bytes.CutPrefix(s, []byte("http://"))
	list := &f.HTTP
	if !plain {
		var secure bool
		if rest, secure = bytes.CutPrefix(s, []byte("https://")); !secure {
			return
		}
		list = &f.HTTPS
	}
	if i := bytes.IndexAny(rest, "/:?#"); i >= 0 {
		rest = rest[:i]
	}
	host := strings.ToLower(string(rest))
	if !hostName.MatchString(host) || ignoredHosts[host] {
		return
	}
	i, found := slices.BinarySearch(*list, host)
	switch {
	case found:
	case len(*list) >= maxHosts:
		f.Truncated = true
	default:
		*list = slices.Insert(*list, i, host)
	}
}

var hostName = lazyregexp.New(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)

// ignoredHosts are names of XML namespaces, which nobody connects to.
var ignoredHosts = map[string]bool{
	"schemas.android.com": true, "www.w3.org": true, "xml.org": true, "schemas.xmlsoap.org": true, "ns.adobe.com": true,
	"xmlpull.org": true, "java.sun.com": true, "xml.apache.org": true, "javax.xml.xmlconstants": true,
}

// version is how an SDK names its version in a constant.
type version struct {
	who     string
	pattern *lazyregexp.Regexp
}

// versions are those of the Alibaba SDK, in the name of its native library, and
// of the carriers' parts, in a field of their requests.
var versions = func() []version {
	out := []version{{"alibaba", alibabaVersion}}
	for _, c := range codes.Carriers() {
		if c.Build != "" {
			out = append(out,
				version{string(c.Issuer),
					lazyregexp.Made(func() string { return `^` + regexp.QuoteMeta(c.Build) + `([0-9.]+)$` })})
		}
	}
	return out
}()

var alibabaVersion = lazyregexp.New(
	`^(?:lib)?(?:pns|auth_number_product)-((?:[2-9]|[1-9][0-9]+)(?:\.[0-9]+)+)-\w.*`)

// AlibabaVersion reads the SDK's version from the name of its native library or
// aar, such as "libpns-2.13.3-LogOnlineStandardCuumRelease_alijtca_plus.so". A library of
// version 1 is none of it: Alibaba's fusion SDK brings one of its own beside the login's
// (seen in fusionauth 1.2.15).
func AlibabaVersion(name string) (string, bool) {
	if m := alibabaVersion.FindStringSubmatch(name); m != nil {
		return m[1], true
	}
	return "", false
}

func (f *Facts) version(s []byte) {
	if len(s) > 120 {
		return
	}
	for _, v := range versions {
		m := v.pattern.FindSubmatch(s)
		if m == nil || slices.Contains(f.Versions[v.who], string(m[1])) {
			continue
		}
		if f.Versions == nil {
			f.Versions = map[string][]string{}
		}
		f.Versions[v.who] = append(f.Versions[v.who], string(m[1]))
	}
}

// secret looks for an AccessKey ID of Alibaba Cloud (LTAI and 12 to 24
// letters and digits) and for the long base64 text that a scheme's secret is.
func (f *Facts) secret(s []byte) {
	switch {
	case bytes.HasPrefix(s, []byte("LTAI")) && len(s) >= 16 && len(s) <= 30 && alphanumeric(s):
		f.keep(Secret{"access-key-id", mask(s)})
	case len(s) >= 200 && len(s) <= 1024 && base64Text(s):
		f.keep(Secret{"scheme-secret", mask(s)})
	}
}

func (f *Facts) keep(s Secret) {
	switch {
	case slices.Contains(f.Secrets, s):
	case len(f.Secrets) >= maxSecrets:
		f.Truncated = true
	default:
		f.Secrets = append(f.Secrets, s)
	}
}

// mask keeps four characters and the length.
func mask(s []byte) string {
	return fmt.Sprintf("%s… (%d characters)", s[:4], len(s))
}

func alphanumeric(s []byte) bool {
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// base64Text wants mixed letters and digits, so that long words, hex tables and
// alphabets do not count.
func base64Text(s []byte) bool {
	var upper, lower, digit, repeat int
	for i, c := range s {
		switch {
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			lower++
		case c >= '0' && c <= '9':
			digit++
		case c == '+' || c == '/' || (c == '=' && i >= len(s)-2):
		default:
			return false
		}
		if i > 0 && s[i-1] == c {
			repeat++
		}
	}
	n := len(s)
	return upper > n/8 && lower > n/8 && digit > n/20 && repeat < n/8
}
