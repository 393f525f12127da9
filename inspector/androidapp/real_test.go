package androidapp_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
)

// realAPKs are APKs that other people made: those which scripts/setup.sh takes
// out of packages of Debian and npm (folder $LOGINSCOPE_TEST_APKS, else
// loginscope/test-apks below the user's cache), of Go modules, and the platform's
// own. Nothing is fetched here: tests speak to nobody.
func realAPKs(tb testing.TB) []string {
	tb.Helper()
	dir := os.Getenv("LOGINSCOPE_TEST_APKS")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			tb.Skipf("skipped: no cache folder to look for real APKs in: %v", err)
		}
		dir = filepath.Join(cache, "loginscope", "test-apks")
	}
	var out []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(p) == ".apk" {
			out = append(out, p)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		tb.Skipf("skipped: no real APK in %s (%v); scripts/setup.sh test fetches them where a package registry answers",
			dir, err)
	}
	slices.Sort(out)
	return append(out, framework)
}

// verifierRunner asks apksigner's own library first, since the tool ends the
// virtual machine on a file that does not verify, and then the tool itself.
const verifierRunner = `
import com.android.apksig.ApkVerifier;
import java.io.File;
import java.nio.file.*;
public class Verifier {
    public static void main(String[] args) throws Exception {
        for (String path : Files.readAllLines(Path.of(args[0]))) {
            System.out.println("=== job");
            try {
                ApkVerifier.Result r = new ApkVerifier.Builder(new File(path)).build().verify();
                if (r.isVerified()) {
                    com.android.apksigner.ApkSignerTool.main(new String[]{"verify", "-v", "--print-certs", path});
                } else {
                    for (Object e : r.getAllErrors()) System.out.println("ERROR: " + e);
                    if (r.getAllErrors().isEmpty()) System.out.println("ERROR: does not verify");
                }
            } catch (Exception e) {
                System.out.println("FAILED: " + e);
            }
            System.out.flush();
        }
    }
}
`

// verifyAll returns what apksigner has to say of each file.
func verifyAll(tb testing.TB, paths []string) []string {
	tb.Helper()
	dir := tb.TempDir()
	write(tb, filepath.Join(dir, "Verifier.java"), verifierRunner)
	write(tb, filepath.Join(dir, "jobs"), strings.Join(paths, "\n")+"\n")
	out := run(tb, "java", "-cp", signerJar, filepath.Join(dir, "Verifier.java"), filepath.Join(dir, "jobs"))
	parts := strings.Split(string(out), "=== job\n")[1:]
	if len(parts) != len(paths) {
		tb.Fatalf("apksigner looked at %d of %d files", len(parts), len(paths))
	}
	return parts
}

func short(path string) string {
	return filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)
}

// TestRealSigners holds what is read of every real APK's signatures against
// apksigner: the same signers where it verifies a file, a named fault where it
// does not.
func TestRealSigners(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the collection of real apps")
	}
	paths := realAPKs(t)
	said := verifyAll(t, paths)
	verified, refused := 0, 0
	for i, path := range paths {
		if strings.HasPrefix(said[i], "FAILED") {
			continue // no archive, or no minSdkVersion to work with: see TestRealManifests
		}
		ok := strings.HasPrefix(said[i], "Verifies\n")
		if ok {
			verified++
		} else {
			refused++
		}
		t.Run(short(path), func(t *testing.T) { compareReal(t, path, ok, said[i]) })
	}
	t.Logf("%d files verified by apksigner, %d refused", verified, refused)
	if verified+refused == 0 || strings.Contains(paths[0], "androguard") && verified < 100 {
		t.Errorf("apksigner verified %d of %d files", verified, len(paths))
	}
}

func compareReal(t *testing.T, path string, verifies bool, said string) {
	r, size := readerAt(t, path)
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "a.apk", Content: r, Size: size})
	if err != nil {
		if verifies {
			t.Errorf("apksigner verifies it, we cannot read it: %v", err)
		}
		return
	}
	wrong := faults(androidapp.Check(app, androidapp.Options{}).Results, !verifies)
	if !verifies {
		if len(wrong) == 0 {
			t.Errorf("apksigner refuses it, we see nothing wrong:\n%s%+v", said, app.Packages[0].Signing)
		}
		return
	}
	if len(wrong) > 0 {
		t.Errorf("apksigner verifies it, we say %q", wrong)
	}
	if diff := gocmp.Diff(signerFields(said), ourFields(app.Packages[0].Signing)); diff != "" {
		t.Errorf("signers differ (-apksigner +ours):\n%s", diff)
	}
}

// faults are the errors about the file's signature.
func faults(results []finding.Finding, warnings bool) []string {
	var out []string
	for _, x := range results {
		if (x.Status == finding.Error || warnings && x.Status == finding.Warning) &&
			(x.Check == "identity.signing-schemes" || x.Check == "identity.signature") {
			out = append(out, x.What.EN)
		}
	}
	return out
}

var signerLine = regexp.MustCompile(
	`(?m)^Signer #\d+ (certificate (?:SHA-256|SHA-1|MD5) digest|key algorithm|key size \(bits\)|public key SHA-256 digest): (.+)$`)

// signerFields are the fields of "apksigner verify --print-certs", in order.
func signerFields(said string) []string {
	var out []string
	for _, m := range signerLine.FindAllStringSubmatch(said, -1) {
		out = append(out, m[1]+": "+m[2])
	}
	return out
}

func ourFields(r signing.Report) []string {
	var out []string
	for _, c := range r.Signers() {
		out = append(out,
			"certificate SHA-256 digest: "+c.SHA256, "certificate SHA-1 digest: "+c.SHA1,
			"certificate MD5 digest: "+c.MD5,
			"key algorithm: "+keyName(c.Algorithm), fmt.Sprintf("key size (bits): %d", c.KeyBits),
			"public key SHA-256 digest: "+c.KeySHA256)
	}
	return out
}

// keyName is Java's name of an algorithm.
func keyName(a string) string {
	if a == "ECDSA" {
		return "EC"
	}
	return a
}

// TestRealManifests holds every real APK's manifest against aapt: the tree line
// by line, and the facts of "dump badging". Files with the same manifest are
// looked at once.
func TestRealManifests(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the collection of real apps")
	}
	seen := map[string]bool{}
	trees, badges := 0, 0
	for _, path := range realAPKs(t) {
		src := manifestBytes(t, path)
		if src == nil || seen[string(src)] {
			continue
		}
		seen[string(src)] = true
		t.Run(short(path), func(t *testing.T) {
			if want, ok := aapt("dump", "xmltree", path, "AndroidManifest.xml"); ok {
				trees++
				compareTree(t, src, want)
			}
			if want, ok := aapt("dump", "badging", path); ok {
				badges++
				compareBadging(t, path, want)
			}
		})
	}
	t.Logf("%d different manifests: %d trees and %d badgings compared", len(seen), trees, badges)
	if trees < 2 || badges < 2 {
		t.Error("aapt read hardly any of them")
	}
}

// manifestBytes is nil for what is no APK at all.
func manifestBytes(t *testing.T, path string) []byte {
	t.Helper()
	r, size := readerAt(t, path)
	a, err := archive.Open(r, size)
	if err != nil {
		return nil
	}
	src, err := a.Read("AndroidManifest.xml", res.MaxXML)
	if err != nil {
		return nil
	}
	return src
}

// aapt returns what it printed; false if it could not read the file either.
func aapt(args ...string) (string, bool) {
	out, err := exec.Command("aapt", args...).Output()
	return string(out), err == nil
}

func compareTree(t *testing.T, src []byte, want string) {
	root, err := res.ParseXML(src)
	if err != nil {
		t.Errorf("aapt reads it, we do not: %v", err)
		return
	}
	var got strings.Builder
	dumpTree(&got, root, 0)
	if diff := gocmp.Diff(want, got.String()); diff != "" {
		t.Errorf("differs from aapt (-aapt +ours):\n%s", diff)
	}
}

func compareBadging(t *testing.T, path, want string) {
	r, size := readerAt(t, path)
	app, err := androidapp.Open(t.Context(), androidapp.Input{Name: "a.apk", Content: r, Size: size})
	if err != nil {
		t.Errorf("aapt reads it, we do not: %v", err)
		return
	}
	if diff := gocmp.Diff(badgingLines(want), badging(app)); diff != "" {
		t.Errorf("badging differs (-aapt +ours):\n%s", diff)
	}
}
