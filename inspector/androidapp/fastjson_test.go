package androidapp_test

import (
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// TestFastjsonOnTwoLines warns once of the version that Gradle takes, with both lines.
func TestFastjsonOnTwoLines(t *testing.T) {
	fsys := tree(map[string]string{"app/build.gradle": appStart + "}\ndependencies {\n" +
		"implementation(name: 'auth_number_product-2.1', ext: 'aar')\n" +
		"implementation 'com.alibaba:fastjson:1.2.62'\nimplementation 'com.alibaba:fastjson:1.2.60'\n}\n"})
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	var found []finding.Finding
	for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
		if r.Check == "build.known-holes" && r.Status == finding.Warning {
			found = append(found, r)
		}
	}
	if len(found) != 1 || len(found[0].Where) != 2 || found[0].Where[0].Line == found[0].Where[1].Line {
		t.Errorf("%+v", found)
	}
}
