package gradle_test

import (
	"slices"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestSwitches takes out the variants that a script switches off, in every spelling,
// and no other one.
func TestSwitches(t *testing.T) {
	const none, both, releases = "storeDebug storeRelease", "fdroidDebug fdroidRelease storeDebug storeRelease",
		"fdroidRelease storeRelease"
	// SEL(x) stands for a selector with x, BLOCK x for a block that runs x.
	groovy := map[string]string{
		"SEL(withFlavor(new Pair('d', 'fdroid')))":                                       none,
		"SEL(withFlavor(new kotlin.Pair('d', 'store')))":                                 "fdroidDebug fdroidRelease",
		"SEL(withFlavor('d', 'fdroid'))":                                                 none,
		"SEL(withName(~/fdroid.*/))":                                                     none,
		"SEL(withName(java.util.regex.Pattern.compile('fdroid')))":                       both,
		"SEL(withName(Pattern.compile('.*Debug')))":                                      releases,
		"BLOCK if (v.name ==~ /fdroid.*/) v.enable = false":                              none,
		"BLOCK if (v.name =~ /Deb/) v.enable = false":                                    releases,
		"BLOCK if (v.productFlavors.contains(new Pair('d', 'fdroid'))) v.enable = false": none,
		"BLOCK if (v.name.matches('fdroid.+')) { v.enable = false }":                     none,
	}
	kotlin := map[string]string{
		`SEL(withFlavor("d" to "fdroid"))`:                                             none,
		`SEL(withFlavor("e" to "fdroid"))`:                                             both,
		`SEL(withFlavor(Pair("d", "fdroid")))`:                                         none,
		`SEL(withName("fdroid.*".toRegex()))`:                                          none,
		`SEL(withName(Regex("(?!x)fdroid.*")))`:                                        both, // not understood
		`BLOCK if (v.productFlavors.contains("d" to "fdroid")) v.enable = false`:       none,
		`BLOCK if (v.productFlavors.any { (_, f) -> f == "fdroid" }) v.enable = false`: none,
		`BLOCK v.enable = v.productFlavors.none { it.second == "fdroid" }`:             none,
		`BLOCK val (d, f) = v.productFlavors.first(); v.enable = f != "fdroid"`:        none,
		`BLOCK val (d, f) = v.productFlavors.first(); v.enable = d != "fdroid"`:        both,
		`BLOCK if (Regex("fd").containsMatchIn(v.name)) v.enable = false`:              none,
		`BLOCK if (v.name matches Regex("fd")) v.enable = false`:                       both,
		`BLOCK v.enable = v.productFlavors.toMap()["d"] != "fdroid"`:                   none,
	}
	for code, want := range groovy {
		flavors := "android { flavorDimensions 'd'\n productFlavors { fdroid {}\n store {} } }\n"
		switched(t, lowered(flavors+spelled(code)), code, want)
	}
	for code, want := range kotlin {
		flavors := "android { flavorDimensions += \"d\"\n" +
			" productFlavors { create(\"fdroid\") {}\n create(\"store\") {} } }\n"
		switched(t, loweredKotlin(flavors+spelled(code)), code, want)
	}
}

// spelled writes a case as the script has it.
func spelled(code string) string {
	if rest, ok := strings.CutPrefix(code, "BLOCK "); ok {
		return "androidComponents { beforeVariants { v -> " + rest + " } }"
	}
	sel := "selector()." + strings.TrimSuffix(strings.TrimPrefix(code, "SEL("), ")")
	return "androidComponents { beforeVariants(" + sel + ") { it.enable = false } }"
}

func switched(t *testing.T, src, code, want string) {
	t.Helper()
	for _, m := range gradle.Load(unpack(src), ".").Apps() {
		built, _ := m.Variants()
		var names []string
		for _, v := range built {
			names = append(names, v.Name)
		}
		if slices.Sort(names); strings.Join(names, " ") != want {
			t.Errorf("%s: got %v", code, names)
		}
	}
}
