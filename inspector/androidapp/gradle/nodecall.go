package gradle

import "strings"

// nodeCall is a call inside a block: a setting, or a block in it.
func (x *exec) nodeCall(n *Node, name string, args []arg, last *callable, line int) value {
	if v, ok := x.containerCall(n, name, args, last); ok {
		return v
	}
	if n.Name == "productFlavors" && n.isContainer() && (name == "flavorDimensions" || name == "flavorDimension") {
		n = n.parent // Groovy takes it for the call of what is around
	}
	switch name {
	case "apply", "run", "with", "also", "let", "invoke", "configure", "withGroovyBuilder":
		if last != nil && len(args) == 0 {
			n.attach()
			on := value{kind: isNode, node: n}
			if v := x.configure(last, on); name == "run" || name == "let" {
				return v
			}
			return on
		}
	case "get", "getOrNull", "orNull":
		if len(args) == 0 {
			return value{kind: isNode, node: n}
		}
	case "initWith":
		if n.parent != nil && n.parent.isContainer() && len(args) == 1 {
			x.initWith(n, args[0].v, line)
			return value{}
		}
	case "release", "preview":
		if len(args) > 0 && levelNames[n.Name] {
			return first(args)
		}
	case "eachDependency":
		if last != nil && n.Name == "resolutionStrategy" {
			n.attach()
			n.all = append(n.all, late{last, x.maybe}) // run for each dependency
			return value{}
		}
	case "module":
		if n.Name == "dependencySubstitution" && len(args) == 1 {
			return first(args)
		}
	case "because", "withoutClassifier", "withClassifier":
		if n.Name == "substitute" {
			return value{kind: isNode, node: n}
		}
	case "selector":
		if len(args) == 0 {
			return value{kind: isNode, node: newNode(name)}
		}
	}
	if key, ok := firstText(args); ok && name == "setProperty" && len(args) == 2 {
		x.reached(key, line)
		x.record(n, set{name: key, op: "=", args: []value{args[1].v}, line: line})
		return value{}
	}
	if rest, ok := strings.CutPrefix(name, "get"); ok && len(args) == 0 && last == nil && rest != "" {
		return x.nodeProp(n, strings.ToLower(rest[:1])+rest[1:])
	}
	if rest, ok := strings.CutPrefix(name, "set"); ok && len(args) == 1 && rest != "" && rest[0] >= 'A' &&
		rest[0] <= 'Z' {
		name = strings.ToLower(rest[:1]) + rest[1:]
		x.record(n, set{name: name, op: "=", args: []value{args[0].v}, line: line})
		return value{}
	}
	if last != nil && x.variantCall(n, name, args, last) {
		return value{}
	}
	return x.setting(n, name, args, last, line)
}

// setting is a call that sets a value, or a block, or both at once.
func (x *exec) setting(n *Node, name string, args []arg, last *callable, line int) value {
	var block *Node
	x.unreadFunction(n, name, args, last, line)
	if last != nil {
		if len(args) == 0 {
			return x.item(n, name, last)
		}
		block = newNode(name)
		x.configure(last, value{kind: isNode, node: block})
	}
	st := set{name: name, op: "()", line: line, block: block}
	for _, a := range args {
		st.args, st.names = append(st.args, a.v), append(st.names, a.name)
	}
	x.record(n, st)
	if n.Name == "selector" {
		return value{kind: isNode, node: n}
	}
	return value{kind: isNode, node: n.peek(name)}
}

// levelNames are the blocks in which AGP 9 takes a level apart.
var levelNames = map[string]bool{"compileSdk": true, "targetSdk": true, "minSdk": true}
