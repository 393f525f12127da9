package androidapp

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/androidapp/accept"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/androidapp/merge"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/problem"
)

// Options are what a caller knows beside the app; see lint.Options.
type Options = lint.Options

// Report is the app with all results, in the order of lint.Checks.
type Report struct {
	App     *facts.App
	Results []finding.Finding
	// Counts are the results by what Shown says of them.
	Counts map[finding.Status]int
}

// Check judges an app.
func Check(app *facts.App, opt Options) Report {
	return NewReport(app, lint.Run(app, opt))
}

// NewReport puts results together that may come from Check and from live.Check.
func NewReport(app *facts.App, results ...[]finding.Finding) Report {
	r := Report{App: app, Counts: map[finding.Status]int{}}
	for _, list := range results {
		r.Results = append(r.Results, list...)
	}
	r.Results = accept.Apply(r.Results, app.Ignores)
	finding.Fingerprint(r.Results)
	r.count()
	return r
}

func (r *Report) count() {
	r.Counts = map[finding.Status]int{}
	for _, x := range r.Results {
		r.Counts[x.Shown()]++
	}
}

// Accept returns the report without the results that a baseline lists, which it
// marks as suppressed, and how many entries of the baseline match no result.
func (r Report) Accept(b accept.Baseline) (Report, int) {
	r.Results = slices.Clone(r.Results)
	gone := b.Apply(r.Results)
	r.count()
	return r, gone
}

// Failed reports whether any result is an error that counts.
func (r Report) Failed() bool { return r.Counts[finding.Error] > 0 }

// FailedOn reports whether any result that counts is as bad as worst, which is
// finding.Error or finding.Warning, or worse.
func (r Report) FailedOn(worst finding.Status) bool {
	return r.Failed() || worst == finding.Warning && r.Counts[finding.Warning] > 0
}

// Facts is what an inspection of a capture uses of the app.
func (r Report) Facts() inspector.AppFacts { return r.App.Facts(lint.LoginHosts()) }

// ErrCompiled says that an app is compiled and its configuration has no text
// to merge into.
var ErrCompiled = errors.New("configuration is compiled; check the project folder or the xml file to fix it")

// ErrPart says that no app was given, into which a configuration belongs.
var ErrPart = problem.New("no app to fix", lang.Text{},
	lang.Both("The app that uses these files decides on its network security configuration.",
		"网络安全配置由使用这些文件的应用决定。"),
	lang.Both("Give the project of the app.", "请指定应用的项目。"))

// Fix is a merged configuration and where it belongs.
type Fix struct {
	// File is the path of the configuration, as the inputs named it; of a new
	// one, where it should go.
	File string `json:"file"`
	// New is true when there was no configuration before.
	New bool `json:"new"`
	merge.Result
	// Reference is the attribute that the manifest still lacks, "" if none.
	Reference string `json:"reference,omitempty"`
}

// FixNSC merges what the login needs into the app's network security
// configurations: the one in force for each build, or a loose one, or a new
// file. It writes nothing.
func FixNSC(app *facts.App, opt Options) ([]Fix, error) {
	var out []Fix
	for _, one := range app.All() {
		if one.SDK.NoLogin() && len(app.Others) > 0 {
			continue // another app of the folder has the login
		}
		fixes, err := fixOne(one, opt)
		if err != nil {
			return nil, err
		}
		for _, f := range fixes {
			if !slices.ContainsFunc(out, func(have Fix) bool { return have.File == f.File }) {
				out = append(out, f)
			}
		}
	}
	return out, nil
}

func fixOne(app *facts.App, opt Options) ([]Fix, error) {
	if app.Part != "" {
		return nil, ErrPart
	}
	want := wanted(app, opt)
	configs, missing, err := fixable(app)
	if err != nil {
		return nil, err
	}
	var out []Fix
	for _, c := range configs {
		if sharedOpen(app, c, want.Hosts) {
			continue
		}
		from := c.Source
		if from == nil {
			from = c.Decompiled // of a library, which a file of the app's own replaces
		}
		r, err := merge.Fix(c.File, from, want)
		if err != nil {
			return nil, fmt.Errorf("fix network security configuration: %w", err)
		}
		out = append(out, Fix{File: c.File, New: c.Source == nil, Result: r, Reference: missing})
	}
	return out, nil
}

// sharedOpen reports whether a configuration lies outside of the app's own module and
// permits all that the login needs: other apps of the project use it as it is.
func sharedOpen(app *facts.App, c facts.Config, hosts []string) bool {
	x := app.Project
	if x == nil || x.Module == "" || x.Module == "." || c.Source == nil || strings.HasPrefix(c.File, x.Module+"/") {
		return false
	}
	builds := slices.Clone(app.Builds)
	for _, f := range app.Flavors {
		builds = append(builds, f.Builds...)
	}
	inForce := false
	for _, b := range builds {
		if b.NSC.Config == nil || b.NSC.Config.File != c.File {
			continue
		}
		inForce = true
		for _, h := range hosts {
			if !b.Policy.For(h).Cleartext || !b.Policy.For("x."+h).Cleartext {
				return false
			}
		}
	}
	return inForce
}

// FixText merges what the login needs into a text that is not among the inputs:
// into src if there is one already, else into what a compiled app carries, of
// which the diff then shows (comments of its sources are lost), else into a new
// file. file names the text.
func FixText(app *facts.App, opt Options, file string, src []byte) (Fix, error) {
	if app.Part != "" {
		return Fix{}, ErrPart
	}
	b := app.Build(facts.Release)
	if b == nil {
		b = app.Build(facts.Debug)
	}
	f := Fix{File: file, New: src == nil}
	from := src
	if b != nil {
		if c := b.NSC.Config; c != nil && src == nil {
			from = c.Decompiled
		}
		if !b.NSC.Referenced && b.Manifest != nil {
			f.Reference = lint.Reference
		}
	}
	r, err := merge.Fix(file, from, wanted(app, opt))
	if err != nil {
		return Fix{}, fmt.Errorf("fix network security configuration: %w", err)
	}
	f.Result = r
	return f, nil
}

func wanted(app *facts.App, opt Options) merge.Want {
	want := merge.Want{DebugCAs: true, Hosts: slices.Clone(opt.Hosts)}
	for _, h := range lint.Required() {
		want.Hosts = append(want.Hosts, h.Name)
	}
	versions := []string{app.SDK.AlibabaVersion()}
	for _, f := range app.Flavors {
		versions = append(versions, f.SDK.AlibabaVersion())
	}
	for _, v := range versions {
		for _, h := range lint.NeededBy(v) {
			if !slices.Contains(want.Hosts, h.Name) {
				want.Hosts = append(want.Hosts, h.Name)
			}
		}
	}
	return want
}

// fixable lists the configurations that have a text, or a new one.
func fixable(app *facts.App) (configs []facts.Config, missing string, err error) {
	seen := map[string]bool{}
	builds := slices.Clone(app.Builds)
	for i, f := range app.Flavors {
		if i > 0 { // Builds is the first one's
			builds = append(builds, f.Builds...)
		}
	}
	for _, b := range builds {
		c := b.NSC.Config
		switch {
		case c != nil && c.Source == nil && app.Kind == facts.Project && !seen[c.File]:
			seen[c.File] = true
			configs = append(configs, facts.Config{File: newConfigPath(app), Decompiled: c.Decompiled})
		case c != nil && c.Source == nil:
			return nil, "", ErrCompiled
		case c != nil && !seen[c.File]:
			seen[c.File] = true
			configs = append(configs, *c)
		case c == nil && !b.NSC.Referenced && b.Manifest != nil:
			missing = lint.Reference
		}
		for _, o := range b.NSC.Others { // other phones take these
			if o.Source != nil && !seen[o.File] {
				seen[o.File] = true
				configs = append(configs, o)
			}
		}
	}
	if len(configs) > 0 {
		return configs, missing, nil
	}
	if app.Kind != facts.Project && app.Kind != facts.Files {
		return nil, "", ErrCompiled
	}
	for _, c := range app.Loose {
		if !slices.ContainsFunc(builds, func(b facts.Build) bool { return b.NSC.Misplaced == c.File }) {
			return []facts.Config{c}, missing, nil
		}
	}
	return []facts.Config{{File: newConfigPath(app)}}, missing, nil
}

// newConfigPath is where a configuration belongs that is not there yet, under
// the name by which the manifest may already refer to it.
func newConfigPath(app *facts.App) string {
	file, beside := "res/xml/network_security_config.xml", ""
	for _, b := range app.Builds {
		if name, ok := strings.CutPrefix(b.NSC.Reference, "@xml/"); ok {
			file = "res/xml/" + name + ".xml"
		}
		if b.Manifest != nil {
			beside = path.Dir(b.Manifest.File)
		}
	}
	if app.Kind != facts.Project {
		return path.Join(beside, file)
	}
	if app.ResDir != "" {
		return path.Join(app.ResDir, strings.TrimPrefix(file, "res/"))
	}
	if app.Project != nil && app.Project.Module != "" && app.Project.Module != "." {
		return app.Project.Module + "/src/main/" + file
	}
	return "src/main/" + file
}

// MainFile is the file that stands for the whole app: the application module's
// build file or a manifest of a project, else the first input.
func MainFile(app *facts.App) string {
	if app.Project != nil && app.Project.BuildFile != "" {
		return app.Project.BuildFile
	}
	for _, b := range app.Builds {
		if b.Manifest != nil && app.Kind == facts.Project {
			return b.Manifest.File
		}
	}
	if app.Project != nil && len(app.Project.Files) > 0 {
		return app.Project.Files[0]
	}
	return app.Name
}
