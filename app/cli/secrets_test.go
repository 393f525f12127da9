package cli_test

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"loginscope/app/lab"
)

// The values that must turn up nowhere.
const (
	plantedID    = "lab-ready" // an account of the lab, so that the call goes through
	plantedToken = "PLANTED.TOKEN.0123456789abcdefghij"
	plantedPass  = "PLANTED passphrase"
)

var plantedSecret = lab.AccountSecret(plantedID)

// vault is a configuration folder of its own with one Alibaba target.
type vault struct{ dir string }

func newVault(t *testing.T) vault {
	t.Helper()
	v := vault{t.TempDir()}
	v.run(t, plantedID+"\n"+plantedSecret+"\n", 0, "target", "add", "account", "--kind", "alibaba")
	return v
}

func (v vault) command(args ...string) *exec.Cmd {
	cmd := exec.Command("loginscope", args...)
	if path, err := exec.LookPath("loginscope"); err == nil {
		cmd.Path = path
	}
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+v.dir, "HOME="+v.dir, "LC_ALL=C",
		"LOGINSCOPE_PASSPHRASE="+plantedPass, "GOTRACEBACK=all")
	cmd.Dir = v.dir
	return cmd
}

func (v vault) run(t *testing.T, stdin string, want int, args ...string) string {
	t.Helper()
	cmd := v.command(args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != want {
		t.Fatalf("%v: %v: %s", args, err, out)
	}
	return string(out)
}

// clean fails if a planted value stands in a text.
func clean(t *testing.T, where string, text []byte) {
	t.Helper()
	for _, p := range []string{plantedSecret, plantedToken, plantedPass} {
		if bytes.Contains(text, []byte(p)) {
			t.Errorf("%s holds %q", where, p)
		}
	}
}

func TestNoSecretsLeftInFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program twenty times")
	}
	v := newVault(t)
	session := filepath.Join(v.dir, "run.loginscope")
	v.run(t, "", 0, "lab", "run", "cm-success", "--session", session)
	args := []string{"replay", "--session", session, "--token", "-", "--target", "account", "--lab", "--yes"}
	clean(t, "the output of replay", []byte(v.run(t, plantedToken+"\n", 1, args...)))
	clean(t, "the JSON of replay", []byte(v.run(t, plantedToken+"\n", 1, append(args, "--json")...)))
	clean(t, "a dry run", []byte(v.run(t, plantedToken+"\n", 0, append(args, "--dry-run")...)))
	for _, format := range []string{"--json", "--markdown", "--html"} {
		clean(t, "inspect "+format, []byte(v.run(t, "", 1, "inspect", format, session)))
	}
	files := 0
	err := filepath.WalkDir(v.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if path == session { // the session keeps tokens, and never keys
			raw = bytes.ReplaceAll(raw, []byte(plantedToken), nil)
		}
		files++
		clean(t, filepath.Base(path), raw)
		return err
	})
	if err != nil || files < 3 {
		t.Errorf("%d files were read, %v", files, err)
	}
}

// The process list and a crash dump show no secret while one is in memory.
func TestSecretsNotInProcessListOrCrashDump(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("the process list is read from /proc, which is on Linux only")
		return
	}
	v := newVault(t)
	cmd := v.command("replay", "--token", "-", "--target", "account", "--lab")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, plantedToken+"\n"); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(errs)
	var seen strings.Builder
	for !strings.Contains(seen.String(), "Type the target's name") { // the token is in memory now
		b, err := r.ReadByte()
		if err != nil {
			t.Fatalf("it ended early: %s", seen.String())
		}
		seen.WriteByte(b)
	}
	raw, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(cmd.Process.Pid), "cmdline"))
	if err != nil || len(raw) == 0 {
		t.Fatal(err)
	}
	clean(t, "the process list", raw)
	if err := cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	dump, err := io.ReadAll(r)
	if err != nil || !bytes.Contains(dump, []byte("goroutine 1")) {
		t.Fatalf("no crash dump came: %v: %s", err, dump)
	}
	clean(t, "the crash dump", dump)
	_ = cmd.Wait() // it was killed
}
