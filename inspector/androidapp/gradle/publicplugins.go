package gradle

// effect is what of an app a public plug-in may set, as far as the checks read it.
type effect uint8

const (
	// effectNone is for reports, formatting, publishing and generated code.
	effectNone effect = iota
	// effectResources is for values and raw files of the plug-in's own names.
	effectResources
	// effectPlaceholders is for placeholders of the manifest from a file of its own.
	effectPlaceholders
	// effectLevels is for levels and other settings of Android's, as a team's own plug-in
	// has them, also in the modules below.
	effectLevels
)

// publicEffects are public plug-ins by their whole id that no family of ids covers, or
// whose id reads like one of a team's own, with what each may set. None but those of
// effectLevels sets a level, and none includes modules. Source: the documentation of each.
var publicEffects = map[string]effect{
	"org.gradle.toolchains.foojay-resolver-convention": effectNone, // Java's tool chains
	"org.gradle.toolchains.foojay-resolver":            effectNone,
	"com.gradle.common-custom-user-data-gradle-plugin": effectNone, // build scans
	"com.jraska.module.graph.assertion":                effectNone, // rules on modules
	"nl.littlerobots.version-catalog-update":           effectNone, // versions
	"se.patrikerdes.use-latest-versions":               effectNone,
	"com.savvasdalkitsis.module-dependency-graph":      effectNone,
	"de.fayard.refreshVersions":                        effectNone, // of the settings
	"com.autonomousapps.build-health":                  effectNone,
	"androidx.build.gradle.gcpbuildcache":              effectNone, // caches
	"com.github.burrunan.s3-build-cache":               effectNone,
	"org.danilopianini.gradle-pre-commit-git-hooks":    effectNone,
	"foundry.root":                                       effectLevels,
	"foundry.base":                                       effectLevels,
	"com.slack.foundry.root":                             effectLevels,
	"com.slack.foundry.base":                             effectLevels,
	"nl.littlerobots.android-basic-conventions":          effectLevels,
	"com.star-zero.gradle.githook":                       effectNone, // hooks of git
	"dev.iurysouza.modulegraph":                          effectNone,
	"dev.shreyaspatil.compose-compiler-report-generator": effectNone, // reports of the Compose compiler
	"com.joetr.compose.guard":                            effectNone,
	"com.emergetools.android":                            effectNone, // uploads
	"jacoco-report-aggregation":                          effectNone, // Gradle's own
	"test-report-aggregation":                            effectNone,
	"codenarc":                                           effectNone,
	"de.mobilej.unmock":                                  effectNone,      // classes of Android for unit tests
	"com.novoda.build-properties":                        effectResources, // values of files, taken over by scripts
	// Values, and libraries of a repository, that its JSON file names.
	"com.aliyun.ams.emas-services":                                    effectResources,
	"com.starter.easylauncher":                                        effectResources,
	"com.google.gms.google-services":                                  effectResources,
	"com.google.firebase.crashlytics":                                 effectResources,
	"com.mikepenz.aboutlibraries.plugin":                              effectResources,
	"com.google.android.gms.oss-licenses-plugin":                      effectResources,
	"com.google.android.libraries.mapsplatform.secrets-gradle-plugin": effectPlaceholders,
	"com.facebook.react":                                              effectPlaceholders,
	// usesCleartextTraffic, in newer ones
}

// filler is the plug-in of a module that fills placeholders from a file of its own, ""
// for none.
func (m *moduleEnv) filler() string {
	for _, id := range m.applied {
		if publicEffects[id] == effectPlaceholders {
			return id
		}
	}
	return ""
}
