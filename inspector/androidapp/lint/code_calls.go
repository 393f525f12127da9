package lint

import (
	"fmt"
	"strings"

	"loginscope/inspector/androidapp/source"
	"loginscope/inspector/finding"
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
		what := t(name+" is given a value that is computed, which was not followed.", name+" 的参数由代码计算，未能追踪。")
		if in := namedBuilds(c); !in.Empty() {
			what = t(fmt.Sprintf("What %s is given in %s is not known.", name, in.EN),
				fmt.Sprintf("无法确定 %s 在%s中的参数。", name, in.ZH))
		}
		p.add(finding.Finding{
			Status: finding.Skipped, Subject: c.File, Build: buildOf(c), Where: callLocation(c, name), What: what,
		})
	}
}

func callLocation(c source.Call, element string) []finding.Location {
	return []finding.Location{{File: c.File, Line: c.Line, Element: element}}
}

// maxNamedBuilds limits the builds that one sentence names.
const maxNamedBuilds = 5

// namedBuilds names the builds that a call's value holds for; empty where the builds
// agree.
func namedBuilds(c source.Call) lang.Text {
	n := len(c.Builds)
	switch {
	case n == 0:
		return lang.Text{}
	case n == 1:
		return t("the build "+c.Builds[0], "构建 "+c.Builds[0]+" ")
	case n > maxNamedBuilds:
		some := c.Builds[:maxNamedBuilds]
		return t(fmt.Sprintf("%d builds (%s and others)", n, list(some)), fmt.Sprintf("构建 %s 等 %d 个", listZH(some), n))
	}
	return t("the builds "+list(c.Builds), "构建 "+listZH(c.Builds)+" ")
}

// buildOf is the one build that a result is about, "" for all or several.
func buildOf(c source.Call) string {
	if len(c.Builds) == 1 {
		return c.Builds[0]
	}
	return ""
}

// buildsOf names the builds that a call is made in: those that its value holds for,
// those that take its source set, or every one.
func buildsOf(c source.Call) lang.Text {
	if in := namedBuilds(c); !in.Empty() {
		return in
	}
	parts := strings.Split(c.File, "/")
	for i := 0; i+2 < len(parts); i++ {
		set, kind := parts[i+1], parts[i+2]
		if parts[i] == "src" && set != "main" && (kind == "java" || kind == "kotlin") {
			return t("the builds that take src/"+set, "采用 src/"+set+" 的构建")
		}
	}
	return t("every build", "所有构建")
}
