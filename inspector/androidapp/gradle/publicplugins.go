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
)

// publicEffects are public plug-ins by their whole id that no family of ids covers, or
// whose id reads like one of a team's own, with what each may set. None of them applies
// a plug-in of Android's or sets a level. Source: the documentation of each.
var publicEffects = map[string]effect{
	"org.gradle.toolchains.foojay-resolver-convention":                effectNone, // Java's tool chains
	"org.gradle.toolchains.foojay-resolver":                           effectNone,
	"com.gradle.common-custom-user-data-gradle-plugin":                effectNone, // build scans
	"com.jraska.module.graph.assertion":                               effectNone, // rules on modules
	"nl.littlerobots.version-catalog-update":                          effectNone, // versions
	"se.patrikerdes.use-latest-versions":                              effectNone,
	"com.savvasdalkitsis.module-dependency-graph":                     effectNone,
	"com.star-zero.gradle.githook":                                    effectNone, // hooks of git
	"dev.iurysouza.modulegraph":                                       effectNone,
	"dev.shreyaspatil.compose-compiler-report-generator":              effectNone, // reports of the Compose compiler
	"com.joetr.compose.guard":                                         effectNone,
	"com.emergetools.android":                                         effectNone, // uploads
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
