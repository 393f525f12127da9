package androidapp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/dex"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
)

var today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

// fired notes, by check, which statuses some case saw.
type fired map[string]map[finding.Status]bool

func (f fired) note(results []finding.Finding) {
	for _, r := range results {
		if f[r.Check] == nil {
			f[r.Check] = map[finding.Status]bool{}
		}
		f[r.Check][r.Status] = true
	}
}

// TestChecks runs testdata/lint/*.txtar, projects with the results that they
// must have ("want": STATUS CHECK [SUBJECT] [debug|release]) and must not have
// ("not": the same; the want "clean" is neither errors nor warnings), then the literal apps below.
// "only" lists the errors and warnings beside which there must be none. "base" names another case whose files are taken
// first, "gone" those of them that are not. In the end every check must have fired in one case and been content in
// another.
func TestChecks(t *testing.T) {
	seen := fired{}
	files, err := filepath.Glob("testdata/lint/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			project(t, f, seen)
		})
	}
	for _, c := range literalCases() {
		t.Run(c.name, func(t *testing.T) {
			results := lint.Run(c.app, c.opt)
			seen.note(results)
			for _, w := range c.want {
				expect(t, results, w, true)
			}
			for _, w := range c.not {
				expect(t, results, w, false)
			}
		})
	}
	app, err := androidapp.Open(t.Context(), libraries(t)...)
	if err != nil {
		t.Fatal(err)
	}
	seen.note(lint.Run(app, lint.Options{Now: today}))
	for _, c := range lint.Checks() {
		s := seen[c.ID]
		if !s[finding.Error] && !s[finding.Warning] && !s[finding.Hint] {
			t.Errorf("%s never fired", c.ID)
		}
		if !s[finding.Pass] {
			t.Errorf("%s was never content", c.ID)
		}
	}
}

func project(t *testing.T, file string, seen fired) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	var want, not, only []string
	for _, f := range txtar.Parse(src).Files {
		switch f.Name {
		case "base":
			base(t, fsys, strings.TrimSpace(string(f.Data)))
		case "gone":
			for _, name := range lines(f.Data) {
				delete(fsys, name)
			}
		case "want":
			want = lines(f.Data)
		case "not":
			not = lines(f.Data)
		case "only":
			only = lines(f.Data)
		default:
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
	packAars(t, fsys)
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "project", FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	r := androidapp.Check(app, androidapp.Options{Now: today})
	seen.note(r.Results)
	if len(want) == 0 {
		t.Error("case wants nothing")
	}
	for _, w := range want {
		if w == "clean" {
			clean(t, r)
			continue
		}
		expect(t, r.Results, w, true)
	}
	for _, w := range not {
		expect(t, r.Results, w, false)
	}
	allowed(t, r.Results, only)
}

// allowed wants no other errors and warnings than those; none listed allows all.
func allowed(t *testing.T, results []finding.Finding, only []string) {
	t.Helper()
	for _, x := range results {
		if len(only) == 0 || x.Status != finding.Error && x.Status != finding.Warning {
			continue
		}
		if !slices.ContainsFunc(only, func(o string) bool {
			w := strings.Fields(o)
			return string(x.Status) == w[0] && x.Check == w[1] && fits(x, w[2:])
		}) {
			t.Errorf("beside what is allowed: %s %s %s: %s", x.Status, x.Check, x.Subject, x.What.EN)
		}
	}
}

// base takes the files of another case, which those that follow replace.
func base(t *testing.T, fsys fstest.MapFS, name string) {
	t.Helper()
	a, err := txtar.ParseFile("testdata/lint/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range a.Files {
		if f.Name != "want" && f.Name != "not" && f.Name != "only" {
			fsys[f.Name] = &fstest.MapFile{Data: f.Data}
		}
	}
}

// clean wants neither errors nor warnings.
func clean(t *testing.T, r androidapp.Report) {
	t.Helper()
	for _, x := range r.Results {
		if x.Status == finding.Error || x.Status == finding.Warning {
			t.Errorf("%s %s %s: %s", x.Status, x.Check, x.Subject, x.What.EN)
		}
	}
}

func lines(b []byte) []string {
	var out []string
	for l := range strings.Lines(string(b)) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// expect looks for a result that matches "STATUS CHECK [SUBJECT] [BUILD] [FILE:LINE]".
func expect(t *testing.T, results []finding.Finding, want string, there bool) {
	t.Helper()
	w := strings.Fields(want)
	var near []string
	for _, r := range results {
		if r.Check != w[1] {
			continue
		}
		near = append(near, string(r.Status)+" "+r.Subject+" "+r.Build+" "+place(r)+" "+r.What.EN)
		if string(r.Status) == w[0] && fits(r, w[2:]) {
			if !there {
				t.Errorf("unwanted %q: %s", want, r.What.EN)
			}
			return
		}
	}
	if there {
		t.Errorf("no %q; %s said:\n%s", want, w[1], strings.Join(near, "\n"))
	}
}

func fits(r finding.Finding, words []string) bool {
	for _, w := range words {
		if !strings.Contains(r.Subject, w) && r.Build != w && place(r) != w {
			return false
		}
	}
	return true
}

func place(r finding.Finding) string {
	if len(r.Where) == 0 {
		return ""
	}
	return r.Where[0].File + ":" + strconv.Itoa(r.Where[0].Line)
}

type literal struct {
	name      string
	app       *facts.App
	opt       lint.Options
	want, not []string
}

func apkWith(certs ...signing.Certificate) *facts.App {
	m := &manifest.Manifest{Package: "com.example.app", File: "a.apk!AndroidManifest.xml"}
	var sigs []signing.Signature
	for _, c := range certs {
		sigs = append(sigs, signing.Signature{Scheme: signing.V2, Certificates: []signing.Certificate{c}, Valid: true})
	}
	b := facts.Build{Variant: facts.Release, Actual: true, Manifest: m, TargetSDK: 34, MinSDK: 24,
		Policy: nsc.NewPolicy(nsc.App{TargetSDK: 34})}
	return &facts.App{
		Name: "a.apk", Kind: facts.APK, Builds: []facts.Build{b},
		Packages: []facts.Package{{File: "a.apk", Signing: signing.Report{Signatures: sigs, Block: true}}},
	}
}

func literalCases() []literal {
	release := signing.Certificate{Subject: "CN=Release", MD5: strings.Repeat("a1", 16), SHA1: strings.Repeat("b2", 20),
		SHA256: strings.Repeat("c3", 32)}
	debug := signing.Certificate{Subject: "CN=Android Debug", MD5: strings.Repeat("d4", 16),
		SHA1: strings.Repeat("e5", 20), SHA256: strings.Repeat("f6", 32), Debug: true}
	colons := strings.ToUpper("A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1:A1")
	withDex := apkWith(release)
	withDex.Dex = dex.Facts{
		Files: 1, Names: []string{"com.mobile.auth.gatewayauth", "isCheckSSL", "logEnable", "setBaseUrl"},
		Secrets: []dex.Secret{{Kind: "access-key-id", Masked: "LTAI… (24 characters)"}},
	}
	plainDex := apkWith(release)
	plainDex.Dex = dex.Facts{Files: 1}
	v1only := apkWith(release)
	v1only.Packages[0].Signing.Block = false
	v1only.Packages[0].Signing.Signatures[0].Scheme = signing.V1
	altered := apkWith(release)
	altered.Packages[0].Signing.Content = signing.Altered
	tampered := apkWith(release)
	tampered.Packages[0].Signing.JAR = signing.JAR{State: signing.Altered, Changed: []string{"classes.dex"}, More: 3}
	unchecked := apkWith(release)
	unchecked.Packages[0].Signing.Signatures[0] = signing.Signature{Scheme: signing.V2,
		Certificates: []signing.Certificate{release}, Problem: "RSA key of 512 bits", Unchecked: true}
	unchecked.Packages[0].Signing.JAR.Problem = "the entries are larger"
	old := apkWith(release)
	old.Builds[0].MinSDK = 21
	sandbox := apkWith(release)
	sandbox.Packages[0].Signing.Block = false
	sandbox.Builds[0].Manifest.Sandbox.N = 2
	bundle := apkWith(release)
	bundle.Kind = facts.Bundle
	libs := apkWith(release)
	libs.Native = []facts.Native{
		{ABI: "arm64-v8a", Name: "libpns-2.13.3-LogOnlineStandardCuumRelease_alijtca_plus.so", File: "a.apk"},
		{ABI: "arm64-v8a", Name: "libpns-2.12.3-LogOnlineStandardRelease_alijtca_plus.so", File: "a.apk"},
		{ABI: "x86_64", Name: "libother.so", File: "a.apk"},
	}
	fusion := apkWith(release)
	fusion.Native = []facts.Native{
		{ABI: "arm64-v8a", Name: "libpns-1.2.15-OnlineRelease_alijtca_plus.so", File: "a.apk"},
		{ABI: "arm64-v8a", Name: "libpns-2.14.21-LogOnlineStandardCuumRelease_alijtca_plus.so", File: "a.apk"},
	}
	odd := apkWith(release)
	odd.Packages[0].Problems = []archive.Problem{{Kind: archive.Encrypted, Entry: "classes.dex"}, {
		Kind:  archive.Traversal,
		Entry: "../../evil",
	}}
	oneLib := apkWith(release)
	oneLib.Native = libs.Native[:1]
	noSDK := apkWith(release)
	noSDK.Dex, noSDK.SDK.Searched = dex.Facts{Files: 1}, true
	versionless := apkWith(release)
	versionless.SDK.Present = true
	foreign := apkWith(release)
	foreign.Native = []facts.Native{{ABI: "arm64-v8a", Name: "libother.so", File: "a.apk"}}
	levelless := apkWith(release)
	levelless.Builds[0].TargetSDK = 0
	jpush := apkWith(release)
	jpush.SDK.JPush = true
	small := apkWith(release)
	small.Native = []facts.Native{
		{ABI: "arm64-v8a", Name: "libsdk.so", File: "a.apk", Align: 4096},
		{ABI: "armeabi-v7a", Name: "libold.so", File: "a.apk", Align: 4096},
		{ABI: "arm64-v8a", Name: "libnew.so", File: "a.apk", Align: 65536}, {
			ABI:  "x86_64",
			Name: "libodd.so",
			File: "a.apk",
		},
	}
	big := apkWith(release)
	big.Native = small.Native[1:]
	public := apkWith(signing.Certificate{
		Subject: "CN=Android",
		MD5:     "e89b158e4bcf988ebd09eb83f5378e87",
		SHA256:  "a40da80a59d170caa950cf15c18c454d47a39b26989d8b640ecd745ba71bf5dc",
	})
	v1broken := apkWith(release)
	v1broken.Packages[0].Signing.V1Ignored = true
	v1broken.Packages[0].Signing.Signatures = append(v1broken.Packages[0].Signing.Signatures,
		signing.Signature{Scheme: signing.V1, Certificates: []signing.Certificate{debug}, Problem: "made up"})
	return []literal{
		{"no SDK", noSDK, lint.Options{},
			[]string{"warning build.sdk-present", "skipped manifest.activities", "skipped nsc.cleartext.required",
				"pass identity.signature"}, []string{"error manifest.activities"}},
		{"version hidden", versionless, lint.Options{}, []string{"hint build.sdk-version", "pass build.sdk-present"},
			nil},
		{"no library of the SDK", foreign, lint.Options{}, []string{"skipped build.abi"}, []string{"pass build.abi"}},
		{"target unknown", levelless, lint.Options{}, []string{"skipped manifest.local-network"},
			[]string{"pass manifest.local-network"}},
		{"JPush brings its own", jpush, lint.Options{},
			[]string{"warning nsc.cleartext.unconfirmed www.cmpassport.com"},
			[]string{"hint nsc.cleartext.unconfirmed uac.189.cn"}},
		{"pages of 16 KB", small, lint.Options{}, []string{"warning build.page-size libsdk.so"},
			[]string{"warning build.page-size libold.so", "warning build.page-size libnew.so",
				"warning build.page-size libodd.so"}},
		{"aligned", big, lint.Options{}, []string{"pass build.page-size"}, nil},
		{"public test key", public, lint.Options{}, []string{"error identity.debug-key e89b"},
			[]string{"warning identity.debug-key"}},
		{"v1 that no phone looks at", v1broken, lint.Options{},
			[]string{"pass identity.signing-schemes", "pass identity.keystores"}, []string{
				"error identity.signing-schemes",
				"warning identity.keystores",
			}},
		{"odd container", odd, lint.Options{},
			[]string{"warning archive.odd encrypted-flag", "error archive.odd path-traversal"}, nil},
		{"one SDK in an APK", oneLib, lint.Options{}, []string{"pass build.libraries.duplicate", "pass build.abi"},
			nil},
		{"scheme fits", apkWith(release), lint.Options{Package: "com.example.app", Signatures: []string{colons}},
			[]string{"pass identity.signature", "pass identity.package", "pass identity.debug-key",
				"pass identity.keystores", "pass identity.signing-schemes", "pass archive.odd"}, nil},
		{"scheme for another key", apkWith(debug), lint.Options{
			Package:    "com.example.other",
			Signatures: []string{colons},
		},
			[]string{"error identity.signature", "error identity.package", "warning identity.debug-key"}, nil},
		{"capture of another build", apkWith(release), lint.Options{
			SeenPackages:   []string{"com.example.app.debug"},
			SeenSignatures: []string{debug.MD5},
		},
			[]string{"warning identity.signature", "warning identity.package"}, nil},
		{"two keys", apkWith(release, debug), lint.Options{},
			[]string{"warning identity.keystores a1a1", "warning identity.keystores d4d4"}, nil},
		{"unsigned", apkWith(), lint.Options{}, []string{"error identity.signature"}, nil},
		{"v1 only at 34", v1only, lint.Options{}, []string{"error identity.signing-schemes v1"}, nil},
		{"altered", altered, lint.Options{}, []string{"error identity.signing-schemes content"}, nil},
		{"entries altered", tampered, lint.Options{}, []string{"error identity.signing-schemes entries"}, nil},
		{"not checked", unchecked, lint.Options{},
			[]string{"hint identity.signing-schemes v2", "hint identity.signing-schemes entries"},
			[]string{"error identity.signing-schemes"}},
		{"no v1 for Android 5", old, lint.Options{}, []string{"warning identity.signing-schemes v1"},
			[]string{"error identity.signing-schemes"}},
		{"sandbox without v2", sandbox, lint.Options{}, []string{"error identity.signing-schemes v2"}, nil},
		{"bundle", bundle, lint.Options{}, []string{"hint identity.keystores", "skipped identity.signing-schemes"},
			nil},
		{"dex hints", withDex, lint.Options{},
			[]string{"hint code.base-url", "hint code.check-ssl", "hint code.log", "error code.secrets LTAI"},
			[]string{"warning build.sdk-present"}},
		{"dex without hints", plainDex, lint.Options{},
			[]string{"pass code.base-url", "pass code.check-ssl", "pass code.log", "pass code.secrets",
				"skipped build.sdk-present"}, nil},
		{"two SDKs in an APK", libs, lint.Options{},
			[]string{"error build.libraries.duplicate alijtca_plus", "warning build.abi x86_64"}, nil},
		{"the fusion SDK in an APK", fusion, lint.Options{}, []string{"pass build.libraries.duplicate"},
			[]string{"error build.libraries.duplicate"}},
	}
}

// TestSplitsCountOnce: the certificate that all splits share is one result.
func TestSplitsCountOnce(t *testing.T) {
	split := apkWith(signing.Certificate{
		Subject: "CN=Release",
		MD5:     strings.Repeat("a1", 16),
		SHA256:  strings.Repeat("c3", 32),
	})
	split.Packages = append(split.Packages, facts.Package{
		File:    "b.apk",
		Split:   "config.x",
		Signing: split.Packages[0].Signing,
	})
	times := 0
	for _, r := range lint.Run(split, lint.Options{Signatures: []string{strings.Repeat("00", 16)}}) {
		if r.Check == "identity.signature" {
			if times++; r.Status != finding.Error || len(r.Where) != 2 {
				t.Errorf("%+v", r)
			}
		}
	}
	if times != 1 {
		t.Errorf("%d results, want 1", times)
	}
}
