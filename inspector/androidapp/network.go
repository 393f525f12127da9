package androidapp

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/xmltree"

	"loginscope/lang"
)

// network finds the configuration that the manifest names. Without a manifest, a
// single configuration counts as named.
func (s *moduleReader) network(b *facts.Build, v gradle.Variant, table *res.Folders) {
	var debug *nsc.Config
	switch {
	case b.Manifest == nil:
		if list := s.configs(); len(list) > 0 {
			b.NSC.Referenced, b.NSC.Config = true, &list[0]
			s.used[list[0].File] = true
		}
	case b.Manifest.Application.NSC.Set:
		debug = s.referenced(b, v, table)
	}
	debuggable := b.Variant == facts.Debug && b.Debuggable.Value != "false" ||
		b.Manifest != nil && b.Manifest.Application.Debuggable.Is
	worstFirst(b, debuggable, debug)
	b.Policy = policy(*b, debuggable, debug)
}

// ownResource is "xml/nsc" of a reference such as "@xml/nsc" or, where the package is
// the app's, "@com.example.app:xml/nsc".
func ownResource(reference, pkg string) string {
	name := strings.TrimPrefix(reference, "@")
	if from, rest, ok := strings.Cut(name, ":"); ok && (from == pkg || pkg == "" && from != "android") {
		return rest
	}
	return name
}

func (s *moduleReader) referenced(b *facts.Build, v gradle.Variant, table *res.Folders) (debug *nsc.Config) {
	n := &b.NSC
	n.Referenced, n.Reference = true, b.Manifest.Application.NSC.Text
	name, isXML := strings.CutPrefix(ownResource(n.Reference, b.Manifest.Package), "xml/")
	if !isXML {
		n.Fail(lang.Both(n.Reference+" is no XML resource of the app", n.Reference+" 不是应用的 XML 资源"))
		return nil
	}
	found := table.Lookup("xml/"+name, b.MinSDK)
	if len(found) == 0 {
		found = s.anywhere(name)
	}
	if len(found) == 0 {
		n.Fail(lang.Both("no file res/xml/"+name+".xml in the project", "项目中没有 res/xml/"+name+".xml"))
		n.Compiled = s.compiled(v, "xml_"+name+".xml.flat")
		if c := s.decompiled(n.Compiled); c != nil {
			n.Config, n.Compiled, n.Error, n.Said = c, "", "", lang.Text{}
			return nil
		}
		switch n.NotGiven = s.o.files.fsys == nil || n.Compiled != "" || s.lacksParts(); {
		case s.o.files.fsys == nil:
			n.Fail(lang.Both("res/xml/"+name+".xml was not given", "未提供 res/xml/"+name+".xml"))
		case !n.NotGiven:
			n.Misplaced = s.misplaced(name)
		}
		return nil
	}
	n.OnlyFor = onlyFor(found, b.MinSDK)
	for i, e := range found {
		c, err := config(e.File, e.Source)
		if err != nil {
			s.o.unreadOf(s.app, e.File, err)
			if i == 0 {
				n.Error, n.Said = err.Error(), describe(err)
			}
			continue
		}
		s.used[e.File] = true
		if strings.Contains(e.File, "!") { // of an aar, which nothing is written into
			c.Source, c.Decompiled = nil, e.Source
		}
		c.Qualifier = e.Qualifier
		if n.Config == nil && n.Error == "" {
			n.Config = c
		} else {
			n.Others = append(n.Others, *c)
		}
	}
	for _, e := range table.Lookup("xml/"+name+"_debug", b.MinSDK) {
		if c, err := config(e.File, e.Source); err == nil {
			return c.Config
		}
	}
	return nil
}

// lacksParts reports whether the build takes in something that was not read.
func (s *moduleReader) lacksParts() bool {
	return s.app.Project != nil && len(s.app.Project.Absent) > 0
}

// compiled is the file in which the build left a resource compiled, "" if it left
// none since scripts and manifests changed: a library that was not read may have
// brought it.
func (s *moduleReader) compiled(v gradle.Variant, flat string) string {
	if s.o.files.fsys == nil || v.Name == "" || s.app.Project == nil {
		return ""
	}
	newest := s.newest(v)
	task := "merge" + strings.ToUpper(v.Name[:1]) + v.Name[1:] + "Resources"
	folders := []string{
		path.Join("merged_res", v.Name), path.Join("merged_res", v.Name, task),
		path.Join("res/merged", v.Flavor, v.BuildType), path.Join("res/merged", v.Name),
	}
	for _, out := range s.outputFolders() {
		for _, folder := range folders {
			file := path.Join(out, "intermediates", folder, flat)
			if at := s.o.files.changed(file); !at.IsZero() && !newest.After(at) {
				return file
			}
		}
	}
	return ""
}

// decompiled is the configuration in a file that the build left compiled, nil if there is
// none or it cannot be read.
func (s *moduleReader) decompiled(file string) *facts.Config {
	if file == "" {
		return nil
	}
	src, err := s.o.files.Read(file)
	if err != nil {
		return nil
	}
	root, err := res.ParseFlatXML(src)
	if err != nil {
		return nil
	}
	return &facts.Config{File: file, Config: nsc.Parse(root), Decompiled: xmltree.Format(root)}
}

// onlyFor is the qualifier of a file without which some phones that read
// configurations find none.
func onlyFor(found []res.FolderEntry, minSDK int) string {
	for _, e := range found {
		if api, rest := res.Level(e.Qualifier); len(rest) == 0 && api <= max(firstEnforced, minSDK) {
			return ""
		}
	}
	return found[0].Qualifier
}

// misplaced is a file of that name in the module that lies in no folder of
// resources.
func (s *moduleReader) misplaced(name string) string {
	for _, f := range s.o.files.List(s.m.Dir) {
		if path.Base(f) == name+".xml" {
			return f
		}
	}
	return ""
}

// anywhere finds a configuration by its name among single files, whose folder
// may not be known.
func (s *moduleReader) anywhere(name string) []res.FolderEntry {
	if s.o.files.fsys != nil {
		return nil
	}
	for _, f := range s.o.files.names {
		if path.Base(f) == name+".xml" {
			src, err := s.o.files.Read(f)
			if err == nil {
				return []res.FolderEntry{{File: f, Source: src}}
			}
		}
	}
	return nil
}

// hasConfig reports whether a configuration is there at all.
func (s *moduleReader) hasConfig() bool { return len(s.configs()) > 0 }

// configs are the network security configurations of the module, or of all files
// where none is known.
func (s *moduleReader) configs() []facts.Config {
	dir := "."
	if s.m.Module != nil && s.o.files.fsys != nil {
		dir = s.m.Dir
	}
	var out []facts.Config
	for _, f := range s.o.files.List(dir) {
		if path.Ext(f) != ".xml" || path.Base(f) == "AndroidManifest.xml" {
			continue
		}
		if s.o.files.fsys != nil && !manifestOrResource(f) {
			continue
		}
		src, err := s.o.files.Read(f)
		if err != nil || !bytes.Contains(xmltree.UTF8(src), []byte("network-security-config")) {
			continue
		}
		c, err := config(f, src)
		if err != nil {
			s.o.unreadOf(s.app, f, err)
			continue
		}
		if root, err := readXML(trimBOM(src)); err == nil && root.Name == "network-security-config" {
			out = append(out, *c)
		}
	}
	return out
}

// loose lists the configurations that no build refers to. One of a source set that
// goes into no build that is judged, such as src/debug beside the release build, is
// not theirs.
func (s *moduleReader) loose(variants ...gradle.Variant) {
	for _, c := range s.configs() {
		if !s.used[c.File] && (len(variants) == 0 || s.inSources(c.File, variants)) {
			s.app.Loose = append(s.app.Loose, c)
		}
	}
}

// inSources reports whether a file of the module may belong to one of the builds: it
// lies in src of one of their source sets, or in no src/SET at all.
func (s *moduleReader) inSources(file string, variants []gradle.Variant) bool {
	rel := file
	if s.m.Dir != "." {
		rel = strings.TrimPrefix(file, s.m.Dir+"/")
	}
	parts := strings.SplitN(rel, "/", 3)
	if len(parts) < 3 || parts[0] != "src" {
		return true
	}
	return slices.ContainsFunc(variants, func(v gradle.Variant) bool {
		return slices.ContainsFunc(v.SourceSets, func(set gradle.SourceSet) bool {
			return set.Name == parts[1] ||
				slices.ContainsFunc(set.Res, func(res string) bool { return strings.HasPrefix(file, res+"/") })
		})
	})
}
