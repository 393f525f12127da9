package lint

import (
	"strconv"
	"strings"

	"loginscope/inspector/androidapp/facts"
)

// flavored are the checks whose answer a product flavour may change, by its own
// manifest, configuration, levels or application ID.
func flavored() []Check {
	return []Check{
		nscReferenced, nscValid, nscRequired, nscVersion, nscWide, nscAttribute, nscOddities,
		trustDebug, trustRelease, pinSets, transparency, localNetwork,
		permissionsNeeded, permissionsSuperfluous, activities, orientation, privacyActivity, spelling, debuggable,
		packageName,
	}
}

// acrossFlavors judges each product flavour. What holds for all of them is said
// once, what holds for some with the flavour's name.
func acrossFlavors(c Check, app *facts.App, opt Options) []Result {
	type verdict struct {
		flavor string
		Result
	}
	var all []verdict
	times := map[string]int{}
	for _, f := range app.Flavors {
		one := *app
		one.Builds, one.Flavors = f.Builds, nil
		for _, r := range apply(c, &one, opt) {
			all = append(all, verdict{f.Name, r})
			times[essence(r)]++
		}
	}
	var out []Result
	said := map[string]bool{}
	for _, v := range all {
		key := essence(v.Result)
		switch {
		case times[key] < len(app.Flavors):
			v.Build = variantName(v.flavor, v.Build)
		case said[key]:
			continue
		}
		said[key] = true
		out = append(out, v.Result)
	}
	return out
}

// essence is what makes two results say the same.
func essence(r Result) string {
	parts := []string{r.Subject, r.Build, string(r.Status), r.What.EN}
	for _, w := range r.Where {
		parts = append(parts, w.File, strconv.Itoa(w.Line))
	}
	return strings.Join(parts, "\x00")
}

// variantName is Gradle's: "demo", "demoRelease".
func variantName(flavor, build string) string {
	if build == "" {
		return flavor
	}
	return flavor + strings.ToUpper(build[:1]) + build[1:]
}
