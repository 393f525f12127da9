package gradle

import "loginscope/inspector/androidapp/gradle/script"

func (x *exec) declare(t *script.Decl, s *scope) {
	v := value{kind: isNull}
	if t.Value != nil {
		v = x.eval(t.Value, s)
	}
	if t.By {
		v = x.delegated(t, v, s)
	}
	for i, name := range t.Names {
		one := v
		if len(t.Names) > 1 {
			one = v.item(i)
		}
		s.declare(name, one)
	}
}

// item is one value of a list or of a pair that is taken apart.
func (v value) item(i int) value {
	if v.kind == isList && i < len(v.list) {
		return v.list[i]
	}
	if p, ok := asPair(v); ok && i < 2 {
		return p.at(i)
	}
	return none(reason("part of a list", "列表中的一项"))
}

// delegated is Kotlin's "val x by extra", "by project", "by lazy { }" and
// "by extra(value)".
func (x *exec) delegated(t *script.Decl, v value, s *scope) value {
	name := t.Names[0]
	switch e := t.Value.(type) {
	case *script.Name:
		if e.Name == "extra" || e.Name == "project" || e.Name == "rootProject" || e.Name == "settings" {
			found, _ := x.mod.property(name)
			return found
		}
	case *script.Prop:
		if e.Name == "creating" && nameOf(e.X) == "configurations" {
			return value{kind: isNode, node: x.mod.node.child("configurations").child(name)}
		}
		if e.Name == "extra" {
			found, _ := x.mod.property(name)
			return found
		}
	case *script.Call:
		if n, ok := e.Fn.(*script.Name); ok && n.Name == "extra" {
			if len(e.Args) == 1 {
				if v = x.eval(e.Args[0].Value, s); v.kind == isClosure {
					v = x.call(v.fn, nil, value{})
				}
				x.mod.ext.set(name, v)
				return v
			}
			found, _ := x.mod.property(name)
			return found
		}
	}
	return v
}
