package lint

import (
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
)

// flavored are the checks whose answer a product flavour may change, by its own
// manifest, configuration, levels or application ID.
func flavored() []Check {
	return []Check{
		nscReferenced, nscValid, nscRequired, nscVersion, nscWide, nscAttribute, nscOddities,
		trustDebug, trustRelease, pinSets, transparency, localNetwork,
		permissionsNeeded, permissionsSuperfluous, activities, orientation, privacyActivity, spelling, sdkLevels,
		debuggable, mergeConflicts, resources,
		packageName,
	}
}

// ofBuildFiles are the checks of what the build files bring together, which may
// differ from build to build: dependencies, aars, keep rules.
func ofBuildFiles() []Check {
	return []Check{
		aars, mixedVersions, duplicateLibraries, duplicateClasses, buildStops, crashshield,
		dependencies, androidX, appCompat, abis, pageSize,
		knownHoles, keepRules, cutOff, sdkVersion,
	}
}

// acrossFlavors judges each group of builds. What holds for all of them is said
// once, what holds for some with the name of the build.
func acrossFlavors(c Check, app *facts.App, opt Options) []finding.Finding {
	type verdict struct {
		group facts.Flavor
		finding.Finding
	}
	var all []verdict
	times := map[string]int{}
	spoken := false
	for _, f := range app.Flavors {
		for _, r := range apply(c, app.Of(f), opt) {
			all = append(all, verdict{f, r})
			times[essence(r)]++
			spoken = spoken || r.Status != finding.Skipped
		}
	}
	var out []finding.Finding
	said := map[string]int{} // where the first one stands
	for _, v := range all {
		key := essence(v.Finding)
		at, again := said[key]
		everywhere := times[key] >= len(app.Flavors)
		switch {
		case spoken && v.Status == finding.Skipped && len(v.group.Builds) == 1:
			continue // the view that a single build lacks, another group has
		case again && !everywhere:
			out[at].Builds = append(out[at].Builds, buildName(v.group, v.Build))
			out[at].Where = joinWhere(out[at].Where, v.Where)
			continue
		case again:
			out[at].Where = joinWhere(out[at].Where, v.Where)
			continue
		case !everywhere:
			v.Build = buildName(v.group, v.Build)
		}
		said[key] = len(out)
		out = append(out, v.Finding)
	}
	return out
}

// essence is what makes two results say the same, wherever they point.
func essence(r finding.Finding) string {
	return strings.Join([]string{r.Subject, r.Build, string(r.Status), r.What.EN}, "\x00")
}

// maxLocations limits the locations of what holds for several builds.
const maxLocations = 5

// joinWhere joins the locations of two results that say the same.
func joinWhere(list, more []finding.Location) []finding.Location {
	out := slices.Clip(list)
	for _, l := range more {
		if len(out) < maxLocations && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// buildName is Gradle's name of a build of a group: "demoRelease", "staging"; the
// group's own name, such as "demo", for what holds for all its builds.
func buildName(group facts.Flavor, build string) string {
	if build == "" {
		return group.Name
	}
	for _, b := range group.Builds {
		if string(b.Variant) == build && b.Name != "" {
			return b.Name
		}
	}
	return group.Name + strings.ToUpper(build[:1]) + build[1:]
}
