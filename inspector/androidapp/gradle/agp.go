package gradle

import "strings"

func (b *Build) setAGP(version, file string) {
	if b.agp.Value == "" && version != "" {
		b.agp = Setting{Value: version, File: file}
	}
}

// findAGP looks for the Android plug-in among the dependencies of a build.
func (b *Build) findAGP(n *Node) {
	if n == nil {
		return
	}
	for _, st := range n.sets {
		for _, v := range st.args {
			l := v.lib
			if s, ok := v.text(); v.kind == isText && ok {
				l = coordinates(s)
			}
			if l.group == "com.android.tools.build" && strings.HasPrefix(l.name, "gradle") {
				b.setAGP(l.version, st.file)
			}
		}
	}
}
