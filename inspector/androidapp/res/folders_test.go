package res_test

import (
	"fmt"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/res"
)

func TestLookup(t *testing.T) {
	files := [][2]string{ // the one that wins first
		{"app/src/release/res/xml/nsc.xml", "release"},
		{"app/src/main/res/xml/nsc.xml", "main"},
		{"app/src/main/res/xml-v28/nsc.xml", "v28"},
		{"app/src/main/res/xml-night/nsc.xml", "night"},
		{"app/src/main/res/xml-v24/old.xml", "v24"},
		{"app/src/main/res/xml/old.xml", "default"},
		{"app/src/main/res/values/refs.xml",
			`<resources><item name="alias" type="xml">@xml/nsc</item><bool name="clear">true</bool>` +
				`<item name="loop" type="xml">@xml/loop</item></resources>`},
		{"app/src/main/res/values-v28/refs.xml", `<resources><bool name="clear">false</bool></resources>`},
	}
	table := res.NewFolders()
	for _, f := range files {
		if err := table.Add(f[0], []byte(f[1])); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name, key string
		minSDK    int
		want      string
	}{
		{"highest level first, the winning folder for the default", "xml/nsc", 21, "v28 release night"},
		{"through an alias", "xml/alias", 21, "v28 release night"},
		{"values by level", "bool/clear", 21, "false true"},
		{"no phone takes the default", "xml/old", 24, "v24"},
		{"some phones take the default", "xml/old", 23, "v24 default"},
		{"alias of itself", "xml/loop", 21, ""},
		{"not there", "xml/none", 21, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, e := range table.Lookup(tt.key, tt.minSDK) {
				got = append(got, string(e.Source)+e.Value)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
	if err := table.Add("res/values/broken.xml", []byte("<resources>")); err == nil {
		t.Error("no error for broken XML")
	}
}

func TestManyValues(t *testing.T) {
	folders := res.NewFolders()
	var many strings.Builder
	many.WriteString("<resources>")
	for i := range 60_000 {
		fmt.Fprintf(&many, "<string name=\"s%d\">x</string>", i)
	}
	many.WriteString("</resources>")
	src := []byte(many.String())
	for _, folder := range []string{"values-de", "values-fr"} {
		if err := folders.Add("res/"+folder+"/strings.xml", src); err != nil {
			t.Fatal(err)
		}
	}
	if !folders.Full {
		t.Error("values were left out, and it was not said")
	}
	values := "<resources><bool name=\"clear\">true</bool><dimen name=\"gap\">1dp</dimen></resources>"
	if err := folders.Add("res/values/config.xml", []byte(values)); err != nil {
		t.Fatal(err)
	}
	if err := folders.Add("res/xml/nsc.xml", []byte("<network-security-config/>")); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"bool/clear", "xml/nsc", "string/s0"} {
		if len(folders.Lookup(key, 21)) == 0 {
			t.Errorf("%s is gone", key)
		}
	}
	if len(folders.Lookup("string/s59999", 21)) > 0 {
		t.Error("the number of translations is not limited")
	}
}
