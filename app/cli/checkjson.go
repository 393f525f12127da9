package cli

import (
	"path/filepath"
	"slices"

	"loginscope/app/engine"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/androidapp/render"
	"loginscope/inspector/finding"
)

// checkView is what check prints as JSON; docs/json.md describes it.
type checkView struct {
	Schema   string   `json:"schema"`
	Version  int      `json:"version"`
	Masked   bool     `json:"masked"`
	Problems bool     `json:"problems"`
	Paths    []string `json:"paths"`
	Compared bool     `json:"compared"`
	// Module and Variant are what was chosen of a project, "" for all of it.
	Module  string `json:"module,omitempty"`
	Variant string `json:"variant,omitempty"`

	App     appView                `json:"app"`
	Counts  map[finding.Status]int `json:"counts"`
	Results []render.Result        `json:"results"`
	Fixes   []fixView              `json:"fixes"`
}

type appView struct {
	Name    string          `json:"name"`
	Kind    facts.Kind      `json:"kind"`
	Part    facts.Part      `json:"part,omitempty"`
	Builds  []buildView     `json:"builds"`
	Signers []signerView    `json:"signers"`
	Alibaba []facts.Version `json:"alibaba_sdk"`
	IDaaS   []facts.Version `json:"idaas_sdk"`
	// Without are builds that have no login SDK and were not judged; Elsewhere is true
	// if the one that was chosen is such a build.
	Without   []string `json:"without,omitempty"`
	Elsewhere bool     `json:"elsewhere,omitempty"`
	// MoreVariants is true where a project has more variants than were judged.
	MoreVariants bool `json:"more_variants,omitempty"`
}

// buildView is one of the two views of an app. Actual marks the one that was checked and distinguishes it
// from "the same, built the other way".
type buildView struct {
	Variant    facts.Variant `json:"variant"`
	Name       string        `json:"name,omitempty"`   // Gradle's name, such as "demoRelease"
	Module     string        `json:"module,omitempty"` // such as ":app"
	Actual     bool          `json:"actual"`
	Package    string        `json:"package"`
	MinSDK     int           `json:"min_sdk"`
	TargetSDK  int           `json:"target_sdk"`
	Debuggable bool          `json:"debuggable"`
	Config     string        `json:"config"` // of network security, "" if none is in force
	// NotGiven is true where the manifest names a configuration and was given without it.
	NotGiven bool `json:"not_given,omitempty"`
	// Removed are the permissions that a manifest of the project takes away.
	Removed   []merger.Removal `json:"removed_permissions,omitempty"`
	Cleartext map[string]bool  `json:"cleartext"`
	UserCAs   bool             `json:"user_cas"` // of hosts without a rule of their own
}

type signerView struct {
	File    string   `json:"file"`
	Schemes []string `json:"schemes"`
	Subject string   `json:"subject"`
	MD5     string   `json:"md5"`
	SHA1    string   `json:"sha1"`
	SHA256  string   `json:"sha256"`
	Debug   bool     `json:"debug"`
}

type fixView struct {
	File      string   `json:"file"`
	New       bool     `json:"new"`
	Changed   bool     `json:"changed"`
	Added     []string `json:"added"`
	Diff      string   `json:"diff"`
	Reference string   `json:"reference,omitempty"`
}

func (c *checkCmd) view(app *engine.AppCheck, r androidapp.Report, fixes []engine.AppFix) checkView {
	v := checkView{
		Schema: "loginscope/app-check", Version: 1, Masked: !c.Reveal, Problems: r.FailedOn(finding.Status(c.FailOn)),
		Compared: app.Compared, Module: c.Module, Variant: c.Variant,
		App: appViewOf(r.App), Counts: map[finding.Status]int{}, Results: render.Results(r.Results), Fixes: []fixView{},
	}
	for _, p := range c.Paths {
		v.Paths = append(v.Paths, filepath.ToSlash(p))
	}
	for _, s := range statuses {
		v.Counts[s] = r.Counts[s]
	}
	for _, f := range fixes {
		v.Fixes = append(v.Fixes,
			fixView{filepath.ToSlash(f.Path), f.New, f.Changed, append([]string{}, f.Added...), f.Diff, f.Reference})
	}
	return v
}

func appViewOf(app *facts.App) appView {
	v := appView{
		Name: app.Name, Kind: app.Kind, Part: app.Part, Builds: []buildView{}, Signers: signers(app),
	}
	alibaba, idaas := app.Versions()
	v.Alibaba, v.IDaaS = append([]facts.Version{}, alibaba...), append([]facts.Version{}, idaas...)
	for _, one := range app.All() {
		v.Without = append(v.Without, one.SDK.Without...)
		v.Elsewhere, v.MoreVariants = v.Elsewhere || one.SDK.Elsewhere, v.MoreVariants || one.MoreVariants
	}
	for _, b := range builds(app) {
		x := buildView{
			Variant: b.Variant, Name: b.Name, Module: b.module, Actual: b.Actual,
			MinSDK: b.MinSDK, TargetSDK: b.TargetSDK, Cleartext: map[string]bool{}, NotGiven: b.NSC.NotGiven,
			Removed: b.Removed,
		}
		if b.Manifest != nil {
			x.Package, x.Debuggable = b.Manifest.Package, b.Manifest.Application.Debuggable.Is
		}
		x.Debuggable = x.Debuggable || b.Build.Debuggable.Value == "true" // the build tools write it
		if b.part != "" {
			x.TargetSDK = 0
		}
		if b.NSC.Config != nil {
			x.Config = b.NSC.Config.File
		}
		works := len(b.Policy.Faults()) == 0 // else the app fails at its first connection
		for _, h := range lint.LoginHosts() {
			if b.part == "" { // an app decides it
				x.Cleartext[h] = works && b.Policy.For(h).Cleartext
			}
		}
		x.UserCAs = works && b.Policy.For("host.invalid").TrustsUserCAs()
		v.Builds = append(v.Builds, x)
	}
	return v
}

// moduleBuild is a build with the module that it is of.
type moduleBuild struct {
	facts.Build
	module string
	part   facts.Part
}

// builds are those of the app, of its flavours and of the further apps.
func builds(app *facts.App) []moduleBuild {
	var out []moduleBuild
	for _, one := range app.All() {
		list := one.Builds
		for i, f := range one.Flavors {
			if i > 0 {
				list = append(slices.Clip(list), f.Builds...)
			}
		}
		for _, b := range list {
			out = append(out, moduleBuild{b, one.Module, one.Part})
		}
	}
	return out
}

// signers lists each certificate of each package once, with the schemes that
// carry it.
func signers(app *facts.App) []signerView {
	out := []signerView{}
	for _, p := range app.Packages {
		for _, s := range p.Signing.Signatures {
			if len(s.Certificates) == 0 {
				continue
			}
			c := s.Certificates[0] // the rest is its chain
			i := slices.IndexFunc(out, func(v signerView) bool { return v.File == p.File && v.SHA256 == c.SHA256 })
			if i < 0 {
				i, out = len(out), append(out, signerView{p.File, nil, c.Subject, c.MD5, c.SHA1, c.SHA256, c.Debug})
			}
			if scheme := string(s.Scheme); !slices.Contains(out[i].Schemes, scheme) {
				out[i].Schemes = append(out[i].Schemes, scheme)
			}
		}
	}
	return out
}
