package facts

import (
	"regexp"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/aar"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
)

// Aar is one aar file.
type Aar struct {
	File    string   `json:"file"`
	Name    string   `json:"name"` // "auth_number_product"
	Version string   `json:"version"`
	Native  []Native `json:"native,omitempty"`
	// Broken says why the file is no library, "" if it is one.
	Broken string `json:"broken,omitempty"`
	// BrokenSaid is that in both languages, empty where it is in one only.
	BrokenSaid lang.Text `json:"-"`
	// Used is true when a dependency of the app brings the file into the build,
	// or when no build file was read that could decide it.
	Used bool `json:"used"`
	// Package and MinSDK are what its manifest says, "" and 0 if it does not.
	Package string `json:"package,omitempty"`
	MinSDK  int    `json:"min_sdk,omitempty"`
	// Manifest is the tree of its manifest, nil if it has none.
	Manifest *xmltree.Node `json:"-"`
	// MinCompileSDK is the lowest compileSdk of an app that may take it, 0 if it does not say.
	MinCompileSDK int `json:"min_compile_sdk,omitempty"`
	// KeepRules is the text of the rules that it brings, see gradle.Rules.
	KeepRules string `json:"-"`
	// Pages maps classes that may be activities to their superclasses.
	Pages map[string]string `json:"pages,omitempty"`
	// Packages are those of its classes, none if they were not read.
	Packages []string `json:"-"`
	// Classes are its classes, those inside of others left out; none if they were not read.
	Classes []string `json:"-"`
	// Support is true if its classes ask for the old support library and not for AndroidX.
	Support bool `json:"-"`
	// Raw are the names of its resources below res/raw*.
	Raw []string `json:"-"`
	// Resources are its files below res/values* and res/xml*.
	Resources []aar.Resource `json:"-"`
}

// oldName is what Alibaba's SDK was called before auth_number_product: phoneNumber-AuthSDK
// up to 2.10, phoneNumber-L-AuthSDK beside it; com.aliyun:numberauth in repositories.
var oldName = regexp.MustCompile(`(?i)^(phonenumber-(l-)?authsdk|numberauth$)`)

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
	return AlibabaArtifact(a.Name) || a.Package == alibabaPackage || a.HasPackage(alibabaPackage+".gatewayauth")
}

// HasPackage reports whether an aar has classes in a package or in one below it.
func (a *Aar) HasPackage(pkg string) bool {
	return slices.ContainsFunc(a.Packages, func(p string) bool { return p == pkg || strings.HasPrefix(p, pkg+".") })
}
