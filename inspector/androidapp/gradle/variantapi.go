package gradle

import "slices"

// variantSwitch is a block that a script leaves for each variant: variantFilter
// and applicationVariants.all of the old interface, beforeVariants and onVariants
// of the new one; see https://developer.android.com/build/extend-agp.
type variantSwitch struct {
	late
	name     string
	selector value // what a block of the new interface is for, null for every variant
}

var switchNames = map[string]bool{
	"variantFilter": true, "beforeVariants": true, "beforeVariant": true, "onVariants": true, "onVariant": true,
}

// variantCall keeps a block that changes variants or ends the configuration.
func (x *exec) variantCall(n *Node, name string, args []arg, last *callable) bool {
	switch {
	case name == "finalizeDsl" || name == "finalizeDSl":
		if x.room(len(x.mod.finals)) {
			x.mod.finals = append(x.mod.finals, late{last, x.maybe})
		}
		return true
	case switchNames[name] && x.room(len(n.switches)):
		n.attach()
		x.b.ruleOut(last.file, last.body) // followed for each variant
		n.switches = append(n.switches, variantSwitch{late{last, x.maybe}, name, first(args)})
		return true
	}
	return false
}

// variantBlocks are the blocks for each variant, in the order of the scripts.
func (m *Module) variantBlocks() []variantSwitch {
	var out []variantSwitch
	for _, block := range []string{"android", "androidComponents"} {
		if n := m.env.node.find(block); n != nil {
			out = append(out, n.switches...)
		}
	}
	for _, name := range []string{"applicationVariants", "libraryVariants"} {
		n := m.android().find(name)
		if n == nil {
			continue
		}
		for _, l := range n.all {
			out = append(out, variantSwitch{l, name, value{kind: isNull}})
		}
	}
	return out
}

// changes runs the blocks that a variant gets, each on an object of its own, of
// which it returns what the blocks set; with maybe where a selector leaves open
// whether the variant is meant.
func (m *Module) changes(v Variant) []*Node {
	var out []*Node
	for _, s := range m.variantBlocks() {
		takes, known := selects(s.selector, v)
		if known && !takes {
			continue
		}
		if len(out) >= maxKids {
			m.b.limit(s.body.file, 0, tooMany)
			break
		}
		n := variantObject(s.name, v)
		x := m.b.exec(m.env, s.body.file)
		x.maybe = s.maybe
		if !known {
			x.maybe++
		}
		x.configure(s.body, value{kind: isNode, node: n})
		out = append(out, n)
	}
	return out
}

// variantObject is what a block for each variant gets.
func variantObject(name string, v Variant) *Node {
	n := newNode("variant")
	n.give("name", str(v.Name))
	n.give("flavorName", str(v.Flavor))
	switch name {
	case "variantFilter", "applicationVariants", "libraryVariants":
		n.child("buildType").give("name", str(v.BuildType))
		n.give("flavors", flavorNodes(v))
		n.give("productFlavors", flavorNodes(v))
	default:
		n.give("buildType", str(v.BuildType))
		n.give("productFlavors", flavorPairs(v))
	}
	return n
}

// off reports whether the blocks certainly take a variant out of the build.
func off(changes []*Node) bool {
	return slices.ContainsFunc(changes, func(n *Node) bool {
		return n.scalar("enable", "enabled").Value == "false" || n.scalar("ignore").Value == "true"
	})
}

// changed takes over what the blocks for each variant set.
func (v *Variant) changed(changes []*Node) {
	for _, n := range changes {
		for _, on := range []*Node{n, n.find("mergedFlavor")} {
			overrule(&v.TargetSDK, on.scalar("targetSdk", "targetSdkVersion", "targetSdkPreview").level())
			overrule(&v.MinSDK, on.scalar("minSdk", "minSdkVersion", "minSdkPreview").level())
			overrule(&v.ApplicationID, on.scalar("applicationId"))
		}
		overrule(&v.Debuggable, n.find("buildType").scalar("debuggable", "isDebuggable"))
		for _, on := range []*Node{n.find("buildType"), n.find("mergedFlavor"), n} {
			on.placeholders(v.Placeholders)
		}
		v.added(n)
	}
}

// fallBack sets a value that is not set yet.
func fallBack(s *Setting, to Setting) {
	if !s.Set() {
		*s = to
	}
}

// overrule lays a later value over an earlier one.
func overrule(s *Setting, by Setting) {
	if by.Set() {
		*s = by
	}
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
		out.list = append(out.list, pairOf(str(f.dimension), str(f.name)))
	}
	return out
}

// selects reports whether a selector takes a variant, and whether that is known.
func selects(selector value, v Variant) (takes, known bool) {
	if selector.kind == isNull {
		return true, true
	}
	if selector.kind != isNode || selector.node.Name != "selector" {
		return false, false
	}
	takes, known = true, true
	for _, st := range selector.node.sets {
		if st.name == "all" {
			continue
		}
		ok, sure := v.matches(st)
		if sure && !ok {
			return false, true
		}
		known = known && sure
	}
	return takes && known, known
}

// matches reports whether a variant matches one part of a selector, and whether that is
// known.
func (v Variant) matches(st set) (ok, known bool) {
	if p, isPattern := first(argsOf(st)).ns.(pattern); isPattern && st.name == "withName" {
		return p.matches(v.Name, true)
	}
	words := textsOf(st)
	switch {
	case st.name == "withFlavor":
		for _, a := range st.args {
			if p, ok := asPair(a); ok {
				words = append(words, textsOf(set{args: []value{p.first, p.second}})...)
			}
		}
		return v.has(words), len(words) == 2
	case len(words) == 0:
		return false, false
	case st.name == "withBuildType":
		return words[0] == v.BuildType, true
	case st.name == "withName":
		return words[0] == v.Name, true
	}
	return false, false
}

func argsOf(st set) []arg {
	var out []arg
	for _, v := range st.args {
		out = append(out, arg{v: v})
	}
	return out
}

// has reports whether a variant has the flavour that "dimension", "name" or a
// pair of both names.
func (v Variant) has(words []string) bool {
	return len(words) == 2 && slices.Contains(v.flavors, flavor{words[1], words[0]})
}
