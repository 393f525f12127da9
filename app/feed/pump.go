package feed

import (
	"context"
	"fmt"
	"sync"
	"time"

	"loginscope/app/feed/filter"
	"loginscope/app/session"
	"loginscope/inspector"
)

// Config configures a Pump. Source and Show are mandatory.
type Config struct {
	Source Source
	// Show takes each Model; done must be called once it is on the screen,
	// since the next one is not handed over before.
	Show func(m *Model, done func())
	// Every is the least time between two Models. Default 100 ms.
	Every time.Duration
}

// Pump turns a Source into Models.
type Pump struct {
	cfg  Config
	wake chan struct{}

	mu   sync.Mutex
	view View
}

// New returns a Pump that does nothing before Run.
func New(cfg Config) (*Pump, error) {
	if cfg.Source == nil || cfg.Show == nil {
		return nil, fmt.Errorf("new feed: source and show are mandatory")
	}
	if cfg.Every == 0 {
		cfg.Every = 100 * time.Millisecond
	}
	return &Pump{cfg: cfg, wake: make(chan struct{}, 1)}, nil
}

// SetView chooses what is shown. It returns at once; the next Model follows it.
func (p *Pump) SetView(v View) {
	p.mu.Lock()
	p.view = v
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Run hands over Models until the context ends. A Model is made when
// something changed, at most one in Config.Every, and with at most one
// hand-over outstanding; making one may take a quarter of the time at most,
// and waiting for the window a third, so that a slow machine draws less often
// and not all the time.
func (p *Pump) Run(ctx context.Context) {
	f := fold{pump: p}
	for {
		start := time.Now()
		m := f.next(ctx)
		if ctx.Err() != nil {
			return
		}
		elapsed := time.Since(start)
		handed := time.Now()
		shown := make(chan struct{})
		p.cfg.Show(m, sync.OnceFunc(func() { close(shown) }))
		if !wait(ctx, shown) || !pause(ctx, max(p.cfg.Every, 3*elapsed, min(2*time.Since(handed), longest))) {
			return
		}
		if !p.rest(ctx, m.ReadErr != nil) {
			return
		}
	}
}

// rest waits for a change, and after an error of reading not for ever: it may
// have passed.
func (p *Pump) rest(ctx context.Context, failed bool) bool {
	var again <-chan time.Time
	if failed {
		t := time.NewTimer(retryAfter)
		defer t.Stop()
		again = t.C
	}
	select {
	case <-ctx.Done():
		return false
	case <-p.cfg.Source.Changed():
	case <-p.wake:
	case <-again:
	}
	return true
}

// retryAfter is when a session that could not be read is tried again at the latest.
const retryAfter = time.Second

func wait(ctx context.Context, c <-chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case <-c:
		return true
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// longest is how long a slow window makes the pump rest at most.
const longest = 400 * time.Millisecond

// fold is the pump's own state from one Model to the next.
type fold struct {
	pump  *Pump
	gen   int
	rows  Rows
	index *index
	after session.Seq // rows read so far
	marks session.Seq // marks read so far
	good  filter.Filter
}

func (f *fold) next(ctx context.Context) *Model {
	snap := f.pump.cfg.Source.Snapshot()
	if f.index == nil || snap.Rows != f.rows {
		f.gen++
		f.rows, f.index, f.after, f.marks = snap.Rows, newIndex(), 0, 0
	}
	readErr := f.read(ctx)
	f.index.setReport(snap.Report)
	f.pump.mu.Lock()
	view := f.pump.view
	f.pump.mu.Unlock()
	flt, filterErr := filter.Parse(view.Filter)
	if filterErr == nil {
		f.good = flt
	}
	m := &Model{Gen: f.gen, Status: snap.Status, Report: f.index.report, Masked: f.index.masked,
		View: view, FilterErr: filterErr, ReadErr: readErr,
		Values: f.index.values.snapshot(f.index.report.Known)}
	m.Rows = f.index.show(f.good, view.Sort, view.Desc)
	m.Total, m.Exchanges = f.index.count()
	m.Devices = len(f.index.devices)
	if m.Report == nil {
		m.Report = &inspector.Report{}
	}
	return m
}

// read takes what is new in the session.
func (f *fold) read(ctx context.Context) error {
	if f.rows == nil {
		return nil
	}
	for r, err := range f.rows.Rows(ctx, f.after) {
		if err != nil {
			return fmt.Errorf("read session rows: %w", err)
		}
		f.index.put(r)
		f.after = max(f.after, r.Seq)
	}
	src, ok := f.rows.(Marks)
	if !ok {
		return nil
	}
	for e, err := range src.Marks(ctx, f.marks) {
		if err != nil {
			return fmt.Errorf("read session marks: %w", err)
		}
		f.index.putMark(e.Seq, e.Event)
		f.marks = max(f.marks, e.Seq)
	}
	return nil
}
