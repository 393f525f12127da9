package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

const bigPage = 16384

var pageSize = Check{
	ID:    "build.page-size",
	Title: t("Native libraries for pages of 16 KB", "so 是否适配 16 KB 页"),
	Doc: t("Phones with Android 15 and later may have memory pages of 16 KB. A 64-bit library whose segments are "+
		"aligned to 4 KB does not load there. Google Play demands 16 KB of apps that target Android 15. The login's "+
		"library has 4 KB in SDK 2.13.3 and 16 KB in 2.14.19.",
		"Android 15 起的手机可能使用 16 KB 内存页，按 4 KB 对齐的 64 位 so 在这类手机上无法加载。Google Play 要求面向 Android 15 的应用适配 16 KB。登录 SDK "+
			"的 so 在 2.13.3 中为 4 KB，在 2.14.19 中为 16 KB。"),
	Certainty: codes.Seen,
	Source:    "https://developer.android.com/guide/practices/page-sizes ; ELF headers of SDK 2.13.3 and 2.14.19",
	Run: func(p *pass) {
		small, read := map[string][]finding.Location{}, false
		var names []string
		for _, n := range p.App.Native {
			if n.ABI != "arm64-v8a" && n.ABI != "x86_64" || n.Align == 0 || !p.usedFile(n.File) {
				continue
			}
			read = true
			if n.Align < bigPage {
				if !slices.Contains(names, n.Name) {
					names = append(names, n.Name)
				}
				small[n.Name] = append(small[n.Name], finding.Location{
					File:    n.File,
					Element: fmt.Sprintf("%s/%s, %d", n.ABI, n.Name, n.Align),
				})
			}
		}
		slices.Sort(names)
		for _, name := range names {
			p.add(finding.Finding{
				Status: finding.Warning, Subject: name, Where: small[name],
				What: t(name+" is aligned to less than 16 KB.", name+" 未按 16 KB 对齐。"),
				Why: t(
					"It does not load on phones with pages of 16 KB (Android 15 and later).",
					"在使用 16 KB 页的手机（Android 15 及以上）上无法加载。",
				),
				Fix: t(
					"Take a version of the library that is built for 16 KB; of the login SDK, 2.14.19.",
					"请换用适配 16 KB 的版本；登录 SDK 可用 2.14.19。",
				),
			})
		}
		if !read {
			p.skip("No alignment of a 64-bit library was read.", "未读取到 64 位 so 的对齐信息。")
			return
		}
		p.pass("Every 64-bit library is aligned to 16 KB.", "64 位 so 均按 16 KB 对齐。")
	},
}

// usedFile reports whether a file that holds libraries goes into the app: an aar
// that no dependency names does not.
func (p *pass) usedFile(file string) bool {
	for _, a := range p.App.Aars {
		if a.File == file {
			return a.Used
		}
	}
	return true
}
