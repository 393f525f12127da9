package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/finding"
)

const (
	appCompatClass = "androidx.appcompat.app.AppCompatActivity"
	appCompatTheme = "@style/Theme.AppCompat.Light.NoActionBar"
	// appCompatLibrary is the version that Alibaba's own guide names.
	appCompatLibrary = "androidx.appcompat:appcompat:1.3.1"
)

var appCompat = Check{
	ID:    "build.appcompat",
	Title: t("AppCompat for the SDK's pages", "SDK 页面所需的 AppCompat"),
	Doc: t("The pages of newer SDKs (seen in 2.14.19) extend AppCompatActivity. A local aar brings no dependencies "+
		"along, so the app must depend on androidx.appcompat, and each page needs a theme based on Theme.AppCompat, "+
		"or it crashes when it opens. The base class is read from the aar; without the aar this is not checked.",
		"较新 SDK（已在 2.14.19 中确认）的页面继承 AppCompatActivity。本地 aar 不带入传递依赖，因此应用须依赖 androidx.appcompat，且各页面须使用 "+
			"Theme.AppCompat 系主题，否则打开即崩溃。基类取自 aar；未读取到 aar 时不做检查。"),
	Certainty: codes.Seen,
	Source: "classes of SDK 2.14.19; androidx.appcompat.app.AppCompatDelegateImpl; " +
		"https://help.aliyun.com/document_detail/2249362.html",
	Run: func(p *pass) {
		p.appCompatStyles()
		needs, known := p.appCompatPages()
		switch {
		case !known:
			p.skip("The base class of the SDK's pages was not read.", "未读取到 SDK 页面的基类。")
			return
		case len(needs) == 0:
			p.pass("No page of the SDK in use extends AppCompatActivity.", "所用 SDK 的页面均不继承 AppCompatActivity。")
			return
		}
		p.appCompatDependency()
		b := p.release()
		if b == nil || b.Manifest == nil {
			p.add(finding.Finding{
				Status:  finding.Skipped,
				Subject: "theme",
				What:    t("No manifest was read, so the themes of the pages are not known.", "未读取到清单，无法得知页面主题。"),
			})
			return
		}
		for _, name := range needs {
			if a := find(b.Manifest, name); a != nil {
				p.appCompatTheme(b, a)
			}
		}
		p.pass(
			"The dependency is there and the declared pages have themes of AppCompat.",
			"已有依赖，已声明的页面均使用 AppCompat 主题。",
		)
	},
}

// appCompatPages are the SDK's pages in use that extend AppCompatActivity; known
// is false if the base class of no page was read to its end.
func (p *pass) appCompatPages() (needs []string, known bool) {
	for _, a := range p.App.Aars {
		if !a.Used {
			continue
		}
		for _, name := range []string{authActivity, webActivity, privacyName} {
			switch base := baseOf(a.Pages, name); {
			case base == appCompatClass:
				needs, known = append(needs, name), true
			case strings.HasPrefix(base, "android.app."):
				known = true
			}
		}
	}
	return needs, known
}

// baseOf follows the superclasses of a page to the first one outside of the aar.
func baseOf(pages map[string]string, name string) string {
	super := pages[name]
	for range 20 {
		next, inside := pages[super]
		if !inside {
			break
		}
		super = next
	}
	return super
}

// themed is a declaration to paste, with a theme that the pages in use accept.
func (p *pass) themed(paste string) string {
	if needs, _ := p.appCompatPages(); !slices.ContainsFunc(needs,
		func(n string) bool { return strings.Contains(paste, n) }) {
		return paste
	}
	theme := fmt.Sprintf("android:theme=%q", appCompatTheme)
	if old := `android:theme="@style/` + authDialogTheme + `"`; strings.Contains(paste, old) {
		if strings.Contains(paste, privacyName) {
			theme = `android:theme="@style/Theme.AppCompat.Light.Dialog"`
		}
		return strings.Replace(paste, old, theme, 1)
	}
	return strings.Replace(paste, "/>", "\n    "+theme+"/>", 1)
}

// appCompatBringers are libraries that depend on appcompat themselves.
var appCompatBringers = []string{"androidx.appcompat:appcompat", "com.google.android.material:material"}

// bringNone are the beginnings of the coordinates of libraries that bring no
// appcompat along; any other one of a repository may. Source: their poms.
var bringNone = []string{"io.reactivex", "com.squareup.", "com.jakewharton.", "com.trello.",
	"com.alibaba:fastjson", "com.alibaba.fastjson2", "org.jetbrains.", "com.google.code.", "com.google.guava",
	"com.google.dagger", "com.google.protobuf", "javax.", "jakarta.", "junit", "org.junit", "org.slf4j",
	"org.greenrobot",
	"com.github.bumptech.glide", "io.coil-kt", "io.ktor", "com.tencent:mmkv", "com.tencent.bugly", "androidx.core",
	"androidx.lifecycle", "androidx.room", "androidx.annotation", "androidx.arch", "androidx.work",
	"androidx.datastore", "androidx.compose", "androidx.activity", "androidx.fragment", "androidx.multidex",
	"androidx.collection", "androidx.test", "androidx.startup", "androidx.recyclerview", "androidx.viewpager",
	"androidx.cardview", "androidx.swiperefreshlayout", "androidx.drawerlayout", "androidx.coordinatorlayout",
	"com.google.android.gms", "com.google.firebase", "com.aliyun:numberauth", "com.nirvana.tools"}

// bringer is a library of a repository that may bring appcompat, since what it depends on is
// not known; nil for none.
func bringer(list []gradle.Dependency) *gradle.Dependency {
	for i, d := range list {
		id := d.Group + ":" + d.Name
		known := d.Group == "" || d.Path != "" || d.Module != "" || strings.HasPrefix(d.Group, "com.android.support")
		if !known && !slices.ContainsFunc(bringNone, func(w string) bool { return strings.HasPrefix(id, w) }) {
			return &list[i]
		}
	}
	return nil
}

// maybeBrought says that a library of a repository may bring appcompat along.
func (p *pass) maybeBrought(by *gradle.Dependency) {
	id := by.Group + ":" + by.Name
	p.add(finding.Finding{
		Status: finding.Skipped, Subject: "dependency", Where: []finding.Location{{File: by.File, Line: by.Line}},
		What: t(
			"androidx.appcompat is not among the dependencies read; "+id+" may bring it along, and what it depends "+
				"on was not read.",
			"已读取的依赖中没有 androidx.appcompat；"+id+" 可能将其带入，其依赖未读取。",
		),
	})
}

func (p *pass) appCompatDependency() {
	x := p.App.Project
	if x == nil || len(x.Dependencies) == 0 {
		p.add(finding.Finding{
			Status:  finding.Skipped,
			Subject: "dependency",
			What:    t("No dependencies block was read.", "未读取到 dependencies。"),
		})
		return
	}
	for _, d := range x.Dependencies {
		if slices.Contains(appCompatBringers, d.Group+":"+d.Name) {
			return
		}
	}
	if by := bringer(x.Dependencies); by != nil {
		p.maybeBrought(by)
		return
	}
	if why := x.Incomplete(); !why.Empty() {
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: "dependency",
			What: t(fmt.Sprintf("androidx.appcompat was not found; not all dependencies could be read (%s).", why.EN),
				fmt.Sprintf("未找到 androidx.appcompat；部分依赖无法读取（%s）。", why.ZH)),
		})
		return
	}
	p.add(finding.Finding{
		Status: finding.Warning, Subject: "dependency",
		What: t(
			"The SDK's pages extend AppCompatActivity, and androidx.appcompat is not among the dependencies read.",
			"SDK 页面继承 AppCompatActivity，但依赖中未找到 androidx.appcompat。",
		),
		Why: t(
			"NoClassDefFoundError when the authorisation page opens, unless another library brings it.",
			"若没有其他库带入，打开授权页时会抛出 NoClassDefFoundError。",
		),
		Fix:       t("Add it.", "请添加。"),
		Paste:     p.script("implementation '"+appCompatLibrary+"'\n", "implementation(\""+appCompatLibrary+"\")\n"),
		PasteInto: p.buildFile("dependencies"),
	})
}

// appCompatTheme judges the theme of one page: its own, else the application's.
func (p *pass) appCompatTheme(b *facts.Build, a *manifest.Activity) {
	theme := a.Theme
	if !theme.Set {
		theme = b.Manifest.Application.Theme
	}
	where := []finding.Location{{File: a.File, Line: a.Line, Element: "activity " + a.Name}}
	kind, last := kindOfTheme(b, theme)
	switch kind {
	case themeGood:
	case themeBare:
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: a.Name, Where: where,
			What: t(fmt.Sprintf("The theme %s is not based on Theme.AppCompat, but sets windowActionBar, which "+
				"AppCompat "+
				"looks for; whether the page is drawn right is not known.", theme.Text),
				fmt.Sprintf("主题 %s 不属于 Theme.AppCompat，但设置了 AppCompat 所检查的 windowActionBar；页面能否正常显示无法确定。",
					theme.Text)),
		})
	case themeUnknown:
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: a.Name, Where: where,
			What: t(fmt.Sprintf("Whether the theme %s is based on Theme.AppCompat is not known; it ends at %s.",
				theme.Text, last), fmt.Sprintf("无法确定主题 %s 是否属于 Theme.AppCompat，只追踪到 %s。", theme.Text, last)),
		})
	default:
		what := t(a.Name+" has no theme, and the application has none.", a.Name+" 未设主题，application 也未设主题。")
		if theme.Set {
			what = t(fmt.Sprintf("%s has the theme %s, which is not based on Theme.AppCompat.", a.Name, theme.Text),
				fmt.Sprintf("%s 的主题 %s 不属于 Theme.AppCompat。", a.Name, theme.Text))
		}
		r := finding.Finding{
			Status: finding.Error, Subject: a.Name, Where: where, What: what,
			Why: t(
				"The page extends AppCompatActivity and crashes when it opens: \"You need to use a Theme.AppCompat "+
					"theme (or descendant) with this activity\".",
				"该页面继承 AppCompatActivity，打开即崩溃：“You need to use a Theme.AppCompat theme (or descendant) with this "+
					"activity”。",
			),
			Fix: t(
				"Give the activity a theme that is based on Theme.AppCompat.",
				"为该 Activity 设置 Theme.AppCompat 系主题。",
			),
			Paste: fmt.Sprintf("android:theme=%q", appCompatTheme), PasteInto: "activity " + a.Name,
		}
		if p.replaced(a.Name) {
			r.Status = finding.Warning
		}
		p.add(r)
	}
}
