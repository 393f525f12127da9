package gradle

import (
	"path"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// settings evaluates the settings script: what is included, and from where.
func (b *Build) settings() {
	file := b.scriptIn(b.dir, "settings")
	if file == "" {
		return
	}
	b.inSettings = true
	b.run(b.root, file)
	b.unreachedIncludes()
	b.inSettings = false
	b.writtenCatalogs()
	b.settingsAndroid = b.root.node.find("android")
	b.rootName = b.root.node.scalar("name").Value
	b.repositoriesMode = b.modeOfRepositories(b.root.node)
	b.settingsRepositories = b.root.node.find("dependencyResolutionManagement", "repositories")
	// What settings set is none of the root project's own values.
	b.root.node, b.root.plugins = newNode("project"), map[string]bool{}
	for _, m := range b.order {
		if !m.dirSet {
			m.dir = path.Join(m.parentOrRoot().dir, m.name())
		}
	}
}

// includeLine is where the settings include a build.
type includeLine struct {
	dir, file string
	line      int
}

// maxIncluded limits the builds that one build includes.
const maxIncluded = 50

// unreachedIncludes notes what includes modules at a line of the settings' scripts that
// the evaluation did not reach although nothing rules it out, as in a block that is
// given to a method of which nothing is known.
func (b *Build) unreachedIncludes() {
	for _, r := range b.runs {
		parsed := b.parsed[r.file]
		if parsed == nil {
			continue
		}
		script.Walk(parsed.Body, func(s script.Stmt) bool {
			switch c := s.(type) {
			case *script.Func, *script.Class: // followed where they are called
				return false
			case *script.Call:
				name, _ := levelWord(c)
				if (name == "include" || name == "includeFlat") && !b.seen[location{r.file, c.Line()}] {
					b.unknownInclude(r.file, c.Line(), reason("code that could not be followed", "无法跟踪的代码"))
				}
			}
			return true
		})
	}
}

// unknownInclude notes an include of a module whose name is not known.
func (b *Build) unknownInclude(file string, line int, why lang.Text) {
	b.keepNote(Note{File: file, Line: line, kind: includeNote, Text: reason(
		"include of a module whose name is not known: %s", "include 的模块名称无法确定：%s", why)})
}

// settingsCall is a function of the settings script.
func (x *exec) settingsCall(name string, args []arg, last *callable) (value, bool) {
	switch name {
	case "include", "includeFlat":
		for _, a := range args {
			for _, v := range a.v.flat() {
				if p, ok := v.text(); ok {
					x.b.include(p, name == "includeFlat")
				} else {
					x.b.unknownInclude(x.file, x.line, v.why())
				}
			}
		}
		return value{}, true
	case "includeBuild":
		if p, ok := first(args).text(); ok && len(x.b.included) >= maxIncluded {
			x.limited(tooMany)
		} else if ok {
			x.b.included = append(x.b.included, x.mod.resolve(p))
			x.b.includes = append(x.b.includes, includeLine{x.mod.resolve(p), x.file, x.line})
			x.substitutions(x.mod.resolve(p), last)
		}
		return value{}, true
	case "pluginManagement", "buildCache", "dependencyResolutionManagement":
		if last != nil && name == "pluginManagement" {
			in := *x
			in.versionsOnly = true
			in.configure(last, value{kind: isModule, mod: x.mod})
			return value{}, true
		}
	case "enableFeaturePreview":
		return value{}, true
	}
	return value{}, false
}

func (b *Build) include(p string, flat bool) {
	p = ":" + strings.Trim(strings.ReplaceAll(p, "/", ":"), ":")
	if p == ":" {
		return
	}
	if len(b.order) >= maxModules {
		b.limit(b.scriptIn(b.dir, "settings"), 0, tooLarge)
		return
	}
	for i := 1; i <= len(p); i++ {
		if i < len(p) && p[i] != ':' || b.modules[p[:i]] != nil {
			continue
		}
		m := newModule(b, p[:i], "")
		if flat {
			m.dir, m.dirSet = path.Join(b.dir, "..", p[1:i]), true
		} else {
			m.dir = path.Join(m.parentOrRoot().dir, m.name())
		}
		b.modules[p[:i]] = m
		b.order = append(b.order, m)
	}
}
