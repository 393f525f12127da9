package issuer

import (
	"slices"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/lazyregexp"
)

// This file reads what Gradle, Xcode and their linkers say of an app that holds
// the SDK. Law: a build fails for reasons of every library, so a line counts
// only where it names a part of the SDK or a plug-in around it.

// sdkParts is a pattern of files, modules and frameworks of the SDK.
const sdkParts = `auth_number_product|AuthnCenter[\w.-]*|AuthSDK|phoneNumber-[\w.-]*|crashshield|numberauth` +
	`|mobile\.auth|nirvana|alicom|alijtca|` +
	`YTXMonitor|YTXOperators|EAccountApiSDK|TYRZUISDK|TYRZSDK|` + pluginParts

// pluginParts is a pattern of the plug-ins around the SDK.
const pluginParts = `ali_auth|flutter_ali_auth|ali-onepass|AliOnepass|onepass-alibaba|aliyun[_-]?number[_-]?auth`

// buildRule reads one kind of build error; group 1, if there is one, is named.
type buildRule struct {
	re    *lazyregexp.Regexp
	value string
	// anyones is true where the SDK needs not be named: the error stops each
	// app with it.
	anyones bool
	// makers is true where another maker's SDK may be named instead.
	makers bool
}

func builds(value, pattern string) buildRule {
	return buildRule{lazyregexp.Made(func() string { return pattern }), value, false, false}
}

var buildRules = []buildRule{
	builds(cause.LocalAAR,
		`Direct local \.aar file dependencies are not supported(?:.*?dependencies of the (:[\w.:-]+) project)?`),
	builds(cause.AARNotFound, `(?:Could not (?:find|resolve)`+
		`|Failed to resolve:?)(?: file)? :?([\w.:-]*(?:auth_number_product|AuthnCenter|phoneNumber-|crashshield`+
		`|logger-\d|main-\d)[\w.-]*)`),
	{lazyregexp.New(`contains AndroidX dependencies, but the .android\.useAndroidX. property is not enabled`),
		cause.AndroidXOff, true, false},
	{lazyregexp.New(`(?:More than one file was found with OS independent path|\d+ files found (?:with|for) path)` +
		` ['"]?(lib/[\w-]+/lib(?:jcore|jverify|jiguang|gysdk|mobsec)[\w.-]*)`), cause.NativeTwice, true, false},
	builds(cause.NativeTwice, `(?:More than one file was found with OS independent path|\d+ files found (?:with`+
		`|for) path) ['"]?(lib/[\w./-]+)`),
	builds(cause.ClassTwice, `(?:Duplicate class|Program type already present:|Type|Duplicate class found:?) ((?:`+
		sdkPackages+`)[\w.$]*)`),
	builds(cause.MinSDK,
		`uses-sdk:minSdkVersion \d+ cannot be smaller than version \d+ declared in library \[:?([^\]\s:]+)`),
	builds(cause.ManifestConflict, `Manifest merger failed.*?(?:is also present at|from|with) \[:?([^\]\s:]*(?:`+
		sdkParts+`)[^\]\s:]*)`),
	builds(cause.SimulatorLink, `building for (?:iOS|'iOS-?)[- ]?[Ss]imulator\S*,? but (?:attempting to )?link(?:`+
		`ing|ed)?(?: with| in)?.*?(\w+\.(?:framework|xcframework|a))\b`),
	{lazyregexp.New(`AAPT2?: error: resource ((?:\w+/)?\w*(?:authsdk|alijtca|mobile_auth|gatewayauth|onelogin)\w*)`),
		cause.ResourceUnlinked, true, false},
	{lazyregexp.New(`AAPT2?: error: resource ((?:style|color|drawable|string|layout|mipmap)/\w+) ` +
		`(?:\([^)]*\) )?not found`), cause.ResourceUndeclared, true, false},
	{lazyregexp.New(`Unable to make [^\n]*accessible: module java\.base does not "?opens ([\w.]+)`),
		cause.JDKTooNew, true, false},
	{lazyregexp.New(`error: package (android\.support[\w.]*) does not exist`), cause.SupportMissing, true, false},
	{re: lazyregexp.New(`is not abstract and does not override abstract method (\w+)\(`),
		value: cause.MethodUndefined, makers: true},
	{
		lazyregexp.New(`(?:^|\n|\s)(?:ld: )?duplicate symbol '?([\w$+\[\] :-]*?\w\]?)'? in:`),
		cause.SymbolTwice,
		true,
		false,
	},
	builds(cause.PluginBuild, `(?:A problem occurred (?:configuring|evaluating) project`+
		`|Execution failed for task|Namespace not specified|The plugin|in project) .*?((?:`+pluginParts+`)[\w-]*)`),
	builds(cause.PluginBuild, `excluding the arm64 architecture[^\n]*\n?[^\n]*?((?:`+pluginParts+`)[\w-]*)`),
}

// sdkPart finds a part of the SDK in a build log.
var sdkPart = lazyregexp.Made(func() string {
	return sdkPackages + `|` + sdkParts + `|(?:main|logger)-\d[\w.-]*re` +
		`lease`
})

// buildMarks are literals of which a line with a build error holds one.
var buildMarks = []string{
	"Direct local .aar", "Could not find", "Could not resolve", "Failed to resolve", "useAndroidX",
	"OS independent path", "files found",
	"AAPT", "module java.base does not", "error: package android.support", "does not override abstract method",
	"duplicate symbol",
	"uplicate class", "already present: com", "minSdkVersion", "Manifest merger", "ATAuthSDK", "YTXMonitor",
	"YTXOperators", "EAccountApi", "TYRZ",
	"ali_auth", "ali-onepass", "AliOnepass", "onepass-alibaba",
}

// readBuildLine reads the build errors that name a cause.
func readBuildLine(l *inspector.Line) []inspector.Sighting {
	i := slices.IndexFunc(buildRules, func(r buildRule) bool {
		return r.re.MatchString(l.Text) && (r.anyones || sdkPart.MatchString(l.Text) || r.makers && anothers(l.Text))
	})
	if i < 0 {
		return nil
	}
	what := ""
	if m := buildRules[i].re.FindStringSubmatch(l.Text); len(m) > 1 {
		what = strings.TrimPrefix(m[1], ":")
	}
	s := inspector.LineSighting(l)
	s.Fact(cause.BuildError, buildRules[i].value, what)
	return []inspector.Sighting{s}
}
