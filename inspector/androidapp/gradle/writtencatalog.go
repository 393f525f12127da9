package gradle

// writtenCatalogs reads the catalogues that the settings script itself writes.
func (b *Build) writtenCatalogs() {
	all := b.root.node.find("dependencyResolutionManagement", "versionCatalogs")
	if all == nil {
		return
	}
	for _, n := range all.order {
		c := b.catalogs[n.Name]
		if c == nil {
			c = newCatalog()
			b.catalogs[n.Name] = c
		}
		sets := n.each("from", "version", "library", "bundle", "plugin")
		for _, st := range sets {
			b.catalogLine(n.Name, c, st)
		}
	}
}

func (b *Build) catalogLine(name string, c *catalog, st set) {
	var args []string
	for _, v := range st.args {
		for _, f := range v.flat() {
			s, _ := f.text()
			args = append(args, s)
		}
	}
	switch {
	case st.name == "from" && len(args) > 0:
		b.loadCatalog(name, b.root.resolve(args[0]))
	case st.name == "version" && len(args) == 2:
		c.versions[alias(args[0])] = str(args[1])
	case st.name == "library" && len(args) == 2:
		c.libraries[alias(args[0])] = coordinates(args[1])
	case st.name == "library" && len(args) == 3:
		c.libraries[alias(args[0])] = library_{group: args[1], name: args[2], unresolved: reason("version of %s",
			"%s 的版本", args[0])}
	case st.name == "bundle" && len(args) > 1:
		for _, a := range args[1:] {
			c.bundles[alias(args[0])] = append(c.bundles[alias(args[0])], alias(a))
		}
	case st.name == "plugin" && len(args) == 2:
		c.plugins[alias(args[0])] = pluginRequest{id: args[1], apply: true}
	}
}
