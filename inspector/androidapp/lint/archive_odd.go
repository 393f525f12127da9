package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

var oddities = map[archive.ProblemKind]lang.Text{
	archive.Encrypted: t("its encryption flag is set", "被标记为加密"),
	archive.Duplicate: t("the name stands twice in the directory", "在目录中重复出现"),
	archive.Traversal: t("its name points outside the archive", "文件名指向压缩包之外"),
	archive.OddMethod: t("its compression method does not exist", "压缩方法不存在"),
	archive.Mismatch:  t("its two headers name different files", "本地头与目录中的文件名不一致"),
	archive.OutOfFile: t("its data would lie outside the file", "数据超出文件范围"),
	archive.BadCRC:    t("its checksum does not match", "校验和不一致"),
}

var oddArchive = Check{
	ID:    "archive.odd",
	Title: t("Oddities of the container", "安装包容器异常"),
	Doc: t("Packers and attacks leave traces in the zip container: false encryption flags, duplicate names, names "+
		"that climb out of the archive. Android installs some of these and refuses others; tools may each read "+
		"another file under the same name.",
		"加固工具或攻击会在 zip 容器中留下痕迹：虚假的加密标记、重复文件名、越出压缩包的路径。部分能被 Android 安装，部分会被拒绝；不同工具读到的同名文件可能不同。"),
	Certainty: codes.Seen,
	Source:    "https://developer.android.com/about/versions/14/behavior-changes-14#zip-path-traversal",
	Run: func(p *pass) {
		serious := []archive.ProblemKind{archive.Traversal, archive.Duplicate, archive.OutOfFile}
		for _, pkg := range p.App.Packages {
			for _, x := range pkg.Problems {
				status := finding.Warning
				if slices.Contains(serious, x.Kind) {
					status = finding.Error
				}
				text := oddities[x.Kind]
				p.add(finding.Finding{
					Status: status, Subject: string(x.Kind) + " " + x.Entry,
					What: t(fmt.Sprintf("Entry %q: %s.", x.Entry, text.EN),
						fmt.Sprintf("条目 %q：%s。", x.Entry, text.ZH)),
					Why: t("The app may not install, or be read differently by each tool.", "应用可能无法安装，或被不同工具读出不同内容。"),
					Fix: t(
						"If the app was hardened, check the APK from before hardening as well.",
						"若应用经过加固，请同时检查加固前的 APK。",
					),
					Where: []finding.Location{{File: pkg.File, Element: x.Entry}},
				})
			}
		}
		if len(p.App.Packages) == 0 {
			p.skip("No archive among the inputs.", "输入中没有安装包。")
			return
		}
		p.pass("The container is clean.", "容器正常。")
	},
}
