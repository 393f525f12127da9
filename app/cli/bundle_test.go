package cli_test

import (
	"archive/zip"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestNothingPlantedIsInABundle puts a capture and a log with every kind of datum in every
// place into a bundle and searches all of its parts, the session event by event.
func TestNothingPlantedIsInABundle(t *testing.T) {
	v := vault{t.TempDir()}
	har, log := plantedFiles(t, v.dir)
	notes := filepath.Join(v.dir, "notes.txt")
	if err := os.WriteFile(notes, []byte("for "+loose()+"\n"+person()), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "case.bundle.zip")
	out, err := v.command("bundle", har, log, "--notes", notes, "-o", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	search(t, "output", string(out))
	parts := unzipped(t, path)
	if len(parts) < 10 || len(parts["session.loginscope"]) == 0 || len(parts["report.zh.html"]) == 0 {
		t.Fatalf("the bundle has %d parts", len(parts))
	}
	for name, content := range parts {
		search(t, name, content)
	}
	// What a reader of the session sees, with nothing masked on the way.
	for _, form := range []string{"--json", "--details", "--html"} {
		cmd := v.command("inspect", path, "--reveal", form)
		out, _ := cmd.CombinedOutput() // it found problems, as it should
		if len(out) < 500 {
			t.Errorf("inspect %s prints %s", form, out)
		}
		search(t, "inspect "+form, string(out))
	}
	reveal, _ := v.command("inspect", har, log, "--reveal", "--json").CombinedOutput()
	if !strings.Contains(string(reveal), planted["phone"]) {
		t.Error("the case itself does not hold the values: the test looks for the wrong ones")
	}
}

// search looks for every planted value in every form.
func search(t *testing.T, where, text string) {
	t.Helper()
	plain, _ := url.QueryUnescape(text)
	lower := strings.ToLower(text)
	for kind, value := range planted {
		escaped, _ := json.Marshal(value)
		back := []rune(value)
		slices.Reverse(back)
		for _, form := range []string{value, strings.Trim(string(escaped), `"`), url.QueryEscape(value), string(back)} {
			if strings.Contains(text, form) || strings.Contains(plain, form) ||
				strings.Contains(lower, strings.ToLower(form)) {
				t.Errorf("%s holds the %s", where, kind)
			}
		}
		for skip := range 3 {
			b := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", skip) + value))
			if inner := b[4 : len(b)-4]; len(inner) > 6 && strings.Contains(text, inner) {
				t.Errorf("%s holds the %s in base64", where, kind)
			}
		}
	}
}

// unzipped reads all entries of a zip.
func unzipped(t *testing.T, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(raw)
	}
	return out
}

// TestABundleOpensOnABareMachine copies program and bundle into an empty folder and opens it
// there without an environment.
func TestABundleOpensOnABareMachine(t *testing.T) {
	v := vault{t.TempDir()}
	dir := t.TempDir()
	session := filepath.Join(dir, "a.loginscope")
	if out, err := v.command("lab", "run", "nested-1105", "--session", session).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	path := filepath.Join(dir, "case.bundle.zip")
	if out, err := v.command("bundle", session, "-o", path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	program := v.command().Path
	bare := t.TempDir()
	for from, to := range map[string]string{program: "loginscope", path: "case.bundle.zip"} {
		raw, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(bare, to), raw, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(bare, "loginscope"), "inspect", "case.bundle.zip")
	cmd.Dir = bare
	cmd.Env = []string{"TMPDIR=" + bare}
	out, _ := cmd.CombinedOutput() // exit 1: the login failed
	const verdict = "1105: SDK and scheme are of different generations"
	if cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), verdict) {
		t.Errorf("exit %d: %s", cmd.ProcessState.ExitCode(), out)
	}
	left, err := os.ReadDir(bare)
	if err != nil || len(left) != 2 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
