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
	case "text", "getText", "readText", "readLines", "eachLine", "forEachLine", "useLines", "forEachText",
		"splitEachLine":
		return x.content(v, name, last)
	case "walk", "walkTopDown", "walkBottomUp":
		return x.tree(v.s, false)
	case "eachDirRecurse", "eachFileRecurse", "traverse":
		out := x.tree(v.s, name == "eachDirRecurse")
		x.eachItem(out, last, func(_ int, item value) { x.call(last, []arg{{v: item}}, value{}) })
		return value{kind: isNull}
	case "relativeTo", "relativePath":
		if base := first(args); base.kind == isFile {
			if rest, ok := below(base.s, v.s); ok {
				return str(rest)
			}
			return str(relativePath(base.s, v.s))
		}
	case "startsWith", "endsWith":
		if s, ok := first(args).text(); ok && name == "endsWith" {
			return boolOf(strings.HasSuffix(v.s, s))
		}
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
			return none(reason("%s stays on the developer's computer", "%s 仅存在于开发者的电脑上", v.s))
		}
		absent := boolOf(false)
		absent.other = &alternative{boolOf(true), reason("the file %s is there", "存在文件 %s", path.Base(v.s))}
		return absent
	case "newInputStream", "newDataInputStream", "inputStream", "newReader", "reader",
		"getCanonicalFile", "getAbsoluteFile", "toPath", "normalize", "toFile", "getAsFile", "asFile", "bufferedReader",
		"get":
		return v
	case "resolve", "file", "dir":
		return x.path(append([]arg{{v: v}}, args...))
	case "getAbsolutePath", "getPath", "getCanonicalPath", "toString":
		return x.propOf(v, "path", nil)
	case "getParentFile", "getParent":
		return x.propOf(v, "parentFile", nil)
	case "getName", "getFileName":
		return x.propOf(v, "name", nil)
	}
	return none(reason("what is in the file %s", "取决于文件 %s 的内容", v.s))
}

// children are the files and folders in a folder, as far as they matter to a
// build; or the folders alone.
func (x *exec) children(dir string, folders bool) value {
	out := value{kind: isList}
	seen := map[string]bool{}
	for _, f := range x.b.files.List(dir) {
		rest, ok := below(dir, f)
		name, _, deep := strings.Cut(rest, "/")
		if !ok || seen[name] || folders && !deep || !x.room(len(out.list)) {
			continue
		}
		seen[name] = true
		out.list = append(out.list, value{kind: isFile, s: path.Join(dir, name)})
	}
	return out
}

// tree are all files and folders in a folder, or the folders alone.
func (x *exec) tree(dir string, folders bool) value {
	out := value{kind: isList}
	seen := map[string]bool{}
	add := func(p string) {
		if !seen[p] && x.room(len(out.list)) {
			seen[p] = true
			out.list = append(out.list, value{kind: isFile, s: p})
		}
	}
	for _, f := range x.b.files.List(dir) {
		rest, ok := below(dir, f)
		if !ok {
			continue
		}
		for i, c := range rest {
			if c == '/' {
				add(path.Join(dir, rest[:i]))
			}
		}
		if !folders {
			add(f)
		}
	}
	return out
}

// content is what is in a text file: as a whole, or by its lines.
func (x *exec) content(v value, name string, last *callable) value {
	src, err := x.b.files.Read(v.s)
	if err != nil {
		return none(reason("what is in the file %s, which is not in the folder", "取决于目录中没有的文件 %s", v.s))
	}
	if len(src) > maxText {
		return none(reason("what is in the file %s, which is too long", "取决于过长的文件 %s", v.s))
	}
	if name == "text" || name == "getText" || name == "readText" {
		return str(string(src))
	}
	out := value{kind: isList}
	for line := range strings.Lines(string(src)) {
		if x.room(len(out.list)) {
			out.list = append(out.list, str(strings.TrimRight(line, "\r\n")))
		}
	}
	switch name {
	case "readLines":
		return out
	case "useLines":
		return x.call(last, []arg{{v: out}}, value{})
	}
	x.eachItem(out, last, func(_ int, item value) { x.call(last, []arg{{v: item}}, value{}) })
	return value{kind: isNull}
}

// relativePath leads from one folder to a file elsewhere in the folder that is
// read.
func relativePath(from, to string) string {
	up := ""
	for from != "." && from != to && !strings.HasPrefix(to, from+"/") {
		from, up = path.Dir(from), up+"../"
	}
	rest, ok := below(from, to)
	if !ok {
		rest = ""
	}
	return strings.TrimSuffix(up+rest, "/")
}
