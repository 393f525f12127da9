package codes

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"loginscope/lang"
)

// This file is the table of the mobile carriers: what Loginscope knows of each
// one, in one row. Everything that must treat a carrier as one reads it here:
// the inspection its hosts, codes and log tags, a capture what it does not
// decrypt, a replay what it never sends to, filter, simulator and window the
// names. Its law: a host in this table is never a target of a replay.
//
// A carrier without a decoder of its own (inspector/issuer) is recognised by
// its hosts alone, one without Spaces has no file under data.

// The carriers among the issuers, and the code spaces of each.
const (
	ChinaMobile  Issuer = "cm"
	ChinaUnicom  Issuer = "cu"
	ChinaTelecom Issuer = "ct"

	CM       Space = "cm"        // resultCode
	CMNtyd   Space = "cm.ntyd"   // rspCode of crbt.i139.cn
	CUSDK    Space = "cu.sdk"    // 100, 4100xx
	CUServer Space = "cu.server" // embedded as code:NNNNmsg:...
	CULegacy Space = "cu.legacy" // old wording: number and text together
	CT       Space = "ct"        // result
)

// Carrier is one mobile carrier: the issuer of codes, the owner of hosts, and
// the operator that derives a phone's number from its connection.
type Carrier struct {
	Issuer Issuer
	// Word is what a person types for it in a filter, lower case: "unicom".
	Word string
	// Mark is the abbreviation before a code and for a narrow column, upper case: "CU".
	Mark string
	// Ink is its colour in the window, where its name or mark is always beside it.
	Ink Ink
	// Name and Nick are for people: "China Unicom" and "Unicom".
	Name, Nick lang.Text
	// Aliases are further words that name it to the command line, lower case.
	Aliases []string
	// Said is a regular expression of Chinese prose that names the carrier; EN
	// is the same in English. A short name that means other things too (移动 is
	// also mobile data) stands there with what follows it. It stands inside larger
	// patterns, so it matches from the name's own first character on.
	Said, SaidEN string

	// Hosts are as in inspector.Profile.Hosts; Hints are further domains that
	// prove nothing by themselves.
	Hosts, Hints []string
	// Plain are those of the Hosts that are asked for without TLS, with their role.
	Plain []PlainHost

	// TokenLife is how long a login token is valid (ALI-LIFE), Wait how long
	// the SDK waits for an answer (D2143).
	TokenLife, Wait time.Duration
	// Spaces are its code spaces, the usual one first.
	Spaces []SpaceRow
	// SpaceOf chooses one of its spaces by a code; near is the space that the
	// context names, "" for none. Nil stands for the usual one.
	SpaceOf func(near Space, code string) Space
	// Inner is the space of the codes that its SDK embeds in a message, "" if
	// it embeds none.
	Inner Space
	// Success are its codes for success, Left those with which a user's choice
	// to leave is reported like a failure.
	Success, Left []string
	// Vendors are its values of vendorName, the usual one first; Old is what SDKs
	// before 2.10 give for that.
	Vendors []Vendor
	Old     string
	// LogTags are the log tags of its SDK (a trailing "*" stands for any rest),
	// LogMarks literals of which a line with a result holds one.
	LogTags, LogMarks []string
	// Shape reports whether a result object is the carrier's, by the names in
	// it; Own are names of which a stray object must have one besides, where
	// Shape alone would match other libraries too.
	Shape func(has func(name string) bool) bool
	Own   []string
	// Packages begin the names of its SDK's Java classes, Kept the packages
	// that a release build has to keep.
	Packages, Kept []string
	// Build begins the constant in its SDK that names the SDK's version, "" if
	// there is none.
	Build string
}

// Ink is a colour for text, as 0xRRGGBB: Dark for a dark ground, Light for a light
// one. The contrast is at least 4.5 on every ground of the window (WCAG AA).
type Ink struct{ Dark, Light uint32 }

// SpaceRow is one code space with its name.
type SpaceRow struct {
	Space Space
	Name  lang.Text
}

// Need says when an app needs plain HTTP to a host.
type Need string

// The needs.
const (
	NeedAlways  Need = "always"  // the integration guide asks for it
	NeedVersion Need = "version" // the SDK versions from Since to Until call it
	NeedDoubted Need = "doubted" // a source names it, no SDK read so far calls it
)

// PlainHost is one host of a carrier that is asked for without TLS.
type PlainHost struct {
	Name string
	// Space is that of the codes that a refused call to the host ends in, ""
	// if it is not known.
	Space Space
	Need  Need
	// Since and Until limit the Alibaba SDK versions whose code calls it, both
	// inclusive; "" for open.
	Since, Until string
	// JPush marks a host that JPush's own SDK of the carrier calls.
	JPush     bool
	Role      lang.Text
	Certainty Certainty
	Source    string
}

// Carriers lists the carriers in display order. The rows are shared: a caller
// changes nothing in them.
func Carriers() []Carrier { return carriers }

// CarrierIssuers lists the carriers' issuers in display order.
func CarrierIssuers() []Issuer {
	out := make([]Issuer, 0, len(carriers))
	for i := range carriers {
		out = append(out, carriers[i].Issuer)
	}
	return out
}

// CarrierOf returns the row of a carrier, nil for any other issuer.
func CarrierOf(i Issuer) *Carrier {
	for n := range carriers {
		if carriers[n].Issuer == i {
			return &carriers[n]
		}
	}
	return nil
}

// CarrierOfHost returns the carrier that owns a host, nil if none does.
func CarrierOfHost(host string) *Carrier {
	for n := range carriers {
		if carriers[n].Owns(host) {
			return &carriers[n]
		}
	}
	return nil
}

// IsCarrier reports whether an issuer is a mobile carrier.
func (i Issuer) IsCarrier() bool { return CarrierOf(i) != nil }

// CarrierSpace is the space of a carrier's code: near is the space that the
// context names, "" for none. For an issuer that is no carrier it is near.
func CarrierSpace(i Issuer, near Space, code string) Space {
	c := CarrierOf(i)
	switch {
	case c == nil || len(c.Spaces) == 0:
		return near
	case c.SpaceOf != nil:
		return c.SpaceOf(near, code)
	}
	return c.Spaces[0].Space
}

// Owns reports whether a host is one by which the carrier is known, or lies
// below one.
func (c *Carrier) Owns(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	for _, pattern := range c.Hosts {
		name := strings.TrimPrefix(pattern, "*.")
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return false
}

// Domains are the last two labels of the carrier's hosts and hints, each once:
// a text without any of them names none of its hosts.
func (c *Carrier) Domains() []string {
	var out []string
	for _, h := range slices.Concat(c.Hosts, c.Hints) {
		if d := Domain(h); !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// Domain is the last two labels of a host, an address as it is.
func Domain(host string) string {
	if _, err := netip.ParseAddr(host); err == nil {
		return host
	}
	labels := strings.Split(host, ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

// Succeeds reports whether a code is one of the carrier's for success.
func (c *Carrier) Succeeds(code string) bool { return slices.Contains(c.Success, code) }

// TokenLives formats how long a login token of each carrier is valid.
func TokenLives() lang.Text {
	return perCarrier(func(c *Carrier) (int, string, string) { return int(c.TokenLife / time.Minute), "minutes", "分钟" })
}

// Waits formats how long the SDK waits for each carrier.
func Waits() lang.Text {
	return perCarrier(func(c *Carrier) (int, string, string) { return int(c.Wait / time.Second), "seconds", "秒" })
}

// perCarrier formats one figure of every carrier that has it.
func perCarrier(figure func(*Carrier) (n int, en, zh string)) lang.Text {
	var en, zh []string
	for i := range carriers {
		if n, unitEN, unitZH := figure(&carriers[i]); n > 0 {
			en = append(en, fmt.Sprintf("%s %d %s", carriers[i].Name.EN, n, unitEN))
			zh = append(zh, fmt.Sprintf("%s %d %s", carriers[i].Nick.ZH, n, unitZH))
		}
	}
	return lang.Both(strings.Join(en, ", "), strings.Join(zh, "、"))
}

// Needed is the carrier's host to which every app needs plain HTTP, "" if
// there is none.
func (c *Carrier) Needed() string {
	for _, h := range c.Plain {
		if h.Need == NeedAlways {
			return h.Name
		}
	}
	return ""
}

// PlainHostOf is the host of a carrier whose refusal of plain HTTP ends in a
// code of the space, "" if none is known.
func PlainHostOf(s Space) string {
	for _, c := range carriers {
		for _, h := range c.Plain {
			if s != "" && h.Space == s {
				return h.Name
			}
		}
	}
	return ""
}

// PlainHosts lists the carriers' hosts of one need, by name.
func PlainHosts(n Need) []PlainHost {
	var out []PlainHost
	for _, c := range carriers {
		for _, h := range c.Plain {
			if h.Need == n {
				out = append(out, h)
			}
		}
	}
	slices.SortFunc(out, func(a, b PlainHost) int { return strings.Compare(a.Name, b.Name) })
	return out
}
