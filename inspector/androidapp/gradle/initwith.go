package gradle

import "slices"

// Law of this file: initWith copies an item as it is at that moment, in place of what the
// item was given before; what either is given afterwards belongs to that one alone. Source:
// BuildType.initWith and ProductFlavor.initWith of the Android Gradle plug-in.

// initWith makes a build type or flavour a copy of another one.
func (x *exec) initWith(n *Node, from value, line int) {
	name := initial(from)
	source := n.parent.find(name)
	if source == nil && name != "debug" && name != "release" {
		for _, open := range copiedValues {
			x.record(n, set{name: open, op: "=", line: line,
				args: []value{none(reason("initWith copies it from an item that is not known (%s)",
					"initWith 从无法确定的项复制了它（%s）", from.why()))}})
		}
		return
	}
	if source == n {
		return
	}
	if x.maybe == 0 {
		n.sets, n.kids, n.order = nil, map[string]*Node{}, nil
	}
	if source != nil {
		x.copyInto(n, source, 0)
	}
	x.record(n, set{name: "initWith", op: "()", args: []value{str(name)}, line: line})
}

// copiedValues are what a copy of an unknown item may set, as far as the checks read it.
var copiedValues = []string{"debuggable", "minifyEnabled", "manifestPlaceholders", "applicationIdSuffix", "minSdk",
	"targetSdk"}

// copyInto adds what one block holds to another one. On a condition that is not known
// each value may be there or not.
func (x *exec) copyInto(n, from *Node, depth int) {
	if depth >= maxNesting {
		x.limited(tooDeep)
		return
	}
	if x.stop() {
		return
	}
	for _, st := range from.sets {
		if st.name == "initWith" {
			continue
		}
		if len(n.sets) >= maxSets {
			x.limited(tooLarge)
			return
		}
		st.args = slices.Clone(st.args)
		for i, v := range st.args {
			if v.kind == isMapping && v.m != nil { // a map of its own, which statements change in place
				st.args[i].m = merged(v.m, newDict())
			}
		}
		if x.maybe > 0 {
			x.b.seq++
			st.seq, st.maybe = x.b.seq, true
		}
		n.sets = append(n.sets, st)
	}
	for _, c := range from.order {
		x.copyInto(n.child(c.Name), c, depth+1)
	}
}

// lineage are the items that a build type or flavour was made from, the first origin
// first, itself last.
func (n *Node) lineage() []*Node {
	out := []*Node{n}
	for range maxNesting {
		st, ok := out[0].last("initWith")
		if !ok || n.parent == nil {
			break
		}
		from := n.parent.peek(initial(st.args[0]))
		if slices.Contains(out, from) {
			break
		}
		out = slices.Insert(out, 0, from)
	}
	return out
}
