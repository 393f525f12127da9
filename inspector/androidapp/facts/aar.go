package facts

import (
	"regexp"
	"slices"
	"strings"
)

// oldName is what Alibaba's SDK was called before auth_number_product:
// phoneNumber-AuthSDK up to 2.10, phoneNumber-L-AuthSDK beside it.
var oldName = regexp.MustCompile(`(?i)^phonenumber-(l-)?authsdk`)

// AlibabaArtifact reports whether an artifact or file is Alibaba's SDK by its name,
// older ones included.
func AlibabaArtifact(name string) bool {
	return strings.EqualFold(name, "auth_number_product") || oldName.MatchString(name)
}

// SingleFile reports whether a name is that of the SDK up to 2.10, whose one aar holds
// what main and logger hold later.
func SingleFile(name string) bool {
	return strings.HasPrefix(strings.ToLower(name), "phonenumber-authsdk")
}

// alibabaPackage is the package of the SDK's manifest, and that of its classes.
const alibabaPackage = "com.mobile.auth"

// Alibaba reports whether an aar is Alibaba's SDK: by what is in it, whatever the
// file is called, or by its name.
func (a *Aar) Alibaba() bool {
	return AlibabaArtifact(a.Name) || a.Package == alibabaPackage || a.Holds(alibabaPackage+".gatewayauth")
}

// Holds reports whether an aar has classes in a package or in one below it.
func (a *Aar) Holds(pkg string) bool {
	return slices.ContainsFunc(a.Packages, func(p string) bool { return p == pkg || strings.HasPrefix(p, pkg+".") })
}
