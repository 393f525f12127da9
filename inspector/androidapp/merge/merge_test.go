package merge_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"loginscope/inspector/androidapp/merge"
)

var want = merge.Want{Hosts: []string{"enrichgw.10010.com", "onekey.cmpassport.com"}, DebugCAs: true}

// TestFix runs testdata/*.txtar: "in.xml" and either "out.xml" or "error".
// Run with UPDATE=1 to write out.xml anew.
func TestFix(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse(src)
			in, expect := a.Files[0].Data, a.Files[1]
			got, err := merge.Fix("network_security_config.xml", in, want)
			if expect.Name == "error" {
				if err == nil || !strings.Contains(err.Error(), strings.TrimSpace(string(expect.Data))) {
					t.Fatalf("error %v, want %s", err, expect.Data)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if os.Getenv("UPDATE") != "" {
				a.Files[1].Data = got.Text
				if err := os.WriteFile(f, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(expect.Data), string(got.Text)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			settled(t, got)
			if got.Changed != (got.Diff != "") || got.Changed != !bytes.Equal(in, got.Text) {
				t.Errorf("Changed %v, diff %q", got.Changed, got.Diff)
			}
		})
	}
}

type fataler interface{ Fatalf(string, ...any) }

// settled demands that merging once more changes nothing.
func settled(t fataler, r merge.Result) {
	again, err := merge.Fix("f", r.Text, want)
	if err != nil || again.Changed || again.Diff != "" {
		t.Fatalf("second merge: %v, changed %v:\n%s", err, again.Changed, again.Diff)
	}
}

// TestFixProperty merges generated files: nothing of the old text is lost, the
// order of its lines stays, and a second merge changes nothing.
func TestFixProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := drawConfig(t)
		got, err := merge.Fix("f.xml", []byte(src), want)
		if errors.Is(err, merge.ErrConflict) {
			return
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		settled(t, got)
		kept(t, src, string(got.Text))
	})
}

// kept demands every comment of src in the result, in order, and every domain.
func kept(t *rapid.T, src, out string) {
	rest := out
	for _, part := range strings.Split(src, "<!--")[1:] {
		comment := "<!--" + part[:strings.Index(part, "-->")+3]
		i := strings.Index(rest, comment)
		if i < 0 {
			t.Fatalf("comment %q lost or moved\n%s\n%s", comment, src, out)
		}
		rest = rest[i+len(comment):]
	}
	for _, part := range strings.Split(src, "</domain>") {
		if i := strings.LastIndex(part, ">"); i >= 0 && strings.Contains(part, "<domain ") {
			if name := part[i+1:]; name != "" && !strings.Contains(out, ">"+name+"</domain>") {
				t.Fatalf("domain %q lost\n%s", name, out)
			}
		}
	}
}

func drawConfig(t *rapid.T) string {
	names := []string{"enrichgw.10010.com", "onekey.cmpassport.com", "10010.com", "com", "example.com", "a.example.com",
		"x.onekey.cmpassport.com", "cmpassport.com"}
	names = rapid.Permutation(names).Draw(t, "names")
	nl := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "nl")
	tab := rapid.SampledFrom([]string{"  ", "    ", "\t", ""}).Draw(t, "tab")
	comments := 0
	comment := func() string {
		if !rapid.Bool().Draw(t, "comment") {
			return ""
		}
		comments++
		return fmt.Sprintf("<!-- note %d: <domain> & more -->", comments)
	}
	attr := func() string {
		return rapid.SampledFrom(
			[]string{"", ` cleartextTrafficPermitted="true"`, ` cleartextTrafficPermitted="false"`}).Draw(t, "attr")
	}
	var b strings.Builder
	line := func(depth int, s string) {
		if s != "" {
			b.WriteString(strings.Repeat(tab, depth) + s + nl)
		}
	}
	anchors := `<trust-anchors><certificates src="system"/></trust-anchors>`
	line(0, comment())
	line(0, "<network-security-config>")
	if rapid.Bool().Draw(t, "base") {
		line(1, "<base-config"+attr()+">"+rapid.SampledFrom([]string{"", anchors}).Draw(t, "anchors")+"</base-config>")
	}
	var section func(depth int)
	section = func(depth int) {
		n := min(rapid.IntRange(1, 3).Draw(t, "domains"), len(names))
		if n == 0 {
			return
		}
		line(depth, comment())
		line(depth, "<domain-config"+attr()+">")
		for range n {
			sub := rapid.SampledFrom([]string{"true", "false"}).Draw(t, "sub")
			line(depth+1, `<domain includeSubdomains="`+sub+`">`+names[0]+`</domain>`+comment())
			names = names[1:]
		}
		if rapid.Bool().Draw(t, "nested") && depth < 3 {
			section(depth + 1)
		}
		line(depth+1,
			rapid.SampledFrom(
				[]string{"", anchors,
					`<pin-set><pin digest="SHA-256">AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</pin></pin-set>`}).
				Draw(t, "extra"))
		line(depth, "</domain-config>")
	}
	for range rapid.IntRange(0, 3).Draw(t, "sections") {
		section(1)
	}
	line(1, rapid.SampledFrom(
		[]string{"", "<debug-overrides/>", "<debug-overrides>" + anchors + "</debug-overrides>"}).Draw(t, "debug"))
	line(0, "</network-security-config>"+comment())
	return b.String()
}

func FuzzFix(f *testing.F) {
	f.Add([]byte(`<network-security-config/>`))
	f.Add([]byte(
		"<network-security-config><domain-config><domain>enrichgw.10010.com</domain></domain-config></network-security-config>"))
	f.Fuzz(func(t *testing.T, src []byte) {
		got, err := merge.Fix("f.xml", src, want)
		if err == nil {
			settled(t, got)
		}
	})
}

// TestOtherEncoding: aapt2 reads UTF-8 alone, and edits would garble the rest.
func TestOtherEncoding(t *testing.T) {
	for _, declaration := range []string{`encoding="GBK"`, `encoding='gb2312'`, `encoding = "GB18030"`} {
		src := []byte(`<?xml version="1.0" ` + declaration +
			"?>\n<network-security-config><!-- \xd6\xd0 --></network-security-config>")
		_, err := merge.Fix("nsc.xml", src, want)
		if !errors.Is(err, merge.ErrConflict) || !strings.Contains(err.Error(), "save it as UTF-8") {
			t.Errorf("%s: %v", declaration, err)
		}
	}
	utf8 := []byte(
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<network-security-config><!-- \u4e2d --></network-security-config>")
	if _, err := merge.Fix("nsc.xml", utf8, want); err != nil {
		t.Error(err)
	}
}
