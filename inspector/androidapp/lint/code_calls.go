package lint

import (
	"loginscope/inspector/androidapp/source"
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

func callPlace(c source.Call, element string) []Location {
	return []Location{{File: c.File, Line: c.Line, Element: element}}
}
