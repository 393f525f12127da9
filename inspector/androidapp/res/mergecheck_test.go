package res_test

import (
	"fmt"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/xmltree"
)

func TestValidFolder(t *testing.T) {
	for name, want := range map[string]bool{
		"xml": true, "values": true, "values-v28": true, "values-zh-rCN": true, "values-zh": true, "xml-v24": true,
		"xml-night-v29":    true,
		"values-b+sr+Latn": true, "values-sw600dp-land-xhdpi": true, "values-mcc460-mnc01": true,
		"mipmap-anydpi-v26": true, "values-ldrtl": true,
		"layout-w820dp-h480dp": true, "drawable-560dpi": true, "values-large-long-car-notnight": true,
		"navigation": true,
		"xml-foo":    true, "xml-debug": false, "foo": false, "xml-v24-night": false, "values-land-sw600dp": false,
		"values-v28-v29": false, "values-": false,
		"xmls": false, "Values": false, "values-zh_CN": false, "xml-release": false, "xml-28": false,
	} {
		if got := res.ValidFolder(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMergeCheck(t *testing.T) {
	s := res.NewMergeCheck()
	for _, f := range []string{"a/res/xml/nsc.xml", "b/res/xml/nsc.xml", "a/res/xml-v28/nsc.xml",
		"a/res/xml-debug/x.xml", "a/res/xml-debug/y.xml", "a/res/xml/My-File.xml", "a/res/values/My-Values.xml"} {
		s.File(f)
	}
	root, err := xmltree.Parse(
		[]byte("<resources><string name='a'>1</string><bool name='a'>true</bool>\n<string name='a'>2</string><attr " +
			"name='x'/><attr name='x'/></resources>"))
	if err != nil {
		t.Fatal(err)
	}
	s.Values("a/res/values/v.xml", root)
	s.Values("a/res/values-zh/v.xml", root)
	var got []string
	for _, p := range s.Problems {
		got = append(got, fmt.Sprintf("%s %s %s:%d %s", p.Kind, p.Detail, p.File, p.Line, p.Other))
	}
	want := `duplicate xml/nsc b/res/xml/nsc.xml:0 a/res/xml/nsc.xml
folder xml-debug a/res/xml-debug/x.xml:0 
file-name My-File.xml a/res/xml/My-File.xml:0 
duplicate string/a a/res/values/v.xml:2 a/res/values/v.xml:1
duplicate string/a a/res/values-zh/v.xml:2 a/res/values-zh/v.xml:1`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
}
