package app

import (
	"context"
	"errors"
	"io"
	"iter"
	"net"
	"path/filepath"
	"sync"
	"time"

	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/codes"
	"loginscope/proxy/exchange"
)

// maxNotices bounds what is kept to be told; the oldest goes first.
const maxNotices = 20

// commandTimeout bounds one command of the window.
const commandTimeout = 10 * time.Minute

// desk stands between window and engine: it makes the engine's blocking
// commands return at once, and keeps what went wrong until it was read. It is
// the window's Commands and the feed's Source.
type desk struct {
	engine  *engine.Engine
	changed chan struct{}
	view    func(feed.View)
	choices func() engine.Choices // of captures; nil for none
	work    sync.WaitGroup

	mu      sync.Mutex
	notices []feed.Notice
	last    int
	heard   int         // of engine.News
	busy    map[int]job // running commands by number
	next    int
}

type job struct {
	what   codes.Text
	cancel context.CancelFunc
}

func newDesk(e *engine.Engine) *desk {
	d := &desk{engine: e, changed: make(chan struct{}, 1), busy: map[int]job{}}
	sub, _ := e.Subscribe()
	go func() { // ends when the engine closes, which leaves the channel silent: the process is over then
		for range sub {
			d.hear(e.Status().News)
			d.poke()
		}
	}()
	return d
}

func (d *desk) poke() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

// Changed is for feed.Source.
func (d *desk) Changed() <-chan struct{} { return d.changed }

// Snapshot is for feed.Source.
func (d *desk) Snapshot() feed.Snapshot {
	s := d.engine.Snapshot()
	st := s.Status
	out := feed.Snapshot{Report: s.Report, Status: feed.Status{
		Started: true, Capturing: st.Capturing, Address: st.Address,
		Session: st.Session.Name, Path: st.Path, Progress: -1, Health: st.Health,
	}}
	if s.Session != nil {
		out.Rows = s.Session
	}
	if out.Status.Address == "" {
		out.Status.Address = d.chosen().Listen()
	}
	out.Status.Address = reachable(out.Status.Address)
	d.mu.Lock()
	defer d.mu.Unlock()
	out.Status.Notices = append([]feed.Notice(nil), d.notices...)
	for _, j := range d.busy {
		out.Status.Busy = j.what
	}
	if p := st.Import; p != nil && p.Total > 0 {
		out.Status.Progress = float32(p.Done) / float32(p.Total)
	}
	if p := st.Problem; p != nil {
		out.Status.Notices = append(out.Status.Notices, feed.Notice{ID: -3, Bad: true, What: p.What, Why: p.Why, Do: p.Do})
	}
	return out
}

// reachable words an address that means every network by one that a phone can
// be told.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsUnspecified() {
		return address
	}
	if lan := lanAddresses(); len(lan) > 0 {
		return net.JoinHostPort(lan[0], port)
	}
	return address
}

// start runs a command on a goroutine of its own and keeps its error to be told.
func (d *desk) start(what codes.Text, f func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.Background(), commandTimeout)
	d.mu.Lock()
	d.next++
	n := d.next
	d.busy[n] = job{what, cancel}
	d.mu.Unlock()
	d.poke()
	d.work.Go(func() {
		defer cancel()
		err := f(ctx)
		d.mu.Lock()
		delete(d.busy, n)
		d.mu.Unlock()
		if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, engine.ErrClosed) {
			p := engine.Explain(err)
			n := feed.Notice{Bad: true, What: p.What, Why: p.Why, Do: p.Do}
			var port *engine.PortInUse
			if errors.As(err, &port) {
				n.Listen = port.Free
			}
			d.tell(n)
		}
		d.poke()
	})
}

// hear makes notices of news that were not heard yet.
func (d *desk) hear(news []engine.News) {
	for _, n := range news {
		d.mu.Lock()
		fresh := n.N > d.heard
		d.heard = max(d.heard, n.N)
		d.mu.Unlock()
		if fresh {
			d.tell(feed.Notice{Bad: n.Bad, What: n.What, Why: n.Why, Do: n.Do})
		}
	}
}

func (d *desk) tell(n feed.Notice) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last++
	n.ID = d.last
	d.notices = append(d.notices, n)
	if len(d.notices) > maxNotices {
		d.notices = d.notices[1:]
	}
}

// wait returns when every command has ended, or when ctx ends.
func (d *desk) wait(ctx context.Context) {
	done := make(chan struct{})
	go func() { d.work.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// StartCapture is for ui.Commands.
func (d *desk) StartCapture(address string) {
	d.start(codes.Text{EN: "Starting …", ZH: "正在启动 …"}, func(ctx context.Context) error {
		if d.engine.Status().Capturing {
			if err := d.engine.StopCapture(ctx); err != nil {
				return err
			}
		}
		o, err := d.chosen().Options()
		if err != nil {
			return err
		}
		if address != "" {
			o.Listen = address
		}
		return d.engine.StartCapture(ctx, o)
	})
}

func (d *desk) chosen() engine.Choices {
	if d.choices == nil {
		return engine.Choices{}
	}
	return d.choices()
}

// StopCapture is for ui.Commands.
func (d *desk) StopCapture() {
	d.start(codes.Text{EN: "Stopping …", ZH: "正在停止 …"}, d.engine.StopCapture)
}

// RunScenario is for ui.Commands.
func (d *desk) RunScenario(name string) {
	d.start(codes.Text{EN: "Running a sample login …", ZH: "正在运行示例登录 …"}, func(ctx context.Context) error {
		_, err := d.engine.RunLab(ctx, name, engine.LabOptions{})
		return err
	})
}

// Open is for ui.Commands: a single session file is opened as it is, anything
// else is read into the open session.
func (d *desk) Open(paths []string) {
	d.start(codes.Text{EN: "Reading " + filepath.Base(paths[0]) + " …", ZH: "正在读取 " + filepath.Base(paths[0]) + " …"}, func(ctx context.Context) error {
		if len(paths) == 1 {
			err := d.engine.OpenSession(ctx, paths[0])
			if err == nil || !errors.Is(err, session.ErrNotSession) {
				return err
			}
		}
		_, err := d.engine.Import(ctx, paths, func(engine.Progress) { d.poke() })
		return err
	})
}

// NewSession is for ui.Commands.
func (d *desk) NewSession() {
	d.start(codes.Text{EN: "New session …", ZH: "正在新建会话 …"}, func(ctx context.Context) error { return d.engine.NewSession(ctx, "") })
}

// Dismiss is for ui.Commands.
func (d *desk) Dismiss(id int) {
	d.mu.Lock()
	for i, n := range d.notices {
		if n.ID == id {
			d.notices = append(d.notices[:i:i], d.notices[i+1:]...)
			break
		}
	}
	d.mu.Unlock()
	d.poke()
}

// Cancel is for ui.Commands.
func (d *desk) Cancel() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, j := range d.busy {
		j.cancel()
	}
}

// SetView is for ui.Commands.
func (d *desk) SetView(v feed.View) { d.view(v) }

var errNoSession = errors.New("no session is open")

// Exchange is for ui.Commands.
func (d *desk) Exchange(ctx context.Context, id exchange.ID) (exchange.Exchange, error) {
	s := d.engine.Session()
	if s == nil {
		return exchange.Exchange{}, errNoSession
	}
	return s.Exchange(ctx, id)
}

// Body is for ui.Commands.
func (d *desk) Body(ctx context.Context, id exchange.ID, side exchange.Side) (io.ReadCloser, error) {
	s := d.engine.Session()
	if s == nil {
		return nil, errNoSession
	}
	return s.Body(ctx, id, side)
}

// Frames is for ui.Commands.
func (d *desk) Frames(ctx context.Context, id exchange.ID, after session.Seq) iter.Seq2[session.SeqFrame, error] {
	s := d.engine.Session()
	if s == nil {
		return func(yield func(session.SeqFrame, error) bool) { yield(session.SeqFrame{}, errNoSession) }
	}
	return s.Frames(ctx, id, after)
}
