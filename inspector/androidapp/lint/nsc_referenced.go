package lint

import (
	"fmt"
	"regexp"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// Reference is the attribute that puts a configuration in force.
const Reference = `android:networkSecurityConfig="@xml/network_security_config"`

var nscReferenced = Check{
	ID:    "nsc.referenced",
	Title: t("Network security configuration in force", "网络安全配置是否生效"),
	Doc: t("A network_security_config.xml has no effect until the application element of the manifest refers to it; "+
		"a reference to a file that is not there makes the app fail at its first connection.",
		"network_security_config.xml 只有在清单 application 元素中引用后才生效；引用了不存在的文件，应用首次联网即崩溃。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/privacy-and-security/security-config#manifest",
	Run: func(p *pass) {
		read, refers := false, false
		for _, b := range p.actual() {
			read = read || b.Manifest != nil
			refers = refers || b.NSC.Referenced
			p.referenced(b)
		}
		p.joinBuilds()
		switch {
		case len(p.App.Builds) == 0:
			p.skip("Neither a manifest nor a configuration was read.", "未读取到清单或网络安全配置。")
		case len(p.results) == 0 && !read:
			p.skip("No manifest was read, so what it refers to is not known.", "未读取到清单，无法得知其引用。")
		case !refers:
			p.pass("The manifest refers to no configuration and needs none: targetSdk is below 28, or "+
				"usesCleartextTraffic permits HTTP.",
				"清单未引用配置，也不需要：targetSdk 低于 28，或 usesCleartextTraffic 已允许 HTTP。")
		}
		p.pass("The manifest refers to its configuration and the file is there.", "清单已引用配置，且文件存在。")
	},
}

// misplaced is a file of the right name in the wrong folder.
func misplaced(b facts.Build) []finding.Location {
	if b.NSC.Misplaced == "" {
		return nil
	}
	return []finding.Location{{File: b.NSC.Misplaced}}
}

// onlyFor reports a configuration that some phones do not find.
func (p *pass) onlyFor(b facts.Build, build string) {
	if b.NSC.OnlyFor == "" {
		return
	}
	p.add(finding.Finding{
		Status: finding.Error, Build: build, Subject: b.NSC.Reference, Where: configLocation(&b, 0, ""),
		What: t(fmt.Sprintf("%s is there for %q alone; other phones find no file.", b.NSC.Reference, b.NSC.OnlyFor),
			fmt.Sprintf("%s 仅有“%s”限定版本，其他手机找不到该文件。", b.NSC.Reference, b.NSC.OnlyFor)),
		Why: t("On those phones the app fails at its first connection.", "在这些手机上，应用首次联网即失败。"),
		Fix: t("Put a file without a qualifier into res/xml.", "在 res/xml 中放一个不带限定符的文件。"),
	})
}

// whyMissing is what comes of a configuration that is not there: resources are linked when
// the app is built, and looked up again when it starts.
func (p *pass) whyMissing() lang.Text {
	if p.compiled() {
		return t("If the file is really missing, the app fails at its first connection.", "如文件确实缺失，应用首次联网即崩溃。")
	}
	return t("The build stops (\"resource not found\"), unless a library that was not read brings the file.",
		"除非由未读取的库带入该文件，否则构建失败（“resource not found”）。")
}

func (p *pass) whereMissing() lang.Text {
	if p.compiled() {
		return t("Put the file into res/xml of the application module, or check all splits together.",
			"将文件放入应用模块的 res/xml，或将所有拆分 APK 一并检查。")
	}
	return t("Put the file into res/xml of the application module, or correct it.", "将文件放入应用模块的 res/xml，或更正其内容。")
}

func (p *pass) referenced(b facts.Build) {
	build := ""
	if len(p.actual()) > 1 {
		build = string(b.Variant)
	}
	p.onlyFor(b, build)
	switch {
	case b.NSC.Compiled != "":
		p.add(finding.Finding{
			Status: finding.Skipped, Build: build, Subject: b.NSC.Reference,
			Where: []finding.Location{{File: b.NSC.Compiled}},
			What: t(
				fmt.Sprintf("%s is not in the project; the build left it compiled in %s, which cannot be read.",
					b.NSC.Reference, b.NSC.Compiled),
				fmt.Sprintf("项目中没有 %s；构建产物 %s 中有其编译结果，但无法读取。", b.NSC.Reference, b.NSC.Compiled)),
			Why: t("A library that was not read may bring it.", "可能由未读取的库带入。"),
			Fix: t("Check the APK as well: it shows what is in force.", "请同时检查 APK，可看到实际生效的配置。"),
		})
	case b.NSC.NotGiven:
		p.add(finding.Finding{
			Status: finding.Skipped, Build: build, Subject: b.NSC.Reference, Where: manifestLocation(&b, "application"),
			What: t(fmt.Sprintf("%s is referenced, and its file was not given.", b.NSC.Reference),
				fmt.Sprintf("已引用 %s，但未提供该文件。", b.NSC.Reference)),
			Fix: t("Give the file as well, or the folder of the project.", "请同时提供该文件，或提供项目目录。"),
		})
	case b.NSC.Misplaced != "":
		why, whyZH := whyNotCounted(b.NSC.Misplaced)
		p.add(finding.Finding{
			Status: finding.Error, Build: build, Subject: b.NSC.Reference,
			Where: append(misplaced(b), manifestLocation(&b, "application")...),
			What: t(
				fmt.Sprintf("%s is referenced; %s does not count, since %s.", b.NSC.Reference, b.NSC.Misplaced, why),
				fmt.Sprintf("已引用 %s，但 %s %s，不起作用。", b.NSC.Reference, b.NSC.Misplaced, whyZH),
			),
			Why: t("The build stops: the resource is not found.", "找不到该资源，构建会中止。"),
			Fix: t("Move the file to res/xml of the application module.", "请将文件移到应用模块的 res/xml。"),
		})
	case b.NSC.Error != "":
		p.add(finding.Finding{
			Status: finding.Error, Build: build, Subject: b.NSC.Reference,
			What: t(fmt.Sprintf("%s is referenced but cannot be read: %s.", b.NSC.Reference, b.NSC.Error),
				fmt.Sprintf("已引用 %s，但无法读取：%s。", b.NSC.Reference, or(b.NSC.Said.ZH, b.NSC.Error))),
			Why: p.whyMissing(), Fix: p.whereMissing(),
			Where: manifestLocation(&b, "application"), Paste: xmlHeader + "<network-security-config>\n" +
				indent(Domains) + "</network-security-config>\n", PasteInto: "res/xml/network_security_config.xml",
		})
	case b.NSC.Referenced || b.Manifest == nil || openByAttribute(b) && len(p.App.Loose) == 0:
	case len(p.App.Loose) > 0:
		p.unreferenced(b)
	case b.TargetSDK >= 28 || b.TargetSDK == 0:
		p.add(finding.Finding{
			Status: finding.Hint, Build: build,
			What: t("The manifest refers to no network security configuration.", "清单未引用网络安全配置。"),
			Why: t("With targetSdk 28 or higher the carrier's HTTP hosts are then out of reach, unless "+
				"usesCleartextTraffic "+
				"opens everything; nsc.cleartext.required has the verdict.",
				"targetSdk 28 及以上时运营商的 HTTP 域名将无法访问，除非用 usesCleartextTraffic 全部放开；结论见 nsc.cleartext.required。"),
			Fix: t(
				"Create res/xml/network_security_config.xml and refer to it.",
				"新建 res/xml/network_security_config.xml 并引用。",
			),
			Where: manifestLocation(&b, "application"), Paste: Reference,
			PasteInto: "AndroidManifest.xml <application>",
		})
	}
}

// ofSourceSet is a resource of a source set.
var ofSourceSet = regexp.MustCompile(`(?:^|/)src/([^/]+)/res/xml[^/]*/[^/]+$`)

// whyNotCounted says why a file of that name is no resource of the build.
func whyNotCounted(file string) (en, zh string) {
	if m := ofSourceSet.FindStringSubmatch(file); m != nil {
		return "it belongs to the source set " + m[1] + ", which is none of this build's",
			"属于源集 " + m[1] + "，当前构建不包含该源集"
	}
	return "its folder is none of resources", "不在资源目录中"
}

// unreferenced reports a configuration that no manifest refers to: a fault where the
// carriers are out of reach without it.
func (p *pass) unreferenced(b facts.Build) {
	file := p.App.Loose[0].File
	r := finding.Finding{
		Status: p.refusal(finding.Error), Build: string(b.Variant), Subject: file,
		Where: manifestLocation(&b, "application"),
		What: t(fmt.Sprintf("%s is there, but the application element does not refer to it.", file),
			fmt.Sprintf("存在 %s，但 application 元素未引用。", file)),
		Why:   t("Without the reference none of its rules are in force.", "未引用时其中规则全部无效。"),
		Fix:   t("Add the attribute to the application element.", "在 application 元素中添加该属性。"),
		Paste: Reference, PasteInto: "AndroidManifest.xml <application>",
	}
	if len(p.actual()) < 2 {
		r.Build = ""
	}
	if p.makerMayPermit(&b) {
		r.Status = finding.Hint
		r.Why = t("None of its rules are in force, unless a library that was not read refers to it.",
			"除非由未读取的库引用，其中规则均未生效。")
	}
	if permitted(&b) {
		r.Status = finding.Hint
		r.Why = t("None of its rules are in force; HTTP to the carriers is permitted without them.",
			"其中规则均未生效；未引用时也允许以 HTTP 访问运营商。")
		r.Fix = t("Refer to it, or remove the file.", "请引用该文件，或将其删除。")
	}
	p.add(r)
}

// permitted reports whether a build may speak HTTP to every documented host.
func permitted(b *facts.Build) bool {
	return !slices.ContainsFunc(Required(), func(h Host) bool { return !cleartext(b, h.Name).host })
}

// joinBuilds makes one result of what holds for debug and release alike.
func (p *pass) joinBuilds() {
	var out []finding.Finding
	for _, r := range p.results {
		same := func(x finding.Finding) bool {
			return x.Build != r.Build && x.Subject == r.Subject && x.Status == r.Status && x.What == r.What
		}
		if i := slices.IndexFunc(out, same); i >= 0 {
			out[i].Build = ""
			continue
		}
		out = append(out, r)
	}
	p.results = out
}

// openByAttribute reports that usesCleartextTraffic permits HTTP where no
// configuration is in force. From targetSdk 37 on that is not certain.
func openByAttribute(b facts.Build) bool {
	u := b.Manifest.Application.UsesCleartext
	return u.Known() && u.Is && b.TargetSDK > 0 && b.TargetSDK < 37
}

const xmlHeader = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
