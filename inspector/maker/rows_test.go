package maker

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// TestRows: every table is sound, each row is said once and in both languages, and names
// a source that docs/sources.md explains.
func TestRows(t *testing.T) {
	list, err := load()
	if err != nil || len(list) < 150 {
		t.Fatalf("%d rows, %v", len(list), err)
	}
	doc, err := os.ReadFile("../../docs/sources.md")
	if err != nil {
		t.Fatal(err)
	}
	keys, _, _ := strings.Cut(string(doc), "\n## ")
	seen := map[string]bool{}
	for _, r := range list {
		if seen[r.ID()] {
			t.Errorf("%s stands twice", r.ID())
		}
		seen[r.ID()] = true
		for _, key := range strings.Split(r.Source, ", ") {
			if !strings.Contains(keys, "| "+key+" |") && !strings.Contains(keys, ", "+key) {
				t.Errorf("%s: source %q is no key of docs/sources.md", r.ID(), key)
			}
		}
		for _, s := range []string{r.Name.ZH, r.Cause.ZH, r.Action.ZH} {
			if !strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
				t.Errorf("%s: %q is not Chinese", r.ID(), s)
			}
		}
	}
	entries, err := files.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if _, ok := ByID(strings.TrimSuffix(e.Name(), ".csv")); !ok {
			t.Errorf("table %s belongs to no maker", e.Name())
		}
	}
}

func TestParseNamesBrokenLines(t *testing.T) {
	head := strings.Join(columns, ",") + "\n"
	for _, bad := range []string{
		"side,code\n", head + "phone,1,,a,b,c,d,e,f,developer,failure,OWN,seen\n",
		head + "app,,,a,b,c,d,e,f,developer,failure,OWN,seen\n", head + "app,1,,a,,c,d,e,f,developer,failure,OWN,seen\n",
		head + "app,1,,a,b,c,d,e,f,nurse,failure,OWN,seen\n", head + "app,1\n",
	} {
		if list, err := parse("jpush", strings.NewReader(bad)); err == nil || len(list) > 0 {
			t.Errorf("%q gives %v", bad, list)
		}
	}
}

func TestFind(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`{"code":6004,"message":"authorization requesting"}`, "jpush app 6004"},
		{"点击登录报 2005", "jpush app 2005"},
		{"9021 错误怎么处理", "jpush server 9021"},
		{"-20102", "getui app -20102"},
		{"6119403 carrier failed", "mobtech app 6119403"},
		{"msg=appkey invalid", "jpush app 1008"},
		{"用户 6004 人", ""},
		{"{'code':9021,'content':'get phone fail'}", "jpush server 9021"},
		{"at 10:30005", ""},
		{`{"metadata":{"result":-10001}}`, ""},
		{"version 3.30005.1", ""},
		{"2023-30005", ""},
		{"took 2005 ms", ""},
		{"order 123456004", ""},
		{"code: -1, message: some text", ""},
		{"code: -1, message: loginAuth is requesting", "jpush app -1"},
	} {
		var got []string
		for _, h := range Find(tt.text) {
			got = append(got, h.Row.ID())
		}
		if tt.want == "" && len(got) > 0 || tt.want != "" && !slices.Contains(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestUses(t *testing.T) {
	dcloud, _ := ByID("dcloud")
	for id, want := range map[string]bool{"dcloud": true, "getui": true, "jpush": false} {
		if dcloud.Uses(id) != want {
			t.Errorf("Uses(%q) is not %v", id, want)
		}
	}
	for _, m := range All() {
		for _, id := range m.Also {
			if _, ok := ByID(id); !ok {
				t.Errorf("%s wraps %q, which is no maker", m.ID, id)
			}
		}
	}
}
