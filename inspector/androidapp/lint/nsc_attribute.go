package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

var nscAttribute = Check{
	ID:    "nsc.uses-cleartext",
	Title: t("android:usesCleartextTraffic", "android:usesCleartextTraffic"),
	Doc: t("The attribute counts only where there is no network security configuration, and on Android 6. It is "+
		"being phased out; with targetSdk 37 sources disagree whether it still works without a configuration.",
		"该属性仅在没有网络安全配置时（及 Android 6 上）生效，且即将弃用；targetSdk 37 下无配置时是否仍生效，各来源说法不一。"),
	Certainty: codes.Seen, Source: "https://developer.android.com/about/versions/17/behavior-changes-all",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		u := b.Manifest.Application.UsesCleartext
		where := manifestLocation(b, "application")
		switch {
		case u.Set && !u.Known() && !b.NSC.Referenced:
			p.add(finding.Finding{
				Status: finding.Skipped, Where: where,
				What: t(fmt.Sprintf(
					"The value %s is filled in by the build or hidden in a resource that was not read; the "+
						"platform's default is assumed.", u.Text),
					fmt.Sprintf("取值 %s 由构建填充，或位于未读取的资源中；按系统默认值判断。", u.Text)),
			})
		case len(u.Varies) > 0:
			p.add(finding.Finding{
				Status: finding.Warning, Where: where,
				What: t(fmt.Sprintf("The value hides in the resource %s and differs by configuration.", u.Reference),
					fmt.Sprintf("取值隐藏在资源 %s 中，且随配置而变。", u.Reference)),
				Why: t("Phones of different versions or languages get different answers.", "不同版本或语言的手机结果不同。"),
				Fix: t("Write the value plainly, or better use a configuration file.", "直接写明取值，更建议使用配置文件。"),
			})
		case u.Set && b.NSC.Referenced && b.MinSDK >= 24:
			p.add(finding.Finding{
				Status: finding.Hint, Where: where,
				What: t("The attribute has no effect beside a network security configuration.", "已有网络安全配置，该属性不起作用。"),
				Why:  t("It misleads readers.", "容易误导。"), Fix: t("Remove it.", "可删除。"),
			})
		case u.Set && u.Is && !b.NSC.Referenced && b.TargetSDK >= 37:
			p.add(finding.Finding{
				Status: finding.Warning, Where: where, Certainty: codes.Unconfirmed,
				What: t(
					"targetSdk 37 with the attribute alone: some sources say that Android 17 ignores it.",
					"targetSdk 37 仅有该属性：部分来源称 Android 17 会忽略。",
				),
				Why:   t("Number lookup over HTTP may then fail.", "HTTP 取号可能失败。"),
				Fix:   t("Use a configuration file; it works on every version since 7.0.", "请使用配置文件，7.0 起各版本均有效。"),
				Paste: Reference, PasteInto: "AndroidManifest.xml <application>",
			})
		case u.Known() && !u.Is && b.MinSDK < 24 && b.MinSDK > 0 && b.NSC.Referenced:
			p.add(finding.Finding{
				Status: finding.Hint, Where: where,
				What: t(
					"On Android 6 the attribute forbids cleartext whatever the configuration says.",
					"在 Android 6 上该属性会禁止明文，配置文件不起作用。",
				),
				Why: t("Number lookup over HTTP fails there.", "该版本上 HTTP 取号会失败。"), Fix: t(
					"Set it to true, or raise minSdk to 24.",
					"改为 true，或将 minSdk 提升至 24。",
				),
			})
		}
		p.pass("Nothing to say.", "没有问题。")
	},
}
