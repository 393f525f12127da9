package gradle

import (
	"slices"
	"strings"
)

// buckets are the ends of the names of the configurations that the Android plug-in makes.
var buckets = []string{"implementation", "api", "runtimeonly", "compile", "apk", "publish"}

// ofPlugin reports whether a configuration is one of the Android plug-in's.
func ofPlugin(name string) bool {
	s := strings.ToLower(name)
	return slices.ContainsFunc(buckets, func(b string) bool { return strings.HasSuffix(s, b) })
}

// carriers are the configurations of the plug-in that take what a configuration of the
// script's own names: those that extend it, directly or through others. own is false for one
// that the script does not make; open is true where what some configuration extends is not
// known. Source: https://docs.gradle.org/current/userguide/declaring_configurations.html.
func (m *Module) carriers(name string) (takes []string, own, open bool) {
	all := m.env.node.find("configurations")
	if ofPlugin(name) || all == nil || all.find(name) == nil {
		return nil, false, false
	}
	todo, seen := []string{name}, map[string]bool{name: true}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		for _, c := range all.order {
			for _, st := range c.each("extendsFrom", "setExtendsFrom") {
				names, known := extended(st)
				open = open || !known || st.maybe
				if !slices.Contains(names, at) || seen[c.Name] {
					continue
				}
				seen[c.Name] = true
				// The classpath of a variant at run time is what it packages.
				name := strings.Replace(c.Name, "RuntimeClasspath", "RuntimeOnly", 1)
				if ofPlugin(name) || !packaged(name) {
					takes = append(takes, name)
				} else {
					todo = append(todo, c.Name)
				}
			}
		}
	}
	return takes, true, open
}

// extended are the configurations that a statement names.
func extended(st set) (names []string, known bool) {
	known = true
	for _, a := range st.args {
		for _, v := range a.flat() {
			switch text, ok := v.text(); {
			case v.kind == isNode:
				names = append(names, v.node.Name)
			case ok:
				names = append(names, text)
			default:
				known = false
			}
		}
	}
	return names, known
}
