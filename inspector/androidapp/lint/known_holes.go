package lint

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// fixedFastjson is the first fastjson 1 without CVE-2022-25845.
const fixedFastjson = "1.2.83"

var knownHoles = Check{
	ID:    "build.known-holes",
	Title: t("Libraries with known holes", "含已知漏洞的库"),
	Doc: t("The integration guide names fastjson 1.2.61. Every fastjson 1 before 1.2.83 lets a crafted JSON text "+
		"load classes of its choice (CVE-2022-25845); 1.2.83 keeps the interface. fastjson 2 in its compatible form "+
		"(com.alibaba:fastjson:2.x) is fine too.",
		"接入文档给出的是 fastjson 1.2.61。1.2.83 之前的 fastjson 1 均存在可由恶意 JSON 加载任意类的漏洞（CVE-2022-25845）；1.2.83 接口不变。fastjson "+
			"2 的兼容版（com.alibaba:fastjson:2.x）同样可用。"),
	Certainty: codes.Seen,
	Source:    "https://github.com/advisories/GHSA-pv7h-hx5h-mgfj ; integration guide, Configure build.gradle",
	Run: func(p *pass) {
		if p.App.Project == nil || len(p.App.Project.Dependencies) == 0 {
			p.skip("No dependencies block was read.", "未读取到 dependencies。")
			return
		}
		for _, d := range p.App.Project.Dependencies {
			version := d.Effective()
			if d.Group != "com.alibaba" || d.Name != "fastjson" || version == "" || strings.ContainsAny(version,
				"$+[(_") || compare(version, fixedFastjson) >= 0 {
				continue
			}
			at := finding.Location{File: d.File, Line: d.Line}
			if p.sameFastjson(version, at) {
				continue
			}
			p.add(finding.Finding{
				Status: finding.Warning, Subject: "com.alibaba:fastjson",
				Where: []finding.Location{at},
				What: t(fmt.Sprintf("fastjson %s has a known hole (CVE-2022-25845); %s closes it.", version,
					fixedFastjson), fmt.Sprintf("fastjson %s 存在已知漏洞（CVE-2022-25845），%s 已修复。", version,
					fixedFastjson)),
				Why:       whyFastjson(version),
				Fix:       t("Raise it to 1.2.83, which keeps the interface.", "请升级到 1.2.83，接口不变。"),
				Paste:     p.script("api 'com.alibaba:fastjson:1.2.83'\n", "api(\"com.alibaba:fastjson:1.2.83\")\n"),
				PasteInto: or(d.File, p.buildFile("")) + " dependencies",
			})
		}
		p.unknownFastjson()
		p.pass("None of the libraries that were read is known for a hole.", "已读取的库中未见已知漏洞。")
	},
}

// sameFastjson adds a line to what was said of the version that Gradle makes of it, and
// reports whether anything was.
func (p *pass) sameFastjson(version string, at finding.Location) bool {
	for i, r := range p.results {
		if strings.HasPrefix(r.What.EN, "fastjson "+version+" ") {
			p.results[i].Where = append(p.results[i].Where, at)
			return true
		}
	}
	return false
}

// guideFastjson is the version that the integration guide gives.
const guideFastjson = "1.2.61"

func whyFastjson(version string) lang.Text {
	if version == guideFastjson {
		return t("It is the guide's version, but a crafted answer may load classes of its choice.",
			"这是文档给出的版本，但恶意构造的数据可加载任意类。")
	}
	return t("A crafted answer may load classes of its choice.", "恶意构造的数据可加载任意类。")
}

// unknownFastjson says that a fastjson of an unknown version may be there.
func (p *pass) unknownFastjson() {
	why := p.App.Project.Incomplete()
	for _, d := range p.App.Project.Dependencies {
		if d.Group != "com.alibaba" || d.Name != "fastjson" {
			continue
		}
		if v := d.Effective(); v != "" && !strings.ContainsAny(v, "$+[(") && d.Doubt.Empty() {
			return
		}
		at := fmt.Sprintf("%s:%d", d.File, d.Line)
		why = lang.Both(at, at)
	}
	if !why.Empty() && len(p.results) == 0 {
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: "com.alibaba:fastjson",
			What: t("Whether a fastjson with a hole is there is not known ("+why.EN+").",
				"无法确定是否使用了有漏洞的 fastjson（"+why.ZH+"）。"),
		})
	}
}
