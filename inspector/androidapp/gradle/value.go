package gradle

import (
	"path"
	"strconv"
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// valueKind is the type of a value.
type valueKind uint8

const (
	isUnknown valueKind = iota // not written, or computed from what is not at hand
	isNull
	isText
	isNumber
	isBoolean
	isList
	isMapping
	isClosure
	isNode      // a block of the configuration
	isModule    // a project of Gradle's
	isFile      // a path
	isLibrary   // coordinates from a catalogue
	isProject   // a dependency on a module
	isFiles     // local files as a dependency
	isTree      // a folder as a dependency
	isFunction  // a function of a script
	isRequest   // a plug-in request: id, version, apply
	isNamespace // an object with constants, a catalogue, an environment
)

// value is what an expression gives. The zero value is unknown.
type value struct {
	kind valueKind
	s    string // text, path
	n    int64
	b    bool
	list []value
	m    *dict
	fn   *callable
	node *Node
	mod  *moduleEnv
	lib  library_
	req  *pluginRequest
	ns   any
	// because is the reason of an unknown value.
	because lang.Text
	// other is what holds instead where a property is given, nil for nothing.
	other *alternative
}

// dict keeps its keys in order.
type dict struct {
	keys []string
	vals map[string]value
	// open says why the dict may hold more, or other values, than are known: a file
	// that is not in the folder, an entry whose name was computed; empty for no reason.
	open lang.Text
	// class is the name of the class whose constants these are, "" for none.
	class string
}

func newDict() *dict { return &dict{vals: map[string]value{}} }

// maxKeys limits what a script may collect.
const maxKeys = 20_000

func (d *dict) set(k string, v value) {
	if _, ok := d.vals[k]; !ok {
		if len(d.keys) >= maxKeys {
			d.open = tooLarge
			return
		}
		d.keys = append(d.keys, k)
	}
	d.vals[k] = v
}

// callable is a closure or function with the scope in which it was written.
type callable struct {
	name   string
	params []script.Param
	body   []script.Stmt
	scope  *scope
	file   string
	lang   script.Lang
	// receiver is Kotlin's extended type, "" for none.
	receiver string
	isFunc   bool
}

// library_ is what a catalogue's or a written line stands for.
type library_ struct {
	group, name, version, ext string
	strict                    bool // strictly, in a catalogue
	unresolved                lang.Text
}

type pluginRequest struct {
	id, version string
	apply       bool
	unsure      bool
}

// partly is what is known of a text that is not known as a whole.
type partly string

func str(s string) value       { return value{kind: isText, s: s} }
func num(n int64) value        { return value{kind: isNumber, n: n} }
func boolOf(b bool) value      { return value{kind: isBoolean, b: b} }
func none(why lang.Text) value { return value{kind: isUnknown, because: why} }

// truth is Groovy's truth of a value, and whether it is known.
func (v value) truth() (is, known bool) {
	switch v.kind {
	case isUnknown:
		return false, false
	case isNull:
		return false, true
	case isText, isFile:
		return v.s != "", true
	case isNumber:
		return v.n != 0, true
	case isBoolean:
		return v.b, true
	case isList:
		return len(v.list) > 0, true
	case isMapping:
		return len(v.m.keys) > 0, v.m.open.Empty() || len(v.m.keys) > 0
	case isNode:
		return true, !v.node.isUnset() // a name that nothing sets is no truth
	}
	return true, true
}

// text is how a value reads in a text, and whether it is known.
func (v value) text() (string, bool) {
	switch v.kind {
	case isText:
		return v.s, true
	case isFile:
		if above(v.s) != 0 {
			return outsideText(v.s), true
		}
		return path.Clean(inFolder + v.s), true
	case isNumber:
		return strconv.FormatInt(v.n, 10), true
	case isBoolean:
		return strconv.FormatBool(v.b), true
	case isNull:
		return "null", true
	case isLibrary:
		return v.lib.group + ":" + v.lib.name + ":" + v.lib.version, v.lib.unresolved.Empty()
	case isNamespace:
		c, ok := v.ns.(enumConstant)
		return c.name, ok
	case isList:
		var parts []string
		for _, x := range v.list {
			s, ok := x.text()
			if !ok {
				return "", false
			}
			parts = append(parts, s)
		}
		return "[" + strings.Join(parts, ", ") + "]", true
	}
	return "", false
}

// known is what is known of a value as a text, "" for nothing.
func (v value) known() string {
	if part, ok := v.ns.(partly); ok {
		return string(part)
	}
	s, _ := v.text()
	return clip(s)
}

// int is a value as a number.
func (v value) int() (int64, bool) {
	switch v.kind {
	case isNumber:
		return v.n, true
	case isText:
		n, err := strconv.ParseInt(strings.TrimSpace(v.s), 10, 64)
		return n, err == nil
	}
	return 0, false
}

// same compares values; known is false if one of them is not.
func same(a, b value) (is, known bool) {
	if a.kind == isUnknown || b.kind == isUnknown {
		return false, false
	}
	if a.kind == isNull || b.kind == isNull {
		return a.kind == b.kind, true
	}
	_, pair1 := asPair(a)
	if _, pair2 := asPair(b); pair1 || pair2 {
		return samePair(a, b)
	}
	x, ok1 := a.text()
	y, ok2 := b.text()
	if !ok1 || !ok2 {
		return false, false
	}
	return x == y, true
}

// why is the reason for which a value is not known.
func (v value) why() lang.Text {
	switch v.kind {
	case isUnknown:
		if v.because.Empty() {
			return reason("computed by the script", "由脚本计算")
		}
		return v.because
	case isNode:
		return notRead(v.node.Name)
	case isNull:
		return reason("null, as far as the scripts were read", "就已读取的脚本而言为 null")
	}
	return reason("of another type", "类型不符")
}
