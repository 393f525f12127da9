package gradle

import (
	"cmp"
	"slices"
)

// Node is one block of the configuration, such as android or defaultConfig: the
// values that were set in it and the blocks inside.
type Node struct {
	Name string
	kids map[string]*Node
	// order are the blocks in the order in which the scripts named them.
	order  []*Node
	sets   []set
	all    []late // configureEach and its like
	parent *Node
	loose  bool // not in parent's kids yet
	lost   bool // the parent took no more
	// maybe is true for a block that a script makes on a condition that is not
	// known.
	maybe bool
	// switches are what a script says of which variants are built.
	switches []variantSwitch
}

// set is one value that a script set, in the order of the scripts.
type set struct {
	name string
	op   string // "=", "+=", "()" for a call, "[]=" for an entry
	args []value
	// names are those of named arguments, beside args; "" for none.
	names []string
	file  string
	line  int
	seq   int
	// maybe is true where the script sets the value on a condition that is not
	// known.
	maybe bool
	// block is what a call with arguments configures, nil if nothing.
	block *Node
}

func newNode(name string) *Node { return &Node{Name: name, kids: map[string]*Node{}} }

// The bounds of the blocks: in one block, and one in the other.
const (
	maxKids    = 2000
	maxNesting = 200
)

// child is the block of that name, made if it is not there yet.
func (n *Node) child(name string) *Node {
	if c := n.kids[name]; c != nil {
		return c
	}
	c := n.peek(name)
	c.attach()
	return c
}

// peek is the block of that name, which joins its parent only once something is
// set in it: to ask for a name makes no block.
func (n *Node) peek(name string) *Node {
	if c := n.kids[name]; c != nil {
		return c
	}
	c := newNode(name)
	c.parent, c.loose = n, true
	return c
}

// attach makes a block a part of its parent.
func (n *Node) attach() {
	for depth := 0; n != nil && n.loose && depth < maxNesting; depth++ {
		n.loose = false
		if p := n.parent; p.kids[n.Name] == nil {
			if n.lost = len(p.order) >= maxKids; !n.lost {
				p.kids[n.Name] = n
				p.order = append(p.order, n)
			}
		}
		n = n.parent
	}
}

// isLost reports whether the block lies in one that took no more.
func (n *Node) isLost() bool {
	for ; n != nil; n = n.parent {
		if n.lost {
			return true
		}
	}
	return false
}

// find is the block at a path, nil if no script named it.
func (n *Node) find(path ...string) *Node {
	for _, p := range path {
		if n == nil {
			return nil
		}
		n = n.kids[p]
	}
	return n
}

// last is the last value that was set under one of the names.
func (n *Node) last(names ...string) (set, bool) {
	if n == nil {
		return set{}, false
	}
	for i := len(n.sets) - 1; i >= 0; i-- {
		for _, name := range names {
			if n.sets[i].name == name {
				return n.sets[i], true
			}
		}
	}
	return set{}, false
}

// each yields what was set under a name, in order, the setters of a block of
// that name included: "x.add(1)" and "x { add(1) }" set x as well.
func (n *Node) each(names ...string) []set {
	if n == nil {
		return nil
	}
	var out []set
	for _, s := range n.sets {
		for _, name := range names {
			if s.name == name {
				out = append(out, s)
			}
		}
	}
	for _, name := range names {
		if c := n.kids[name]; c != nil {
			out = append(out, c.sets...)
		}
	}
	sortSets(out)
	return out
}

func sortSets(list []set) {
	slices.SortStableFunc(list, func(a, b set) int { return cmp.Compare(a.seq, b.seq) })
}

// path is the block's name behind those of the blocks around it.
func (n *Node) path() string {
	p := n.Name
	for depth := 0; n.parent != nil && n.parent.parent != nil && depth < maxNesting; depth++ {
		n = n.parent
		p = n.Name + "." + p
	}
	return p
}
