package gradle

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
)

// The limits of the search for applications that the evaluation did not find.
const (
	maxHidden        = 5
	maxHiddenScripts = 2000
)

// HiddenApps are lines in the folder's scripts and build logic that apply Android's
// application plug-in and that the evaluation did not reach, at most 5: what builds an
// app may not be known although no application was found.
func (b *Build) HiddenApps() []Note {
	var out []Note
	scripts := 0
	for _, f := range b.files.List(b.dir) {
		if !mayApply(f) || len(out) >= maxHidden {
			continue
		}
		if scripts++; scripts > maxHiddenScripts {
			b.limit(f, 0, tooMany)
			break
		}
		src, err := b.files.Read(f)
		if err != nil || !bytes.Contains(src, []byte("application")) && !bytes.Contains(src, []byte("android")) {
			continue
		}
		out = append(out, b.hiddenIn(f, src)...)
	}
	return out[:min(len(out), maxHidden)]
}

// mayApply reports whether a file is a script or build logic.
func mayApply(file string) bool {
	switch path.Ext(file) {
	case ".gradle", ".kts":
		return true
	case ".kt", ".groovy", ".java": // of a plug-in, not of an app
		return !strings.Contains(file, "/src/main/") || strings.Contains(file, "buildSrc/") ||
			strings.Contains(strings.ToLower(file), "plugin") || strings.Contains(strings.ToLower(file), "build-logic")
	}
	return false
}

// hiddenIn are those lines in one file.
func (b *Build) hiddenIn(file string, src []byte) []Note {
	s := b.parsed[file]
	if s == nil {
		s = script.Parse(string(src), script.LangOf(file))
	}
	var out []Note
	script.Walk(s.Body, func(st script.Stmt) bool {
		c, ok := st.(*script.Call)
		if !ok {
			return true
		}
		name, _ := levelWord(c)
		if name == "pluginManagement" || name == "apply" && len(c.Args) == 1 && isFalse(c.Args[0].Value) {
			return false // versions alone
		}
		if appliers[name] && slices.ContainsFunc(c.Args, b.namesApp) && !b.seen[location{file, c.Line()}] {
			out = append(out, Note{File: file, Line: c.Line()})
		}
		return true
	})
	return out
}

// appliers are the calls that apply a plug-in.
var appliers = map[string]bool{"apply": true, "plugin": true, "id": true, "alias": true, "applyPlugin": true}

func isFalse(e script.Expr) bool {
	l, ok := e.(*script.Lit)
	return ok && l.Value == false
}

// namesApp reports whether an argument names Android's application plug-in.
func (b *Build) namesApp(a script.Arg) bool {
	switch e := a.Value.(type) {
	case *script.Lit:
		s, _ := e.Value.(string)
		return androidPlugins[s] == Application
	case *script.Str:
		return len(e.Parts) == 1 && e.Parts[0].Expr == nil && androidPlugins[e.Parts[0].Text] == Application
	case *script.List: // [plugin: 'x']
		return slices.ContainsFunc(e.Items, func(i script.Expr) bool { return b.namesApp(script.Arg{Value: i}) })
	case *script.Prop: // libs.plugins.android.application
		words := dotted(e)
		if c := b.catalogs[words[0]]; c != nil && len(words) > 1 {
			v, _ := c.get(strings.Join(words[1:], "."))
			return v.kind == isRequest && v.req != nil && androidPlugins[v.req.id] == Application
		}
	}
	return false
}

// dotted are the words of a chain of properties.
func dotted(e script.Expr) []string {
	switch t := e.(type) {
	case *script.Name:
		return []string{t.Name}
	case *script.Prop:
		return append(dotted(t.X), t.Name)
	}
	return []string{""}
}
