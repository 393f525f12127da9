package merger

import (
	"slices"
	"strconv"
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// libraryOnly takes out of a library's manifest what is never merged into an app.
func (m *merging) libraryOnly(root *xmltree.Node) {
	root.Attrs = slices.DeleteFunc(root.Attrs, func(a xmltree.Attr) bool { return a.Space != xmltree.ToolsNS })
	root.Children = slices.DeleteFunc(root.Children, func(c *xmltree.Node) bool { return c.Name == "uses-sdk" })
}

// compareLevels refuses a library that asks for a newer phone than the app, as
// long as the app's uses-sdk does not override it.
func (m *merging) compareLevels(s Source) {
	least := s.MinSDK
	sdk := s.Root.First("uses-sdk")
	line := 0
	if sdk != nil {
		if a, ok := sdk.Android("minSdkVersion"); ok && least == 0 {
			least, _ = a.Int()
		}
		line = sdk.Line
	}
	if m.minSDK == 0 || least <= m.minSDK || m.overridden(s) {
		return
	}
	m.conflict(Conflict{
		Kind: LibraryMinSDK, Subject: s.File, File: s.File, Line: line,
		Detail: strconv.Itoa(least) + " > " + strconv.Itoa(m.minSDK),
	})
}

// overridden reports whether tools:overrideLibrary names the library's package.
func (m *merging) overridden(s Source) bool {
	pkg := s.Package
	if a, ok := s.Root.Attr("", "package"); ok && pkg == "" {
		pkg = a.Value
	}
	if m.r.Root == nil {
		return false
	}
	for sdk := range m.r.Root.Named("uses-sdk") {
		if a, ok := sdk.Attr(xmltree.ToolsNS, "overrideLibrary"); ok && slices.Contains(words(a.Value), pkg) {
			return true
		}
	}
	return false
}

func words(list string) []string {
	var out []string
	for w := range strings.SplitSeq(list, ",") {
		out = append(out, strings.TrimSpace(w))
	}
	return out
}
