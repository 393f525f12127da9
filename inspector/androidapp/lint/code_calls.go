package lint

import "loginscope/inspector/androidapp/gradle"

// calls are the calls of a set-up method in a project's sources.
func (p *pass) calls(name string) []gradle.Call {
	if p.App.Project == nil {
		return nil
	}
	var out []gradle.Call
	for _, c := range p.App.Project.Calls {
		if c.Name == name {
			out = append(out, c)
		}
	}
	return out
}
