package aar_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/aar"
)

func pack(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for name, content := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// class is a class file's head with a long, a string and two classes.
func class(this, super string) string {
	b := []byte{0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 7}
	utf := func(s string) { b = append(append(b, 1, byte(len(s)>>8), byte(len(s))), s...) }
	b = append(b, 5, 0, 0, 0, 0, 0, 0, 0, 1) // constants 1 and 2
	utf(this)                                // 3
	b = append(b, 7, 0, 3)                   // 4
	utf(super)                               // 5
	b = append(b, 7, 0, 5)                   // 6
	return string(append(b, 0, 33, 0, 4, 0, 6, 0, 0))
}

func elf64(align uint64) string {
	b := make([]byte, 64+56)
	copy(b, "\x7fELF\x02\x01")
	binary.LittleEndian.PutUint64(b[32:], 64)
	binary.LittleEndian.PutUint16(b[54:], 56)
	binary.LittleEndian.PutUint16(b[56:], 1)
	binary.LittleEndian.PutUint32(b[64:], 1)
	binary.LittleEndian.PutUint64(b[64+48:], align)
	return string(b)
}

func TestRead(t *testing.T) {
	jar := pack(t, map[string]string{
		"a/Login.class":             class("a/Login", "androidx/appcompat/app/AppCompatActivity"),
		"a/Model.class":             class("a/Model", "java/lang/Object"),
		"a/Broken.class":            "\xca\xfe\xba\xbe\x00\x00\x00\x34\xff\xff\x01",
		"META-INF/proguard/sdk.pro": "-keep class b.** { *; }",
	})
	b := pack(t, map[string]string{
		"AndroidManifest.xml":        `<manifest package="a"><uses-sdk/></manifest>`,
		"classes.jar":                string(jar),
		"proguard.txt":               "-keep class a.** { *; }",
		"res/xml/nsc.xml":            "<network-security-config/>",
		"res/values-v28/bools.xml":   "<resources/>",
		"res/layout/page.xml":        "<LinearLayout/>",
		"jni/arm64-v8a/libsdk.so":    elf64(16384),
		"jni/armeabi-v7a/libodd.so":  "no ELF file",
		"jni/arm64-v8a/libold.so":    elf64(4096),
		"libs/broken.jar":            "no archive",
		"assets/AndroidManifest.xml": "<no/>",
	})
	c, err := aar.Read(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := c.Manifest.Attr("", "package"); p.Value != "a" {
		t.Errorf("manifest %+v", c.Manifest)
	}
	if len(c.Pages) != 1 || c.Pages["a.Login"] != "androidx.appcompat.app.AppCompatActivity" {
		t.Errorf("pages %v", c.Pages)
	}
	if !strings.Contains(c.KeepRules, "class a.**") || !strings.Contains(c.KeepRules, "class b.**") {
		t.Errorf("rules %q", c.KeepRules)
	}
	if len(c.Resources) != 2 {
		t.Errorf("%d resources", len(c.Resources))
	}
	align := map[string]int64{}
	for _, n := range c.Native {
		align[n.ABI+"/"+n.Name] = n.Align
	}
	if align["arm64-v8a/libsdk.so"] != 16384 || align["arm64-v8a/libold.so"] != 4096 ||
		align["armeabi-v7a/libodd.so"] != 0 || len(align) != 3 {
		t.Errorf("native %v", align)
	}
	if len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Error(), "libs/broken.jar") {
		t.Errorf("problems %v", c.Problems)
	}
}

func TestNoArchive(t *testing.T) {
	if _, err := aar.Read(strings.NewReader("text"), 4); err == nil {
		t.Error("no error")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(class("a/B", "c/Activity")), []byte(elf64(4096)))
	f.Fuzz(func(t *testing.T, class, lib []byte) {
		jar := pack(t, map[string]string{"A.class": string(class)})
		b := pack(t,
			map[string]string{"classes.jar": string(jar), "jni/x86/l.so": string(lib),
				"AndroidManifest.xml": string(class)})
		if _, err := aar.Read(bytes.NewReader(b), int64(len(b))); err != nil {
			t.Fatal(err)
		}
	})
}
