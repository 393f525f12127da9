package check

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// appMismatch compares what the app check says of the app with what the
// phone's own traffic says.
var appMismatch = inspector.Check{
	ID:    "app-mismatch",
	Title: lang.Text{EN: "The running app is not the checked one", ZH: "运行中的应用与所检查的不一致"},
	Doc: lang.Text{
		EN: "The monitor record names package and signature (MD5) of the app that runs. If they differ from the APK " +
			"that was checked, another build is installed than the one you look at.",
		ZH: "监控记录带有运行中应用的包名和签名（MD5）。若与所检查的 APK 不同，说明手机上装的是另一个包。",
	},
	Source: "flutter_ali_auth issue 155", Date: "2026-11-22",
	Status: finding.Error, Decides: false,
	Run: func(c *inspector.Case) []finding.Finding {
		app := c.Context.App
		if app == nil {
			return nil
		}
		a := advice{
			lang.Text{
				EN: "Scheme and installed app must match; the checked file is irrelevant.",
				ZH: "须匹配的是认证方案与已安装的应用，而非所检查的文件。",
			},
			lang.Text{
				EN: "Check the installed APK. Compare its signature with the console.",
				ZH: "检查手机上已安装的 APK，并与控制台的签名核对。",
			},
			codes.Developer, codes.Seen,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			for j := range f.Steps {
				s := &f.Steps[j]
				pkg, sig := value(s, "packageName"), strings.ToLower(value(s, "signature"))
				var found finding.Finding
				switch {
				case pkg != "" && app.Package != "" && pkg != app.Package:
					found = a.finding(lang.Text{
						EN: "The phone runs " + pkg + ", the checked app is " + app.Package + ".",
						ZH: "手机运行的是 " + pkg + "，所检查的是 " + app.Package + "。",
					})
				case sig != "" && len(app.Signatures) > 0 && !contains(app.Signatures, sig):
					found = a.finding(lang.Text{
						EN: "The running app is signed with " + sig + ", the checked one with " + app.Signatures[0] +
							".",
						ZH: "运行中的应用签名为 " + sig + "，所检查的为 " + app.Signatures[0] + "。",
					})
				default:
					continue
				}
				join(&found, f, s)
				return append(out, found)
			}
		}
		return out
	},
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
