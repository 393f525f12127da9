package lint

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/dex"
	"loginscope/inspector/finding"
)

var duplicateLibraries = Check{
	ID:    "build.libraries.duplicate",
	Title: t("Duplicate native libraries", "重复的 so"),
	Doc: t("Two aars with the same library end in \"More than one file was found with OS independent path "+
		"lib/…/libauth_number_product-…_alijtca_plus.so\". The guide's cure is to drop the older import.",
		"两个 aar 含相同 so 时构建报错“More than one file was found with OS independent path "+
			"lib/…/libauth_number_product-…_alijtca_plus.so”，文档的做法是去掉旧的引用。"),
	Certainty: codes.Seen, Source: "integration guide, Configure build.gradle",
	Run: func(p *pass) {
		if len(p.App.Native) == 0 {
			p.skip("No native library was read.", "未读取到 so。")
			return
		}
		first := map[string]string{}
		plus := map[string][]string{}
		from := map[string]bool{}
		reported := map[string]bool{}
		for _, n := range p.App.Native {
			if !p.usedFile(n.File) {
				continue
			}
			key := n.ABI + "/" + n.Name
			if f, twice := first[key]; twice && f != n.File && !p.compiled() && !reported[n.Name] {
				reported[n.Name] = true
				p.duplicate(n.Name, []finding.Location{{File: f, Element: key}, {File: n.File, Element: key}})
			}
			first[key] = n.File
			_, login := dex.AlibabaVersion(n.Name)
			if login && strings.Contains(n.Name, sdkLibrary) && !slices.Contains(plus[n.ABI], n.Name) {
				plus[n.ABI] = append(plus[n.ABI], n.Name)
				from[n.File] = true
			}
		}
		for abi, names := range plus {
			// One aar may hold several SDKs that were made for each other.
			if len(names) > 1 && (len(from) > 1 || p.compiled()) && !reported["plus"] {
				reported["plus"] = true
				p.add(finding.Finding{
					Status: finding.Error, Subject: "alijtca_plus.so", Where: []finding.Location{{
						File:    p.App.Name,
						Element: "lib/" + abi,
					}},
					What: t(fmt.Sprintf("Two SDK versions brought their libraries: %s.", list(names)),
						fmt.Sprintf("两个 SDK 版本的 so 并存：%s。", listZH(names))),
					Why: t("The SDK loads one of them at random.", "SDK 加载哪个不确定。"),
					Fix: t("Remove the older aar.", "删除较旧的 aar。"),
				})
			}
		}
		p.pass("Each library is there once.", "so 没有重复。")
	},
}

// duplicate is an error, or a warning where pickFirst makes the build go
// through: it then packs whichever comes first.
func (p *pass) duplicate(name string, where []finding.Location) {
	status := finding.Error
	if p.App.Project != nil {
		for _, pattern := range p.App.Project.PickFirst {
			if ok, _ := path.Match(path.Base(pattern), name); ok {
				status = finding.Warning
			}
		}
	}
	p.add(finding.Finding{
		Status: status, Subject: name, Where: where,
		What: t(fmt.Sprintf("%s comes from two files.", name), fmt.Sprintf("%s 同时来自两个文件。", name)),
		Why:  t("The build stops, or packs one of them at random.", "构建失败，或随机打包其中一个。"),
		Fix:  t("Comment the older import out.", "注释掉较旧的引用。"),
		Paste: p.script("// implementation(name: 'auth_number_product-OLD', ext: 'aar')\n",
			"// implementation(files(\"libs/auth_number_product-OLD.aar\"))\n"), PasteInto: p.buildFile("dependencies"),
	})
}
