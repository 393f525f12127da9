package cli_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"loginscope/proxy/phone/adbtest"
)

// TestPhoneScripts runs testdata/phone with the real adb server of its own and
// a fake phone in $SERIAL. Beside TestScripts' commands there are begin, phone
// and listening.
func TestPhoneScripts(t *testing.T) {
	d := adbtest.Start(t, &adbtest.Device{
		Props: map[string]string{
			"ro.product.model": "Test Phone", "ro.product.manufacturer": "Example", "ro.build.version.release": "14",
			"ro.build.version.sdk": "34",
			"gsm.sim.state":        "LOADED", "gsm.sim.operator.alpha": "China Mobile",
			"gsm.operator.isroaming": "false",
		},
		Run: func(c string) (string, string, int) {
			switch c {
			case "date +%s":
				return fmt.Sprintln(time.Now().Unix()), "", 0
			case "dumpsys connectivity":
				return "NetworkAgentInfo{network{100} ni{WIFI CONNECTED}}\n", "", 0
			}
			if strings.HasPrefix(c, "am start") {
				return "Starting: Intent\n", "", 0
			}
			return "", "", 1
		},
		Log: "2026-11-22 10:00:00.000 +0000  100  101 I unrelated: noise\n" +
			`2026-11-22 10:00:01.000 +0000  100  101 E AuthSDK: {"code":"600008","msg":"蜂窝网络未开启","vendorName":"cm_zyhl","requestId":"00000000-0000-0000-0000-000000000001"}` + "\n" +
			"2026-11-22 10:00:02.000 +0000  100  101 I unrelated: more noise\n",
	})
	d.SetSetting("global/mobile_data", "1")
	d.SetSetting("global/wifi_on", "1")
	d.SetSetting("global/airplane_mode_on", "0")
	server := adbtest.Server(t, d)
	_, port, err := net.SplitHostPort(server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/phone",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("LC_ALL", "C")
			env.Setenv("TZ", "UTC")
			env.Setenv("SERIAL", d.Addr())
			env.Setenv("ANDROID_ADB_SERVER_PORT", port)
			program, err := exec.LookPath("loginscope") // TestMain put it on PATH
			if err != nil {
				return err
			}
			env.Setenv("LOGINSCOPE", program)
			env.Values["capture"] = new(*capture)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": exitCode, "shape": shape, "start": start, "finish": finish, "begin": begin,
			"listening": listeningPort, "crash": crash,
			"phone": func(ts *testscript.TestScript, neg bool, args []string) { phoneIs(ts, d, neg, args) },
		},
		RequireExplicitExec: true,
	})
}

// begin runs "begin PATTERN COMMAND..." in the background and waits until its
// standard error has the pattern.
func begin(ts *testscript.TestScript, _ bool, args []string) {
	pattern := regexp.MustCompile(args[0])
	c := &capture{cmd: command(ts, args[1:])}
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
		if pattern.MatchString(c.said()) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("it does not say %s:\n%s", args[0], c.said())
}

// crash kills the command that begin started, without a word to it.
func crash(ts *testscript.TestScript, _ bool, _ []string) {
	c := *ts.Value("capture").(**capture)
	ts.Check(c.cmd.Process.Kill())
	_ = c.cmd.Wait() // killed
}

// listeningPort opens a port as a capture would and puts it into $PORT.
func listeningPort(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = l.Close() })
	_, port, _ := net.SplitHostPort(l.Addr().String())
	ts.Setenv("PORT", port)
}

// phoneIs runs "phone setting KEY WANT", "phone set KEY VALUE", "phone file
// PATH" and "phone forwards WANT", where WANT is a port or 0.
func phoneIs(ts *testscript.TestScript, d *adbtest.Device, neg bool, args []string) {
	switch args[0] {
	case "set":
		d.SetSetting(args[1], args[2])
	case "setting":
		if got := d.Setting(args[1]); (got == args[2]) == neg {
			ts.Fatalf("%s is %q", args[1], got)
		}
	case "file":
		if got := d.File(args[1]); (len(got) > 0) == neg {
			ts.Fatalf("%s has %d bytes", args[1], len(got))
		}
	case "forwards":
		got := fmt.Sprint(d.Reverses())
		if want := "tcp:" + args[1]; args[1] == "0" && got != "map[]" || args[1] != "0" &&
			!strings.Contains(got, want) {
			ts.Fatalf("forwards are %s", got)
		}
	default:
		ts.Fatalf("phone %q", args)
	}
}

// TestMain of script_test.go builds the program; this holds that the scripts of
// this folder are found at all.
func TestPhoneScriptsExist(t *testing.T) {
	list, err := os.ReadDir("testdata/phone")
	if err != nil || len(list) < 3 {
		t.Fatalf("%d scripts, %v", len(list), err)
	}
}
