//go:build e2e

package e2e

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/app/ui/state"
)

// open starts the program that LOGINSCOPE_BIN names on a screen of its own.
func open(t *testing.T, lang string, args ...string) *Screen {
	t.Helper()
	return openAt(t, t.TempDir(), lang, args...)
}

// openAt is open in a folder that may have been used before.
func openAt(t *testing.T, home, lang string, args ...string) *Screen {
	t.Helper()
	program := os.Getenv("LOGINSCOPE_BIN")
	if program == "" {
		t.Fatal("LOGINSCOPE_BIN does not name the built program; run: make test")
	}
	s, err := Start(t.Context(),
		Options{Program: program, Width: 1280, Height: 800, Lang: lang, Home: home, Args: args, Threads: "1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		before := s.Log()
		s.Close()
		if strings.Contains(s.Log(), "Error in Fyne call thread") || strings.Contains(before, "panic") ||
			complains(s.Log()) {
			t.Errorf("the program complained:\n%s", s.Log())
		}
	})
	return s
}

// complains reports whether a program that ended panicked, but for a race of
// Fyne 2.7 with itself: while its loop ends it sends its own "stopped" event
// to a queue that it closes. By then the session is on the disk.
func complains(log string) bool {
	at := strings.Index(log, "panic: ")
	return at >= 0 &&
		!(strings.HasPrefix(log[at:], "panic: send on closed channel") &&
			strings.Contains(log[at:], "app.(*Lifecycle).RunEventQueue("))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *Screen) until(t *testing.T, what string, want func(state.State) bool) state.State {
	t.Helper()
	st, err := s.Wait(t.Context(), want)
	if err != nil {
		s.failed(t)
		t.Fatalf("%s: %v\nrows %v\nverdict %+v", what, err, st.Rows, st.Verdict)
	}
	return st
}

// captures waits until the proxy listens, on the offered port where the usual
// one is another program's.
func (s *Screen) captures(t *testing.T) {
	t.Helper()
	st := s.until(t, "the capture", func(st state.State) bool { return st.Capturing || has("notice-listen")(st) })
	if !st.Capturing {
		s.press(t, "notice-listen")
		s.until(t, "the capture elsewhere", func(st state.State) bool { return st.Capturing })
	}
}

// failed keeps a picture of what was on the screen.
func (s *Screen) failed(t *testing.T) {
	// the test has failed already
	_ = s.Shot(filepath.Join(artifacts(), "failed-"+strings.ReplaceAll(t.Name(), "/", "-")+".png"))
}

func artifacts() string {
	if dir := os.Getenv("LOGINSCOPE_ARTIFACTS"); dir != "" {
		return dir
	}
	return os.TempDir()
}

var phoneNumber = regexp.MustCompile(`1[3-9]\d{9}`)

// A developer at the first start: one click shows a decoded login.
func TestOneClickShowsADecodedLogin(t *testing.T) {
	for _, c := range []struct{ lang, title, name string }{
		{"en_US.UTF-8", "Signed in", "en"}, {"zh_CN.UTF-8", "登录成功", "zh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, c.lang)
			s.captures(t)
			s.press(t, "door-sample")
			st := s.until(t, "the sample login", func(st state.State) bool {
				return len(st.Attempts) == 1 && st.Verdict != nil && st.Verdict.Outcome == "signed-in" &&
					len(st.Rows) > 3
			})
			if st.Verdict.Title != c.title || st.Language != c.name {
				t.Errorf("title %q, language %q", st.Verdict.Title, st.Language)
			}
			all := strings.Join(st.Diagram, "\n")
			for _, want := range []string{"103000", "600024", "1002"} {
				if !strings.Contains(all, want) {
					t.Errorf("the diagram lacks %s:\n%s", want, all)
				}
			}
			if !st.Capturing || !strings.HasPrefix(st.Address, "127.0.0.1:") {
				t.Errorf("capturing %v at %q", st.Capturing, st.Address)
			}
			if n := phoneNumber.FindString(all); n != "" {
				t.Errorf("a phone number is on the screen: %s", n)
			}
			must(t, s.Shot(filepath.Join(artifacts(), "sample-"+c.name+".png")))
		})
	}
}

// A developer with a broken login: which line do I change?
func TestBrokenLoginShowsRootCause(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	must(t, s.Sample(t.Context(), "nested-1105"))
	st := s.until(t, "the broken login", func(st state.State) bool {
		return st.Verdict != nil && st.Verdict.Outcome == "failed" && len(st.Verdict.Chain) > 0
	})
	if root := st.Verdict.Chain[len(st.Verdict.Chain)-1]; root != "1105" {
		t.Errorf("chain %v", st.Verdict.Chain)
	}
	if len(st.Verdict.Fix) == 0 || st.Verdict.Coverage == "" {
		t.Errorf("verdict without advice: %+v", st.Verdict)
	}
	must(t, s.Shot(filepath.Join(artifacts(), "broken-en.png")))
}

// A support engineer with a customer's file: open, filter, read a code.
func TestOpenAndFilterFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ticket.log")
	log := "01-02 03:04:05.678  1234  1234 I AuthSDK : {\"carrierFailedResultData\":\"{\\\"result\\\":80006," +
		"\\\"msg\\\":\\\"域名解析异常\\\"}\",\"code\":\"600012\",\"msg\":\"x\",\"requestCode\":0,\"requestId\":\"r-1\"," +
		"\"vendorName\":\"ct_sjl\"}\n"
	must(t, os.WriteFile(file, []byte(log), 0o600))
	s := open(t, "en_US.UTF-8", file)
	st := s.until(t, "the attempt of the file",
		func(st state.State) bool { return st.Verdict != nil && len(st.Verdict.Chain) > 0 })
	if root := st.Verdict.Chain[len(st.Verdict.Chain)-1]; root != "80006" {
		t.Errorf("chain %v", st.Verdict.Chain)
	}
	s.press(t, "place-exchanges")
	s.press(t, "filter")
	must(t, s.Type("code:"))
	must(t, s.Key("BackSpace"))
	s.until(t, "the filter", func(st state.State) bool { return st.Filter == "code" })
	s.press(t, "place-codes")
	s.until(t, "the codes", func(st state.State) bool { _, ok := st.Controls["codes-search"]; return ok })
	s.press(t, "codes-search")
	must(t, s.Type("103911"))
	s.until(t, "the code", func(st state.State) bool {
		return slices.ContainsFunc(st.Text, func(l string) bool { return strings.Contains(l, "103911") })
	})
}

// A trainer: another language at run time, another theme, by keys and mouse.
func TestLanguageAndThemeChangeAtRunTime(t *testing.T) {
	s := open(t, "en_US.UTF-8")
	s.press(t, "door-sample")
	s.until(t, "the sample login", func(st state.State) bool { return st.Verdict != nil })
	before, err := s.State()
	must(t, err)
	s.press(t, "language")
	st := s.until(t, "Chinese", func(st state.State) bool { return st.Language == "zh" })
	if st.Verdict == nil || st.Verdict.Title == before.Verdict.Title {
		t.Errorf("the verdict kept its language: %+v", st.Verdict)
	}
	s.press(t, "theme")
	s.until(t, "the other theme", func(st state.State) bool { return st.Theme != before.Theme })
	must(t, s.Shot(filepath.Join(artifacts(), "theme-zh.png")))
}

func TestMain(m *testing.M) {
	ctx, cancel := context.WithTimeout(context.Background(), 14*time.Minute)
	defer cancel()
	go func() {
		<-ctx.Done()
		if ctx.Err() == context.DeadlineExceeded {
			os.Exit(3) // a hanging display must not hold the build
		}
	}()
	os.Exit(m.Run())
}
