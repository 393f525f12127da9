package androidapp_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/avast/apkverifier"
	"github.com/google/go-cmp/cmp"

	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/androidapp/xmltree"
)

const documentedNSC = `<?xml version="1.0" encoding="utf-8"?>
<network-security-config>
    <domain-config cleartextTrafficPermitted="true">
        <domain includeSubdomains="true">enrichgw.10010.com</domain>
        <domain includeSubdomains="true">onekey.cmpassport.com</domain>
    </domain-config>
</network-security-config>
`

const richNSC = `<?xml version="1.0" encoding="utf-8"?>
<network-security-config>
    <base-config cleartextTrafficPermitted="false">
        <trust-anchors><certificates src="system"/></trust-anchors>
    </base-config>
    <domain-config cleartextTrafficPermitted="true">
        <domain includeSubdomains="true">10010.com</domain>
        <domain-config cleartextTrafficPermitted="false"><domain>www.10010.com</domain></domain-config>
    </domain-config>
    <domain-config>
        <domain includeSubdomains="true">example.com</domain>
        <pin-set expiration="2031-01-01"><pin digest="SHA-256">AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=</pin></pin-set>
        <trust-anchors><certificates src="@raw/own_ca" overridePins="true"/></trust-anchors>
    </domain-config>
    <debug-overrides><trust-anchors><certificates src="user"/></trust-anchors></debug-overrides>
</network-security-config>
`

// probe is one cell of the matrix.
func probe(target int, config, signing string) source {
	s := source{
		name: fmt.Sprintf("%d-%s-%s", target, config, signing), signing: signing, target: target,
		files: map[string]string{
			"res/values/strings.xml":        `<resources><string name="app">Probe</string><bool name="clear">true</bool></resources>`,
			"res/values-zh-rCN/strings.xml": `<resources><string name="app">一键登录</string></resources>`,
			"res/values-v28/bools.xml":      `<resources><bool name="clear">false</bool></resources>`,
		},
	}
	attr := ""
	switch config {
	case "documented":
		s.files["res/xml/network_security_config.xml"] = documentedNSC
	case "rich":
		s.files["res/xml/network_security_config.xml"] = richNSC
		s.files["res/raw/own_ca.pem"] = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"
	}
	if config != "none" {
		attr = `android:networkSecurityConfig="@xml/network_security_config"`
	} else {
		attr = `android:usesCleartextTraffic="@bool/clear"`
	}
	s.manifest = fmt.Sprintf(`<?xml version="1.0" encoding="utf-8"?>
<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.probe"
    android:versionCode="7" android:versionName="1.2.3">
    <uses-sdk android:minSdkVersion="21" android:targetSdkVersion="%d"/>
    <uses-permission android:name="android.permission.INTERNET"/>
    <uses-permission android:name="android.permission.WRITE_EXTERNAL_STORAGE" android:maxSdkVersion="28"/>
    <application android:label="@string/app" android:hasCode="false" %s>
        <activity android:name="com.mobile.auth.gatewayauth.LoginAuthActivity" android:exported="false"
            android:configChanges="orientation|keyboardHidden|screenSize" android:launchMode="singleTop"
            android:screenOrientation="behind" android:theme="@android:style/Theme.Dialog"/>
        <activity android:name=".Main"><intent-filter><action android:name="android.intent.action.MAIN"/>
            <category android:name="android.intent.category.LAUNCHER"/></intent-filter></activity>
    </application>
</manifest>`, target, attr)
	return s
}

func matrix() []source {
	var out []source
	for _, target := range []int{23, 28, 34, 37} {
		for _, config := range []string{"none", "documented", "rich"} {
			for _, scheme := range []string{"v1", "v2", "v3", "v1v2", "all", "ec", "debug", "rotated"} {
				out = append(out, probe(target, config, scheme))
			}
		}
	}
	return out
}

// TestAgainstTools builds the whole matrix and compares what our readers say
// with aapt, apksigner and an independent library, field by field.
func TestAgainstTools(t *testing.T) {
	if testing.Short() {
		t.Skip("compares with Android's own tools")
	}
	sources := matrix()
	paths := build(t, sources...)
	jobs := make([][]string, len(paths))
	for i, p := range paths {
		jobs[i] = []string{"verify", "-v", "--print-certs", "--min-sdk-version", "21", "--max-sdk-version", "29", p}
		if sources[i].signing == "v2" || sources[i].signing == "debug" {
			jobs[i][4] = "24"
		}
		if sources[i].signing == "v3" {
			jobs[i][4] = "28"
		}
	}
	verified := apksigner(t, jobs)
	for i, s := range sources {
		t.Run(s.name, func(t *testing.T) {
			a := open(t, paths[i])
			if s.signing == "all" {
				compareXML(t, a, paths[i], "AndroidManifest.xml")
				if _, ok := a.Lookup("res/xml/network_security_config.xml"); ok {
					compareXML(t, a, paths[i], "res/xml/network_security_config.xml")
				}
			}
			compareSigners(t, a, paths[i], verified[i])
		})
	}
}

func open(tb testing.TB, path string) *archive.Archive {
	tb.Helper()
	r, size := readerAt(tb, path)
	a, err := archive.Open(r, size)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func compareXML(t *testing.T, a *archive.Archive, path, entry string) {
	t.Helper()
	src, err := a.Read(entry, res.MaxXML)
	if err != nil {
		t.Fatal(err)
	}
	root, err := res.ParseXML(src)
	if err != nil {
		t.Fatal(err)
	}
	want := string(run(t, "aapt", "dump", "xmltree", path, entry))
	var got strings.Builder
	dumpTree(&got, root, 0)
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("%s differs from aapt (-aapt +ours):\n%s", entry, diff)
	}
}

// dumpTree writes a tree the way "aapt dump xmltree" does.
func dumpTree(b *strings.Builder, n *xmltree.Node, depth int) {
	prefixes := map[string]string{}
	dumpNode(b, n, depth, prefixes)
}

func dumpNode(b *strings.Builder, n *xmltree.Node, depth int, prefixes map[string]string) {
	indent := func() { b.WriteString(strings.Repeat("  ", depth)) }
	for _, ns := range n.Namespaces {
		indent()
		fmt.Fprintf(b, "N: %s=%s\n", ns.Prefix, ns.URI)
		prefixes[ns.URI] = ns.Prefix
		depth++
	}
	indent()
	if n.Kind == xmltree.Text {
		fmt.Fprintf(b, "C: %q\n", n.Data)
		return
	}
	fmt.Fprintf(b, "E: %s (line=%d)\n", n.Name, n.Line)
	depth++
	for _, a := range n.Attrs {
		indent()
		dumpAttr(b, a, prefixes)
	}
	for _, c := range n.Children {
		dumpNode(b, c, depth, prefixes)
	}
}

func dumpAttr(b *strings.Builder, a xmltree.Attr, prefixes map[string]string) {
	b.WriteString("A: ")
	if a.Space != "" {
		b.WriteString(prefixes[a.Space] + ":")
	}
	b.WriteString(a.Name)
	if a.Resource != 0 {
		fmt.Fprintf(b, "(0x%08x)", a.Resource)
	}
	switch a.Typed.Type {
	case xmltree.Null:
		b.WriteString("=(null)")
	case xmltree.Reference:
		fmt.Fprintf(b, "=@0x%08x", a.Typed.Data)
	case xmltree.Attribute:
		fmt.Fprintf(b, "=?0x%08x", a.Typed.Data)
	case xmltree.String:
		fmt.Fprintf(b, "=%q", a.Typed.Str)
	default:
		fmt.Fprintf(b, "=(type 0x%x)0x%x", uint8(a.Typed.Type), a.Typed.Data)
	}
	if a.HasRaw {
		fmt.Fprintf(b, " (Raw: %q)", a.Raw)
	}
	b.WriteString("\n")
}

var digestLine = regexp.MustCompile(`Signer #\d+ certificate (SHA-256|SHA-1|MD5) digest: ([0-9a-f]+)`)

func compareSigners(t *testing.T, a *archive.Archive, path, verify string) {
	t.Helper()
	r := signing.Read(a, signing.Options{MaxContent: 1 << 30})
	if len(r.Errors) > 0 {
		t.Fatalf("errors: %v", r.Errors)
	}
	for scheme, label := range map[signing.Scheme]string{signing.V1: "v1 scheme (JAR signing)",
		signing.V2: "v2 scheme (APK Signature Scheme v2)", signing.V3: "v3 scheme (APK Signature Scheme v3)"} {
		want := strings.Contains(verify, "Verified using "+label+": true")
		// apksigner reads v1 only where the platform range needs it.
		if scheme == signing.V1 && !want {
			continue
		}
		if r.Has(scheme) != want {
			t.Errorf("%s: got %v, apksigner says %v\n%s", scheme, r.Has(scheme), want, verify)
		}
	}
	var want, got []string
	for _, m := range digestLine.FindAllStringSubmatch(verify, -1) {
		want = append(want, m[1]+" "+m[2])
	}
	signers := r.Signers()
	for _, c := range signers {
		got = append(got, "SHA-256 "+c.SHA256, "SHA-1 "+c.SHA1, "MD5 "+c.MD5)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("signers differ from apksigner (-want +got):\n%s\n%s", diff, verify)
	}
	for _, s := range r.Signatures {
		if !s.Valid {
			t.Errorf("%s: signature of a fresh APK not valid: %s", s.Scheme, s.Problem)
		}
	}
	if r.Block && r.Content != signing.Intact {
		t.Errorf("content = %q, want intact", r.Content)
	}
	compareLibrary(t, r, path)
}

// compareLibrary asks an independent implementation for the same certificates.
func compareLibrary(t *testing.T, r signing.Report, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	res, err := apkverifier.VerifyWithSdkVersionReader(f, nil, 21, 37)
	if err != nil && len(res.SignerCerts) == 0 {
		t.Fatalf("library: %v", err)
	}
	info, best := apkverifier.PickBestApkCert(res.SignerCerts)
	if best == nil {
		t.Fatal("library found no certificate")
	}
	for _, c := range r.All() {
		if c.MD5 == info.Md5 && c.SHA1 == info.Sha1 && c.SHA256 == info.Sha256 &&
			c.NotAfter.Equal(info.ValidTo) && c.Serial == info.SerialNumber.Text(16) {
			return
		}
	}
	t.Errorf("certificate %s of the library is not among ours: %+v", best.Subject, r.All())
}
