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
	case "contains", "any":
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
	case "toList", "toSet", "toTypedArray", "toMutableList", "flatten", "toArray", "distinct", "unique":
		return v
	}
	return none(name + " of a list")
}

func (x *exec) transformed(v value, name string, last *callable) value {
	out := value{kind: isList}
	for i, item := range v.list {
		if i >= maxRepeats || last == nil || x.stop() {
			break
		}
		r := x.call(last, []arg{{v: item}}, value{})
		if name == "collect" || name == "map" {
			out.list = append(out.list, r)
			continue
		}
		is, known := r.truth()
		if !known {
			return none("a condition that is not known")
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
		if i >= maxRepeats || last == nil || x.stop() {
			return
		}
		run(i, item)
	}
}
