// Package facts is what was read of one app, before anything is judged. It owns
// the shape that readers fill and checks read; it reads nothing itself.
package facts

import (
	"loginscope/inspector"
	"loginscope/inspector/androidapp/aar"
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/dex"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/androidapp/source"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
)

// Kind is what the app was read from.
type Kind string

// The kinds of source.
const (
	APK     Kind = "apk"
	Splits  Kind = "splits" // a base APK with its splits, loose or in one archive
	Bundle  Kind = "bundle"
	Project Kind = "project"
	Files   Kind = "files"
	Library Kind = "aar" // aars alone
)

// App is everything that was read.
type App struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
	// Module is the module of a project that builds the app, such as ":app"; ""
	// where none is known.
	Module string `json:"module,omitempty"`
	// Part tells what was read if that is no app; "" for an app.
	Part Part `json:"part,omitempty"`
	// Others are the further apps of the same folder, each judged by itself.
	Others []*App `json:"others,omitempty"`
	// Choices are the application modules of the folder, at most 20, whatever was
	// chosen of them; Chosen is what the check was limited to. Only the first app of
	// a folder has them.
	Choices []Choice `json:"-"`
	Chosen  Chosen   `json:"-"`
	// Builds holds the debug and the release view of the app; a view is absent
	// when nothing is known of it.
	Builds []Build `json:"builds"`
	// Flavors are a project's product flavours, each with both views, and its
	// further build types, each with its own; Builds then is the first one's.
	Flavors []Flavor `json:"flavors,omitempty"`
	// MoreVariants is true where a project has more variants than were judged
	// (gradle.MaxVariants).
	MoreVariants bool      `json:"more_variants,omitempty"`
	Packages     []Package `json:"packages,omitempty"` // one for each APK
	Dex          dex.Facts `json:"dex"`
	Native       []Native  `json:"native,omitempty"`
	// Project is nil unless build files were read.
	Project *gradle.Project `json:"project,omitempty"`
	Aars    []Aar           `json:"aars,omitempty"`
	// Code is what the project's own sources and resources say.
	Code source.Facts `json:"code"`
	SDK  SDK          `json:"sdk"`
	// Outside are scripts of apps that no settings that were read include, at most 5,
	// where Part is NoBuild.
	Outside []string `json:"-"`
	// MissingFiles are local aars and jars that the build names by their path and
	// that are not there.
	MissingFiles []MissingFile `json:"missing_files,omitempty"`
	// ResDir is the first folder of resources of the app's main source set, "" where
	// none is known.
	ResDir string `json:"res_dir,omitempty"`
	// NoManifest is the path at which the app's own manifest ought to be and is not;
	// "" if it is there or not known where it should be.
	NoManifest string `json:"no_manifest,omitempty"`
	// Loose are network security configurations that no manifest refers to.
	Loose []Config `json:"loose,omitempty"`
	// Unread names parts that could not be read, and why.
	Unread []Unread `json:"unread,omitempty"`
	// Ignores are decisions, written beside or into the files, that a result does
	// not count.
	Ignores []Ignore `json:"ignores,omitempty"`
}

// Ignore is one decision that results of a check do not count.
type Ignore struct {
	Kind  string `json:"kind"`  // "file", "comment" or "tools:ignore"
	Check string `json:"check"` // a check's ID, or "all"
	// Subject narrows it: a result's subject, build or file, with * and ?; "" for
	// every result of the check.
	Subject string `json:"subject,omitempty"`
	Reason  string `json:"reason,omitempty"`
	// Place and Line (1-based) are where the decision stands.
	Place string `json:"place"`
	Line  int    `json:"line"`
	// From and To are the lines of Place on which results are meant, both
	// inclusive; 0 for results wherever they are.
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
	// Fault says why the decision cannot be used, so that it fits no result; empty for
	// one that can.
	Fault lang.Text `json:"fault,omitzero"`
}

// Variant names a view of the app.
type Variant string

// The views.
const (
	Debug   Variant = "debug"
	Release Variant = "release"
)

// Build is one view of the app.
type Build struct {
	Variant Variant `json:"variant"`
	// Actual is true when this is the build at hand; false for the view "the
	// same files, built the other way".
	Actual   bool               `json:"actual"`
	Manifest *manifest.Manifest `json:"manifest"`
	// TargetSDK is the effective target, 0 if unknown; Policy then assumes
	// AssumedTarget.
	TargetSDK int `json:"target_sdk"`
	MinSDK    int `json:"min_sdk"`
	NSC       NSC `json:"nsc"`
	// Policy is never nil.
	Policy *nsc.Policy `json:"-"`
	// Name is Gradle's name of the build, such as "huaweiProdRelease"; BuildType
	// is its build type. Both are empty for an app that is not a project.
	Name      string `json:"name,omitempty"`
	BuildType string `json:"build_type,omitempty"`
	// Target and Min tell where the levels come from, or why they are not known.
	Target gradle.Setting `json:"target"`
	Min    gradle.Setting `json:"min"`
	// Debuggable is what the build type of a project says, its build tools'
	// default otherwise; empty where no build file was read.
	Debuggable gradle.Setting `json:"debuggable"`
	// Themes are the styles behind each theme of the manifest of a project, by
	// its text: itself, then what it is based on.
	Themes map[string]Theme `json:"themes,omitempty"`
	// Conflicts are what stops the manifest merger.
	Conflicts []merger.Conflict `json:"conflicts,omitempty"`
	// Removed are the permissions that a manifest takes away from the build.
	Removed []merger.Removal `json:"removed_permissions,omitempty"`
	// Resources are what stops the merge of resources.
	Resources []res.Problem `json:"resource_problems,omitempty"`
	// Built is the merged manifest that the build left, if it is newer than its
	// sources and was judged in their place; Outdated is one that is older.
	Built    string `json:"built,omitempty"`
	Outdated string `json:"outdated,omitempty"`
	// Placeholders are the names of "${name}" in the manifest that nothing fills.
	Placeholders []string `json:"placeholders,omitempty"`
}

// Theme is a chain of styles.
type Theme struct {
	Styles []string `json:"styles"`
	// Complete is true if the last style is based on nothing; otherwise it is one
	// of Android or of a library, and was not read.
	Complete bool `json:"complete"`
}

// MissingFile is a file or resource that something names, with the place of its line.
type MissingFile struct {
	Path string `json:"path"`
	File string `json:"file"`
	Line int    `json:"line"`
}

// All is this app and the others of the folder.
func (a *App) All() []*App { return append([]*App{a}, a.Others...) }

// Flavor is one product flavour, one of each dimension ("huaweiProd"), or a build
// type beside debug and release ("staging", "huaweiStaging").
type Flavor struct {
	Name   string  `json:"name"`
	Builds []Build `json:"builds"`
	// Project, Aars, Native and SDK are those of the app as the release build of
	// this group takes them.
	Project *gradle.Project `json:"-"`
	Aars    []Aar           `json:"-"`
	Native  []Native        `json:"-"`
	SDK     SDK             `json:"-"`
}

// Of is the app as one group of its builds is made.
func (a *App) Of(f Flavor) *App {
	one := *a
	one.Builds, one.Flavors = f.Builds, nil
	if f.Project != nil {
		one.Project, one.Aars, one.Native, one.SDK = f.Project, f.Aars, f.Native, f.SDK
	}
	return &one
}

// AssumedTarget stands in for an unknown target: what an app store demands of
// new apps, and past every default of the platform that is settled.
const AssumedTarget = 36

// NSC is the network security configuration of a build.
type NSC struct {
	// Referenced is true when the manifest names a configuration.
	Referenced bool   `json:"referenced"`
	Reference  string `json:"reference,omitempty"` // "@xml/network_security_config"
	// Config is nil when there is none or it could not be read (Error).
	Config *Config `json:"config,omitempty"`
	Error  string  `json:"error,omitempty"`
	// NotGiven is true where the manifest was given by itself, without the file that
	// it names.
	NotGiven bool `json:"not_given,omitempty"`
	// Others are files of the same resource for other configurations.
	Others []Config `json:"others,omitempty"`
	// OnlyFor is the qualifier of the file where some phones have none: "night",
	// "v28"; "" where every phone that reads one finds it.
	OnlyFor string `json:"only_for,omitempty"`
	// Misplaced is a file of that name in a folder that is none of resources, where
	// no other was found.
	Misplaced string `json:"misplaced,omitempty"`
	// Compiled is what the build left of the file that the manifest names, where the
	// project has no other; it is not read.
	Compiled string `json:"compiled,omitempty"`
	// MissingCertificates are resources such as "@raw/my_ca" that the configuration
	// names as trust anchors and that the project does not have.
	MissingCertificates []MissingFile `json:"missing_certificates,omitempty"`
}

// Config is one parsed configuration file.
type Config struct {
	File   string      `json:"file"`
	Config *nsc.Config `json:"config"`
	// Source is the text, nil if the file is compiled.
	Source []byte `json:"-"`
	// Decompiled is a compiled file written as text, without its comments; nil
	// if there is a Source.
	Decompiled []byte `json:"-"`
	Qualifier  string `json:"qualifier,omitempty"` // resource configuration, "" for the default
}

// Package is one APK.
type Package struct {
	File     string            `json:"file"`
	Split    string            `json:"split,omitempty"`
	Size     int64             `json:"size"`
	Signing  signing.Report    `json:"signing"`
	Problems []archive.Problem `json:"problems,omitempty"`
}

// Native is one native library.
type Native struct {
	ABI  string `json:"abi"`
	Name string `json:"name"`
	File string `json:"file"` // the APK or aar that holds it
	// Align is the alignment of its loadable segments in bytes, 0 if unknown.
	Align int64 `json:"align,omitempty"`
}

// Aar is one aar file.
type Aar struct {
	File    string   `json:"file"`
	Name    string   `json:"name"` // "auth_number_product"
	Version string   `json:"version"`
	Native  []Native `json:"native,omitempty"`
	// Broken says why the file is no library, "" if it is one.
	Broken string `json:"broken,omitempty"`
	// Used is true when a dependency of the app brings the file into the build,
	// or when no build file was read that could tell.
	Used bool `json:"used"`
	// Package and MinSDK are what its manifest says, "" and 0 if it does not.
	Package string `json:"package,omitempty"`
	MinSDK  int    `json:"min_sdk,omitempty"`
	// Manifest is the tree of its manifest, nil if it has none.
	Manifest *xmltree.Node `json:"-"`
	// KeepRules is the text of the rules that it brings, see gradle.Rules.
	KeepRules string `json:"-"`
	// Pages maps classes that may be activities to their superclasses.
	Pages map[string]string `json:"pages,omitempty"`
	// Packages are those of its classes, none if they were not read.
	Packages []string `json:"-"`
	// Raw are the names of its resources below res/raw*.
	Raw []string `json:"-"`
	// Resources are its files below res/values* and res/xml*.
	Resources []aar.Resource `json:"-"`
}

// SDK is what was found about the versions of the login SDKs. An empty version
// is unknown.
type SDK struct {
	// Alibaba lists each version with the place where it was read.
	Alibaba []Version `json:"alibaba,omitempty"`
	IDaaS   []Version `json:"idaas,omitempty"`
	// Present is true when classes of the Alibaba SDK are there.
	Present bool `json:"present"`
	// IDaaSPresent is true when classes or files of the IDaaS SDK are there.
	IDaaSPresent bool `json:"idaas_present"`
	// Signs are places where one of the two was seen, at most 10: a file, a
	// dependency, a class name in a source.
	Signs []string `json:"signs,omitempty"`
	// Searched is true when enough was read to say that none of them is there: the
	// build files of a project, or the code of an app.
	Searched bool `json:"searched"`
	// ByPlugin is true for a Flutter or React Native project, whose build loads
	// modules from outside of the folder: what is missing there may come with one.
	ByPlugin bool `json:"by_plugin,omitempty"`
	// JPush is true when classes of JPush's one-click login are there, which
	// brings its own China Mobile SDK.
	JPush bool `json:"jpush"`
	// Others are other makers' one-click logins in the app.
	Others []OtherSDK `json:"others,omitempty"`
	// Other is the maker of the login if it is neither Alibaba's nor IDaaS', "" if
	// it is one of these or not known.
	Other string `json:"other,omitempty"`
	// HostsOnly is true when enough was read to tell, and a carrier's host in a
	// configuration is all that speaks of a login.
	HostsOnly bool `json:"hosts_only,omitempty"`
	// Without are the builds of the app that no dependency and no source gives a
	// login SDK, where others have one; they are not judged.
	Without []string `json:"without,omitempty"`
	// Elsewhere is true if the build that was chosen is one of those.
	Elsewhere bool `json:"elsewhere,omitempty"`
	// OtherApp is the application module of the folder that has the login where
	// nothing that was read gives one to this module; "" otherwise.
	OtherApp string `json:"other_app,omitempty"`
}

// CarrierSDK stands for the SDK of a carrier that the app uses by itself; the
// other values of OtherSDK.Maker are those of package maker.
const CarrierSDK = "carrier"

// OtherSDK is another maker's login, and where it was seen first.
type OtherSDK struct {
	Maker string `json:"maker"`
	Where string `json:"where"`
}

// Version is a version and where it was read.
type Version struct {
	Version string `json:"version"`
	Where   string `json:"where"`
}

// Unread is a part that could not be read.
type Unread struct {
	Part  string `json:"part"`
	Error string `json:"error"`
	// Said is the error in both languages, empty where it is in one only.
	Said lang.Text `json:"said,omitzero"`
	// Passed is true for what was left out on purpose, such as a source that is too
	// large or a link out of the folder: nothing is wrong with it.
	Passed bool `json:"passed,omitempty"`
	// Silent is true for the build script of the only module if it says nothing.
	Silent bool `json:"silent,omitempty"`
}

// Absent reports whether it is known that neither SDK is in what was read; the
// login may then be another maker's.
func (s SDK) Absent() bool {
	return s.Elsewhere || s.OtherApp != "" || s.Searched && !s.Present && !s.IDaaSPresent && len(s.Signs) == 0
}

// Named reports whether anything that was read names one of the two SDKs.
func (s SDK) Named() bool { return s.Present || s.IDaaSPresent || len(s.Signs) > 0 }

// Untold reports whether nothing that was read speaks of the login: neither a sign
// of an SDK nor a manifest or configuration, as when a script is given by itself.
func (a *App) Untold() bool {
	s := a.SDK
	return a.Kind != Library && len(a.Builds) == 0 && a.Dex.Files == 0 && !s.Present && !s.IDaaSPresent &&
		len(s.Signs) == 0
}

// Build returns a view, nil if there is none.
func (a *App) Build(v Variant) *Build {
	for i := range a.Builds {
		if a.Builds[i].Variant == v {
			return &a.Builds[i]
		}
	}
	return nil
}

// AlibabaVersion is the version of the Alibaba SDK, "" if none or several
// different ones were found.
func (s SDK) AlibabaVersion() string {
	v := ""
	for _, found := range s.Alibaba {
		if v != "" && v != found.Version {
			return ""
		}
		v = found.Version
	}
	return v
}

// Facts condenses the app to what an inspection of a capture uses. hosts are
// the hosts whose cleartext permission is worked out.
func (a *App) Facts(hosts []string) inspector.AppFacts {
	f := inspector.AppFacts{SDKVersion: a.SDK.AlibabaVersion(), CleartextHosts: map[string]bool{}}
	for _, b := range a.Builds {
		if !b.Actual || b.Manifest == nil || a.Part != "" {
			continue // a part of an app decides neither
		}
		f.Package, f.TargetSDK = b.Manifest.Package, b.TargetSDK
		for _, h := range hosts {
			f.CleartextHosts[h] = len(b.Policy.Faults()) == 0 && b.Policy.For(h).Cleartext
		}
	}
	for _, p := range a.Packages {
		for _, c := range p.Signing.Signers() {
			f.Signatures = append(f.Signatures, c.MD5)
		}
	}
	return f
}
