package gradle

func (x *exec) mapMethod(v value, name string, args []arg, last *callable) value {
	if p, ok := asPair(v); ok && len(args) == 0 {
		if part, ok := p.part(name); ok {
			return part
		}
	}
	key, _ := first(args).text()
	switch name {
	case "each", "forEach":
		if len(v.m.keys) == 0 && v.m.open.Empty() && last != nil {
			x.b.ruleOut(last.file, last.body)
		}
		for i, pair := range v.items() {
			if last == nil || x.enough(i) {
				break
			}
			if len(last.params) >= 2 {
				x.call(last, []arg{{v: pair[0]}, {v: pair[1]}}, value{})
			} else {
				x.call(last, []arg{{v: entry(pair)}}, value{})
			}
		}
		return v
	case "get", "getAt", "getProperty", "getValue", "getOrDefault", "getOrElse":
		if found, ok := v.m.vals[key]; ok {
			return found
		}
		if !v.m.open.Empty() {
			return v.m.missing()
		}
		if len(args) == 2 {
			return args[1].v
		}
		return value{kind: isNull}
	case "put", "set", "setProperty", "putAt":
		if _, ok := first(args).text(); !ok {
			v.m.open = reason("an entry has a name that is not known: %s", "某个键的名称无法确定：%s", first(args).why())
		} else if len(args) == 2 {
			v.m.set(key, x.changed(v.m.vals[key], "=", args[1].v))
		}
		return value{kind: isNull}
	case "putAll":
		x.putAll(v.m, first(args))
		return value{kind: isNull}
	case "load":
		x.load(v.m, first(args))
		return value{kind: isNull}
	case "containsKey", "contains", "has":
		_, ok := v.m.vals[key]
		if !ok && !v.m.open.Empty() {
			return v.m.missing()
		}
		return boolOf(ok)
	case "size":
		return num(int64(len(v.m.keys)))
	case "isEmpty":
		return boolOf(len(v.m.keys) == 0)
	case "plus":
		return x.arithmetic("+", v, first(args))
	case "toMap", "toMutableMap":
		return v
	}
	if found, ok := v.m.vals[name]; ok && found.kind == isClosure {
		if last != nil {
			args = append(args, arg{v: value{kind: isClosure, fn: last}})
		}
		return x.call(found.fn, args, value{})
	}
	return none(reason("%s of a map", "映射的 %s", name))
}

// load is Properties.load of a file in the folder.
func (x *exec) load(m *dict, from value) {
	if from.kind != isFile {
		return
	}
	src, err := x.b.files.Read(from.s)
	if err != nil {
		m.open = reason("it may be in %s, which is not in the folder", "可能在目录中没有的文件 %s 里", from.s)
		return
	}
	for k, v := range readProperties(string(src)) {
		m.set(k, str(v))
	}
}

// missing is an entry that the dict may hold, as far as is known.
func (d *dict) missing() value {
	return none(d.open)
}

// putAll adds the entries of a map, or of a list of pairs.
func (x *exec) putAll(to *dict, from value) {
	switch from.kind {
	case isMapping:
		for _, k := range from.m.keys {
			to.set(k, x.changed(to.vals[k], "=", from.m.vals[k]))
		}
		if !from.m.open.Empty() {
			to.open = from.m.open
		}
	case isList:
		for _, pair := range from.list {
			x.putAll(to, pair)
		}
	default:
		to.open = from.why()
	}
}
