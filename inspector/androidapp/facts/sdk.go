package facts

import "loginscope/inspector/androidapp/gradle"

// Jar is one local jar.
type Jar struct {
	File    string
	Classes []string // those inside of others left out
}

// SDK is what was found about the versions of the login SDKs. An empty version
// is unknown.
type SDK struct {
	// Alibaba lists each version with the location where it was read.
	Alibaba []Version `json:"alibaba,omitempty"`
	IDaaS   []Version `json:"idaas,omitempty"`
	// Present is true when classes of the Alibaba SDK are there.
	Present bool `json:"present"`
	// IDaaSPresent is true when classes or files of the IDaaS SDK are there.
	IDaaSPresent bool `json:"idaas_present"`
	// AlibabaNamed is true where a file, a dependency, a source or a page of a manifest, in
	// the build or not, is of Alibaba's SDK.
	AlibabaNamed bool `json:"-"`
	// Signals are locations where one of the two was seen, at most 10: a file, a
	// dependency, a class name in a source.
	Signals []string `json:"signs,omitempty"`
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
	// HostsOnly is true when enough was read to decide it, and a carrier's host in a
	// configuration is the only trace of a login.
	HostsOnly bool `json:"hosts_only,omitempty"`
	// Without are the builds of the app that no dependency and no source gives a
	// login SDK, where others have one; they are not judged.
	Without []string `json:"without,omitempty"`
	// Lacking are builds for users that go without a login SDK where another build type
	// of the same flavour has one.
	Lacking []Lack `json:"-"`
	// Elsewhere is true if the build that was chosen is one of those.
	Elsewhere bool `json:"elsewhere,omitempty"`
	// OtherApp is the application module of the folder that has the login where
	// nothing that was read gives one to this module; "" otherwise.
	OtherApp string `json:"other_app,omitempty"`
}

// Absent reports whether it is known that neither SDK is in what was read; the
// login may then be another maker's.
func (s SDK) Absent() bool {
	return s.Elsewhere || s.OtherApp != "" || s.Searched && !s.Present && !s.IDaaSPresent && len(s.Signals) == 0
}

// NoLogin reports whether it is known that no login is in what was read, be it of
// Alibaba, of IDaaS or of another maker.
func (s SDK) NoLogin() bool { return s.Absent() && s.Other == "" }

// Named reports whether anything that was read names one of the two SDKs.
func (s SDK) Named() bool { return s.Present || s.IDaaSPresent || len(s.Signals) > 0 }

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

// CarrierSDK stands for the SDK of a carrier that the app uses by itself; the
// other values of OtherSDK.Maker are those of package maker.
const CarrierSDK = "carrier"

// OtherSDK is another maker's login, and where it was seen first.
type OtherSDK struct {
	Maker string `json:"maker"`
	Where string `json:"where"`
}

// Lack is a build without the login SDK.
type Lack struct {
	Build string // Gradle's name, such as "demoRelease"
	Other string // the build of the same flavour that has it
	Where string // the line that brings it into Other, "" if a source speaks of it
	// Pages is true if the build's manifests declare the pages of the login: the
	// build is judged then, as one whose dependency was forgotten.
	Pages bool
	// Debuggable is what the scripts make of the build.
	Debuggable gradle.Setting
	BuildType  string
}

// Version is a version and where it was read.
type Version struct {
	Version string `json:"version"`
	Where   string `json:"where"`
}
