package issuer

import (
	"strings"

	"loginscope/inspector/lazyregexp"
)

// brandWords are the makers whose systems have rules of their own for a login, by
// the names that people write.
var brandWords = []struct{ rom, names string }{
	{"xiaomi", `小米|红米|\bredmi\b|\bxiaomi\b|\bMIUI\b|澎湃|\bHyperOS\b`},
	{"oppo", `\boppo\b|\brealme\b|真我|一加|\boneplus\b|ColorOS`},
	{"vivo", `\bvivo\b|\biqoo\b|OriginOS`},
	{"huawei", `华为|荣耀|\bhuawei\b|\bhonor\b`},
	{"samsung", `三星|\bsamsung\b`},
}

// brandName finds a name; the group that matched is the maker's.
var brandName = lazyregexp.Made(func() string {
	all := make([]string, 0, len(brandWords))
	for _, b := range brandWords {
		all = append(all, "("+b.names+")")
	}
	return "(?i)" + strings.Join(all, "|")
})

// brands are those makers.
var brands = either{brandName, brandOf}

// brandOf is the maker of a name that brandName found.
func brandOf(name string) string {
	at := brandName.FindStringSubmatch(name)
	for i, b := range brandWords {
		if i+1 < len(at) && at[i+1] != "" {
			return b.rom
		}
	}
	return ""
}
