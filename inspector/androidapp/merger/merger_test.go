package merger_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/merger"
	"loginscope/inspector/androidapp/xmltree"
)

const space = `xmlns:android="http://schemas.android.com/apk/res/android" xmlns:tools="http://schemas.android.com/tools"`

// parse reads manifests, the highest first; one that starts with "lib:" is a
// library's.
func parse(t testing.TB, docs []string) []merger.Source {
	t.Helper()
	var out []merger.Source
	for i, d := range docs {
		body, library := strings.CutPrefix(d, "lib:")
		pkg := "app"
		if library {
			pkg = "lib"
		}
		root, err := xmltree.Parse([]byte(`<manifest ` + space + ` package="` + pkg + `">` + body + `</manifest>`))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, merger.Source{File: string(rune('a' + i)), Root: root, Library: library})
	}
	return out
}

// print writes a merged manifest in short: elements with their attributes.
func print(n *xmltree.Node) string {
	var b strings.Builder
	b.WriteString(n.Name)
	for _, a := range n.Attrs {
		if a.Space == xmltree.AndroidNS {
			b.WriteString(" " + a.Name + "=" + a.Value)
		}
	}
	for c := range n.Elements() {
		b.WriteString(" (" + print(c) + ")")
	}
	return b.String()
}

func TestMerge(t *testing.T) {
	tests := []struct {
		name     string
		docs     []string
		want     string
		conflict merger.ConflictKind
	}{
		{"attributes join", []string{`<application android:label="x"/>`, `lib:<application android:theme="y"/>`},
			"manifest (application label=x theme=y)", ""},
		{"elements join", []string{
			`<application><activity android:name=".A"/></application>`,
			`lib:<application><activity android:name=".A"/></application>`,
		},
			"manifest (application (activity name=app.A) (activity name=lib.A))", ""},
		{"one element of both",
			[]string{`<application><activity android:name="x.A" android:exported="false"/></application>`,
				`lib:<application><activity android:name="x.A" android:theme="t"/></application>`},
			"manifest (application (activity name=x.A exported=false theme=t))", ""},
		{"remove an element", []string{
			`<application><activity android:name="x.A" tools:node="remove"/></application>`,
			`<application><activity android:name="x.A"/></application>`,
		},
			"manifest (application)", ""},
		{"remove all of a kind",
			[]string{`<uses-permission tools:node="removeAll"/>`, `lib:<uses-permission android:name="p"/>`},
			"manifest", ""},
		{"remove an attribute", []string{
			`<application tools:remove="android:networkSecurityConfig"/>`,
			`<application android:networkSecurityConfig="@xml/a" android:label="x"/>`,
		},
			"manifest (application label=x)", ""},
		{"replace an attribute",
			[]string{`<application android:label="x" tools:replace="android:label"/>`,
				`lib:<application android:label="y"/>`}, "manifest (application label=x)", ""},
		{"replace an element", []string{`<application><service android:name="x.S" tools:node="replace"/></application>`,
			`lib:<application><service android:name="x.S"><intent-filter/></service></application>`},
			"manifest (application (service name=x.S))", ""},
		{"attributes only",
			[]string{`<application><service android:name="x.S" tools:node="merge-only-attributes"/></application>`,
				`lib:<application><service android:name="x.S" android:enabled="true"><intent-filter/></service></application>`},
			"manifest (application (service name=x.S enabled=true))", ""},
		{"conflict", []string{`<application android:label="x"/>`, `lib:<application android:label="y"/>`},
			"manifest (application label=x)", merger.AttributeDiffers},
		{"conflict of source sets", []string{`<application android:name="x.A"/>`, `<application android:name="x.B"/>`},
			"manifest (application name=x.A)", merger.AttributeDiffers},
		{"required of either", []string{
			`<uses-feature android:name="f" android:required="false"/>`,
			`lib:<uses-feature android:name="f" android:required="true"/>`,
		},
			"manifest (uses-feature name=f required=true)", ""},
		{"strict", []string{
			`<uses-permission android:name="p" tools:node="strict"/>`,
			`lib:<uses-permission android:name="p" android:maxSdkVersion="22"/>`,
		},
			"manifest (uses-permission name=p)", merger.Strict},
		{"one element twice, different", []string{
			`<application><activity android:name=".A"/><activity android:name="app.A" android:theme="t"/></application>`},
			"manifest (application (activity name=app.A) (activity name=app.A theme=t))", merger.Duplicate},
		{"one element twice, equal", []string{
			`<uses-permission android:name="p"/><uses-permission android:name="p"/>`},
			"manifest (uses-permission name=p) (uses-permission name=p)", ""},
		{"two elements without a key", []string{`<application><activity android:name="x.A"><intent-filter>` +
			`<data android:host="a"/><data android:host="b"/></intent-filter></activity></application>`},
			"manifest (application (activity name=x.A (intent-filter (data host=a) (data host=b))))", ""},
		{"one element twice, in a library", []string{`<application/>`,
			`lib:<application><activity android:name=".A"><meta-data android:name="k" android:value="1"/>` +
				`<meta-data android:name="k" android:value="2"/></activity></application>`},
			"manifest (application (activity name=lib.A (meta-data name=k value=1) (meta-data name=k value=2)))",
			merger.Duplicate},
		{"replace of nothing", []string{`<application tools:replace="android:label"/>`}, "manifest (application)",
			merger.NothingToReplace},
		{"library's newer phone", []string{`<application/>`, `lib:<uses-sdk android:minSdkVersion="24"/>`},
			"manifest (application)", merger.LibraryMinSDK},
		{"overridden",
			[]string{`<uses-sdk tools:overrideLibrary="lib"/>`, `lib:<uses-sdk android:minSdkVersion="24"/>`},
			"manifest (uses-sdk)", ""},
		{"library of the same phone", []string{`<application/>`, `lib:<uses-sdk android:minSdkVersion="21"/>`},
			"manifest (application)", ""},
		{"a mark for one library only", []string{
			`<uses-permission android:name="p" tools:node="remove" tools:selector="other"/>`,
			`lib:<uses-permission android:name="p"/>`,
		},
			"manifest (uses-permission name=p)", ""},
		{"replace for another library",
			[]string{`<application><service android:name="x.S" tools:node="replace" tools:selector="other"/></application>`,
				`lib:<application><service android:name="x.S" android:enabled="true"><intent-filter/></service></application>`},
			"manifest (application (service name=x.S enabled=true (intent-filter)))", ""},
		{"replace for this library",
			[]string{`<application><service android:name="x.S" tools:node="replace" tools:selector="lib"/></application>`,
				`lib:<application><service android:name="x.S" android:enabled="true"/></application>`},
			"manifest (application (service name=x.S))", ""},
		{"a selector does not limit attributes",
			[]string{`<application tools:remove="android:theme" tools:selector="other" android:label="x"/>`,
				`lib:<application android:theme="t"/>`}, "manifest (application label=x)", ""},
		{"remove all of a kind, behind another", []string{
			`<uses-permission android:name="q"/><uses-permission tools:node="removeAll"/>`,
			`lib:<uses-permission android:name="p"/>`,
		},
			"manifest (uses-permission name=q) (uses-permission name=p)", ""},
		{"remove all of a kind of one library",
			[]string{`<uses-permission tools:node="removeAll" tools:selector="lib"/>`,
				`lib:<uses-permission android:name="p"/>`}, "manifest", ""},
		{"remove all of a kind of another library", []string{
			`<uses-permission tools:node="removeAll" tools:selector="other"/>`,
			`lib:<uses-permission android:name="p"/>`,
		},
			"manifest (uses-permission name=p)", ""},
		{"main removes what the build type declares",
			[]string{`<uses-permission android:name="p"/>`, `<uses-permission android:name="p" tools:node="remove"/>`,
				`lib:<uses-permission android:name="p" android:maxSdkVersion="22"/>`},
			"manifest (uses-permission name=p)", ""},
		{"main removes an attribute that the build type sets",
			[]string{`<application android:theme="d"/>`, `<application tools:remove="android:theme"/>`,
				`lib:<application android:theme="t"/>`},
			"manifest (application theme=d)", ""},
		{"overridden in two source sets",
			[]string{`<uses-sdk tools:overrideLibrary="other"/>`, `<uses-sdk tools:overrideLibrary="x, lib"/>`,
				`lib:<uses-sdk android:minSdkVersion="24"/>`},
			"manifest (uses-sdk)", ""},
		{"a library removes nothing of the app", []string{
			`<uses-permission android:name="p"/>`,
			`lib:<uses-permission android:name="p" tools:node="remove"/>`,
		},
			"manifest (uses-permission name=p)", ""},
		{"same filters stand once",
			[]string{`<application><activity android:name="x.A"><intent-filter><action android:name="m"/></intent-filter></activity></application>`,
				`lib:<application><activity android:name="x.A"><intent-filter><action android:name="m"/></intent-filter></activity></application>`},
			"manifest (application (activity name=x.A (intent-filter (action name=m))))", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sources := parse(t, tt.docs)
			before := print(sources[0].Root)
			r := merger.Merge(sources, 21)
			if got := print(r.Root); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if print(sources[0].Root) != before {
				t.Error("the source was changed")
			}
			switch {
			case tt.conflict == "" && len(r.Conflicts) > 0:
				t.Errorf("conflicts %+v", r.Conflicts)
			case tt.conflict != "" && (len(r.Conflicts) != 1 || r.Conflicts[0].Kind != tt.conflict):
				t.Errorf("conflicts %+v, want %s", r.Conflicts, tt.conflict)
			}
		})
	}
}

func TestMarksOfTheRoot(t *testing.T) {
	for _, mark := range []string{"strict", "remove", "replace"} {
		sources := parse(t, []string{`<application/>`, `lib:<uses-permission android:name="p"/>`})
		sources[0].Root.Attrs = append(sources[0].Root.Attrs, xmltree.Attr{
			Space: xmltree.ToolsNS,
			Name:  "node",
			Value: mark,
		})
		r := merger.Merge(sources, 21)
		if got, want := print(r.Root),
			"manifest (application) (uses-permission name=p)"; got != want || len(r.Conflicts) > 0 {
			t.Errorf("%s: got %s, conflicts %+v; want %s", mark, got, r.Conflicts, want)
		}
	}
}
