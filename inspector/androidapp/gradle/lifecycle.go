package gradle

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// evaluate runs the root's script and then each module's, parents first.
func (b *Build) evaluate() {
	b.module(b.root, false)
	order := slices.Clone(b.order)
	slices.SortStableFunc(order, func(a, c *moduleEnv) int {
		return cmp.Compare(strings.Count(a.path, ":"), strings.Count(c.path, ":"))
	})
	for _, m := range order {
		b.module(m, true)
	}
	for _, m := range append([]*moduleEnv{b.root}, order...) {
		b.finish(m)
	}
	for _, m := range append([]*moduleEnv{b.root}, order...) {
		b.findAGP(m.node.find("buildscript", "dependencies"))
	}
}

func (b *Build) module(m *moduleEnv, shared bool) {
	if src, err := b.files.Read(path.Join(m.dir, "gradle.properties")); err == nil && shared {
		m.props = readProperties(string(src))
	}
	if shared {
		for _, s := range b.shared {
			if s.of == b.root || strings.HasPrefix(m.path, s.of.path+":") {
				b.exec(m, s.body.file).configure(s.body, value{kind: isModule, mod: m})
			}
		}
	}
	m.file = b.scriptIn(m.dir, "build")
	if m.file == "" {
		m.file = b.scriptIn(m.dir, m.name())
	}
	if m.file != "" {
		b.run(m, m.file)
	}
}

// finish runs what a module's scripts put off.
func (b *Build) finish(m *moduleEnv) {
	on := value{kind: isModule, mod: m}
	for i := 0; i < len(m.after) && i < maxRepeats; i++ {
		b.exec(m, m.after[i].file).configure(m.after[i], on)
	}
	for i := 0; i < len(m.waits) && i < maxRepeats; i++ {
		if m.plugins[m.waits[i].id] && m.waits[i].body != nil {
			b.exec(m, m.waits[i].body.file).configure(m.waits[i].body, on)
		}
	}
	for _, name := range []string{"buildTypes", "productFlavors", "sourceSets"} {
		c := m.node.find("android", name)
		if c == nil {
			continue
		}
		if name == "buildTypes" {
			c.child("debug")
			c.child("release")
		}
		for _, fn := range c.all {
			for _, item := range c.order {
				b.exec(m, fn.file).configure(fn, value{kind: isNode, node: item})
			}
		}
	}
}
