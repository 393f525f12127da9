package gradle

import (
	"regexp"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// sourceResource is a path of a source set's manifest, of all its resources, or of those of
// the kinds on which the answers hang.
var sourceResource = regexp.MustCompile(
	`(?:^|/)src/[^/]+/(?:res/?$|res/(?:xml|values)[^/]*(?:/|$)|AndroidManifest\.xml)`)

// writers are calls that write to, or take away, the file or folder that they name; the
// words of Gradle's tasks Copy, Sync and Delete, of Ant and of files.
var writers = map[string]bool{"into": true, "delete": true, "writeText": true, "writeBytes": true, "write": true,
	"append": true, "appendText": true, "setText": true, "replace": true, "copyTo": true, "renameTo": true,
	"withWriter": true, "leftShift": true, "replaceregexp": true, "deleteRecursively": true}

// The words of the notes, which the checks show.
var (
	rewritesSources = reason("the build rewrites a manifest or resources among the sources by code of its own",
		"构建用自己的代码改写源码中的清单或资源")
	definesForVariant = reason("the build defines a resource for each variant by code of its own",
		"构建用自己的代码为各变体定义资源")
)

// rewrites is the note on a statement that changes sources in place or defines resources
// variant by variant, empty for another one.
func rewrites(st script.Stmt) lang.Text {
	switch t := st.(type) {
	case *script.Assign:
		if p, ok := t.Target.(*script.Prop); ok && (p.Name == "text" || p.Name == "bytes") && namesSource(p.X) {
			return rewritesSources
		}
	case *script.Call:
		name := nameOf(t.Fn)
		if writers[name] && (namesSource(t.Fn) || namesSourceIn(t.Args)) {
			return rewritesSources
		}
		if ofVariants(t) && definesValue(t.Args) {
			return definesForVariant
		}
	}
	return lang.Text{}
}

func namesSourceIn(args []script.Arg) bool {
	for _, a := range args {
		if _, block := a.Value.(*script.Closure); !block && namesSource(a.Value) {
			return true
		}
	}
	return false
}

// namesSource reports whether an expression holds the path of a source.
func namesSource(e script.Expr) bool {
	found := false
	script.Walk([]script.Stmt{e}, func(st script.Stmt) bool {
		switch t := st.(type) {
		case *script.Lit:
			text, ok := t.Value.(string)
			found = found || ok && sourceResource.MatchString(text)
		case *script.Str:
			for _, p := range t.Parts {
				found = found || p.Expr == nil && sourceResource.MatchString(p.Text)
			}
		}
		return !found
	})
	return found
}

// ofVariants reports whether a call goes through the variants of the build.
func ofVariants(t *script.Call) bool {
	if nameOf(t.Fn) == "onVariants" {
		return true
	}
	p, ok := t.Fn.(*script.Prop)
	return ok && nameOf(p.X) == "applicationVariants"
}

// definesValue reports whether a block defines a resource that is true or false.
func definesValue(args []script.Arg) bool {
	found := false
	for _, a := range args {
		script.Walk([]script.Stmt{a.Value}, func(st script.Stmt) bool {
			if c, ok := st.(*script.Call); ok && (nameOf(c.Fn) == "resValue" || nameOf(c.Fn) == "makeResValueKey") &&
				len(c.Args) > 0 {
				l, ok := c.Args[0].Value.(*script.Lit)
				found = found || !ok || l.Value == "bool"
			}
			return !found
		})
	}
	return found
}
