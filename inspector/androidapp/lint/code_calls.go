package lint

import (
	"strings"

	"loginscope/inspector/androidapp/source"
	"loginscope/lang"
)

// calls are the calls of a set-up method in a project's sources.
func (p *pass) calls(name string) []source.Call {
	var out []source.Call
	for _, c := range p.App.Code.Calls {
		if c.Name == name {
			out = append(out, c)
		}
	}
	return out
}

// noCode says that neither sources nor code were read, if so.
func (p *pass) noCode() bool {
	if p.App.Dex.Files > 0 || p.App.Code.Files > 0 {
		return false
	}
	p.skip("No code was read.", "未读取到代码。")
	return true
}

// computed says of each call whose value in a release build was not followed that
// it was not checked.
func (p *pass) computed(name string) {
	for _, c := range p.calls(name) {
		if c.Release != "" && !strings.HasSuffix(c.Release, `…"`) || c.Debug {
			continue
		}
		p.add(Result{
			Status: Skipped, Subject: c.File, Where: callPlace(c, name),
			What: t(name+" is given a value that is computed, which was not followed.", name+" 的参数由代码计算，未能追踪。"),
		})
	}
}

func callPlace(c source.Call, element string) []Location {
	return []Location{{File: c.File, Line: c.Line, Element: element}}
}

// buildsOf names the builds that a source goes into: every one, or those that take its
// source set.
func buildsOf(file string) lang.Text {
	parts := strings.Split(file, "/")
	for i := 0; i+2 < len(parts); i++ {
		set, kind := parts[i+1], parts[i+2]
		if parts[i] == "src" && set != "main" && (kind == "java" || kind == "kotlin") {
			return t("the builds that take src/"+set, "采用 src/"+set+" 的构建")
		}
	}
	return t("every build", "所有构建")
}
