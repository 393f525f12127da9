package gradle

import "slices"

// variantSwitch is a block that says which variants are built: variantFilter of
// the old interface, beforeVariants of the new one.
type variantSwitch struct {
	name     string
	selector value // what beforeVariants is for, null for every variant
	body     *callable
}

var switchNames = map[string]bool{"variantFilter": true, "beforeVariants": true, "beforeVariant": true}

// built leaves out the variants that the scripts switch off. One for which that
// is not known stays and is judged, and so do all if none would be left.
func (m *Module) built(list []Variant) []Variant {
	switches := slices.Clone(m.switchesOf("android"))
	switches = append(switches, m.switchesOf("androidComponents")...)
	if len(switches) == 0 {
		return list
	}
	var out []Variant
	for _, v := range list {
		if !slices.ContainsFunc(switches, func(s variantSwitch) bool { return m.off(s, v) }) {
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		return list
	}
	return out
}

func (m *Module) switchesOf(block string) []variantSwitch {
	n := m.env.node.find(block)
	if n == nil {
		return nil
	}
	return n.switches
}

// off reports whether a switch certainly takes a variant out of the build.
func (m *Module) off(s variantSwitch, v Variant) bool {
	if !selects(s.selector, v) {
		return false
	}
	n := newNode("variant")
	n.give("name", str(v.Name))
	n.give("flavorName", str(v.Flavor))
	if s.name == "variantFilter" {
		n.child("buildType").give("name", str(v.BuildType))
		n.give("flavors", flavorNodes(v))
	} else {
		n.give("buildType", str(v.BuildType))
		n.give("productFlavors", flavorPairs(v))
	}
	m.b.exec(m.env, s.body.file).configure(s.body, value{kind: isNode, node: n})
	return n.scalar("enable", "enabled").Value == "false" || n.scalar("ignore").Value == "true"
}

// give sets a value that the build tools set.
func (n *Node) give(name string, v value) {
	n.attach()
	n.sets = append(n.sets, set{name: name, op: "=", args: []value{v}})
}

func flavorNodes(v Variant) value {
	out := value{kind: isList}
	for _, f := range v.flavors {
		n := newNode(f.name)
		n.give("name", str(f.name))
		n.give("dimension", str(f.dimension))
		out.list = append(out.list, value{kind: isNode, node: n})
	}
	return out
}

func flavorPairs(v Variant) value {
	out := value{kind: isList}
	for _, f := range v.flavors {
		d := newDict()
		d.set("first", str(f.dimension))
		d.set("second", str(f.name))
		out.list = append(out.list, value{kind: isMapping, m: d})
	}
	return out
}

// selects reports whether a selector certainly takes a variant.
func selects(selector value, v Variant) bool {
	if selector.kind == isNull {
		return true
	}
	if selector.kind != isNode || selector.node.Name != "selector" {
		return false
	}
	for _, st := range selector.node.sets {
		words := textsOf(st)
		switch {
		case st.name == "all":
		case len(words) == 0:
			return false
		case st.name == "withBuildType" && words[0] == v.BuildType, st.name == "withName" && words[0] == v.Name:
		case st.name == "withFlavor" && v.has(words):
		default:
			return false
		}
	}
	return true
}

// has reports whether a variant has the flavour that "dimension", "name" or a
// pair of both names.
func (v Variant) has(words []string) bool {
	return len(words) == 2 && slices.Contains(v.flavors, flavor{words[1], words[0]})
}
