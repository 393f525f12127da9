package androidapp

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/lang"
	"loginscope/problem"
)

// ErrOtherSet says that an aar lies beside others of its kind in another folder.
var ErrOtherSet = problem.NewOfPart("another folder holds the same library, and no build shows which app takes which",
	lang.Text{},
	lang.Both("The folder has no build that shows which app takes which aar. The aars of one folder were checked.",
		"目录中没有构建说明各应用使用哪个 aar，仅检查了其中一个目录的 aar。"),
	lang.Both("Check the folder of each app by itself, with its build scripts.", "请连同构建脚本分别检查各应用的目录。"))

// separateSets leaves one set of aars where no build was read and the folder holds the
// same library in several folders: these are several apps, or copies, and none of them
// takes two. That below near stays, else that which lies least deep.
func (o *opener) separateSets(near string) {
	if o.files.fsys == nil {
		return
	}
	app := o.app
	dirs := map[string][]string{} // by library
	for _, a := range app.Aars {
		if dir := path.Dir(a.File); !slices.Contains(dirs[setName(a)], dir) {
			dirs[setName(a)] = append(dirs[setName(a)], dir)
		}
	}
	for i := range app.Aars {
		a := &app.Aars[i]
		if all := dirs[setName(*a)]; len(all) > 1 && path.Dir(a.File) != nearest(all, near) {
			a.Used = false
			o.unreadOf(app, a.File, ErrOtherSet)
		}
	}
	app.Native = nil
	for _, a := range app.Aars {
		if a.Used {
			app.Native = append(app.Native, a.Native...)
		}
	}
}

// setName is what makes two aars the same library, whatever their versions.
func setName(a facts.Aar) string {
	if a.Alibaba() {
		return "auth_number_product" // it had other names
	}
	return strings.ToLower(a.Name)
}

// nearest is the folder below near, else the least deep one, the first of several.
func nearest(dirs []string, near string) string {
	return slices.MinFunc(dirs, func(a, b string) int {
		if x, y := strings.HasPrefix(a+"/", near+"/"), strings.HasPrefix(b+"/", near+"/"); x != y && near != "." {
			if x {
				return -1
			}
			return 1
		}
		if n := strings.Count(a, "/") - strings.Count(b, "/"); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
}
