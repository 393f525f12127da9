package codes

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/lang"
)

// This file is a table: display names of issuers and spaces, in the order in
// which they are listed to a reader. The carriers' are those of their own table,
// those of the other closed lists of words stand in the lexicon of lang.

// issuerRow names an issuer. Aliases are what a person may type, in lower case.
type issuerRow struct {
	issuer      Issuer
	name, short lang.Text
	aliases     []string
}

// issuerNames is the display order of the issuers.
var issuerNames = slices.Concat([]issuerRow{
	{Alibaba, lang.Both("Alibaba Cloud number verification SDK", "阿里云号码认证 SDK"), lang.Both("Alibaba SDK", "阿里云 SDK"),
		[]string{"ali", "aliyun", "阿里云"}},
	{AlibabaAPI, lang.Both("Alibaba Cloud server API (dypnsapi)", "阿里云服务端 API（dypnsapi）"),
		lang.Both("Alibaba API", "阿里云 API"), []string{"dypnsapi", "dypns", "ali-api"}},
}, carrierIssuers(), []issuerRow{
	{IDaaS, lang.Both("IDaaS tenant", "IDaaS 租户"), lang.Both("IDaaS", "IDaaS"),
		[]string{"zhuyun", "bamboocloud", "竹云"}},
	{SDK, lang.Both("IDaaS SDK callback", "IDaaS SDK 回调"), lang.Both("IDaaS SDK", "IDaaS SDK"), []string{
		"callback",
		"回调",
	}},
})

func carrierIssuers() []issuerRow {
	var out []issuerRow
	for _, c := range carriers {
		out = append(out,
			issuerRow{c.Issuer, c.Name, c.Name, append([]string{c.Word, strings.ToLower(c.Name.EN)}, c.Aliases...)})
	}
	return out
}

// spaceRow names a space and says whose it is.
type spaceRow struct {
	space  Space
	issuer Issuer
	name   lang.Text
}

// spaceNames is the display order of the spaces.
var spaceNames = slices.Concat([]spaceRow{
	{AliAndroid, Alibaba, lang.Both("Alibaba Android SDK", "阿里云 Android SDK")},
	{AliInternal, Alibaba, lang.Both("inside the Alibaba SDK (logcat)", "阿里云 SDK 内部码（logcat）")},
	{AliHTTP, Alibaba, lang.Both("HTTP layer of the Alibaba SDK (logcat)", "阿里云 SDK HTTP 层（logcat）")},
	{AliIOS, Alibaba, lang.Both("Alibaba iOS SDK", "阿里云 iOS SDK")},
	{AliHarmony, Alibaba, lang.Both("Alibaba HarmonyOS SDK", "阿里云鸿蒙 SDK")},
	{AliH5, Alibaba, lang.Both("Alibaba H5 SDK", "阿里云 H5 SDK")},
	{AliSMS, Alibaba, lang.Both("Alibaba SMS verification SDK", "阿里云短信认证 SDK")},
	{AliConsent, Alibaba, lang.Both("Alibaba communication authorisation SDK", "阿里云通信授权 SDK")},
	{AliFusion, Alibaba, lang.Both("Alibaba fusion verification SDK", "阿里云融合认证 SDK")},
	{AliServer, AlibabaAPI, lang.Both("dypnsapi reply", "dypnsapi 应答")},
}, carrierSpaceRows(), []spaceRow{
	{IDaaSHTTP, IDaaS, lang.Both("IDaaS error_code", "IDaaS error_code")},
	{IDaaSCallback, SDK, lang.Both("IDaaS SDK callback", "IDaaS SDK 回调")},
})

func carrierSpaceRows() []spaceRow {
	var out []spaceRow
	for _, c := range carriers {
		for _, s := range c.Spaces {
			out = append(out, spaceRow{s.Space, c.Issuer, s.Name})
		}
	}
	return out
}

// Name is the issuer's display name; an unknown issuer is shown as it is.
func (i Issuer) Name() lang.Text {
	for _, row := range issuerNames {
		if row.issuer == i {
			return row.name
		}
	}
	return lang.Both(string(i), string(i))
}

// Short is the issuer's name on a line that has a code and its meaning already.
func (i Issuer) Short() lang.Text {
	for _, row := range issuerNames {
		if row.issuer == i {
			return row.short
		}
	}
	return i.Name()
}

// Nick is a carrier's short name, the display name of any other issuer.
func (i Issuer) Nick() lang.Text {
	if c := CarrierOf(i); c != nil {
		return c.Nick
	}
	return i.Name()
}

// Name is the space's display name; an unknown space is shown as it is.
func (s Space) Name() lang.Text {
	for _, row := range spaceNames {
		if row.space == s {
			return row.name
		}
	}
	return lang.Both(string(s), string(s))
}

// Issuer is who defines the codes of the space, "" for an unknown space.
func (s Space) Issuer() Issuer {
	for _, row := range spaceNames {
		if row.space == s {
			return row.issuer
		}
	}
	return ""
}

// platforms says on which system the codes of an SDK's space are met; the other
// spaces are those of servers and of carriers, which serve all of them.
var platforms = map[Space]string{
	AliAndroid: "android", AliInternal: "android", AliHTTP: "android",
	AliIOS: "ios", AliHarmony: "harmony", AliH5: "h5",
}

// PlatformSpace is the space of the login SDK's public codes on a platform, as
// Platform spells it, and "" for a platform that has none.
func PlatformSpace(platform string) Space {
	for _, s := range []Space{AliAndroid, AliIOS, AliHarmony, AliH5} {
		if platforms[s] == platform {
			return s
		}
	}
	return ""
}

// Platform is the system whose apps show the codes of the space: android, ios,
// harmony or h5, and "" for a space that is of no single one.
func (s Space) Platform() string { return platforms[s] }

// Name is the actor's name in the lexicon.
func (a Actor) Name() lang.Text { return lang.Name(lang.Actor, a) }

// Name is the kind's name in the lexicon.
func (k Kind) Name() lang.Text { return lang.Name(lang.Kind, k) }

// Name is the retry advice in the lexicon.
func (r Retry) Name() lang.Text { return lang.Name(lang.Retry, r) }

// Name is the certainty's name in the lexicon.
func (c Certainty) Name() lang.Text { return lang.Name(lang.Certainty, c) }

// Issuers lists every issuer in display order.
func Issuers() []Issuer {
	list := make([]Issuer, 0, len(issuerNames))
	for _, row := range issuerNames {
		list = append(list, row.issuer)
	}
	return list
}

// Spaces lists the spaces of an issuer in display order, every space for "".
func Spaces(of Issuer) []Space {
	var list []Space
	for _, row := range spaceNames {
		if of == "" || row.issuer == of {
			list = append(list, row.space)
		}
	}
	return list
}

// ParseIssuer reads an issuer as a person types it: the constant's spelling or
// a common name such as "unicom", "CMCC" or "竹云", in any case.
func ParseIssuer(s string) (Issuer, error) {
	want := strings.ToLower(strings.TrimSpace(s))
	for _, row := range issuerNames {
		if want == string(row.issuer) || want == strings.ToLower(row.name.ZH) {
			return row.issuer, nil
		}
		for _, alias := range row.aliases {
			if want == alias {
				return row.issuer, nil
			}
		}
	}
	return "", fmt.Errorf("read issuer %q: want one of %s", s, joinIssuers())
}

// ParseSpace reads a space in the spelling of its constant, in any case.
func ParseSpace(s string) (Space, error) {
	want := Space(strings.ToLower(strings.TrimSpace(s)))
	if want.Issuer() == "" {
		return "", fmt.Errorf("read space %q: no such code space", s)
	}
	return want, nil
}

func joinIssuers() string {
	var names []string
	for _, i := range Issuers() {
		names = append(names, string(i))
	}
	return strings.Join(names, ", ")
}
