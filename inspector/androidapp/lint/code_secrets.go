package lint

import (
	"fmt"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

var secrets = Check{
	ID:    "code.secrets",
	Title: t("Secrets among the constants", "常量中的密钥"),
	Doc: t("An AccessKey belongs on the server: whoever unpacks the app can use it. The scheme's secret has to be "+
		"in the app and only works with its package and signature, but should not be one plain constant. Values "+
		"are shown masked.",
		"AccessKey 只应放在服务端，否则解包即可盗用。认证方案密钥必须随应用下发，且只对应该包名与签名，但不宜以明文常量存放。取值均已脱敏。"),
	Certainty: codes.Inferred, Source: "https://help.aliyun.com/document_detail/2249362.html",
	Run: func(p *pass) {
		if p.App.Code.Resources == 0 && p.noCode() {
			return
		}
		for _, x := range p.App.Dex.Secrets {
			where := []finding.Location{{File: p.App.Name, Element: "dex string"}}
			if x.Kind == "access-key-id" {
				p.accessKey(x.Masked, x.Masked, where, finding.Error)
				continue
			}
			p.add(finding.Finding{
				Status: finding.Hint, Subject: x.Masked, Where: where,
				What: t(fmt.Sprintf("%s looks like a scheme secret in plain text.", x.Masked),
					fmt.Sprintf("%s 疑似明文的认证方案密钥。", x.Masked)),
				Why: t("It can be copied; it works only with this package and signature.", "可被复制，但只对该包名与签名有效。"),
				Fix: t("Deliver it from your server if you can.", "如可行，由服务端下发。"),
			})
		}
		for _, x := range p.App.Code.Secrets {
			status := finding.Error
			switch {
			case x.Local:
				status = finding.Hint // it stays on this machine unless a script puts it into the app
			case x.Script:
				status = finding.Warning // a script may keep it to itself
			}
			where := []finding.Location{{File: x.File, Line: x.Line, Element: x.Kind}}
			p.accessKey(x.Kind+" "+x.File, x.Masked, where, status)
		}
		for _, c := range p.calls("setAliOneKeyLoginSecret") {
			if c.Arg == `"…"` {
				p.add(finding.Finding{
					Status: finding.Hint, Subject: c.File, Where: callLocation(c, c.Name),
					What: t("The scheme secret stands in the source as a constant.", "认证方案密钥以常量写在源码中。"),
					Why:  t("It ends up in the repository and in every build type.", "会进入代码库，并用于所有构建类型。"),
					Fix:  t("Take it from a build field, one for each build type.", "改用 BuildConfig 字段，按构建类型区分。"),
				})
			}
		}
		p.notSearched()
		p.pass(p.searched())
	},
}

// notSearched says which files were not searched.
func (p *pass) notSearched() {
	c := &p.App.Code
	if c.PassedCount == 0 {
		return
	}
	var where []finding.Location
	for _, f := range c.Passed {
		where = append(where, finding.Location{File: f})
	}
	p.add(finding.Finding{
		Status: finding.Skipped, Subject: "files", Where: where,
		What: t(
			fmt.Sprintf("Not looked through, since too large or too many: %d files, such as %s.", c.PassedCount,
				c.Passed[0]),
			fmt.Sprintf("因过大或过多而未查看：%d 个文件，如 %s。", c.PassedCount, c.Passed[0])),
	})
}

// searched says what was looked through without result.
func (p *pass) searched() (en, zh string) {
	if c := &p.App.Code; p.App.Dex.Files == 0 {
		return fmt.Sprintf("None found in %d sources of Java or Kotlin and %d other text files.", c.Files, c.Resources),
			fmt.Sprintf("在 %d 个 Java/Kotlin 源文件与 %d 个其他文本文件中未发现。", c.Files, c.Resources)
	}
	return "None found among the strings of the compiled code.", "编译代码的字符串中未发现。"
}

// accessKey reports a part of an AccessKey pair.
func (p *pass) accessKey(subject, masked string, where []finding.Location, status finding.Status) {
	p.add(finding.Finding{
		Status: status, Subject: subject, Where: where,
		What: t(fmt.Sprintf("%s looks like an AccessKey of Alibaba Cloud.", masked),
			fmt.Sprintf("%s 疑似阿里云 AccessKey。", masked)),
		Why: t("Whoever unpacks the app or reads the repository can use the account.", "任何能解包应用或读取代码库的人都可使用该账号。"),
		Fix: t("Move it to the server and revoke it.", "移到服务端并作废该密钥。"),
	})
}
