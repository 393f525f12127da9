package androidapp_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
)

func openApp(tb testing.TB, paths ...string) *facts.App {
	tb.Helper()
	var in []androidapp.Input
	for _, p := range paths {
		r, size := readerAt(tb, p)
		in = append(in, androidapp.Input{Name: filepath.Base(p), Content: r, Size: size})
	}
	app, err := androidapp.Open(tb.Context(), in...)
	if err != nil {
		tb.Fatal(err)
	}
	return app
}

// TestBadging compares the facts with "aapt dump badging" and the verdicts with
// what each cell of the matrix must give.
func TestBadging(t *testing.T) {
	if testing.Short() {
		t.Skip("builds apps with aapt and compares")
	}
	var sources []source
	for _, target := range []int{23, 27, 28, 34, 37} {
		for _, config := range []string{"none", "documented", "rich"} {
			sources = append(sources, probe(target, config, ""))
		}
	}
	for i, path := range build(t, sources...) {
		t.Run(sources[i].name, func(t *testing.T) {
			app := openApp(t, path)
			if diff := cmp.Diff(badgingLines(string(run(t, "aapt", "dump", "badging", path))),
				badging(app)); diff != "" {
				t.Errorf("badging differs (-aapt +ours):\n%s", diff)
			}
			verdicts(t, app, sources[i])
		})
	}
}

var badgingLine = regexp.MustCompile(
	`(?m)^(package: name='[^']*' versionCode='[^']*' versionName='[^']*'|sdkVersion:.*|targetSdkVersion:.*|uses-permission(?:-sdk-23)?: .*|application-debuggable)`)

// badgingLines keeps the lines about what we read. aapt adds permissions that
// others imply, and says so in a second line ("uses-implied-permission").
func badgingLines(all string) []string {
	var out []string
	for _, line := range badgingLine.FindAllString(all, -1) {
		line = strings.Replace(line, "-sdk-23", "", 1) // a permission of Android 6 and later all the same
		if !strings.Contains(all, strings.Replace(line, "uses-permission:", "uses-implied-permission:", 1)) ||
			!strings.HasPrefix(line, "uses-permission:") {
			out = append(out, line)
		}
	}
	slices.Sort(out) // aapt keeps the order of the file
	return out
}

// badging writes the facts the way "aapt dump badging" does.
func badging(app *facts.App) []string {
	m := app.Builds[0].Manifest
	out := []string{
		fmt.Sprintf("package: name='%s' versionCode='%s' versionName='%s'", m.Package, m.VersionCode, m.VersionName)}
	if m.MinSDK.Set {
		out = append(out, fmt.Sprintf("sdkVersion:'%s'", m.MinSDK.Text))
	}
	if m.TargetSDK.Set {
		out = append(out, fmt.Sprintf("targetSdkVersion:'%s'", m.TargetSDK.Text))
	}
	for _, p := range m.Permissions {
		line := fmt.Sprintf("uses-permission: name='%s'", p.Name)
		if p.MaxSDK > 0 {
			line += fmt.Sprintf(" maxSdkVersion='%d'", p.MaxSDK)
		}
		out = append(out, line)
	}
	if m.Application.Debuggable.Is {
		out = append(out, "application-debuggable")
	}
	slices.Sort(out)
	return out
}

// verdicts is worked out by hand from the platform's documentation.
func verdicts(t *testing.T, app *facts.App, s source) {
	t.Helper()
	config := strings.Split(s.name, "-")[1]
	release := app.Build(facts.Release).Policy
	want := map[string]bool{"enrichgw.10010.com": true, "crbt.i139.cn": false}
	switch config {
	case "none": // @bool/clear: true before API 28, false from the v28 resource on
		want = map[string]bool{"enrichgw.10010.com": false, "crbt.i139.cn": false}
	case "documented":
		want["crbt.i139.cn"] = s.target < 28
	case "rich":
		want["www.10010.com"] = false
	}
	for host, permitted := range want {
		if got := release.For(host).Cleartext; got != permitted {
			t.Errorf("cleartext to %s = %v, want %v", host, got, permitted)
		}
	}
	if got, want := release.For("other.example").TrustsUserCAs(), s.target <= 23 && config != "rich"; got != want {
		t.Errorf("release trusts user CAs = %v, want %v", got, want)
	}
	if got, want := app.Build(facts.Debug).Policy.For("other.example").TrustsUserCAs(),
		s.target <= 23 || config == "rich"; got != want {
		t.Errorf("debug trusts user CAs = %v, want %v", got, want)
	}
	if config == "none" {
		results := androidapp.Check(app, androidapp.Options{}).Results
		expect(t, results, "warning nsc.uses-cleartext", true)
	}
}

// TestBundle builds the proto form of an app bundle's base module and expects
// the same facts as of the APK.
func TestBundle(t *testing.T) {
	s := probe(34, "rich", "")
	apk := compile(t, s)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "AndroidManifest.xml"), s.manifest)
	for name, content := range s.files {
		write(t, filepath.Join(dir, name), content)
	}
	run(t, "aapt2", "compile", "--dir", filepath.Join(dir, "res"), "-o", filepath.Join(dir, "res.zip"))
	proto := filepath.Join(dir, "proto.apk")
	run(t, "aapt2", "link", "--proto-format", "-o", proto, "-I", framework, "--manifest",
		filepath.Join(dir, "AndroidManifest.xml"), filepath.Join(dir, "res.zip"))
	aab := filepath.Join(dir, "app.aab")
	rebase(t, proto, aab)
	a, b := openApp(t, apk), openApp(t, aab)
	if b.Kind != facts.Bundle {
		t.Fatalf("kind %q", b.Kind)
	}
	if diff := cmp.Diff(badging(a), badging(b)); diff != "" {
		t.Errorf("facts differ (-apk +aab):\n%s", diff)
	}
	x, y := a.Builds[1].Policy, b.Builds[1].Policy
	for _, host := range []string{"www.10010.com", "a.10010.com", "example.com", "other.example"} {
		if diff := cmp.Diff(lineless(x.For(host)), lineless(y.For(host))); diff != "" {
			t.Errorf("%s (-apk +aab):\n%s", host, diff)
		}
	}
	for i, act := range a.Builds[0].Manifest.Activities {
		got := b.Builds[0].Manifest.Activities[i]
		if got.Name != act.Name || got.Orientation.Text != act.Orientation.Text ||
			got.LaunchMode.Text != act.LaunchMode.Text || !cmp.Equal(got.ConfigChanges, act.ConfigChanges) {
			t.Errorf("activity %+v, want %+v", got, act)
		}
	}
}

// lineless drops what the two compilers number differently.
func lineless(e any) string {
	return regexp.MustCompile(`Line:\d+|Line: \d+|0x[0-9a-f]+|line":\d+|Source:@\S+`).ReplaceAllString(
		fmt.Sprintf("%+v", e), "")
}

// rebase moves the entries of a proto APK to where a bundle has them.
func rebase(t *testing.T, from, to string) {
	t.Helper()
	r, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range r.File {
		name := "base/" + f.Name
		if f.Name == "AndroidManifest.xml" {
			name = "base/manifest/AndroidManifest.xml"
		}
		src, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		dst, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := dst.(interface{ Write([]byte) (int, error) }).Write(readAll(t, src)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readAll(t *testing.T, r interface{ Read([]byte) (int, error) }) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSplits hides the configuration in a split: the base alone cannot decide,
// base and split together can, loose or in one archive.
func TestSplits(t *testing.T) {
	full := compile(t, probe(34, "documented", ""))
	base := filepath.Join(t.TempDir(), "base.apk")
	without(t, full, base, "res/xml/network_security_config.xml")
	alone := androidapp.Check(openApp(t, base), androidapp.Options{})
	expect(t, alone.Results, "error nsc.referenced", true)
	expect(t, alone.Results, "skipped nsc.cleartext.required", true)
	expect(t, alone.Results, "error nsc.cleartext.required", false)

	split := filepath.Join(t.TempDir(), "split_config.apk")
	s := probe(34, "documented", "")
	s.manifest = strings.Replace(s.manifest, `package="com.example.probe"`,
		`package="com.example.probe" split="config.x"`, 1)
	copyFile(t, compile(t, s), split)
	together := openApp(t, base, split)
	r := androidapp.Check(together, androidapp.Options{})
	expect(t, r.Results, "pass nsc.referenced", true)
	expect(t, r.Results, "pass nsc.cleartext.required enrichgw.10010.com", true)
	if together.Packages[1].Split != "config.x" {
		t.Errorf("split %q", together.Packages[1].Split)
	}

	set := filepath.Join(t.TempDir(), "app.apks")
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for i, p := range []string{base, split} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("splits/%d.apk", i), Method: uint16(i * 8)})
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, set, buf.String())
	app := openApp(t, set)
	if app.Kind != facts.Splits {
		t.Errorf("kind %q", app.Kind)
	}
	expect(t, androidapp.Check(app, androidapp.Options{}).Results, "pass nsc.cleartext.required onekey.cmpassport.com",
		true)
}

func without(t *testing.T, from, to, name string) {
	t.Helper()
	r, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range r.File {
		if f.Name == name {
			continue
		}
		if err := w.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, to, buf.String())
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, string(b))
}

// TestSignedIdentity checks an APK signed by a debug keystore against a scheme.
func TestSignedIdentity(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and signs apps")
	}
	paths := build(t, probe(34, "documented", "debug"), probe(34, "documented", "rotated"),
		probe(34, "documented", "v1"))
	r := androidapp.Check(openApp(t, paths[0]), androidapp.Options{
		Package:    "com.example.probe",
		Signatures: []string{strings.Repeat("00:", 15) + "00"},
	})
	expect(t, r.Results, "pass identity.package com.example.probe", true)
	expect(t, r.Results, "error identity.signature", true)
	expect(t, r.Results, "warning identity.debug-key", true)
	expect(t, r.Results, "warning identity.signing-schemes v1", true) // minSdk 21 without v1
	expect(t, r.Results, "error identity.signing-schemes", false)
	if !r.Failed() || len(r.Facts().Signatures) != 1 || r.Facts().Package != "com.example.probe" ||
		!r.Facts().CleartextHosts["enrichgw.10010.com"] {
		t.Errorf("facts %+v", r.Facts())
	}
	rotated := androidapp.Check(openApp(t, paths[1]), androidapp.Options{})
	expect(t, rotated.Results, "warning identity.keystores", true)
	v1 := androidapp.Check(openApp(t, paths[2]), androidapp.Options{})
	expect(t, v1.Results, "error identity.signing-schemes v1", true)

	altered := filepath.Join(t.TempDir(), "altered.apk")
	content, err := os.ReadFile(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	content[40] ^= 1 // inside the first entry
	write(t, altered, string(content))
	expect(t, androidapp.Check(openApp(t, altered), androidapp.Options{}).Results,
		"error identity.signing-schemes content", true)
}

// TestTamperedV1 changes, adds and removes entries of files that only carry a
// v1 signature: each is named.
func TestTamperedV1(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and signs apps")
	}
	s := probe(28, "documented", "v1")
	path := build(t, s)[0]
	apk, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, androidapp.Check(openApp(t, path), androidapp.Options{}).Results, "pass identity.signing-schemes", true)
	gone := filepath.Join(t.TempDir(), "gone.apk")
	without(t, path, gone, "res/xml/network_security_config.xml")
	removed, err := os.ReadFile(gone)
	if err != nil {
		t.Fatal(err)
	}
	manifest := readEntry(t, path, "META-INF/MANIFEST.MF")
	for name, tt := range map[string]struct {
		apk  []byte
		want string
	}{
		"changed": {patched(t, apk, "res/xml/network_security_config.xml", []byte("other")),
			"res/xml/network_security_config.xml"},
		"added":   {patched(t, apk, "classes.dex", []byte("dex")), "classes.dex"},
		"removed": {removed, "res/xml/network_security_config.xml"},
		"manifest changed": {patched(t, apk, "META-INF/MANIFEST.MF",
			bytes.Replace(manifest, []byte("-Digest: "), []byte("-Digest: A"), 1)), "v1 signature does not hold"},
		"manifest gone": {patched(t, apk, "META-INF/MANIFEST.MF", nil), "v1 signature"},
	} {
		t.Run(name, func(t *testing.T) {
			app, err := androidapp.Open(t.Context(), androidapp.Input{
				Name:    "a.apk",
				Content: bytes.NewReader(tt.apk),
				Size:    int64(len(tt.apk)),
			})
			if err != nil {
				t.Fatal(err)
			}
			said := strings.Join(faults(androidapp.Check(app, androidapp.Options{}).Results, false), "\n")
			if !strings.Contains(said, tt.want) {
				t.Errorf("said %q, want %q", said, tt.want)
			}
		})
	}
}

func readEntry(t *testing.T, path, name string) []byte {
	t.Helper()
	b, err := open(t, path).Read(name, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTwoBuilds checks a debug and a release APK of one app together.
func TestTwoBuilds(t *testing.T) {
	if testing.Short() {
		t.Skip("builds two apps")
	}
	debug := probe(34, "rich", "debug")
	debug.manifest = strings.Replace(debug.manifest, "android:hasCode=", `android:debuggable="true" android:hasCode=`,
		1)
	app := openApp(t, build(t, debug, probe(34, "documented", "all"))...)
	if len(app.Builds) != 2 || app.Build(facts.Debug).NSC.Config == nil || app.Build(facts.Release).NSC.Config == nil {
		t.Fatalf("builds %+v", app.Builds)
	}
	r := androidapp.Check(app, androidapp.Options{Now: today})
	expect(t, r.Results, "pass nsc.trust.debug", true)
	expect(t, r.Results, "pass nsc.cleartext.required onekey.cmpassport.com release", true)
	expect(t, r.Results, "error nsc.cleartext.required onekey.cmpassport.com debug", true)
	expect(t, r.Results, "warning identity.debug-key", true)
	count := 0
	for _, x := range r.Results {
		if x.Check == "identity.keystores" && x.Status == finding.Warning {
			count++
		}
	}
	if count != 2 {
		t.Errorf("%d schemes advised, want 2", count)
	}
}

// TestVersion31 turns a v3 signature into what v3.1 looks like: the same
// structure under another ID, which the content digest does not cover.
func TestVersion31(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and signs apps")
	}
	path := build(t, probe(34, "documented", "v3"))[0]
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	from, to := []byte{0xc0, 0x68, 0x53, 0xf0}, []byte{0x61, 0xad, 0x93, 0x1b}
	if bytes.Count(b, from) != 1 {
		t.Fatalf("%d v3 IDs", bytes.Count(b, from))
	}
	out := filepath.Join(t.TempDir(), "v31.apk")
	write(t, out, string(bytes.Replace(b, from, to, 1)))
	v3, v31 := openApp(t, path).Packages[0].Signing, openApp(t, out).Packages[0].Signing
	if !v31.Has(signing.V31) || v31.Has(signing.V3) || len(v31.Signers()) != 1 ||
		v31.Signers()[0].SHA256 != v3.Signers()[0].SHA256 {
		t.Fatalf("signatures %+v", v31.Signatures)
	}
	if !v31.Signatures[0].Valid || v31.Content != signing.Intact {
		t.Errorf("valid %v, content %q", v31.Signatures[0].Valid, v31.Content)
	}
}

var resourceLine = regexp.MustCompile(
	`(?m)^\s+resource (0x[0-9a-f]{8}) [^:]+:(\S+): (?:t=0x([0-9a-f]+) d=0x([0-9a-f]+)|<bag>)`)

// TestTables compares every resource of the platform's own table, some 40,000
// in all configurations, with "aapt dump resources".
func TestTables(t *testing.T) {
	if testing.Short() {
		t.Skip("builds apps with aapt and compares")
	}
	for _, path := range []string{framework, compile(t, probe(34, "rich", ""))} {
		a := open(t, path)
		src, err := a.Read("resources.arsc", res.MaxTable)
		if err != nil {
			t.Fatal(err)
		}
		table, err := res.ParseTable(src)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, m := range resourceLine.FindAllStringSubmatch(string(run(t, "aapt", "dump", "resources", path)), -1) {
			want[m[1]+" "+m[2]+" "+m[3]+" "+m[4]]++
		}
		if len(want) < 3 {
			t.Fatalf("aapt named %d resources", len(want))
		}
		for _, id := range table.IDs() {
			entries, err := table.Lookup(id)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				key := fmt.Sprintf("0x%08x %s/%s ", id, e.Type, e.Name)
				if e.Bag {
					key += " "
				} else {
					key += fmt.Sprintf("%02x %08x", uint8(e.Value.Type), e.Value.Data)
				}
				want[key]--
			}
		}
		bad := 0
		for key, n := range want {
			if n != 0 {
				if bad++; bad < 10 {
					t.Errorf("%s: %q off by %d", filepath.Base(path), key, n)
				}
			}
		}
		t.Logf("%s: %d resources", filepath.Base(path), len(want))
	}
}
