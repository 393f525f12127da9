package gradle

import (
	"regexp"
	"slices"
	"strings"

	"loginscope/lang"
)

// treeSpec is a fileTree.
type treeSpec struct {
	dir      string
	includes []string
	excludes []string
	patterns map[string]*regexp.Regexp // those that were matched before
}

// fileTree reads fileTree('libs'), fileTree(dir: …, include: …) and a closure
// with include and exclude.
func (x *exec) fileTree(args []arg, last *callable) value {
	spec := &treeSpec{}
	list := func(v value) []string {
		var out []string
		for _, i := range v.flat() {
			if s, ok := i.text(); ok {
				out = append(out, s)
			}
		}
		return out
	}
	var unknown lang.Text
	var take func(name string, v value)
	take = func(name string, v value) {
		switch {
		case v.kind == isMapping && name == "":
			for _, k := range v.m.keys {
				take(k, v.m.vals[k])
			}
		case name == "dir" || name == "":
			s, ok := v.text()
			if !ok && unknown.Empty() {
				unknown = reason("files of a folder that is not known (%s)", "文件夹无法确定的文件（%s）", v.why())
			}
			spec.dir = x.mod.resolve(s)
		case strings.HasPrefix(name, "include"):
			spec.includes = append(spec.includes, list(v)...)
		case strings.HasPrefix(name, "exclude"):
			spec.excludes = append(spec.excludes, list(v)...)
		}
	}
	for _, a := range args {
		take(a.name, a.v)
	}
	if last != nil {
		n := newNode("fileTree")
		x.configure(last, value{kind: isNode, node: n})
		for _, st := range n.sets {
			for _, v := range st.args {
				take(st.name, v)
			}
		}
	}
	if !unknown.Empty() {
		return none(unknown)
	}
	return value{kind: isTree, ns: spec}
}

// treeMethod is a method of a fileTree: one that narrows it, or one of its files.
func (x *exec) treeMethod(v value, name string, args []arg, last *callable) value {
	spec := v.ns.(*treeSpec)
	switch name {
	case "matching", "include", "exclude":
		next := *spec
		if last != nil {
			n := newNode("fileTree")
			x.configure(last, value{kind: isNode, node: n})
			for _, st := range n.sets {
				next.narrow(st.name, st.args)
			}
		}
		for _, a := range args {
			next.narrow(name, []value{a.v})
		}
		if name != "matching" { // these change the tree itself
			*spec = next
			return v
		}
		return value{kind: isTree, ns: &next}
	case "getDir", "getAsFileTree":
		return value{kind: isFile, s: spec.dir}
	case "visit":
		x.unsure(func() { x.call(last, []arg{{v: none(reason("a file of a folder", "目录中的文件"))}}, value{}) })
		return none(reason("what a visit of files does", "遍历文件的结果"))
	}
	return x.listMethod(x.filesOf(spec), name, args, last)
}

// narrow adds patterns to a tree; it shares no list with another one.
func (t *treeSpec) narrow(name string, args []value) {
	var words []string
	for _, a := range args {
		words = append(words, textsOf(set{args: []value{a}})...)
	}
	switch {
	case strings.HasPrefix(name, "include"):
		t.includes = append(t.includes[:len(t.includes):len(t.includes)], words...)
	case strings.HasPrefix(name, "exclude"):
		t.excludes = append(t.excludes[:len(t.excludes):len(t.excludes)], words...)
	}
}

// filesOf are the files of a tree that are there.
func (x *exec) filesOf(t *treeSpec) value {
	out := value{kind: isList}
	for _, f := range x.b.files.List(t.dir) {
		if rest, ok := below(t.dir, f); ok && t.takes(rest) && x.room(len(out.list)) {
			out.list = append(out.list, value{kind: isFile, s: f})
		}
	}
	return out
}

// resolved are files as the module at hand finds them, for another one that depends on
// them: rootProject.files("libs/a.jar").
func (x *exec) resolved(files value) value {
	out := files
	out.list = nil
	for _, f := range files.list {
		if f.kind == isText {
			f = value{kind: isFile, s: x.mod.resolve(f.s)}
		}
		out.list = append(out.list, f)
	}
	return out
}

func (t *treeSpec) takes(name string) bool {
	if slices.ContainsFunc(t.excludes, func(p string) bool { return t.pattern(p).MatchString(name) }) {
		return false
	}
	return len(t.includes) == 0 ||
		slices.ContainsFunc(t.includes, func(p string) bool { return t.pattern(p).MatchString(name) })
}

func (t *treeSpec) pattern(p string) *regexp.Regexp {
	re := t.patterns[p]
	if re == nil {
		if t.patterns == nil {
			t.patterns = map[string]*regexp.Regexp{}
		}
		re = antPattern(p)
		t.patterns[p] = re
	}
	return re
}

// antPattern is a pattern of Ant: "*" inside a folder, "**" across them, a "/" at the end
// for all that lies in the folder.
func antPattern(pattern string) *regexp.Regexp {
	if strings.HasSuffix(pattern, "/") {
		pattern += "**"
	}
	return matcher(antWords.Replace(quoted(pattern)))
}

func quoted(pattern string) string { return regexp.QuoteMeta(strings.ToValidUTF8(pattern, "?")) }

func matcher(expression string) *regexp.Regexp {
	re, err := regexp.Compile("^" + expression + "$")
	if err != nil { // too long for a path
		return regexp.MustCompile(`[^\s\S]`)
	}
	return re
}

// either makes alternatives of what stands in braces, in a pattern as QuoteMeta leaves it.
func either(pattern string) string {
	before, rest, open := strings.Cut(pattern, `\{`)
	inner, after, closed := strings.Cut(rest, `\}`)
	if !open || !closed {
		return pattern
	}
	return before + "(?:" + strings.ReplaceAll(inner, ",", "|") + ")" + either(after)
}

// antWords are the words of a pattern of Ant, as QuoteMeta leaves them, as regular
// expressions.
var antWords = strings.NewReplacer(`\*\*/`, "(.*/)?", `\*\*`, ".*", `\*`, "[^/]*", `\?`, "[^/]")
