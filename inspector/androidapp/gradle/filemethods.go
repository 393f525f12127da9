package gradle

import (
	"path"
	"strings"
)

func (x *exec) fileMethod(v value, name string, args []arg, last *callable) value {
	if of, ok := v.ns.(buildDirOf); ok && len(args) == 1 && (name == "set" || name == "value" || name == "fileValue") {
		of.mod.setBuildDir(args[0].v)
		return v
	}
	switch name {
	case "use", "withInputStream", "withReader":
		if last != nil {
			return x.call(last, []arg{{v: v}}, value{})
		}
		return v
	case "eachDir", "eachFile", "eachDirMatch", "eachFileMatch":
		out := x.children(v.s, name == "eachDir" || name == "eachDirMatch")
		x.eachItem(out, last, func(_ int, item value) { x.call(last, []arg{{v: item}}, value{}) })
		return value{kind: isNull}
	case "listFiles", "listDirectoryEntries":
		out := x.children(v.s, false)
		if fn := first(args).fn; last == nil && fn != nil {
			last = fn
		}
		if last != nil {
			return x.transformed(out, "filter", last)
		}
		return out
	case "list":
		out := x.children(v.s, false)
		for i, c := range out.list {
			out.list[i] = str(path.Base(c.s))
		}
		return out
	case "isDirectory":
		return boolOf(len(x.b.files.List(v.s)) > 0)
	case "isFile":
		if x.b.files.Has(v.s) {
			return boolOf(len(x.b.files.List(v.s)) == 0)
		}
		return x.fileMethod(v, "exists", nil, nil)
	case "exists", "canRead":
		if x.b.files.Has(v.s) {
			return boolOf(true)
		}
		if strings.HasSuffix(v.s, "local.properties") || strings.HasSuffix(v.s, "keystore.properties") {
			return none(v.s + " stays on the developer's computer")
		}
		return boolOf(false)
	case "newInputStream", "newDataInputStream", "inputStream", "newReader", "reader",
		"getAbsolutePath", "getPath", "getCanonicalFile", "getAbsoluteFile", "getCanonicalPath", "toString", "toPath", "normalize", "toFile", "getAsFile", "asFile", "bufferedReader", "get":
		return v
	case "resolve", "file", "dir":
		return x.path(append([]arg{{v: v}}, args...))
	case "getParentFile":
		return x.propOf(v, "parentFile", nil)
	case "getName":
		return x.propOf(v, "name", nil)
	}
	return none("what is in the file " + v.s)
}

// children are the files and folders in a folder, as far as they matter to a
// build; or the folders alone.
func (x *exec) children(dir string, folders bool) value {
	out := value{kind: isList}
	seen := map[string]bool{}
	for _, f := range x.b.files.List(dir) {
		rest, ok := below(dir, f)
		name, _, deep := strings.Cut(rest, "/")
		if !ok || seen[name] || folders && !deep || len(out.list) >= maxRepeats {
			continue
		}
		seen[name] = true
		out.list = append(out.list, value{kind: isFile, s: path.Join(dir, name)})
	}
	return out
}
