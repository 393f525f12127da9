package androidapp_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/finding"
)

// TestEntitiesOfProject: an entity that a file declares in itself is no fault and
// counts; one that lies outside is not loaded, and is said in the language asked for.
func TestEntitiesOfProject(t *testing.T) {
	const config = "app/src/main/res/xml/n.xml"
	tests := []struct {
		name, file, text string
		cleartext        bool
		error            string // of archive.unread, in Chinese; "" for none
	}{
		{"text of a string", "app/src/main/res/values/strings.xml",
			`<!DOCTYPE resources [<!ENTITY APP "Demo">]><resources><string name="n">&APP;</string></resources>`, true, ""},
		{"permits", config, entityConfig(`<!ENTITY may "true">`), true, ""},
		{"forbids", config, entityConfig(`<!ENTITY may "false">`), false, ""},
		{"outside", config, entityConfig(`<!ENTITY may SYSTEM "may.txt">`), false, "是外部实体，不会加载"},
		{"itself", config, entityConfig(`<!ENTITY may "&may;">`), false, "引用了自身"},
		{"no entity", config, `<network-security-config>`, false, "XML 第 1 行：内容意外结束"},
	}
	for _, tt := range tests {
		fsys := tree(map[string]string{tt.file: tt.text})
		app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if p := app.Builds[0].Policy; len(p.Faults()) == 0 && p.For("enrichgw.10010.com").Cleartext != tt.cleartext {
			t.Errorf("%s: cleartext is not %v", tt.name, tt.cleartext)
		}
		said := ""
		for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
			if r.Check == "archive.unread" && strings.Contains(r.Subject, ".xml") {
				said += r.What.ZH
			}
			if tt.error != "" && r.Check == "nsc.cleartext.required" && r.Status == finding.Pass {
				t.Errorf("%s: %s passes: %s", tt.name, r.Check, r.What.EN)
			}
		}
		if !strings.Contains(said, tt.error) || tt.error == "" && said != "" {
			t.Errorf("%s: %q, want %q", tt.name, said, tt.error)
		}
	}
}

func entityConfig(declared string) string {
	return `<!DOCTYPE network-security-config [` + declared + `]>
<network-security-config><base-config cleartextTrafficPermitted="&may;"/></network-security-config>`
}
