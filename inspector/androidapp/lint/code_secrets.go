package lint

import (
	"fmt"

	"loginscope/codes"
)

var secrets = Check{
	ID:    "code.secrets",
	Title: t("Secrets among the constants", "常量中的密钥"),
	Doc: t("An AccessKey belongs on the server: whoever unpacks the app can use it. The scheme's secret has to be in the app and only fits its package and signature, but should not lie there as one plain constant. Values are shown masked.",
		"AccessKey 只应放在服务端，否则解包即可盗用。方案密钥必须随应用下发，且只对应该包名与签名，但不宜以明文常量存放。取值均已脱敏。"),
	Certainty: codes.Inferred, Source: "https://help.aliyun.com/document_detail/2249362.html",
	run: func(p *pass) {
		if p.App.Code.Resources == 0 && p.noCode() {
			return
		}
		for _, x := range p.App.Dex.Secrets {
			where := []Location{{File: p.App.Name, Element: "dex string"}}
			if x.Kind == "access-key-id" {
				p.accessKey(x.Masked, x.Masked, where, Error)
				continue
			}
			p.add(Result{
				Status: Hint, Subject: x.Masked, Where: where,
				What: t(fmt.Sprintf("%s looks like a scheme secret in plain text.", x.Masked), fmt.Sprintf("%s 疑似明文的方案密钥。", x.Masked)),
				Why:  t("It can be copied; it works only with this package and signature.", "可被复制，但只对该包名与签名有效。"),
				Fix:  t("Deliver it from your server if you can.", "如可行，由服务端下发。"),
			})
		}
		for _, x := range p.App.Code.Secrets {
			status := Error
			switch {
			case x.Local:
				status = Hint // it stays on this machine unless a script puts it into the app
			case x.Script:
				status = Warning // a script may keep it to itself
			}
			p.accessKey(x.Kind+" "+x.File, x.Masked, []Location{{File: x.File, Line: x.Line, Element: x.Kind}}, status)
		}
		for _, c := range p.calls("setAliOneKeyLoginSecret") {
			if c.Arg == `"…"` {
				p.add(Result{
					Status: Hint, Subject: c.File, Where: callPlace(c, c.Name),
					What: t("The scheme secret stands in the source as a constant.", "方案密钥以常量写在源码中。"),
					Why:  t("It ends up in the repository and in every build type.", "会进入代码库，并用于所有构建类型。"),
					Fix:  t("Take it from a build field, one for each build type.", "改用 BuildConfig 字段，按构建类型区分。"),
				})
			}
		}
		p.pass("None found.", "未发现。")
	},
}

// accessKey reports a part of an AccessKey pair.
func (p *pass) accessKey(subject, masked string, where []Location, status Status) {
	p.add(Result{
		Status: status, Subject: subject, Where: where,
		What: t(fmt.Sprintf("%s looks like an AccessKey of Alibaba Cloud.", masked), fmt.Sprintf("%s 疑似阿里云 AccessKey。", masked)),
		Why:  t("Whoever unpacks the app or reads the repository can use the account.", "任何能解包应用或读取代码库的人都可使用该账号。"),
		Fix:  t("Move it to the server and revoke it.", "移到服务端并作废该密钥。"),
	})
}
