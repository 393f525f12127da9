package feed

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"loginscope/app/feed/filter"
	"loginscope/app/session"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/proxy/exchange"
)

var start = time.Date(2026, 3, 4, 14, 32, 7, 0, time.UTC)

// fake is a session and an engine in memory.
type fake struct {
	mu      sync.Mutex
	rows    []session.Row
	marks   []session.SeqEvent
	report  *inspector.Report
	other   Rows
	err     error
	changed chan struct{}
}

func newFake() *fake { return &fake{changed: make(chan struct{}, 1)} }

func (f *fake) Changed() <-chan struct{} { return f.changed }

func (f *fake) Snapshot() Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.other != nil {
		return Snapshot{Rows: f.other}
	}
	return Snapshot{Rows: f, Report: f.report}
}

func (f *fake) Rows(_ context.Context, after session.Seq) iter.Seq2[session.Row, error] {
	f.mu.Lock()
	defer f.mu.Unlock()
	rows, err := f.rows, f.err
	return func(yield func(session.Row, error) bool) {
		for _, r := range rows {
			if r.Seq > after && !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(session.Row{}, err)
		}
	}
}

func (f *fake) Marks(_ context.Context, after session.Seq) iter.Seq2[session.SeqEvent, error] {
	return func(yield func(session.SeqEvent, error) bool) {
		for _, e := range f.marks {
			if e.Seq > after && !yield(e, nil) {
				return
			}
		}
	}
}

func (f *fake) do(change func()) {
	f.mu.Lock()
	change()
	f.mu.Unlock()
	select {
	case f.changed <- struct{}{}:
	default:
	}
}

func row(seq session.Seq, id exchange.ID, host string, status int) session.Row {
	return session.Row{Seq: seq, ID: id, Host: host, Path: "/", Method: "POST", Status: status, Device: "192.168.1.5",
		Start: start.Add(time.Duration(id) * time.Second), Done: status != 0}
}

func login() *inspector.Report {
	return &inspector.Report{
		Flows: []inspector.Flow{{ID: 1, Carrier: codes.ChinaUnicom, Start: start, Steps: []inspector.Step{
			{Kind: inspector.StepSTS, Role: inspector.LaneAlibaba, Detail: "GetStsToken",
				Visibility: inspector.Visible, Network: inspector.NetDefault, Outcome: inspector.OutcomeOK,
				Time:     start.Add(time.Second),
				Evidence: []finding.Location{{Kind: finding.OfExchange, Exchange: 1}}},
			{Kind: inspector.StepToken, Role: inspector.LaneCarrier, Visibility: inspector.Deduced,
				Network: inspector.NetCellular, Outcome: inspector.OutcomeFailed,
				Time:     start.Add(1500 * time.Millisecond),
				Codes:    []inspector.CodeAt{{Code: "600025"}, {Code: "1105"}},
				Evidence: []finding.Location{{Kind: finding.OfExchange, Exchange: 2}}},
			{Kind: inspector.StepExchange, Role: inspector.LaneIDaaS, Visibility: inspector.NotReached},
		}}}}
}

// collect runs a pump and returns a function that waits for the next Model.
func collect(t *testing.T, src Source) (p *Pump, next func() *Model, stop func()) {
	t.Helper()
	models := make(chan *Model)
	p, err := New(Config{Source: src, Show: func(m *Model, done func()) { models <- m; done() }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); p.Run(ctx) }()
	return p, func() *Model { return <-models }, func() {
		cancel()
		select {
		case <-models: // one may be on its way
		case <-ended:
		}
		<-ended
	}
}

func keys(rows []*Row) string {
	s := ""
	for _, r := range rows {
		s += fmt.Sprintf("%d:%d ", r.Key.Kind, r.Key.ID)
	}
	return s
}

func TestModelCombinesRowsReportAndMarks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.rows = []session.Row{row(1, 1, "dypnsapi.aliyuncs.com", 0), row(2, 2, "dypnsapi.aliyuncs.com", 200)}
		_, next, stop := collect(t, f)
		defer stop()
		if m := next(); keys(m.Rows) != "0:1 0:2 " || m.Total != 2 || m.Devices != 1 ||
			m.Rows[0].Outcome != inspector.OutcomeWaiting {
			t.Fatalf("first model: rows %s total %d devices %d", keys(m.Rows), m.Total, m.Devices)
		}
		f.do(func() {
			f.rows = append(f.rows, row(3, 1, "dypnsapi.aliyuncs.com", 200))
			f.report = login()
			f.marks = []session.SeqEvent{{
				Seq: 4,
				Event: exchange.TLSRefused{Target: "api.example.com:443", Time: start.Add(3 * time.Second),
					Cause: exchange.RefusedAlert, Alert: 48},
			}}
		})
		m := next()
		// the token step stands between the two exchanges by its time, the refusal last
		if want := fmt.Sprintf("0:1 1:%d 0:2 2:4 ", StepKey(1, 1).ID); keys(m.Rows) != want {
			t.Fatalf("rows %s, want %s", keys(m.Rows), want)
		}
		first, token, refused := m.Rows[0], m.Rows[1], m.Rows[3]
		if first.Flow != 1 || first.Detail != "GetStsToken" || first.Item.Step != "sts" || !first.Done {
			t.Errorf("the exchange is not annotated: %+v", first)
		}
		if token.Code != "1105" || token.Item.Carrier != "cu" || token.Network != inspector.NetCellular {
			t.Errorf("the step without exchange: %+v", token)
		}
		if refused.Item.Host != "api.example.com" || refused.Code != "alert 48" {
			t.Errorf("the refusal: %+v", refused)
		}
		if m.Rows[2].Flow != 0 {
			t.Errorf("an exchange that only a deduced step points to belongs to flow %d", m.Rows[2].Flow)
		}
		if got := m.Values["code"]; fmt.Sprint(got) != "[1105 600025]" {
			t.Errorf("codes for completion: %v", got)
		}
	})
}

// TestNotesFindTheirRows: that of an exchange its row, that of an attempt all of its rows;
// what is taken back is gone.
func TestNotesFindTheirRows(t *testing.T) {
	b := newIndex()
	b.put(row(1, 1, "a.example.com", 200))
	b.put(row(2, 2, "b.example.com", 200))
	r := login()
	r.Notes = []inspector.Note{{Exchange: 2, Mark: "star", Text: "odd"}, {Attempt: 1, Mark: "red"}}
	b.setReport(r)
	find := func(text string) string {
		f, err := filter.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return keys(b.show(f, ByTime, false))
	}
	all := fmt.Sprintf("0:1 1:%d ", StepKey(1, 1).ID)
	if got := find("marked:star note:odd"); got != "0:2 " {
		t.Errorf("of the exchange: %s", got)
	}
	if got := find("marked:red"); got != all {
		t.Errorf("of the attempt: %s, want %s", got, all)
	}
	if n := b.rows[1].Noted; n == nil || n.Text != "odd" || b.rows[0].Noted != nil {
		t.Errorf("noted %+v, %+v", b.rows[0].Noted, n)
	}
	b.setReport(login())
	if got := find("marked:any"); got != "" {
		t.Errorf("after the notes are gone: %s", got)
	}
}

// TestLongTunnelIsOneRow: what is reported of it later is in the row that
// it had, which may be selected.
func TestLongTunnelIsOneRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		tunnel := exchange.Tunnelled{Conn: 9, Target: "id6.me:443", Start: start, Open: true}
		f.marks = []session.SeqEvent{{Seq: 1, Event: tunnel}}
		_, next, stop := collect(t, f)
		defer stop()
		if m := next(); keys(m.Rows) != "2:1 " || m.Rows[0].Done || m.Rows[0].Outcome != inspector.OutcomeWaiting {
			t.Fatalf("open: %s %+v", keys(m.Rows), m.Rows[0])
		}
		for seq, change := range []func(){
			func() { tunnel.BytesDown = 10 },
			func() { tunnel.BytesDown, tunnel.Open, tunnel.End = 20, false, start.Add(time.Second) },
			func() { tunnel.Start, tunnel.BytesDown = start.Add(time.Hour), 30 }, // of another proxy
		} {
			change()
			f.do(func() { f.marks = append(f.marks, session.SeqEvent{Seq: session.Seq(seq + 2), Event: tunnel}) })
			m := next()
			switch seq {
			case 0:
				if keys(m.Rows) != "2:1 " || m.Rows[0].Done || m.Rows[0].Item.Size != 10 {
					t.Errorf("on its way: %s %+v", keys(m.Rows), m.Rows[0])
				}
			case 1:
				if keys(m.Rows) != "2:1 " || !m.Rows[0].Done || m.Rows[0].Item.Size != 20 ||
					m.Rows[0].Item.Duration != time.Second || m.Rows[0].Outcome != inspector.OutcomeEvent {
					t.Errorf("ended: %s %+v", keys(m.Rows), m.Rows[0])
				}
			default:
				if keys(m.Rows) != "2:1 2:4 " {
					t.Errorf("another tunnel: %s", keys(m.Rows))
				}
			}
		}
	})
}

func TestInvalidFilterKeepsLastFilter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.rows = []session.Row{row(1, 1, "a.test", 200), row(2, 2, "b.test", 404), row(3, 3, "a.test", 500)}
		p, next, stop := collect(t, f)
		defer stop()
		next()
		p.SetView(View{Filter: "host:a.test", Sort: ByStatus, Desc: true})
		if m := next(); keys(m.Rows) != "0:3 0:1 " || m.Total != 3 {
			t.Errorf("filtered: %s of %d", keys(m.Rows), m.Total)
		}
		p.SetView(View{Filter: "hots:a"})
		m := next()
		var e *filter.Error
		if !errors.As(m.FilterErr, &e) || keys(m.Rows) != "0:1 0:3 " {
			t.Errorf("wrong filter: error %v, rows %s", m.FilterErr, keys(m.Rows))
		}
	})
}

func TestAnotherSessionIsAnotherGeneration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.rows = []session.Row{row(1, 1, "a.test", 200)}
		_, next, stop := collect(t, f)
		defer stop()
		old := next()
		f.do(func() { f.other = &fake{rows: []session.Row{row(1, 7, "b.test", 200)}} })
		m := next()
		if m.Gen <= old.Gen || keys(m.Rows) != "0:7 " {
			t.Errorf("generation %d after %d, rows %s", m.Gen, old.Gen, keys(m.Rows))
		}
	})
}

func TestReadErrorKeepsRows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.rows, f.err = []session.Row{row(1, 1, "a.test", 200)}, session.ErrCorrupt
		_, next, stop := collect(t, f)
		defer stop()
		if m := next(); !errors.Is(m.ReadErr, session.ErrCorrupt) || len(m.Rows) != 1 {
			t.Errorf("error %v with %d rows", m.ReadErr, len(m.Rows))
		}
	})
}

func TestUpdatesAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		n, hold := 0, make(chan func(), 100)
		p, err := New(Config{Source: f, Show: func(_ *Model, done func()) { hold <- done }})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		go p.Run(ctx)
		synctest.Wait()
		for range 100 { // the window is slow: it does not say done
			f.do(func() {})
			time.Sleep(10 * time.Millisecond)
		}
		synctest.Wait()
		if len(hold) != 1 {
			t.Fatalf("%d models handed over while the first was not drawn", len(hold))
		}
		for range 100 {
			f.do(func() {})
			for len(hold) > 0 {
				(<-hold)()
				n++
			}
			time.Sleep(10 * time.Millisecond)
			synctest.Wait()
		}
		if n < 6 || n > 11 { // the slow first one is rested from
			t.Errorf("%d models in a second of constant change, want about ten", n)
		}
		cancel()
		synctest.Wait()
	})
}

func big(n int) *index {
	b := newIndex()
	for i := 1; i <= n; i++ {
		b.put(row(session.Seq(i), exchange.ID(i), "dypnsapi.aliyuncs.com", 200+i%300))
	}
	return b
}

func BenchmarkFilter100k(b *testing.B) {
	bk := big(100_000)
	f, err := filter.Parse("aliyuncs status:400-499")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if n := len(bk.show(f, ByTime, false)); n == 0 || n == 100_000 {
			b.Fatal("the filter does not filter")
		}
	}
}

func BenchmarkSort100k(b *testing.B) {
	bk := big(100_000)
	for b.Loop() {
		bk.show(filter.Filter{}, ByStatus, true)
	}
}

func BenchmarkModelOf100kUnfiltered(b *testing.B) {
	bk := big(100_000)
	b.ReportAllocs()
	for b.Loop() {
		bk.show(filter.Filter{}, ByTime, false)
	}
}
