package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/feed/filter"
	"loginscope/app/i18n"
	"loginscope/app/job"
	"loginscope/app/lab"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/state"
	"loginscope/assets"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// The type below notes what the window asks for.
type desk struct {
	asked []string
	view  feed.View
	x     exchange.Exchange
	body  string
}

func (d *desk) note(s string)         { d.asked = append(d.asked, s) }
func (d *desk) StartCapture(a string) { d.note("start " + a) }
func (d *desk) StopCapture()          { d.note("stop") }
func (d *desk) RunScenario(n string)  { d.note("run " + n) }

func (d *desk) Open(
	p []string,
) {
	d.note("open " + strings.Join(p, ","))
}
func (d *desk) NewSession() { d.note("new") }
func (d *desk) Answer(f cause.Fact, v string) {
	d.note("answer " + string(f) + "=" + v)
}
func (d *desk) Dismiss(n int) {
	d.note(fmt.Sprint("dismiss ", n))
}
func (d *desk) Give(id string, on bool) { d.note(fmt.Sprint("give ", id, " ", on)) }
func (d *desk) Note(on engine.On, mark session.Mark, text string) {
	d.note(fmt.Sprint("note ", on, " ", mark, " ", text))
}
func (d *desk) SaveFile(folder, name string, b []byte) {
	d.note("save " + folder + "/" + name + ": " + string(b))
}
func (d *desk) Cancel()                                                          { d.note("cancel") }
func (d *desk) SetView(v feed.View)                                              { d.view = v }
func (d *desk) Exchange(context.Context, exchange.ID) (exchange.Exchange, error) { return d.x, nil }
func (d *desk) Body(context.Context, exchange.ID, exchange.Side) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(d.body)), nil
}
func (d *desk) Frames(context.Context, exchange.ID, session.Seq) iter.Seq2[session.SeqFrame, error] {
	return func(func(session.SeqFrame, error) bool) {}
}

// samples are two sample logins.
func samples() []lab.Scenario {
	return []lab.Scenario{
		{
			Name:    "good",
			Title:   lab.Text{EN: "All well", ZH: "一切正常"},
			Carrier: string(codes.ChinaMobile),
			Expect:  lab.Expect{Outcome: string(inspector.SignedIn)},
		},
		{
			Name:    "bad",
			Title:   lab.Text{EN: "Key refused", ZH: "Key 被拒"},
			Carrier: string(codes.ChinaUnicom),
			Expect:  lab.Expect{Outcome: string(inspector.Failed), Code: "1105"},
		},
	}
}

var start = time.Date(2026, 3, 4, 14, 32, 7, 0, time.UTC)

// report holds a failed attempt and, after it, one that worked.
func report() *inspector.Report {
	root := inspector.CodeAt{Issuer: codes.ChinaUnicom, Code: "1105"}
	return &inspector.Report{Flows: []inspector.Flow{
		{ID: 1, Device: "192.168.1.5", Carrier: codes.ChinaUnicom, Start: start, End: start.Add(2 * time.Second),
			Steps: []inspector.Step{
				{
					Kind:       inspector.StepSTS,
					From:       inspector.LaneSDK,
					To:         inspector.LaneAlibaba,
					Role:       inspector.LaneAlibaba,
					Label:      lang.Text{EN: "STS token", ZH: "获取 STS"},
					Detail:     "GetStsToken",
					Time:       start,
					Visibility: inspector.Visible,
					Outcome:    inspector.OutcomeOK,
					Evidence:   []finding.Location{{Kind: finding.OfExchange, Exchange: 1}},
					Fields: []inspector.Field{{
						Name:        "AccessKeyId",
						Value:       "made-up-key",
						Sensitivity: inspector.Secret,
					}},
				},
				{
					Kind:       inspector.StepToken,
					From:       inspector.LaneSDK,
					To:         inspector.LaneCarrier,
					Role:       inspector.LaneCarrier,
					Label:      lang.Text{EN: "token", ZH: "取 token"},
					Time:       start.Add(time.Second),
					Visibility: inspector.Deduced,
					Network:    inspector.NetCellular,
					Outcome:    inspector.OutcomeFailed,
					Codes:      []inspector.CodeAt{root},
				},
			},
			Verdict: inspector.Verdict{
				Outcome:   inspector.Failed,
				Broken:    1,
				Chain:     []inspector.CodeAt{{Code: "600025"}, root},
				Root:      &root,
				Title:     lang.Text{EN: "Carrier refused the app key", ZH: "运营商拒绝了应用 Key"},
				Fix:       []inspector.Advice{{Text: lang.Both("Create a new scheme.", "新建方案。")}},
				Actor:     codes.Developer,
				Certainty: codes.Seen,
			},
			Coverage: inspector.Coverage{Seen: 1, Inferred: 1}},
		{
			ID:    2,
			Start: start.Add(time.Minute),
			Steps: []inspector.Step{
				{
					Kind:       inspector.StepExchange,
					From:       inspector.LaneApp,
					To:         inspector.LaneIDaaS,
					Role:       inspector.LaneIDaaS,
					Visibility: inspector.Visible,
					Outcome:    inspector.OutcomeOK,
				},
			},
			Verdict: inspector.Verdict{
				Outcome: inspector.SignedIn,
				Broken:  -1,
				Title:   lang.Text{EN: "Signed in", ZH: "登录成功"},
			},
		},
	}}
}

func model(gen int) *feed.Model {
	rows := []*feed.Row{
		{
			Key:        feed.ExchangeKey(1),
			Time:       start,
			Done:       true,
			Flow:       1,
			Step:       0,
			Label:      lang.Text{EN: "STS token", ZH: "获取 STS"},
			Detail:     "GetStsToken",
			Outcome:    inspector.OutcomeOK,
			Visibility: inspector.Visible,
			Item: filter.Item{Host: "dypnsapi.aliyuncs.com", Method: "POST", Path: "/?", Status: 200,
				Lane: "alibaba"},
		},
		{
			Key:        feed.StepKey(1, 1),
			Time:       start.Add(time.Second),
			Done:       true,
			Flow:       1,
			Step:       1,
			Label:      lang.Text{EN: "token", ZH: "取 token"},
			Outcome:    inspector.OutcomeFailed,
			Visibility: inspector.Deduced,
			Network:    inspector.NetCellular,
			Code:       "1105",
			Item:       filter.Item{Lane: "carrier", Carrier: "cu"},
		},
	}
	return &feed.Model{
		Gen:       gen,
		Report:    report(),
		Rows:      rows,
		Total:     2,
		Exchanges: 1,
		Devices:   1,
		Status:    feed.Status{Started: true, Address: "127.0.0.1:8899"},
	}
}

// open opens a window for a test, with what a test adds to its Config.
func open(t *testing.T, add ...func(*Config)) (*Window, *desk) {
	t.Helper()
	words, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{
		x: exchange.Exchange{
			ID:       1,
			Scheme:   "https",
			Host:     "dypnsapi.aliyuncs.com",
			Path:     "/?",
			Request:  exchange.Request{Method: "POST"},
			Response: &exchange.Response{Status: 200, Body: exchange.Body{Size: 30}},
		},
		body: `{"mobile":"13800000000"}`,
	}
	a := test.NewTempApp(t)
	q := make(chan func(), 100)
	jobs, end := serve(t, q)
	cfg := Config{App: a, Commands: d, Reader: d, Go: jobs.Go, Words: words, Settings: a.Preferences(), System: i18n.EN,
		Post: func(f func()) { q <- f }, Scenarios: samples(), Sample: "good"}
	for _, f := range add {
		f(&cfg)
	}
	w, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	posted[w], ended[w] = q, end
	t.Cleanup(func() { delete(posted, w); delete(ended, w) })
	w.win.Resize(fyne.NewSize(1280, 800))
	return w, d
}

// ended holds what ends the work of a window's pages, and waits for it.
var ended = map[*Window]func(){}

// serve runs work until the test ends or the returned function is called, which
// waits; what it posts then is dropped.
func serve(t *testing.T, posted <-chan func()) (r *job.Runner, end func()) {
	r = job.New(job.Config{})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); r.Serve(ctx) }()
	end = sync.OnceFunc(func() {
		cancel()
		for {
			select {
			case <-posted:
			case <-done:
				return
			}
		}
	})
	t.Cleanup(end)
	return r, end
}

// goTo brings a page to the screen.
func goTo(t *testing.T, w *Window, id page.ID) {
	t.Helper()
	i := slices.IndexFunc(w.pages, func(p page.Page) bool { return p.Info().ID == id })
	if i < 0 {
		t.Fatalf("there is no page %q", id)
	}
	w.show(w.pages[i])
}

func chooseStep(w *Window, i int)      { w.shown.ChooseStep(i); w.update() }
func chooseRow(w *Window, r *feed.Row) { w.shown.ChooseRow(r); w.update() }
func detailText(w *Window) string      { return strings.Join(w.State().Detail, "\n") }

// posted holds what was posted to a window: the UI goroutine is the test's own
// here, since Fyne's test driver would run a posted function on the goroutine
// that posted it.
var posted = map[*Window]chan func(){}

// run runs what was posted, and waits for the first of it if asked to.
func run(w *Window, wait time.Duration) {
	for {
		select {
		case f := <-posted[w]:
			f()
			wait = 0
			continue
		default:
		}
		if wait == 0 {
			return
		}
		select {
		case f := <-posted[w]:
			f()
			wait = 0
		case <-time.After(wait):
			return
		}
	}
}

// show hands a Model over and draws it.
func show(w *Window, m *feed.Model) (done bool) {
	w.Show(m, func() { done = true })
	run(w, 0)
	return done
}

func press(t *testing.T, w *Window, control string) {
	t.Helper()
	b, ok := w.env.Controls.All()[control].(*kit.Button)
	if !ok {
		t.Fatalf("there is no button %q", control)
	}
	b.Tapped(nil)
}

func TestEmptyWindowActions(t *testing.T) {
	w, d := open(t)
	for _, door := range []string{"door-sample", "door-attach", "door-open"} {
		if _, ok := w.State().Controls[door]; !ok {
			t.Errorf("no %s in the empty window", door)
		}
	}
	press(t, w, "door-sample")
	press(t, w, "capture")
	if got := strings.Join(d.asked, "; "); got != "run good; start " {
		t.Errorf("asked for %q", got)
	}
}

func TestNewestAttemptIsShown(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	s := w.State()
	if s.Verdict == nil || s.Verdict.Title != "Signed in" || len(s.Attempts) != 2 || !s.Attempts[0].Selected {
		t.Fatalf("at first: %+v %+v", s.Verdict, s.Attempts)
	}
	w.refer(page.Attempt{ID: 1})
	s = w.State()
	if s.Verdict.Title != "Carrier refused the app key" || fmt.Sprint(s.Verdict.Chain) != "[600025 1105]" ||
		s.Verdict.Coverage != "1 seen · 1 inferred" ||
		s.Attempts[1].Word != "1105" {
		t.Errorf("chosen: %+v", s.Verdict)
	}
	if fmt.Sprint(s.Diagram) != "[+0 STS token [OK] +1 token · cellular [1105]]" {
		t.Errorf("diagram: %q", s.Diagram)
	}
}

func TestArrowAndRowSelectEachOther(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	w.refer(page.Attempt{ID: 1})
	chooseStep(w, 1)
	if s := w.State(); len(s.Selected) == 0 || s.Selected[1] != "token" || s.Step != 1 {
		t.Errorf("step 1 selects row %q", s.Selected)
	}
	chooseRow(w, w.shown.Model.Rows[0])
	if s := w.State(); s.Step != 0 || s.Selected[2] != "Alibaba" && s.Selected[1] != "STS token" {
		t.Errorf("row 0 selects step %d, row %q", s.Step, s.Selected)
	}
}

func TestFilterAndItsError(t *testing.T) {
	w, d := open(t)
	show(w, model(1))
	test.Type(w.top.filter, "hots:a")
	if d.view.Filter != "hots:a" {
		t.Errorf("the feed was told %q", d.view.Filter)
	}
	m := model(1)
	_, m.FilterErr = filter.Parse("hots:a")
	show(w, m)
	if s := w.State(); !strings.Contains(s.FilterErr, "hots") || !strings.Contains(s.FilterErr, "host") {
		t.Errorf("said %q", s.FilterErr)
	}
}

func TestLanguageAndThemeKeepSelection(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	w.refer(page.Attempt{ID: 1})
	chooseStep(w, 1)
	press(t, w, "language")
	press(t, w, "theme")
	s := w.State()
	if s.Language != "zh" || s.Theme != "light" || s.Verdict.Title != "运营商拒绝了应用 Key" || s.Step != 1 {
		t.Errorf("after the switch: %s %s %+v step %d", s.Language, s.Theme, s.Verdict, s.Step)
	}
	for name, c := range s.Controls {
		if strings.Contains(c.Text, "«") {
			t.Errorf("%s has no Chinese text: %s", name, c.Text)
		}
	}
}

func TestValuesAreMaskedUntilRevealed(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	chooseRow(w, w.shown.Model.Rows[0])
	goTo(t, w, "exchanges")
	shown := func(tab string) string {
		deadline := time.Now().Add(5 * time.Second)
		for time.Now().Before(deadline) { // the exchange is read on a goroutine
			if _, ok := w.env.Controls.All()["detail-"+tab]; ok {
				press(t, w, "detail-"+tab)
				return strings.Join(w.State().Detail, "\n")
			}
			run(w, 10*time.Millisecond)
		}
		t.Fatalf("no tab %s", tab)
		return ""
	}
	if s := shown("response"); strings.Contains(s, "13800000000") || !strings.Contains(s, "138****0000") {
		t.Errorf("masked body: %s", s)
	}
	if s := shown("decoded"); strings.Contains(s, "made-up-key") {
		t.Errorf("masked field: %s", s)
	}
	revealNow(t, w)
	if s := shown("response"); !strings.Contains(s, "13800000000") {
		t.Errorf("revealed body: %s", s)
	}
	if s := shown("decoded"); !strings.Contains(s, "made-up-key") {
		t.Errorf("revealed field: %s", s)
	}
	show(w, model(2)) // another session
	if w.State().Revealed {
		t.Error("values stay revealed in another session")
	}
}

func TestOlderSessionModelIsDropped(t *testing.T) {
	w, _ := open(t)
	show(w, model(2))
	old := &feed.Model{Gen: 1, Report: &inspector.Report{}}
	if !show(w, old) || len(w.State().Attempts) != 2 {
		t.Error("an older session's model was drawn, or its hand-over never ended")
	}
}

func TestEveryPageOpensInBothLanguagesAndSizes(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1024, Height: 700}} {
		w.win.Resize(size)
		for range 2 {
			for _, pg := range w.pages {
				if pg.Info().Aside {
					continue
				}
				p := string(pg.Info().ID)
				press(t, w, "place-"+p)
				s := w.State()
				if s.Page != p {
					t.Errorf("place %s, want %s", s.Page, p)
				}
				for name, c := range s.Controls {
					if c.X < 0 || c.X+c.W > size.Width+1 {
						t.Errorf("%s at %v: %s reaches from %v to %v", p, size, name, c.X, c.X+c.W)
					}
				}
			}
			press(t, w, "language")
		}
	}
}

func TestNoticesAreShownAndDismissed(t *testing.T) {
	w, d := open(t)
	m := model(1)
	m.Status.Notices = []feed.Notice{
		{
			ID:  7,
			Bad: true,
			Problem: problem.Problem{
				What: lang.Text{EN: "Port in use"},
				Why:  lang.Text{EN: "Another program listens"},
				Do:   lang.Text{EN: "Choose another"},
			},
		},
	}
	show(w, m)
	if got := w.State().Notice; got != "Port in use\nAnother program listens\nChoose another" {
		t.Errorf("notice %q", got)
	}
	press(t, w, "dismiss")
	if len(d.asked) != 1 || d.asked[0] != "dismiss 7" {
		t.Errorf("asked %q", d.asked)
	}
}

func TestCopyDiagnosis(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	w.refer(page.Attempt{ID: 1})
	press(t, w, "copy-markdown")
	if got := w.cfg.App.Clipboard().Content(); !strings.Contains(got, "# ") ||
		!strings.Contains(got, "Carrier refused the app key") {
		t.Errorf("clipboard %q", got)
	}
}

func TestDroppedFilesAreOpened(t *testing.T) {
	w, d := open(t)
	w.openDropped([]fyne.URI{uri("file:///tmp/a.har")})
	if len(d.asked) != 1 || d.asked[0] != "open /tmp/a.har" {
		t.Errorf("asked %q", d.asked)
	}
}

func TestStateIsServedOnASocket(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	path := filepath.Join(t.TempDir(), "s")
	stop, err := w.ServeState(path)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	c, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	run(w, 5*time.Second)
	var s state.State
	if err := json.NewDecoder(c).Decode(&s); err != nil {
		t.Fatal(err)
	}
	if len(s.Attempts) != 2 || s.Controls["sample"].W == 0 {
		t.Errorf("state %+v", s)
	}
}

// TestOnlyDispatchReachesUIGoroutine holds the law of dispatch.go.
func TestOnlyDispatchReachesUIGoroutine(t *testing.T) {
	found := 0
	err := filepath.WalkDir("..", func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if n := bytes.Count(src, []byte("fyne.Do")); n > 0 {
			found += n
			if filepath.Base(path) != "dispatch.go" {
				t.Errorf("%s calls fyne.Do; only dispatch.go may", path)
			}
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Errorf("looked for fyne.Do: found %d, %v", found, err)
	}
}

// A click on a step shows it where the table has no row for it: the step
// was not reached, or a filter keeps its line out.
func TestStepWithoutRowHasDetails(t *testing.T) {
	w, _ := open(t)
	m := model(1)
	m.Rows = nil
	show(w, m)
	w.refer(page.Attempt{ID: 1})
	chooseStep(w, 1)
	if all := detailText(w); !strings.Contains(all, "token") || !strings.Contains(all, "1105") {
		t.Errorf("the details say %q", all)
	}
}

// TestAnotherSessionHasOtherDetails: its lines have the same numbers.
func TestAnotherSessionHasOtherDetails(t *testing.T) {
	w, d := open(t)
	show(w, model(1))
	chooseRow(w, w.shown.Model.Rows[0])
	for range 50 {
		if run(w, 20*time.Millisecond); strings.Contains(detailText(w), "dypnsapi") {
			break
		}
	}
	if !strings.Contains(detailText(w), "dypnsapi") {
		t.Fatalf("details %q", detailText(w))
	}
	d.x.Host = "other.example"
	show(w, model(2))
	if lines := detailText(w); strings.Contains(lines, "dypnsapi") {
		t.Errorf("the details of the session before: %q", lines)
	}
}
