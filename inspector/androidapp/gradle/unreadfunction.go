package gradle

import "strings"

// unreadFunction keeps that a function which is not in the folder gets the module or its
// Android block as a whole, to configure it: com.acme.configure(project), or a function of
// a library that a plug-in imports. What it sets is not known.
func (x *exec) unreadFunction(n *Node, name string, args []arg, last *callable, line int) {
	whole := false
	for _, a := range args {
		whole = whole || x.isWhole(a.v)
	}
	onWhole := x.isWhole(value{kind: isNode, node: n}) || n == x.mod.node
	bare := len(args) == 0 && last == nil && onWhole && !asksOnly(name)
	if x.b.inSettings || name == "" || n.Name == "super" || !whole && !bare || n.Name == "dependencies" {
		return
	}
	if line == 0 {
		line = x.line
	}
	x.blind(line, reason("the function %s, which was not read,", "未读取的函数 %s", clip(name)))
}

// isWhole reports whether a value is the module at hand or its Android block.
func (x *exec) isWhole(v value) bool {
	return v.kind == isModule && v.mod == x.mod || v.kind == isNode && v.node != nil && v.node.Name == "android" &&
		v.node.parent == x.mod.node
}

// asksOnly reports whether a method is named like one that changes nothing, or like a class.
func asksOnly(name string) bool {
	if name == "object" || name[0] >= 'A' && name[0] <= 'Z' { // Kotlin's constructor
		return true
	}
	for _, word := range []string{"get", "is", "has", "to", "as", "print", "find", "hash", "with", "contains"} {
		if rest, ok := strings.CutPrefix(name, word); ok && (rest == "" ||
			rest[0] >= 'A' && rest[0] <= 'Z' || word == "print" ||
			word == "hash") {
			return true
		}
	}
	return false
}
