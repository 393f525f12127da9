package lint

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/finding"
	"loginscope/inspector/maker"
	"loginscope/lang"
)

// presence names how the login is built in; "" where that is not known.
type presence struct{ alibaba, idaas bool }

func (p *pass) present() presence {
	s := p.App.SDK
	return presence{alibaba: s.Present, idaas: s.IDaaSPresent}
}

var sdkPresent = Check{
	ID:    "build.sdk-present",
	Title: t("The login SDK in what was read", "输入中是否有登录 SDK"),
	Doc: t("The checks of the login mean something only where its SDK is built in: the IDaaS SDK on top of "+
		"Alibaba's, or Alibaba's alone, which is complete by itself. Where neither the build files, the sources, "+
		"the manifest nor the code of an app show a trace of either, this is said once and nothing else is judged; "+
		"another maker's login is named, and HTTP to the carriers is judged for it too.",
		"只有集成了登录 SDK，登录相关检查才有意义：IDaaS SDK 加阿里云 SDK，或单独使用阿里云 SDK（本身即完整）。若构建文件、源码、清单或应用代码中均无痕迹，则只说明一次，不再做其他判断；"+
			"如为其他厂商的登录，会指出是哪一家，并同样判断能否以 HTTP 访问运营商。"),
	Certainty: codes.Inferred, Source: "file and class names of the SDKs",
	Run: func(p *pass) {
		s := p.App.SDK
		where := []finding.Location(nil)
		if len(s.Signals) > 0 {
			where = []finding.Location{parseLocation(s.Signals[0])}
		}
		if p.App.Part != "" {
			p.add(finding.Finding{Status: finding.Skipped, Subject: string(p.App.Part), What: openInPart(p.App)})
		}
		switch way := p.present(); {
		case s.Other != "":
			p.otherMaker()
		case s.HostsOnly:
			p.add(finding.Finding{
				Status: finding.Warning, Where: where,
				What: t(
					"A carrier's host stands in the network security configuration, but no login SDK was found: "+
						"neither among the dependencies nor in the sources.",
					"网络安全配置中有运营商域名，但在依赖与源码中均未发现登录 SDK。",
				),
				Why: t(
					"Which login the app has is not known. Only the configuration was checked.",
					"无法得知应用使用哪种登录，仅检查了网络安全配置。",
				),
				Fix: t("Check the folder or module that has the SDK.", "请检查包含 SDK 的目录或模块。"),
			})
		case s.OtherApp != "":
			p.add(finding.Finding{
				Status: finding.Skipped, Subject: s.OtherApp,
				What: t("No dependency, source or manifest that was read gives this app the login SDK; "+s.OtherApp+
					" has it. Nothing of the login was checked here.",
					"已读取的依赖、源码与清单均未给该应用引入登录 SDK（"+s.OtherApp+" 已集成）。"+
						"此处未检查任何登录相关内容。"),
			})
		case s.Elsewhere:
			p.add(finding.Finding{
				Status: finding.Warning,
				What: t(
					"No dependency and no source gives this build the login SDK that other builds of the app have, "+
						"so nothing of the login was checked.",
					"该构建没有依赖或源码引入登录 SDK（应用的其他构建有），因此未检查任何登录相关内容。",
				),
				Why: t("This build goes without the login, or its dependency is missing.", "该构建不含登录功能，或缺少依赖。"),
				Fix: t("Check another build, or add the dependency to this one.", "请检查其他构建，或为该构建添加依赖。"),
			})
		case s.Absent():
			p.add(finding.Finding{
				Status: finding.Warning, What: p.noTrace(),
				Why: t(
					"The login is not built in, it is in another folder, or the app was hardened and its code "+
						"cannot be read.",
					"可能未集成登录、代码在其他目录，或应用已加固而无法读取代码。",
				),
				Fix: t(
					"Check the folder or module that has the SDK, or the APK from before hardening.",
					"请检查包含 SDK 的目录或模块，或加固前的 APK。",
				),
			})
		case way.alibaba && way.idaas:
			p.add(finding.Finding{
				Status: finding.Pass,
				Where:  where,
				What:   t("The IDaaS SDK and Alibaba's SDK are there.", "已集成 IDaaS SDK 与阿里云 SDK。"),
			})
		case way.alibaba:
			p.add(finding.Finding{
				Status: finding.Pass,
				Where:  where,
				What: t(
					"Alibaba's SDK is used without the IDaaS SDK, which is a complete set-up; what only the IDaaS "+
						"SDK needs is not demanded.",
					"单独使用阿里云 SDK（未用 IDaaS SDK），属于完整的集成方式；不要求仅 IDaaS SDK 需要的内容。",
				),
			})
		case len(s.Signals) > 0 || way.idaas:
			what := t("There are traces of the login SDK.", "发现了登录 SDK 的痕迹。")
			p.add(finding.Finding{Status: finding.Pass, Where: where, What: what})
		default:
			p.skip("What was read does not show whether the SDK is there.", "已读取的内容无法判断是否有 SDK。")
		}
		p.lackingBuilds()
		if len(s.Without) > 0 {
			p.add(finding.Finding{
				Status: finding.Skipped, Subject: "without",
				What: t(
					"Builds without a login SDK, of which nothing was checked: "+list(s.Without)+".",
					"以下构建没有登录 SDK，未做任何检查："+listZH(s.Without)+"。",
				),
			})
		}
	},
}

// noTrace says that no SDK was found, and what was not read and may bring one.
func (p *pass) noTrace() lang.Text {
	none := t("No trace of the One-Click Login SDK was found, so nothing of the login was checked.",
		"未发现一键登录 SDK 的痕迹，因此未检查任何登录相关内容。")
	a := p.absentLibrary()
	if a == nil {
		return none
	}
	return t(fmt.Sprintf("%s It may come with %s, which was not read (archive.unread).", none.EN, a.Part.EN),
		fmt.Sprintf("%sSDK 可能来自未读取的%s（见 archive.unread）。", none.ZH, a.Part.ZH))
}

// lackingBuilds reports builds for users that go without the SDK that a build for developers
// has. One that declares the login's pages was meant to have it.
func (p *pass) lackingBuilds() {
	for _, l := range p.App.SDK.Lacking {
		f := finding.Finding{
			Status: finding.Warning, Subject: l.Build,
			What: t(fmt.Sprintf("The %s build has no login SDK; %s has it.", l.Build, l.Other),
				fmt.Sprintf("%s 构建没有登录 SDK，而 %s 有。", l.Build, l.Other)),
			Why: t("Users of this build cannot log in.", "使用该构建的用户无法登录。"),
			Fix: t("Use a configuration of all builds, such as implementation.",
				"请改用对所有构建生效的配置，如 implementation。"),
		}
		if l.Where != "" {
			f.Where = []finding.Location{parseLocation(l.Where)}
		}
		if l.Pages {
			f.Status = finding.Error
			f.What = t(fmt.Sprintf("The %s build declares the login's activities and has no login SDK; %s has it.",
				l.Build, l.Other),
				fmt.Sprintf("%s 构建声明了登录页面，却没有登录 SDK，而 %s 有。", l.Build, l.Other))
		}
		p.add(f)
	}
}

// unjudgedRelease is what the scripts say of the release build type where none of its
// builds was judged, since none has the login.
func (p *pass) unjudgedRelease() *facts.Lack {
	for _, l := range p.App.SDK.Lacking {
		if l.BuildType == "release" && !l.Pages {
			return &l
		}
	}
	return nil
}

// otherName names another maker.
func otherName(id string) lang.Text {
	if m, ok := maker.ByID(id); ok {
		return m.Name
	}
	return t("a carrier itself", "运营商")
}

// otherMaker says whose login it is, and where that is explained.
func (p *pass) otherMaker() {
	var where []finding.Location
	for _, o := range p.App.SDK.Others {
		at := parseLocation(o.Where)
		at.Element = strings.TrimSpace(o.Maker + " " + at.Element)
		where = append(where, at)
	}
	name := otherName(p.App.SDK.Other)
	fix := t("Follow the carrier's own guide.", "请参考运营商自己的文档。")
	if m, ok := maker.ByID(p.App.SDK.Other); ok {
		fix = t("Follow the maker's guide: "+m.Docs, "请参考该厂商的文档："+m.Docs)
	}
	p.add(finding.Finding{
		Status: finding.Warning, Subject: p.App.SDK.Other, Where: where, Fix: fix,
		What: t(
			"The app's login is that of "+name.EN+
				", not Alibaba's or IDaaS'. Of the login, only HTTP to the carriers is checked.",
			"该应用使用的是"+name.ZH+"的登录，不是阿里云或 IDaaS 的。登录方面仅检查能否以 HTTP 访问运营商。",
		),
		Why: t("Another maker's SDK looks the number up at the same carriers, but needs other pages and rules, and "+
			"may need further hosts.",
			"其他厂商的 SDK 同样向运营商取号，但所需页面与规则不同，还可能需要其他域名。"),
	})
}

// idaas reports whether the IDaaS SDK is to be expected: it was seen, or nothing
// says that Alibaba's is used alone, be it in the build or not yet.
func (p *pass) idaas() bool {
	way := p.present()
	return way.idaas || !way.alibaba && !p.App.SDK.AlibabaNamed
}
