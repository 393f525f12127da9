package lint

import (
	"strconv"
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
	said := map[string]bool{}
	for _, v := range all {
		key := essence(v.Finding)
		switch {
		case spoken && v.Status == finding.Skipped && len(v.group.Builds) == 1:
			continue // the view that a single build lacks, another group has
		case times[key] < len(app.Flavors):
			v.Build = buildName(v.group, v.Build)
		case said[key]:
			continue
		}
		said[key] = true
		out = append(out, v.Finding)
	}
	return out
}

// essence is what makes two results say the same.
func essence(r finding.Finding) string {
	parts := []string{r.Subject, r.Build, string(r.Status), r.What.EN}
	for _, w := range r.Where {
		parts = append(parts, w.File, strconv.Itoa(w.Line))
	}
	return strings.Join(parts, "\x00")
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
