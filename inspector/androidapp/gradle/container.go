package gradle

import "slices"

// containers are the blocks of android whose blocks are named items.
var containers = map[string]bool{"buildTypes": true, "productFlavors": true, "sourceSets": true, "signingConfigs": true}

func (n *Node) isContainer() bool {
	return containers[n.Name] && n.parent != nil && n.parent.Name == "android"
}

// containerCall is a method of Gradle's NamedDomainObjectContainer.
func (x *exec) containerCall(n *Node, name string, args []arg, last *callable) (value, bool) {
	switch name {
	case "create", "register", "named", "getByName", "maybeCreate", "findByName", "getAt":
		key, ok := first(args).text()
		if !ok || key == "null" || len(args) == 0 {
			return value{}, false
		}
		if (name == "getByName" || name == "findByName") && last == nil {
			return value{kind: isNode, node: n.peek(key)}, true
		}
		return x.item(n, key, last), true
	case "all", "configureEach", "whenObjectAdded":
		if last != nil {
			x.forAll(n, last)
			return value{}, true
		}
	case "each", "forEach", "onEach":
		if last == nil {
			return value{}, false
		}
		if !n.isContainer() {
			x.forAll(n, last)
			return value{}, true
		}
		n.seed()
		for _, c := range slices.Clone(n.order) { // what is around stays the delegate
			x.call(last, []arg{{v: value{kind: isNode, node: c}}}, value{})
		}
		return value{}, true
	case "matching", "filter", "findAll":
		if n.isContainer() && last != nil {
			return x.transformed(n.itemList(), "findAll", last), true
		}
	}
	return value{}, false
}

// itemList is a container as a list of what is in it.
func (n *Node) itemList() value {
	n.seed()
	out := value{kind: isList}
	for _, c := range n.order {
		out.list = append(out.list, value{kind: isNode, node: c})
	}
	return out
}

// item is a block in a block, made if it is not there yet. A new item of a
// container first gets what holds for all.
func (x *exec) item(n *Node, name string, body *callable) value {
	fresh := n.kids[name] == nil && n.isContainer()
	c := n.peek(name)
	c.maybe = c.maybe || c.loose && x.maybe > 0
	c.attach()
	on := value{kind: isNode, node: c}
	if fresh {
		for _, l := range n.all {
			x.eachOf(l, on)
		}
	}
	x.configure(body, on)
	return on
}

// forAll runs a block for the items that are there and keeps it for the others.
func (x *exec) forAll(n *Node, body *callable) {
	n.attach()
	n.seed()
	l := late{body, x.maybe}
	if x.room(len(n.all)) {
		n.all = append(n.all, l)
	}
	if len(n.order) == 0 || !n.isContainer() {
		x.b.ruleOut(body.file, body.body) // followed for what is still to come
	}
	if n.isContainer() {
		for _, c := range slices.Clone(n.order) {
			x.eachOf(l, value{kind: isNode, node: c})
		}
	}
}

func (x *exec) eachOf(l late, on value) {
	in := *x
	in.maybe, in.file, in.lang = max(x.maybe, l.maybe), l.body.file, l.body.lang
	in.configure(l.body, on)
}

// seed makes the items that the Android plug-in makes itself.
func (n *Node) seed() {
	if !n.isContainer() {
		return
	}
	switch n.Name {
	case "buildTypes":
		n.child("debug")
		n.child("release")
	case "sourceSets":
		n.child("main")
	}
}
