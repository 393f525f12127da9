package cli_test

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain builds the command line once, as it is shipped, without cgo, and
// puts it on the PATH of every script. The scripts start it hundreds of times,
// which a program built for the race detector makes minutes of; what runs
// side by side in it is tested with the detector in its own packages.
func TestMain(m *testing.M) { os.Exit(withProgram(m.Run)) }

func withProgram(run func() int) int {
	dir, err := os.MkdirTemp("", "loginscope-cli")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	build := exec.Command("go", "build", "-o", filepath.Join(dir, programName()), "loginscope/app/cmd/loginscope-cli")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the command line: %v\n%s", err, out)
		return 1
	}
	os.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return run()
}

func programName() string {
	if runtime.GOOS == "windows" {
		return "loginscope.exe"
	}
	return "loginscope"
}

// TestScripts runs testdata/script. Beside testscript's own, there are the
// commands of the functions below.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("LC_ALL", "C")
			env.Setenv("TZ", "UTC")
			env.Setenv("FRAMEWORK", framework)
			env.Values["capture"] = new(*capture)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": exitCode, "shape": shape, "start": start, "finish": finish, "occupy": occupy, "origin": origin,
			"dex": dexFile, "bomb": bomb, "bundle": bundle, "cut": cut, "sarif": sarif, "damage": damage, "away": away,
			"ask": ask,
		},
		RequireExplicitExec: true,
	})
}

// exitCode runs "exit N COMMAND...": the command must end with this very code.
// Its output is in the files out and err, and in neither stdout nor stderr.
func exitCode(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exit N command")
	}
	var out, errs bytes.Buffer
	cmd := command(ts, args[1:])
	cmd.Stdout, cmd.Stderr = &out, &errs
	if in := ts.MkAbs("in"); fileExists(in) {
		f, err := os.Open(in)
		ts.Check(err)
		defer f.Close()
		cmd.Stdin = f
	}
	err := cmd.Run()
	ts.Check(os.WriteFile(ts.MkAbs("out"), out.Bytes(), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("err"), errs.Bytes(), 0o644))
	if got := fmt.Sprint(cmd.ProcessState.ExitCode()); got != args[0] {
		ts.Fatalf("exit code %s, want %s (%v)\n%s%s", got, args[0], err, out.Bytes(), errs.Bytes())
	}
}

func fileExists(name string) bool { _, err := os.Stat(name); return err == nil }

func command(ts *testscript.TestScript, args []string) *exec.Cmd {
	name := args[0]
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if full := filepath.Join(dir, name); fileExists(full) {
			name = full
			break
		}
	}
	cmd := exec.Command(name, args[1:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, key := range []string{"PATH", "HOME", "XDG_CONFIG_HOME", "LC_ALL", "LANG", "TZ", "TMPDIR", "NO_COLOR",
		"COLUMNS", "GOCOVERDIR", "ANDROID_ADB_SERVER_PORT"} {
		cmd.Env = append(cmd.Env, key+"="+ts.Getenv(key))
	}
	for _, key := range []string{"LOGINSCOPE_PASSPHRASE", "LOGINSCOPE_ACCESS_KEY_ID", "LOGINSCOPE_ACCESS_KEY_SECRET",
		"LOGINSCOPE_UPSTREAM_PROXY"} {
		if v := ts.Getenv(key); v != "" { // an empty one counts as set
			cmd.Env = append(cmd.Env, key+"="+v)
		}
	}
	return cmd
}

// shape runs "shape FILE WANT": WANT holds a line for each path in FILE's JSON
// with its type, so that a renamed or lost field is seen. Paths in FILE that
// WANT does not name are fine only where "+" begins WANT: a version may gain
// fields, and a test should notice.
func shape(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: shape file want")
	}
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &v))
	paths := map[string]bool{}
	walk(paths, "", v)
	want := strings.Fields(strings.ReplaceAll(ts.ReadFile(args[1]), " ", "="))
	for _, w := range want {
		if !paths[w] {
			ts.Fatalf("%s lacks %q; it has:\n%s", args[0], w, strings.Join(sorted(paths), "\n"))
		}
	}
}

func sorted(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func walk(paths map[string]bool, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			walk(paths, at+"."+k, e)
		}
		paths[at+"=object"] = true
	case []any:
		for _, e := range v {
			walk(paths, at+"[]", e)
		}
		paths[at+"=array"] = true
	case string:
		paths[at+"=string"] = true
	case float64:
		paths[at+"=number"] = true
	case bool:
		paths[at+"=bool"] = true
	case nil:
		paths[at+"=null"] = true
	}
}

// capture is a record command in the background.
type capture struct {
	cmd  *exec.Cmd
	mu   sync.Mutex
	errs bytes.Buffer
	out  bytes.Buffer
}

func (c *capture) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.errs.Write(p)
}

func (c *capture) said() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.errs.String()
}

var listening = regexp.MustCompile(`(?:Listening on|正在监听) (\S+)`)

// start runs "start COMMAND...", waits until it listens and puts the address
// into $PROXY.
func start(ts *testscript.TestScript, _ bool, args []string) {
	c := &capture{cmd: command(ts, args)}
	*ts.Value("capture").(**capture) = c
	c.cmd.Stderr, c.cmd.Stdout = c, &c.out
	ts.Check(c.cmd.Start())
	ts.Defer(func() {
		if c.cmd.ProcessState == nil {
			_ = c.cmd.Process.Kill()
			_ = c.cmd.Wait()
		}
	})
	for range 300 {
		if m := listening.FindStringSubmatch(c.said()); m != nil && strings.Contains(c.said(), "Ctrl-C") {
			ts.Setenv("PROXY", m[1])
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("it does not listen:\n%s", c.said())
}

// finish runs "finish int|term N": it sends the signal to the capture that was
// started last, and wants the exit code. Its output is in the files out and err.
func finish(ts *testscript.TestScript, _ bool, args []string) {
	c := *ts.Value("capture").(**capture)
	sig := map[string]os.Signal{"int": os.Interrupt, "term": syscall.SIGTERM}[args[0]]
	ts.Check(c.cmd.Process.Signal(sig))
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = c.cmd.Wait() // the scripts read the output
	}()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		ts.Fatalf("it does not stop:\n%s", c.said())
	}
	ts.Check(os.WriteFile(ts.MkAbs("out"), c.out.Bytes(), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("err"), []byte(c.said()), 0o644))
	if got := fmt.Sprint(c.cmd.ProcessState.ExitCode()); got != args[1] {
		ts.Fatalf("exit code %s, want %s\n%s%s", got, args[1], c.out.Bytes(), c.said())
	}
}

// occupy listens on a free port and puts its address into $BUSY.
func occupy(ts *testscript.TestScript, _ bool, _ []string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = ln.Close() })
	ts.Setenv("BUSY", ln.Addr().String())
}

// origin serves HTTPS on loopback until the script ends: $ORIGIN is its
// address, and origin.pem holds its self-signed certificate.
func origin(ts *testscript.TestScript, _ bool, _ []string) {
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "from the origin")
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0) // refused certificates are the point here
	ts.Defer(srv.Close)
	block := &pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}
	ts.Check(os.WriteFile(ts.MkAbs("origin.pem"), pem.EncodeToMemory(block), 0o644))
	ts.Setenv("ORIGIN", srv.Listener.Addr().String())
}
