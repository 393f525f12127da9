package gradle

import "strings"

// nodeCall is a call inside a block: a setting, or a block in it.
func (x *exec) nodeCall(n *Node, name string, args []arg, last *callable, line int) value {
	switch name {
	case "create", "register", "named", "getByName", "maybeCreate", "findByName", "getAt":
		if key, ok := first(args).text(); ok && key != "null" && len(args) > 0 {
			c := n.peek(key)
			c.maybe = c.maybe || c.loose && x.maybe > 0
			if name != "getByName" && name != "findByName" || last != nil {
				c.attach()
			}
			on := value{kind: isNode, node: c}
			x.configure(last, on)
			return on
		}
	case "all", "configureEach", "each", "forEach", "whenObjectAdded":
		if last != nil {
			n.attach()
			n.all = append(n.all, last)
			return value{}
		}
	case "apply", "run", "with", "also", "let", "invoke", "configure":
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
	case "release", "preview":
		if len(args) > 0 && levelNames[n.Name] {
			return first(args)
		}
	}
	if rest, ok := strings.CutPrefix(name, "get"); ok && len(args) == 0 && last == nil && rest != "" {
		return x.nodeProp(n, strings.ToLower(rest[:1])+rest[1:])
	}
	if rest, ok := strings.CutPrefix(name, "set"); ok && len(args) == 1 && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
		name = strings.ToLower(rest[:1]) + rest[1:]
		x.record(n, set{name: name, op: "=", args: []value{args[0].v}, line: line})
		return value{}
	}
	if last != nil && switchNames[name] {
		n.attach()
		n.switches = append(n.switches, variantSwitch{name, first(args), last})
		return value{}
	}
	if name == "selector" && len(args) == 0 {
		return value{kind: isNode, node: newNode(name)}
	}
	var block *Node
	if last != nil {
		c := n.peek(name)
		if len(args) == 0 {
			c.maybe = c.maybe || c.loose && x.maybe > 0
			c.attach()
		} else {
			c = newNode(name)
			block = c
		}
		x.configure(last, value{kind: isNode, node: c})
		if len(args) == 0 {
			return value{kind: isNode, node: c}
		}
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
