package lab

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"loginscope/proxy/exchange"
)

// TestScenarios plays every scenario without a proxy: what the phone saw must
// agree with the expectation as far as a phone can see.
func TestScenarios(t *testing.T) {
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	l := start(t)
	t.Run("all", func(t *testing.T) {
		for i, s := range all {
			if testing.Short() && i%20 > 0 {
				continue // a short run plays one in twenty
			}
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				playAlone(t, l, s)
			})
		}
	})
	if len(l.subs) != 0 {
		t.Errorf("%d phones are still known after their runs", len(l.subs))
	}
}

func playAlone(t *testing.T, l *Lab, s Scenario) {
	for _, text := range []Text{s.Title, s.Symptom} {
		if text.EN == "" || text.ZH == "" || strings.ContainsAny(text.EN+text.ZH, "{}") {
			t.Errorf("text %+v is not complete", text)
		}
	}
	got, lines := play(t, l, s, 0)
	if asExpected(s, got) != "" {
		// A busy machine may miss a scaled time-out: once more by the documented ones.
		got, lines = play(t, l, s, 1)
	}
	sane(t, s, lines)
	if wrong := asExpected(s, got); wrong != "" {
		t.Error(wrong)
	}
}

func play(t *testing.T, l *Lab, s Scenario, scale float64) (Result, []exchange.LogLine) {
	t.Helper()
	var lines []exchange.LogLine
	got, err := l.Run(t.Context(), s, Run{TimeScale: scale, Log: func(x exchange.LogLine) { lines = append(lines, x) }})
	if err != nil {
		t.Fatal(err)
	}
	return got, lines
}

// asExpected says what the app did not receive, "" if all is there.
func asExpected(s Scenario, got Result) string {
	if s.Script.Phone.Trust != "" {
		return "" // refuses a proxy's certificate, and there is none
	}
	if want := s.Expect.Outcome == "signed-in"; got.SignedIn != want {
		return fmt.Sprintf("signed in: %t, want %t; callbacks %v\nresults %s", got.SignedIn, want, got.Callbacks,
			strings.Join(got.Results, "\n"))
	}
	if s.Expect.Space == "idaas.http" || s.Expect.Space == "ali.server" || s.Expect.Code == "" {
		return "" // only the wire shows it
	}
	told := strings.Join(got.Results, "\n") + fmt.Sprint(got.Callbacks)
	for _, part := range []string{s.Expect.Code, s.Expect.Message} {
		if !strings.Contains(told, part) {
			return fmt.Sprintf("%q is nowhere in what the app was told:\n%s", part, told)
		}
	}
	return ""
}

// sane checks the log's form: levels, order, and silence when switched off.
func sane(t *testing.T, s Scenario, lines []exchange.LogLine) {
	t.Helper()
	if s.Script.Phone.Quiet != (len(lines) == 0) {
		t.Errorf("%d log lines with quiet %t", len(lines), s.Script.Phone.Quiet)
	}
	last := map[string]exchange.LogLine{}
	for _, x := range lines {
		if x.Tag == "" || x.Text == "" || x.Time.IsZero() || x.Device == "" || !strings.Contains("DE", x.Level) {
			t.Errorf("incomplete log line %+v", x)
		}
		before := last[x.Source]
		if x.Line != before.Line+1 || x.Time.Before(before.Time) {
			t.Errorf("line %d at %v follows line %d at %v", x.Line, x.Time, before.Line, before.Time)
		}
		last[x.Source] = x
	}
}

// TestTitlesDiffer holds that no two scenarios read the same in a list.
func TestTitlesDiffer(t *testing.T) {
	all, err := Scenarios()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, s := range all {
		for _, title := range []string{s.Title.EN, s.Title.ZH} {
			if other, dup := seen[title]; dup && other != s.Name {
				t.Errorf("%q and %q are both called %q", other, s.Name, title)
			}
			seen[title] = s.Name
		}
	}
}

// TestWaitMovesTheClock proves that a token which waits longer than anybody
// would is issued in the past of the phone's log.
func TestWaitMovesTheClock(t *testing.T) {
	s, err := Find("token-expired-mobile")
	if err != nil {
		t.Fatal(err)
	}
	var lines []exchange.LogLine
	begin := time.Now()
	if _, err := start(t).Run(t.Context(), s,
		Run{Log: func(x exchange.LogLine) { lines = append(lines, x) }}); err != nil {
		t.Fatal(err)
	}
	issued, ended := lines[0].Time, lines[len(lines)-1].Time
	if d := begin.Sub(issued); d < 149*time.Second || d > 151*time.Second {
		t.Errorf("the log begins %v before the run, want about 150s", d)
	}
	if d := ended.Sub(begin); d < 0 || d > time.Minute {
		t.Errorf("the log ends %v after the run's begin", d)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, data := range map[string]string{
		"no json":        `{`,
		"unknown field":  `{"scenarios":[{"name":"a","colour":"red"}]}`,
		"unknown script": `{"scenarios":[{"name":"a","script":{"phone":{"colour":"red"}}}]}`,
		"no name":        `{"scenarios":[{"carrier":"cm"}]}`,
		"bad name":       `{"scenarios":[{"name":"../a"}]}`,
		"upper case":     `{"scenarios":[{"name":"A"}]}`,
		"twice":          `{"scenarios":[{"name":"a"},{"name":"a"}]}`,
		"none":           `{"scenarios":[]}`,
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{"lab/x.json": {Data: []byte(data)}}
			if list, err := load(files); err == nil {
				t.Errorf("load of %s gave %+v, want an error", data, list)
			}
		})
	}
}

// TestAttemptsAreApart proves that an attempt's changes do not reach into the
// script of the one before it.
func TestAttemptsAreApart(t *testing.T) {
	var s Script
	err := decodeStrict(
		[]byte(`{"app":{"taps":["back"],"headers":{"X-L":"zh"}},"attempts":[{"app":{"taps":["login"],"headers":{"X-L":"en"}}}]}`), &s)
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.attempts()
	if err != nil {
		t.Fatal(err)
	}
	if got := list[0].App.Taps[0] + *list[0].App.Headers["X-L"]; got != "backzh" {
		t.Errorf("first attempt is %q, want \"backzh\"", got)
	}
	if got := list[1].App.Taps[0] + *list[1].App.Headers["X-L"]; got != "loginen" {
		t.Errorf("second attempt is %q, want \"loginen\"", got)
	}
}
