package gradle

import "strings"

func (x *exec) listMethod(v value, name string, args []arg, last *callable) value {
	switch name {
	case "each", "forEach", "onEach":
		x.eachItem(v, last, func(_ int, item value) { x.call(last, []arg{{v: item}}, value{}) })
		return v
	case "all", "configureEach":
		x.eachItem(v, last, func(_ int, item value) { x.configure(last, item) })
		return v
	case "eachWithIndex":
		x.eachItem(v, last, func(i int, item value) { x.call(last, []arg{{v: item}, {v: num(int64(i))}}, value{}) })
		return v
	case "forEachIndexed":
		x.eachItem(v, last, func(i int, item value) { x.call(last, []arg{{v: num(int64(i))}, {v: item}}, value{}) })
		return v
	case "collect", "map", "findAll", "filter":
		return x.transformed(v, name, last)
	case "size", "length", "count":
		return num(int64(len(v.list)))
	case "isEmpty":
		return boolOf(len(v.list) == 0)
	case "first", "get", "last", "getAt":
		i := 0
		if n, ok := first(args).int(); ok && len(args) > 0 {
			i = int(n)
		} else if name == "last" {
			i = len(v.list) - 1
		} else if name == "get" && len(args) == 0 {
			return v
		}
		if i >= 0 && i < len(v.list) {
			return v.list[i]
		}
	case "any":
		if last != nil {
			kept := x.transformed(v, "filter", last)
			if kept.kind != isList {
				return kept
			}
			return boolOf(len(kept.list) > 0)
		}
		return boolOf(len(v.list) > 0)
	case "contains":
		if is, known := contains(v, first(args)); known && last == nil {
			return boolOf(is)
		}
	case "join", "joinToString":
		sep, _ := first(args).text()
		var parts []string
		for _, i := range v.list {
			s, ok := i.text()
			if !ok {
				return none(i.why())
			}
			parts = append(parts, s)
		}
		return str(strings.Join(parts, sep))
	case "plus":
		return x.arithmetic("+", v, first(args))
	case "toMap":
		d := newDict()
		x.putAll(d, v)
		return value{kind: isMapping, m: d}
	case "toList", "toSet", "toTypedArray", "toMutableList", "flatten", "toArray", "distinct", "unique", "sorted",
		"sort", "files", "getFiles",
		"toSorted", "filterNotNull", "asSequence", "asIterable", "asList", "stream", "reversed", "orEmpty", "maxDepth",
		"sortedBy",
		"toMutableSet", "asReversed", "values":
		return v
	case "mapNotNull", "flatMap", "collectMany", "collectEntries", "associate", "filterNot", "none", "every", "find",
		"firstOrNull":
		return x.transformedToo(v, name, last)
	}
	return none(reason("%s of a list", "列表的 %s", name))
}

func (x *exec) transformed(v value, name string, last *callable) value {
	out := value{kind: isList}
	for i, item := range v.list {
		if last == nil || x.enough(i) {
			break
		}
		r := x.call(last, []arg{{v: item}}, value{})
		if name == "collect" || name == "map" {
			out.list = append(out.list, r)
			continue
		}
		is, known := r.truth()
		if !known {
			return none(reason("a condition that is not known", "取决于无法确定的条件"))
		}
		if is {
			out.list = append(out.list, item)
		}
	}
	return out
}

// eachItem runs a closure for the items of a list, as far as the bounds allow.
func (x *exec) eachItem(v value, last *callable, run func(i int, item value)) {
	if len(v.list) == 0 && last != nil {
		x.b.ruleOut(last.file, last.body)
	}
	for i, item := range v.list {
		if last == nil || x.enough(i) {
			return
		}
		run(i, item)
	}
}

// transformedToo are the rarer transformations of a list.
func (x *exec) transformedToo(v value, name string, last *callable) value {
	if last == nil {
		if name == "firstOrNull" && len(v.list) > 0 {
			return v.list[0]
		}
		return none(reason("%s of a list", "列表的 %s", name))
	}
	switch name {
	case "filterNot":
		kept := x.transformed(v, "filter", last)
		if kept.kind != isList {
			return kept
		}
		out := value{kind: isList}
		for _, i := range v.list {
			if is, known := contains(kept, i); known && !is {
				out.list = append(out.list, i)
			}
		}
		return out
	case "find", "firstOrNull":
		kept := x.transformed(v, "filter", last)
		if kept.kind == isList && len(kept.list) > 0 {
			return kept.list[0]
		}
		if kept.kind == isList {
			return value{kind: isNull}
		}
		return kept
	case "none", "every":
		kept := x.transformed(v, "filter", last)
		if kept.kind != isList {
			return kept
		}
		return boolOf(name == "none" && len(kept.list) == 0 || name == "every" && len(kept.list) == len(v.list))
	}
	mapped := x.transformed(v, "map", last)
	if name == "associate" || name == "collectEntries" {
		d := newDict()
		x.putAll(d, mapped)
		return value{kind: isMapping, m: d}
	}
	out := value{kind: isList}
	for _, i := range mapped.list {
		switch {
		case name == "mapNotNull" && i.kind != isNull:
			out.list = append(out.list, i)
		case name != "mapNotNull":
			out.list = append(out.list, i.flat()...)
		}
	}
	return out
}
