package cause

import "loginscope/codes"

// This file is a table: what keeps an app with the SDK from being built, and
// faults of the code around the SDK.

var buildErrors = []Cause{
	{
		ID: "local-aar", Text: both("a library module contains the SDK's aars as local files, which Gradle does not "+
			"pack into an aar", "库模块以本地文件方式引用 SDK 的 aar，Gradle 打包 aar 时不会带上"),
		Test: both("Look in the module's build file for implementation(files(...)) or fileTree with aars.",
			"查看该模块的构建文件是否用 files 或 fileTree 引用 aar。"),
		Fix: both("Update the plug-in; or put the aars into a repository or a module of their own and depend "+
			"on that.", "升级插件；或把 aar 放入 Maven 仓库、独立模块后再依赖。"),
		For:   []Clue{{BuildError, LocalAAR, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "CG#9; CG#23", Certainty: codes.Seen,
	},
	{
		ID: "aar-not-found", Text: both("Gradle does not find an aar of the SDK: it is not in libs, or no "+
			"flatDir repository names its folder", "Gradle 找不到 SDK 的 aar：文件不在 libs 中，或没有 flatDir 仓库指向该目录"),
		Test: both("Compare the name in the message with the files in libs, and look for flatDir in the "+
			"repositories.", "把报错中的名称与 libs 中的文件核对，并查看 repositories 是否有 flatDir。"),
		Fix: both("Put the aar into libs, and name that folder as flatDir repository in the app's build too.",
			"把 aar 放进 libs，并在应用工程中也用 flatDir 声明该目录。"),
		For:   []Clue{{BuildError, AARNotFound, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "SEED; ONEPASS-38", Certainty: codes.Seen,
	},
	{
		ID: "androidx-off", Text: both("the project is not converted to AndroidX, which the SDK needs",
			"工程未升级到 AndroidX，而 SDK 需要 AndroidX"),
		Test: both("Look for android.useAndroidX=true and android.enableJetifier=true in gradle.properties.",
			"查看 gradle.properties 是否有 android.useAndroidX=true 与 android.enableJetifier=true。"),
		Fix: both("Set both properties, and convert the project (Refactor, Migrate to AndroidX).",
			"加上这两项，并通过 Refactor - Migrate to AndroidX 升级工程。"),
		For:   []Clue{{BuildError, AndroidXOff, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "SEED", Certainty: codes.Seen,
	},
	{
		ID: "packed-twice", Text: both("the SDK is in the build twice, by two dependencies or in two versions",
			"SDK 被重复引入：两处依赖或两个版本"),
		Test: both("List the dependencies of the app (gradlew app:dependencies) and the files in libs.",
			"查看依赖树（gradlew app:dependencies）与 libs 中的文件。"),
		Fix:   both("Keep one copy: take the second dependency or the older file out.", "只保留一份：去掉重复的依赖或旧文件。"),
		For:   []Clue{{BuildError, NativeTwice, Strong}, {BuildError, ClassTwice, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "SEED", Certainty: codes.Seen,
	},
	{
		ID: "manifest-conflict", Text: both("an attribute of the app's manifest contradicts the SDK's, so that "+
			"they cannot be merged", "应用的 Manifest 属性与 SDK 的冲突，无法合并"),
		Test: both("Read in the message which attribute has two values.", "在报错中找出取值不同的属性。"),
		Fix: both("Name that attribute in tools:replace on the element of the app's manifest.",
			"在应用的 Manifest 对应元素上用 tools:replace 声明该属性。"),
		For:   []Clue{{BuildError, ManifestConflict, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "ADEV-MF", Certainty: codes.Seen,
	},
	{
		ID: "min-sdk", Text: both("the SDK needs a higher minSdkVersion than the app has",
			"SDK 要求的 minSdkVersion 高于应用"),
		Test:  both("Compare both numbers in the message.", "对比报错中的两个版本号。"),
		Fix:   both("Raise minSdkVersion to the SDK's.", "把 minSdkVersion 提高到 SDK 的要求。"),
		For:   []Clue{{BuildError, MinSDK, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "ADEV-MF", Certainty: codes.Seen,
	},
	{
		ID: "plugin-build", Text: both("the plug-in's own build script does not match this version of Gradle, "+
			"Android, Flutter or React Native", "插件自身的构建脚本不适配当前 Gradle、Android、Flutter 或 React Native 版本"),
		Test: both("Build the plug-in's own sample with the same tools.", "用同样的工具链构建插件自带示例。"),
		Fix: both("Update the plug-in, or correct its build script (repositories, Gradle plug-in, namespace).",
			"升级插件，或修改其构建脚本（仓库、Gradle 插件版本、namespace）。"),
		For:   []Clue{{BuildError, PluginBuild, Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "CG#87; ONEPASS-61", Certainty: codes.Seen,
	},
	{
		ID: "resource-unlinked", Text: both("the SDK's aar is not packed into the app, so that its resources are "+
			"missing: "+
			"compileOnly, or no dependency at all", "SDK 的 aar 没有打进应用，缺少其中的资源：使用了 compileOnly，或没有依赖"),
		Test: both("Look how the module that names the resource depends on the SDK's aars.",
			"查看引用该资源的模块以何种方式依赖 SDK 的 aar。"),
		Fix: both("Depend on the aars with implementation, or declare the resource in the app.",
			"改用 implementation 依赖 aar，或在应用中声明该资源。"),
		For:   []Clue{{BuildError, ResourceUnlinked, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "resource-undeclared", Text: both("a manifest or resource names a resource that the app does not have, "+
			"often a theme copied from a sample", "清单或资源引用了应用中不存在的资源，多为照抄示例的主题"),
		Test: both("Look which file names the resource, and whether the app declares it under res.",
			"查看哪个文件引用了该资源，以及 res 下是否声明。"),
		Fix:   both("Name a resource that exists, or declare this one.", "改为引用已有的资源，或补上该资源的声明。"),
		For:   []Clue{{BuildError, ResourceUndeclared, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "AAPT2", Certainty: codes.Seen,
	},
	{
		ID: "jdk-too-new", Text: both("the JDK is newer than this version of Gradle and of the Android plug-in allow",
			"JDK 版本高于当前 Gradle 与 Android Gradle 插件所支持的版本"),
		Test: both("Run gradlew --version and compare JVM and Gradle with Gradle's compatibility table.",
			"运行 gradlew --version，将 JVM 与 Gradle 版本对照 Gradle 兼容表。"),
		Fix: both("Build with the JDK that these versions want (often 11), or update Gradle and the Android plug-in. "+
			"As a stopgap add --add-opens for the package to org.gradle.jvmargs.",
			"换用匹配的 JDK（多为 11），或升级 Gradle 与 Android 插件；临时可在 org.gradle.jvmargs 中为该包加 --add-opens。"),
		For:   []Clue{{BuildError, JDKTooNew, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "GRADLE", Certainty: codes.Seen,
	},
	{
		ID: "support-library", Text: both("source code uses the old support library in a project with AndroidX",
			"源码使用旧的 support 库，而工程是 AndroidX"),
		Test: both("Look which module the named file belongs to, and for android.enableJetifier=true.",
			"查看报错文件属于哪个模块，以及是否有 android.enableJetifier=true。"),
		Fix: both("Update the plug-in to a version with AndroidX, or replace the imports "+
			"(jetify, Migrate to AndroidX).",
			"升级到支持 AndroidX 的插件版本，或替换这些 import（jetify、Migrate to AndroidX）。"),
		For:   []Clue{{BuildError, SupportMissing, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "interface-changed", Text: both("the SDK's interface has another method in this version than the code "+
			"around "+
			"it was written for", "该版本 SDK 的接口方法与封装代码编写时的不同"),
		Test: both("Compare the SDK's version with the one that the plug-in names.", "对比 SDK 版本与插件要求的版本。"),
		Fix: both("Update the plug-in, implement the method, or go back to the SDK version that matches.",
			"升级插件、补上该方法的实现，或退回匹配的 SDK 版本。"),
		For:   []Clue{{BuildError, MethodUndefined, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "symbol-twice", Text: both("two libraries of the app define the same symbol: one is linked twice, or two "+
			"plug-ins use the same global name", "两个库定义了同名符号：同一库被链接两次，或两个插件使用了相同的全局名"),
		Test: both("Compare the two files that the linker names.", "对比链接器列出的两个文件。"),
		Fix: both("Keep one copy of the library; with two plug-ins, update both to their newest versions.",
			"同一库只保留一份；若是两个插件，均升级到最新版本。"),
		For:   []Clue{{BuildError, SymbolTwice, Strong}},
		Only:  "ios",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "library-missing", Text: both("a library that the SDK uses is not in the app, such as fastjson",
			"缺少 SDK 依赖的库，例如 fastjson"),
		Test:  both("Look for the class of the message in the built APK.", "在打包后的 APK 中查找报错的类。"),
		Fix:   both("Add the dependencies that the guide lists beside the aars.", "按文档补上 aar 之外的依赖。"),
		For:   []Clue{{Exception, LibraryMissing, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "SEED", Certainty: codes.Seen,
	},
	{
		ID: "resource-missing", Text: both("a layout, drawable or animation that the page's configuration names "+
			"is not in the app", "授权页配置引用的布局、图片或动画资源不在安装包中"),
		Test: both("Compare the names in AuthUIConfig with the resources of the built APK.",
			"核对 AuthUIConfig 中的资源名与打包后的资源。"),
		Fix: both("Correct the name, or keep the resource from being shrunk (tools:keep).",
			"改正资源名，或用 tools:keep 避免资源被压缩移除。"),
		For:   []Clue{{Exception, ResourceMissing, Strong}},
		Only:  "android",
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "custom-view-reused", Text: both("a custom view is added to the page although it still has another "+
			"parent", "自定义控件仍有父容器就被加入授权页"),
		Test: both("Look whether the same view object is used for a second login.", "检查第二次登录是否复用了同一个 View 对象。"),
		Fix: both("Create a new view for each login, or remove it from its parent first.",
			"每次登录重新创建该 View，或先从原父容器移除。"),
		For:   []Clue{{Exception, ViewHasParent, Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "own", Certainty: codes.Inferred,
	},
	{
		ID: "plugin-fault", Text: both("the plug-in around the SDK failed, not the SDK: a fault of its own, or "+
			"it has no activity any more (hot reload, another plug-in)",
			"出错的是封装插件而非 SDK：插件自身缺陷，或其持有的 Activity 已失效（热重载、其他插件影响）"),
		Test: both("Try the plug-in's newest version, and restart the app instead of a hot reload.",
			"换插件最新版本，并完全重启应用（不用热重载）再试。"),
		Fix:   both("Update the plug-in, or report the stack to it.", "升级插件，或把堆栈反馈给插件作者。"),
		For:   []Clue{{Exception, PluginFault, Strong}},
		Actor: codes.Developer, Retry: codes.RetryNo, Source: "CG#66; CG#194; CG#197", Certainty: codes.Seen,
	},
}
