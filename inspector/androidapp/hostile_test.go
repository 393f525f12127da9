package androidapp_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
)

// TestHostile feeds broken and hostile files. Each must end soon, in an error
// or a result that names the part.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks bombs of some hundred MiB")
	}
	good, err := os.ReadFile(compile(t, probe(34, "documented", "")))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, file string
		content    []byte
		want       string // in the error, or in an archive.unread or archive.odd result
	}{
		{"empty", "a.apk", nil, "not a zip"},
		{"not a zip", "a.apk", []byte(strings.Repeat("x", 1000)), "not a zip"},
		{"truncated in the middle", "a.apk", good[:len(good)/2], "truncated"},
		{"truncated directory", "a.apk", append(good[:len(good)-40:len(good)-40], good[len(good)-22:]...), "truncated"},
		{"zip without a manifest", "a.zip", archiveOf(t, entry{"readme.txt", []byte("x")}), "no AndroidManifest.xml"},
		{"manifest is a bomb", "a.apk", archiveOf(t, entry{"AndroidManifest.xml", make([]byte, 300<<20)}),
			`"AndroidManifest.xml": too big`},
		{"manifest is noise", "a.apk",
			archiveOf(t, entry{"AndroidManifest.xml", []byte("\x03\x00\x08\x00\xff\xff\xff\x7f")}),
			"AndroidManifest.xml: parse binary XML: malformed"},
		{"table is a bomb", "a.apk", patched(t, good, "resources.arsc", make([]byte, 200<<20)), "resources.arsc"},
		{"table is noise", "a.apk",
			patched(t, good, "resources.arsc",
				[]byte("\x02\x00\x0c\x00\x10\x00\x00\x00\x01\x00\x00\x00\x01\x02\x03\x04")), "nsc.referenced"},
		{"configuration is noise", "a.apk",
			patched(t, good, "res/xml/network_security_config.xml", []byte("\x03\x00\x08\x00\x09\x00\x00\x00zzzz")),
			"network_security_config.xml"},
		{"dex is a bomb", "a.apk", patched(t, good, "classes.dex", make([]byte, 100<<20)), "classes.dex"},
		{"dex is noise", "a.apk", patched(t, good, "classes.dex", []byte("dex\n035\x00"+strings.Repeat("\xff", 200))),
			"classes.dex"},
		{"encryption flag on the manifest", "a.apk", flagged(good, "AndroidManifest.xml"),
			"encrypted-flag AndroidManifest.xml"},
		{"names that climb", "a.apk", patched(t, good, "../../../etc/passwd", []byte("x")),
			"path-traversal ../../../etc/passwd"},
		{"billion laughs", "AndroidManifest.xml", []byte(laughs), "entities"},
		{"deep XML", "network_security_config.xml", []byte(strings.Repeat("<a>", 100_000)), "levels"},
		{"long XML", "network_security_config.xml",
			[]byte("<network-security-config>" + strings.Repeat("<a/>", 900_000) + "</network-security-config>"),
			"nodes"},
		{"unclosed XML", "AndroidManifest.xml", []byte("<manifest>"), "line 1"},
		{"huge text", "AndroidManifest.xml", make([]byte, 5<<20), "at most"},
		{"picture", "a.png", []byte("\x89PNG"), "nothing to check"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			said := outcome(t, androidapp.Input{
				Name:    tt.file,
				Content: bytes.NewReader(tt.content),
				Size:    int64(len(tt.content)),
			})
			if !strings.Contains(said, tt.want) {
				t.Errorf("said %q, want %q", said, tt.want)
			}
			if d := time.Since(start); d > 5*time.Minute { // a second or two; a busy machine takes its time
				t.Errorf("took %v", d)
			}
		})
	}
}

// outcome is the error of Open, or every result that is not a pass.
func outcome(t *testing.T, in androidapp.Input) string {
	t.Helper()
	app, err := androidapp.Open(t.Context(), in)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, r := range androidapp.Check(app, androidapp.Options{}).Results {
		if r.Status == "error" || r.Status == "warning" {
			fmt.Fprintf(&b, "%s %s %s\n", r.Check, r.Subject, r.What.EN)
		}
	}
	return b.String()
}

const laughs = `<?xml version="1.0"?>
<!DOCTYPE manifest [
 <!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
 <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
 <!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
 <!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;"><!ENTITY i "&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;">
]>
<manifest>&i;</manifest>`

type entry struct {
	name    string
	content []byte
}

func archiveOf(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// patched replaces or adds one entry.
func patched(t *testing.T, apk []byte, name string, content []byte) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(apk), int64(len(apk)))
	if err != nil {
		t.Fatal(err)
	}
	var entries []entry
	for _, f := range r.File {
		src, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if f.Name != name {
			entries = append(entries, entry{f.Name, readAll(t, src)})
		}
	}
	return archiveOf(t, append(entries, entry{name, content})...)
}

// flagged sets the encryption bit of an entry in both headers.
func flagged(apk []byte, name string) []byte {
	out := bytes.Clone(apk)
	for _, h := range []struct {
		magic      string
		flag, name int
	}{{"PK\x01\x02", 8, 46}, {"PK\x03\x04", 6, 30}} {
		for i := 0; i+h.name+len(name) < len(out); i++ {
			if string(out[i:i+4]) == h.magic && string(out[i+h.name:i+h.name+len(name)]) == name {
				out[i+h.flag] |= 1
			}
		}
	}
	return out
}

// TestEncryptedFlagIsNoObstacle: Android reads such a file, and so do we.
func TestEncryptedFlagIsNoObstacle(t *testing.T) {
	good, err := os.ReadFile(compile(t, probe(34, "documented", "")))
	if err != nil {
		t.Fatal(err)
	}
	b := flagged(good, "AndroidManifest.xml")
	app, err := androidapp.Open(t.Context(), androidapp.Input{
		Name:    "a.apk",
		Content: bytes.NewReader(b),
		Size:    int64(len(b)),
	})
	if err != nil || app.Builds[0].Manifest.Package != "com.example.probe" {
		t.Fatalf("%v", err)
	}
}

// sparse is a file of a given size whose beginning and end are given.
type sparse struct {
	head, tail []byte
	size       int64
}

func (s sparse) ReadAt(p []byte, off int64) (int, error) {
	if off >= s.size {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), s.size-off))
	for i := range n {
		at := off + int64(i)
		p[i] = 0
		if at < int64(len(s.head)) {
			p[i] = s.head[at]
		} else if back := s.size - at; back <= int64(len(s.tail)) {
			p[i] = s.tail[int64(len(s.tail))-back]
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// TestTwoGigabytes opens files of 2 GB: the directory far at the end, and none.
func TestTwoGigabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("writes a sparse file of 2 GiB")
	}
	const size = 2 << 30
	apk, err := os.ReadFile(compile(t, probe(34, "documented", "")))
	if err != nil {
		t.Fatal(err)
	}
	end := len(apk) - 22
	start := binary.LittleEndian.Uint32(apk[end+16:])
	tail := bytes.Clone(apk[start:])
	binary.LittleEndian.PutUint32(tail[len(tail)-22+16:], uint32(size-int64(len(tail))))
	big := sparse{head: apk[:start], tail: tail, size: size}
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "big.apk", Content: big, Size: size})
	if err != nil || app.Builds[0].Manifest.Package != "com.example.probe" {
		t.Fatalf("2 GB archive: %v", err)
	}
	_, err = androidapp.Open(t.Context(), androidapp.Input{Name: "big.apk", Content: sparse{size: size}, Size: size})
	if err == nil || !strings.Contains(err.Error(), "not a zip") {
		t.Errorf("2 GB of nothing: %v", err)
	}
	_, err = androidapp.Open(t.Context(), androidapp.Input{
		Name:    "AndroidManifest.xml",
		Content: sparse{size: size},
		Size:    size,
	})
	if err == nil || !strings.Contains(err.Error(), "at most") {
		t.Errorf("2 GB of text: %v", err)
	}
}

// TestMemory checks a hostile APK of many bombs under a soft limit: the heap at
// its highest stays below 256 MB.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("measures the memory of large apps")
	}
	b := bombs(t, 12)
	debug.FreeOSMemory()
	peak := watchHeap(t)
	app, err := androidapp.Open(t.Context(), androidapp.Input{
		Name:    "a.apk",
		Content: bytes.NewReader(b),
		Size:    int64(len(b)),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := peak(); got > 256<<20 {
		t.Errorf("heap reached %d MB", got>>20)
	}
	if len(app.Unread) == 0 {
		t.Error("nothing was reported")
	}
}

// bombs is an APK with so many dex files of 60 MB of zeros, which are compressed
// once.
func bombs(t *testing.T, count int) []byte {
	t.Helper()
	raw := archiveOf(t, entry{"bomb", make([]byte, 60<<20)})
	one, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	f, err := w.Create("AndroidManifest.xml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(`<manifest package="a.b"/>`)); err != nil {
		t.Fatal(err)
	}
	for i := range count {
		h := one.File[0].FileHeader
		h.Name = fmt.Sprintf("classes%d.dex", i+2)
		src, err := one.File[0].OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		dst, err := w.CreateRaw(&h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(dst, src); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestCancelled: a caller's deadline ends the reading.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := androidapp.Open(ctx, androidapp.Input{
		Name: "p",
		FS:   fstest.MapFS{"AndroidManifest.xml": {Data: []byte("<manifest/>")}},
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestFixProject merges for a project and refuses a compiled app.
func TestFixProject(t *testing.T) {
	fsys := fstest.MapFS{
		"app/build.gradle": {
			Data: []byte("apply plugin: 'com.android.application'\nandroid { defaultConfig { targetSdk 34 } }\n")},
		"app/src/main/AndroidManifest.xml": {
			Data: []byte(
				`<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b"><application/></manifest>`)},
		"app/src/main/res/xml/unrelated_xml.xml": {Data: []byte("<paths/>")},
	}
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	fixes, err := androidapp.FixNSC(app, androidapp.Options{})
	if err != nil || len(fixes) != 1 {
		t.Fatalf("%v, %d fixes", err, len(fixes))
	}
	f := fixes[0]
	if !f.New || f.File != "app/src/main/res/xml/network_security_config.xml" || f.Reference == "" ||
		!strings.Contains(f.Diff, "+        <domain includeSubdomains=\"true\">onekey.cmpassport.com</domain>") {
		t.Errorf("fix %+v", f)
	}
	fsys[f.File] = &fstest.MapFile{Data: f.Text}
	fsys["app/src/main/AndroidManifest.xml"] = &fstest.MapFile{
		Data: []byte(
			`<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b"><application ` +
				f.Reference + `/></manifest>`)}
	app, err = androidapp.Open(t.Context(), androidapp.Input{Name: "p", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	r := androidapp.Check(app, androidapp.Options{})
	expect(t, r.Results, "pass nsc.cleartext.required enrichgw", true)
	expect(t, r.Results, "pass nsc.trust.debug", true)
	expect(t, r.Results, "pass nsc.trust.release", true)
	again, err := androidapp.FixNSC(app, androidapp.Options{})
	if err != nil || again[0].Changed || again[0].Reference != "" {
		t.Errorf("second fix: %v %+v", err, again)
	}
	compiled := &facts.App{Kind: facts.APK}
	if _, err := androidapp.FixNSC(compiled, androidapp.Options{}); !errors.Is(err, androidapp.ErrCompiled) {
		t.Errorf("compiled app: %v", err)
	}
}
