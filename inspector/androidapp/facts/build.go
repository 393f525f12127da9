package facts

import (
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/res"
)

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
	// Target and Min say where the levels come from, or why they are not known.
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
	// sources and was judged instead of them; Outdated is one that is older.
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
	// SetsActionBar is true if one of the styles sets windowActionBar, the attribute
	// without which AppCompat refuses a theme.
	SetsActionBar bool `json:"sets_action_bar,omitempty"`
}

// AssumedTarget stands in for an unknown target: what an app store demands of
// new apps, and past every default of the platform that is settled.
const AssumedTarget = 36

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
