package gradle

import (
	"path"
	"slices"
	"strings"
)

// wellKnown reports whether a plug-in is a public one, of which it is known that
// it applies no plug-in of Android's and sets no level, or one of Android's
// itself. One that is not listed may set anything.
func wellKnown(id string) bool {
	if _, ok := androidPlugins[id]; ok || slices.Contains(publicPlugins, id) {
		return true
	}
	if effect, ok := publicEffects[id]; ok {
		return effect != effectLevels
	}
	s := strings.ToLower(id)
	for _, own := range []string{"convention", "build-logic", "buildlogic", "android.application", "android.library"} {
		if strings.Contains(s, own) { // a company's own, whatever its family
			return false
		}
	}
	return slices.ContainsFunc(publicFamilies, func(f string) bool { return strings.HasPrefix(id, f) })
}

// publicFamilies are the first words of the ids of public plug-ins. A family belongs to
// one product: the ids of a large company, or of a host of repositories such as
// "io.github.", are as well those of its teams' own plug-ins.
var publicFamilies = []string{
	"com.android.", "androidx.", "org.jetbrains.", "kotlin-", "org.gradle.", "com.gradle.", "dev.flutter.",
	// Google's products.
	"com.google.gms.", "com.google.firebase.", "com.google.devtools.ksp", "com.google.dagger.hilt", "dagger.hilt.",
	"com.google.protobuf", "com.google.android.gms.", "com.google.android.libraries.mapsplatform.",
	"com.google.osdetector",
	"com.google.cloud.tools.",
	// Products of other large companies.
	"com.facebook.react", "com.squareup.sqldelight", "com.squareup.wire", "com.squareup.anvil",
	"com.squareup.sort-dependencies",
	"com.huawei.agconnect", "com.hihonor.mcs.", "com.tencent.matrix", "com.tencent.bugly", "com.tencent.tinker",
	"com.tencent.vasdolly",
	"com.tencent.qapm", "com.alibaba.arouter", "com.bytedance.android.aabResGuard", "bytex", "com.meituan.robust",
	"com.didi.dokit",
	"com.didiglobal.booster", "com.didichuxing.doraemonkit", "com.didi.drouter", "com.spotify.ruler",
	"com.dropbox.dependency-guard",
	"com.dropbox.affectedmoduledetector", "com.microsoft.appcenter", "com.palantir.git-version",
	"com.palantir.baseline",
	"com.slack.keeper", "com.airbnb.paris", "com.airbnb.deeplinkdispatch", "com.uber.okbuck",
	"net.ltgt.",
	// Products with a name of their own.
	"app.cash.", "com.jakewharton.", "com.umeng.", "com.sensorsdata.", "com.growingio.", "com.mob.",
	"com.networkbench.", "cn.therouter",
	"com.volcengine.", "com.github.triplet.", "com.github.ben-manes", "com.github.johnrengelman.", "com.github.kezong.",
	"com.github.gmazzo.", "com.github.spotbugs", "com.github.dcendents.", "com.github.node-gradle", "com.diffplug.",
	"io.gitlab.arturbosch.detekt", "dev.detekt", "org.jlleitschuh.", "org.jmailen.", "org.sonarqube", "org.owasp.",
	"io.sentry.", "com.bugsnag", "com.newrelic.", "io.embrace.", "com.datadoghq.", "com.instabug", "com.appsflyer",
	"com.onesignal.",
	"io.invertase.", "com.apollographql.", "com.vanniktech.", "com.jfrog", "de.mannodermaus", "de.undercouch.",
	"de.fayard.",
	"com.mikepenz.", "com.gladed.", "com.autonomousapps.", "com.getkeepsafe.", "com.osacky.", "com.dorongold.",
	"com.likethesalad.",
	"com.starter.", "com.chaquo.", "com.neenbedankt.", "me.tatarka.", "org.greenrobot.", "io.realm.",
	"io.objectbox", "io.fabric",
	"io.ktor.", "io.insert-koin", "co.touchlab.", "com.rickclephas.", "com.louiscad.", "com.hujiang.",
	"com.megatronking.",
	"com.guardsquare.", "com.arthenica.", "com.cookpad.", "com.jaredsburrows.", "com.karumi.", "com.nhaarman.",
	"net.researchgate.",
	"nebula.", "info.solidsoft.", "org.mozilla.rust-android", "org.kordamp.", "org.ajoberstar.", "org.openapi",
	"org.cadixdev.",
	"org.robolectric", "tech.apter.", "wtf.emulator", "me.champeau.", "dev.zacsweers.", "dev.icerock.",
	"dev.drewhamilton.",
	"com.codingfeline.", "com.mapbox.", "com.amplitude", "com.yalantis.", "com.anthonycr.", "com.ydq.",
	"io.github.gradle-nexus.", "io.github.takahirom.roborazzi", "io.github.wurensen.android-aspectjx",
	"io.github.reactivecircus.",
	"io.github.goooler.shadow", "io.github.usefulness.", "io.github.detekt.",
}

// publicPlugins are public plug-ins by their whole id.
var publicPlugins = []string{
	// Gradle's own by class.
	"JavaPlugin", "JavaLibraryPlugin", "JacocoPlugin", "CheckstylePlugin", "PmdPlugin", "MavenPublishPlugin",
	"SigningPlugin",
	"IdeaPlugin", "EclipsePlugin", "BasePlugin", "KotlinAndroidPluginWrapper", "DetektPlugin", "SpotlessPlugin",
	"kotlin", "java", "java-library", "java-gradle-plugin", "java-platform", "groovy", "scala", "antlr", "base",
	"application",
	"idea", "eclipse", "jacoco", "pmd", "checkstyle", "findbugs", "maven", "maven-publish", "ivy-publish", "signing",
	"distribution", "project-report", "build-dashboard", "help-tasks", "visual-studio", "version-catalog",
	"jvm-test-suite",
	"binary-compatibility-validator", "kotlinx-serialization", "kotlinx-atomicfu", "walle", "bugly", "tinyPicPlugin",
	"newrelic",
	"shot", "therouter", "realm-android", "butterknife", "AndResGuard", "android-aspectjx", "android-apt",
	"auto-register",
	"AutoRegister", "retrolambda", "objectbox", "mobsdk", "nebulae", "witness", "spoon", "sqldelight", "fabric",
	"appmetrica",
	"com.hiya.jacoco-android", "jacoco-android", "digital.wup.android-maven-publish", "cn.jiguang",
	"applovin-quality-service",
	"xml-class-guard", "stringfog", "resguard", "kotlin-jvm", "bintray-release", "android-sqldelight", "bugsnag",
	"com.gradleup.shadow", "com.gradleup.static-analysis", "com.scopely.dependency-check", "com.ncorti.ktfmt.gradle",
	"net.thauvin.erik.gradle.semver",
	"com.github.jk1.dependency-license-report", "com.novoda.bintray-release", "com.novoda.static-analysis",
	"com.noveogroup.android.check",
}

// publicScripts are scripts that frameworks and libraries ask an app to apply: they
// link native modules and add tasks, and set no level. React Native, Flutter,
// Sentry, Bugsnag, CodePush, vector icons, dotenv.
var publicScripts = []string{
	"react.gradle", "native_modules.gradle", "autolinking.gradle", "flutter.gradle", "module_flutter_ui.gradle",
	"fonts.gradle",
	"sentry.gradle", "codepush.gradle", "dotenv.gradle", "bugsnag-react-native.gradle", "hermes.gradle",
	"include_flutter.groovy",
	"use_flutter.groovy", "detox.gradle", "cordova.gradle", "cordova.variables.gradle",
}

// publicScript reports whether a script that cannot be read is one of those, or
// lies in a folder of packages.
func publicScript(file string) bool {
	return strings.Contains(file, "node_modules/") || strings.Contains(file, "flutter_tools/") ||
		slices.Contains(publicScripts, path.Base(file))
}
