package gradle

import (
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// construct is new Type(…).
func (x *exec) construct(t *script.New, s *scope) value {
	args, _ := x.args(t.Args, s)
	for _, m := range t.Body { // an action as a class of its own
		if f, ok := m.(*script.Func); ok && (f.Name == "execute" || f.Name == "call" || f.Name == "apply") {
			fn := x.function(f, s)
			fn.isFunc = false
			return value{kind: isClosure, fn: fn}
		}
	}
	if len(t.Body) > 0 {
		return x.anonymous(t, s)
	}
	switch t.Type[strings.LastIndexByte(t.Type, '.')+1:] {
	case "Pair", "Tuple2", "MapEntry":
		if len(args) == 2 {
			return pairOf(args[0].v, args[1].v)
		}
	case "File":
		return x.path(args)
	case "Properties":
		return value{kind: isMapping, m: newDict(), ns: "properties"}
	case "JsonSlurper", "JsonSlurperClassic":
		return space(jsonReader{})
	case "FileInputStream", "FileReader", "InputStreamReader", "BufferedReader":
		return first(args)
	case "LinkedHashMap", "HashMap", "TreeMap":
		if from := first(args); from.kind == isMapping {
			return value{kind: isMapping, m: merged(from.m, newDict())}
		}
		return value{kind: isMapping, m: newDict()}
	case "ArrayList", "LinkedList", "HashSet", "LinkedHashSet":
		if from := first(args); from.kind == isList {
			return value{kind: isList, list: slices.Clone(from.list)}
		}
		return value{kind: isList}
	}
	if v, ok := x.instance(t.Type, args, s); ok {
		return v
	}
	return none(verbatim(newPrefix + t.Type[strings.LastIndexByte(t.Type, '.')+1:]))
}

// path is new File(dir, name) or file(name): below the project's folder.
func (x *exec) path(args []arg) value {
	var parts []string
	var why lang.Text
	for _, a := range args {
		s, ok := a.v.text()
		if !ok && why.Empty() {
			why = a.v.why()
		}
		if part, is := a.v.ns.(partly); is {
			s = string(part)
		}
		parts = append(parts, s)
	}
	if !why.Empty() {
		return value{kind: isUnknown, because: why, ns: partly(path.Join(parts...))}
	}
	if len(parts) == 0 {
		return none(reason("a file without a name", "没有文件名"))
	}
	if len(parts) == 1 {
		return value{kind: isFile, s: x.mod.resolve(parts[0])}
	}
	// The first part is resolved by itself: ".." in the others leads out of the folder.
	rest := strings.ReplaceAll(path.Join(parts[1:]...), `\`, "/")
	return value{kind: isFile, s: path.Join(x.mod.resolve(parts[0]), rest)}
}
