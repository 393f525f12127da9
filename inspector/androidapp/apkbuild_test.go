package androidapp_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// These tests build real APKs with the tools of the Debian packages aapt,
// apksigner, zipalign and android-framework-res.
const (
	framework = "/usr/share/android-framework-res/framework-res.apk"
	signerJar = "/usr/share/java/apksigner.jar"
)

// source is what one APK is built from.
type source struct {
	name     string
	manifest string
	files    map[string]string // below the source folder: "res/xml/a.xml"
	extra    map[string][]byte // put into the archive as they are: "classes.dex"
	signing  string            // a key of schemes, "" for unsigned
	target   int
}

// schemes are argument lists of apksigner. Rotation needs a lineage file.
var schemes = map[string][]string{
	"v1":      {"--v1-signing-enabled", "true", "--v2-signing-enabled", "false", "--v3-signing-enabled", "false"},
	"v2":      {"--v1-signing-enabled", "false", "--v2-signing-enabled", "true", "--v3-signing-enabled", "false"},
	"v3":      {"--v1-signing-enabled", "false", "--v2-signing-enabled", "false", "--v3-signing-enabled", "true"},
	"v1v2":    {"--v1-signing-enabled", "true", "--v2-signing-enabled", "true", "--v3-signing-enabled", "false"},
	"all":     {"--v1-signing-enabled", "true", "--v2-signing-enabled", "true", "--v3-signing-enabled", "true"},
	"ec":      {"--v1-signing-enabled", "true", "--v2-signing-enabled", "true", "--v3-signing-enabled", "true"},
	"debug":   {"--v1-signing-enabled", "false", "--v2-signing-enabled", "true", "--v3-signing-enabled", "true"},
	"rotated": {"--v1-signing-enabled", "true", "--v2-signing-enabled", "true", "--v3-signing-enabled", "true"},
}

func run(tb testing.TB, name string, args ...string) []byte {
	tb.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, stderr.Bytes())
	}
	return out
}

// compile runs aapt and returns the path of the unsigned APK.
func compile(tb testing.TB, s source) string {
	tb.Helper()
	dir := tb.TempDir()
	write(tb, filepath.Join(dir, "AndroidManifest.xml"), s.manifest)
	for name, content := range s.files {
		write(tb, filepath.Join(dir, name), content)
	}
	out := filepath.Join(dir, "out.apk")
	args := []string{"package", "-f", "-M", filepath.Join(dir, "AndroidManifest.xml"), "-I", framework, "-F", out}
	if _, err := os.Stat(filepath.Join(dir, "res")); err == nil {
		args = append(args, "-S", filepath.Join(dir, "res"))
	}
	run(tb, "aapt", args...)
	if len(s.extra) > 0 {
		addEntries(tb, out, s.extra)
	}
	aligned := filepath.Join(dir, "aligned.apk")
	run(tb, "zipalign", "-f", "4", out, aligned)
	return aligned
}

func write(tb testing.TB, path, content string) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		tb.Fatal(err)
	}
}

func addEntries(tb testing.TB, apk string, extra map[string][]byte) {
	tb.Helper()
	old, err := zip.OpenReader(apk)
	if err != nil {
		tb.Fatal(err)
	}
	defer old.Close()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range old.File {
		if err := w.Copy(f); err != nil {
			tb.Fatal(err)
		}
	}
	for name, content := range extra {
		e, err := w.Create(name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := e.Write(content); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(apk, buf.Bytes(), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// signerRunner calls apksigner many times in one virtual machine.
const signerRunner = `
import java.nio.file.*;
public class Runner {
    public static void main(String[] args) throws Exception {
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            System.out.println("=== job");
            com.android.apksigner.ApkSignerTool.main(line.split("\t"));
            System.out.flush();
        }
    }
}
`

// apksigner runs every job and returns what each printed.
func apksigner(tb testing.TB, jobs [][]string) []string {
	tb.Helper()
	dir := tb.TempDir()
	write(tb, filepath.Join(dir, "Runner.java"), signerRunner)
	var lines strings.Builder
	for _, j := range jobs {
		lines.WriteString(strings.Join(j, "\t") + "\n")
	}
	write(tb, filepath.Join(dir, "jobs"), lines.String())
	out := run(tb, "java", "-cp", signerJar, filepath.Join(dir, "Runner.java"), filepath.Join(dir, "jobs"))
	parts := strings.Split(string(out), "=== job\n")[1:]
	if len(parts) != len(jobs) {
		tb.Fatalf("apksigner ran %d of %d jobs", len(parts), len(jobs))
	}
	return parts
}

// keyFolder is where keys put the key stores, "" as long as no test asked for them.
var keyFolder string

// keys makes the key stores once for all tests.
var keys = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "loginscope-keys")
	if err != nil {
		return "", err
	}
	keyFolder = dir
	for _, k := range [][]string{
		{"release", "RSA", "2048", "CN=Probe,O=Test"},
		{"next", "RSA", "2048", "CN=Probe Next,O=Test"},
		{"debug", "RSA", "2048", "C=US,O=Android,CN=Android Debug"},
		{"ec", "EC", "256", "CN=Probe EC,O=Test"},
	} {
		out, err := exec.Command("keytool", "-genkeypair", "-keystore", filepath.Join(dir, k[0]+".p12"),
			"-storetype", "PKCS12", "-storepass", "testpass", "-alias", "k", "-keyalg", k[1], "-keysize", k[2],
			"-validity", "3650", "-dname", k[3]).CombinedOutput()
		if err != nil {
			return dir, fmt.Errorf("keytool: %w: %s", err, out)
		}
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if keyFolder != "" {
		os.RemoveAll(keyFolder)
	}
	os.Exit(code)
}

func keystore(tb testing.TB, name string) string {
	tb.Helper()
	dir, err := keys()
	if err != nil {
		tb.Fatal(err)
	}
	return filepath.Join(dir, name+".p12")
}

// build compiles and signs every source; the i-th path belongs to the i-th.
func build(tb testing.TB, sources ...source) []string {
	tb.Helper()
	out := make([]string, len(sources))
	var jobs [][]string
	lineage := filepath.Join(tb.TempDir(), "lineage")
	rotate := []string{"rotate", "--out", lineage, "--old-signer", "--ks", keystore(tb, "release"), "--ks-pass",
		"pass:testpass",
		"--new-signer", "--ks", keystore(tb, "next"), "--ks-pass", "pass:testpass"}
	for i, s := range sources {
		out[i] = compile(tb, s)
		if s.signing == "" {
			continue
		}
		key := "release"
		if s.signing == "ec" || s.signing == "debug" {
			key = s.signing
		}
		signed := strings.TrimSuffix(out[i], "aligned.apk") + "signed.apk"
		job := append([]string{"sign", "--ks", keystore(tb, key), "--ks-pass", "pass:testpass", "--min-sdk-version",
			"21", "--out", signed}, schemes[s.signing]...)
		if s.signing == "rotated" {
			jobs = append(jobs, rotate)
			job = append(job, "--next-signer", "--ks", keystore(tb, "next"), "--ks-pass", "pass:testpass", "--lineage",
				lineage)
		}
		jobs = append(jobs, append(job, out[i]))
		out[i] = signed
	}
	if len(jobs) > 0 {
		apksigner(tb, jobs)
	}
	return out
}

func readerAt(tb testing.TB, path string) (io.ReaderAt, int64) {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { f.Close() })
	info, err := f.Stat()
	if err != nil {
		tb.Fatal(err)
	}
	return f, info.Size()
}
