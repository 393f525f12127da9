// Package facts is what was read of one app, before anything is judged. It owns
// the shape that readers fill and checks read; it reads nothing itself.
package facts

import (
	"slices"

	"loginscope/inspector"
	"loginscope/inspector/androidapp/dex"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/source"
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
	// Folder is the absolute path of the folder that was read, "" if it is not known.
	Folder string `json:"-"`
	// Module is the module of a project that builds the app, such as ":app"; ""
	// where none is known.
	Module string `json:"module,omitempty"`
	// Part names what was read if that is no app; "" for an app.
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
	// Jars are the local jars that some build of the app takes.
	Jars []Jar `json:"-"`
	// LooseJars are jars that are named like the login's SDK and that no build takes, at
	// most 20.
	LooseJars []string `json:"-"`
	// Code is what the project's own sources and resources say.
	Code source.Facts `json:"code"`
	SDK  SDK          `json:"sdk"`
	// Outside are scripts of apps that no settings that were read include, at most 5,
	// where Part is NoBuild.
	Outside []string `json:"-"`
	// Hidden are script lines that apply Android's application plug-in where no application was
	// recognised and Part is NoBuild, at most 5.
	Hidden []gradle.Note `json:"-"`
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

// Versions are those of the SDKs in this app and in the others of the folder, each with
// every location that names it.
func (a *App) Versions() (alibaba, idaas []Version) {
	for _, one := range a.All() {
		for _, v := range one.SDK.Alibaba {
			alibaba = addVersion(alibaba, v)
		}
		for _, v := range one.SDK.IDaaS {
			idaas = addVersion(idaas, v)
		}
	}
	return alibaba, idaas
}

func addVersion(list []Version, v Version) []Version {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// All is this app and the others of the folder.
func (a *App) All() []*App { return append([]*App{a}, a.Others...) }

// Untold reports whether nothing that was read speaks of the login: neither a sign
// of an SDK nor a manifest or configuration, as when a script is given by itself.
func (a *App) Untold() bool {
	s := a.SDK
	return a.Kind != Library && len(a.Builds) == 0 && a.Dex.Files == 0 && !s.Present && !s.IDaaSPresent &&
		len(s.Signals) == 0
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
