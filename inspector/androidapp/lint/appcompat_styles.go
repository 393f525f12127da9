package lint

import (
	"fmt"
	"regexp"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/finding"
)

// appCompatParent is a style of AppCompat on which another one is based.
var appCompatParent = regexp.MustCompile(
	`parent\s*=\s*"(?:@style/)?((?:Base\.|Platform\.)?(?:Theme|ThemeOverlay|Widget|TextAppearance)\.AppCompat[\w.]*)"`)

// appCompatStyles reports an aar of the SDK whose styles are based on AppCompat's where no
// dependency brings these: the resources cannot be linked then, whatever the pages extend.
func (p *pass) appCompatStyles() {
	x := p.App.Project
	if x == nil || len(x.Dependencies) == 0 {
		return
	}
	for i := range p.App.Aars {
		a := &p.App.Aars[i]
		file, style := baseStyle(a)
		if !a.Used || !a.Alibaba() || style == "" || bringsStyles(x.Dependencies) {
			continue
		}
		if by := bringer(x.Dependencies); by != nil {
			p.maybeBrought(by)
			return
		}
		if why := x.Incomplete(); !why.Empty() {
			return // the dependency's own answer says it
		}
		p.add(finding.Finding{
			Status: finding.Error, Subject: "style " + style,
			Where: []finding.Location{{File: a.File + "!" + file, Element: "style"}},
			What: t(
				fmt.Sprintf("A style of %s is based on %s, and no dependency that was read brings AppCompat.", a.File,
					style),
				fmt.Sprintf("%s 中的样式继承 %s，但已读取的依赖均不带入 AppCompat。", a.File, style),
			),
			Why: t(
				"The build stops: \"resource style/"+style+" not found\".",
				"构建失败：“resource style/"+style+" not found”。",
			),
			Fix: t("Add it.", "请添加。"),
			Paste: p.script("implementation '"+appCompatLibrary+"'\n",
				"implementation(\""+appCompatLibrary+"\")\n"),
			PasteInto: p.buildFile("dependencies"),
		})
		return
	}
}

// baseStyle is the first style of AppCompat on which one of an aar is based, and the file.
func baseStyle(a *facts.Aar) (file, style string) {
	for _, r := range a.Resources {
		if !strings.Contains(r.Path, "/values") {
			continue
		}
		if m := appCompatParent.FindSubmatch(r.Source); m != nil {
			return r.Path, string(m[1])
		}
	}
	return "", ""
}

// bringsStyles reports whether a dependency is AppCompat or is known to bring it, in its old
// form as well, which Jetifier replaces.
func bringsStyles(list []gradle.Dependency) bool {
	for _, d := range list {
		switch d.Group + ":" + d.Name {
		case "androidx.appcompat:appcompat", "com.google.android.material:material",
			"androidx.appcompat:appcompat-resources", "com.android.support:appcompat-v7", "com.android.support:design",
			"com.trello.rxlifecycle2:rxlifecycle-components":
			return true
		}
	}
	return false
}
