package lint

import (
	"fmt"
	"strconv"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

var nscRequired = Check{
	ID:    "nsc.cleartext.required",
	Title: t("HTTP to the carriers' documented hosts", "访问文档要求的运营商 HTTP 域名"),
	Doc: t("Number lookup goes over plain HTTP to hosts of the carriers. For each of the two documented hosts it is "+
		"worked out, the way the platform does, whether this app at this targetSdk may speak HTTP to it, in the "+
		"debug and in the release build.",
		"取号会通过明文 HTTP 访问运营商域名。针对文档列出的两个域名，按系统的规则计算该应用在当前 targetSdk 下能否以 HTTP 访问，分别给出 debug 与 release 的结论。"),
	Certainty: codes.Seen, Source: "integration guide, Configure HTTP Support; android.security.net.config (AOSP)",
	Run: func(p *pass) {
		if len(p.App.Builds) == 0 {
			p.skip("Neither a manifest nor a configuration was read.", "未读取到清单或网络安全配置。")
			return
		}
		if p.configUnseen() { // of a project the file is missing: the worst holds
			return
		}
		for _, h := range Required() {
			p.hosts(h, finding.Error)
		}
		for _, name := range p.Opt.Hosts {
			p.hosts(Host{Name: name, Role: t("asked for by you", "由您指定"), Certainty: codes.Seen, Source: "option"},
				finding.Error)
		}
	},
}

// hosts judges a host in both builds, in one result where they agree.
func (p *pass) hosts(h Host, bad finding.Status) {
	debug, release := p.App.Build(facts.Debug), p.App.Build(facts.Release)
	if debug == nil || release == nil {
		p.host(h, p.release(), "", bad)
		return
	}
	a, b := cleartext(debug, h.Name), cleartext(release, h.Name)
	if a == b {
		p.host(h, release, "", bad)
		return
	}
	p.host(h, debug, "debug", bad)
	p.host(h, release, "release", bad)
}

// permission is whether a host may be spoken to, below it too.
type permission struct{ host, below, fault bool }

func cleartext(b *facts.Build, host string) permission {
	return permission{b.Policy.For(host).Cleartext, b.Policy.For("x." + host).Cleartext, len(b.Policy.Faults()) > 0}
}

func (p *pass) host(h Host, b *facts.Build, build string, bad finding.Status) {
	e := b.Policy.For(h.Name)
	may := cleartext(b, h.Name)
	origin, zh := describe(e, b)
	r := finding.Finding{
		Subject: h.Name, Build: build, Certainty: worse(h.Certainty, e.Certainty), Source: h.Source,
		Where: configLocation(b, e.Origin.Line, "domain "+h.Name), Status: finding.Pass,
		What: t(fmt.Sprintf("HTTP to %s (%s) is permitted by %s.", h.Name, h.Role.EN, origin),
			fmt.Sprintf("允许以 HTTP 访问 %s（%s），依据：%s。", h.Name, h.Role.ZH, zh)),
	}
	if b.TargetSDK == 0 || p.App.SDK.Other != "" {
		r.Certainty = worse(r.Certainty, codes.Inferred)
	}
	switch {
	case may.fault:
		r.Status = finding.Error
		r.What = t(fmt.Sprintf("%s cannot be reached: the platform refuses the configuration.", h.Name),
			fmt.Sprintf("无法访问 %s：系统拒绝解析该配置。", h.Name))
		r.Why = t("A faulty configuration stops every connection of the app.", "配置有误时应用的所有连接都会失败。")
		r.Fix = t("Correct the faults first (nsc.valid).", "请先修正 nsc.valid 所列错误。")
	case b.NSC.Error != "":
		withoutFile(&r, may.host, bad, h)
	case !may.host && p.mayPermit(b) != nil:
		p.uncertainRefusal(&r, *p.mayPermit(b), h)
	case !may.host && p.makerMayPermit(b):
		p.makerUnread(&r, h)
	case !may.host && e.Origin.Kind == nsc.FromPlatform && saidToPermit(b):
		p.saidPermitted(&r, b)
	case !may.host:
		r.Status = p.refusal(bad)
		r.What = t(fmt.Sprintf("HTTP to %s (%s) is refused by %s.", h.Name, h.Role.EN, origin),
			fmt.Sprintf("禁止以 HTTP 访问 %s（%s），依据：%s。", h.Name, h.Role.ZH, zh))
		r.Why = p.lookupFails()
		r.Fix = t("Add the domain; --fix merges it into the file you have.", "添加该域名；--fix 可合并到现有文件。")
		r.Paste, r.PasteInto = domainConfig(h.Name), "res/xml/network_security_config.xml"
	case e.Origin.Kind == nsc.FromPlatform && p.otherTarget(b) >= nsc.CleartextRefused:
		p.otherwise(&r, b)
	case !may.below:
		r.Status = finding.Warning
		r.What = t(fmt.Sprintf("HTTP to %s is permitted, but not to its subdomains.", h.Name),
			fmt.Sprintf("允许 HTTP 访问 %s，但不含其子域名。", h.Name))
		r.Why = t(
			"The integration guide includes subdomains; a carrier may redirect to one.",
			"接入文档要求包含子域名，运营商可能重定向到子域名。",
		)
		r.Fix = t(`Set includeSubdomains="true" on the domain.`, `在 domain 上设置 includeSubdomains="true"。`)
		r.Paste, r.PasteInto = domainConfig(h.Name), "res/xml/network_security_config.xml"
	}
	p.add(r)
}

// saidToPermit reports whether the scripts give a build a target at which the platform permits
// HTTP, though something that was not read may set another one.
func saidToPermit(b *facts.Build) bool {
	n, err := strconv.Atoi(b.Target.Said)
	return err == nil && b.TargetSDK == 0 && n < nsc.CleartextRefused
}

// saidPermitted is the answer for such a build.
func (p *pass) saidPermitted(r *finding.Finding, b *facts.Build) {
	r.Status = finding.Skipped
	r.What = t(fmt.Sprintf("Whether HTTP to %s is permitted is not certain: %s. Up to targetSdk %d the platform's "+
		"default permits it.", r.Subject, b.Target.Unresolved.EN, nsc.CleartextRefused-1),
		fmt.Sprintf("无法确定是否允许以 HTTP 访问 %s：%s。targetSdk 不高于 %d 时系统默认允许。", r.Subject,
			b.Target.Unresolved.ZH, nsc.CleartextRefused-1))
}

// otherTarget is the target that a build has to which a property is given, the assumed one
// where that follows from the property; 0 for none.
func (p *pass) otherTarget(b *facts.Build) int {
	o := b.Target.Other
	if o.When.Empty() || b.Built != "" {
		return 0
	}
	n, err := strconv.Atoi(o.Value)
	if err != nil {
		return facts.AssumedTarget
	}
	return n
}

// otherwise is the answer where the platform permits the host at one target, and the
// scripts have another one for builds to which a property is given.
func (p *pass) otherwise(r *finding.Finding, b *facts.Build) {
	o := b.Target.Other
	value, zh := "another targetSdk", "其他 targetSdk"
	if o.Value != "" {
		value, zh = "targetSdk "+o.Value, "targetSdk "+o.Value
	}
	r.Status = finding.Skipped
	r.What = t(fmt.Sprintf(
		"%s Not certain: if %s, the build has %s (%s), and from %d the platform refuses HTTP.",
		r.What.EN,
		o.When.EN,
		value,
		locationOf(gradle.Note{File: b.Target.File, Line: b.Target.Line}),
		nsc.CleartextRefused,
	),
		fmt.Sprintf("%s不能确定：%s时构建使用%s（%s），而自 %d 起系统默认禁止 HTTP。", r.What.ZH, o.When.ZH, zh,
			locationOf(gradle.Note{File: b.Target.File, Line: b.Target.Line}), nsc.CleartextRefused))
}

// mayPermit is the first part of the build that was not read and may bring what permits a
// host that nothing read permits, nil if there is none: a configuration of the app's own
// module wins over those of libraries, and a merged manifest of the build holds all parts.
func (p *pass) mayPermit(b *facts.Build) *gradle.Absent {
	if p.App.Project == nil || b.Built != "" {
		return nil
	}
	settled := b.NSC.Config != nil && p.ownModule(b.NSC.Config.File)
	for _, a := range p.App.Project.Absent {
		of := a.Touches == gradle.TouchesAll || a.Touches == gradle.TouchesManifest
		if of && !a.Maybe && (a.Own || !settled) {
			return &a
		}
	}
	return nil
}

// uncertainRefusal is the answer where a part that was not read may permit the host.
func (p *pass) uncertainRefusal(r *finding.Finding, a gradle.Absent, h Host) {
	why := notHere(p.App, a)
	r.Status = finding.Skipped
	r.What = t(fmt.Sprintf("Nothing that was read permits HTTP to %s (%s). Not certain: a part that was not read may "+
		"permit it. %s", h.Name, h.Role.EN, why.EN),
		fmt.Sprintf("已读取的内容均未放行以 HTTP 访问 %s（%s）。不能确定：未读取的部分可能放行。%s", h.Name, h.Role.ZH, why.ZH))
}

// lookupFails is what comes of a refused host. The codes of Alibaba's SDK are left out for
// another maker's.
func (p *pass) lookupFails() lang.Text {
	ours, oursZH := "600011 or 600012, ", "600011 或 600012，"
	if p.App.SDK.Other != "" {
		ours, oursZH = "", ""
	}
	return t("Number lookup fails: "+ours+"China Mobile 200028 or 102102; logcat says \"Cleartext HTTP traffic not "+
		"permitted\".",
		"取号失败："+oursZH+"移动返回 200028 或 102102；logcat 出现“Cleartext HTTP traffic not permitted”。")
}

// withoutFile is the answer where the manifest names a configuration that was not read:
// what holds without one may be permitted and is not known to hold.
func withoutFile(r *finding.Finding, permitted bool, bad finding.Status, h Host) {
	r.Status = bad
	if permitted {
		r.Status = finding.Skipped
	}
	r.What = t(fmt.Sprintf("Nothing that was read permits HTTP to %s (%s): the configuration that the manifest "+
		"names was "+
		"not read.", h.Name, h.Role.EN),
		fmt.Sprintf("已读取的内容均未放行以 HTTP 访问 %s（%s）：清单所引用的配置未能读取。", h.Name, h.Role.ZH))
	r.Fix = t("Provide that file first (nsc.referenced).", "请先提供该文件（见 nsc.referenced）。")
}

func domainConfig(host string) string {
	return fmt.Sprintf(
		"<domain-config cleartextTrafficPermitted=\"true\">\n    <domain "+
			"includeSubdomains=\"true\">%s</domain>\n</domain-config>\n", host)
}

// describe names what decided, for a reader.
func describe(e nsc.Effective, b *facts.Build) (en, zh string) {
	switch e.Origin.Kind {
	case nsc.FromDomain:
		domain := ""
		if e.Matched != nil {
			domain = e.Matched.Name
		}
		return fmt.Sprintf("the domain-config for %s (line %d)", domain, e.Origin.Line),
			fmt.Sprintf("%s 的 domain-config（第 %d 行）", domain, e.Origin.Line)
	case nsc.FromBase:
		return fmt.Sprintf("base-config (line %d)", e.Origin.Line), fmt.Sprintf("base-config（第 %d 行）", e.Origin.Line)
	case nsc.FromManifest:
		return "android:usesCleartextTraffic", "android:usesCleartextTraffic"
	}
	return byDefault(b)
}

// byDefault names the platform's default and what it follows from.
func byDefault(b *facts.Build) (en, zh string) {
	target := fmt.Sprintf("targetSdk %d", b.TargetSDK)
	targetZH := target
	if b.TargetSDK == 0 {
		target = fmt.Sprintf("targetSdk not determined, %d assumed", facts.AssumedTarget)
		targetZH = fmt.Sprintf("targetSdk 无法确定，按 %d 判断", facts.AssumedTarget)
	}
	en, zh = "the platform's default ("+target+")", "系统默认值（"+targetZH+"）"
	if b.Manifest == nil {
		return en, zh
	}
	if u := b.Manifest.Application.UsesCleartext; u.Set && !u.Known() && !b.NSC.Referenced {
		en += fmt.Sprintf(", as the value %s of android:usesCleartextTraffic is not known", u.Text)
		zh += fmt.Sprintf("，因为 android:usesCleartextTraffic 的取值 %s 无法确定", u.Text)
	}
	return en, zh
}

// worse is the lesser of two certainties.
func worse(a, b codes.Certainty) codes.Certainty {
	rank := map[codes.Certainty]int{codes.Seen: 0, codes.Inferred: 1, codes.Unconfirmed: 2}
	if rank[b] > rank[a] {
		return b
	}
	return a
}
