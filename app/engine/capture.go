package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"loginscope/inspector"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy"
)

// DefaultListen is where a capture listens unless configured otherwise: loopback
// alone, so that nobody on the network reaches it.
const DefaultListen = "127.0.0.1:8899"

// CaptureOptions says what to capture and how. The zero value is good.
type CaptureOptions struct {
	// Listen is "address:port"; "" means DefaultListen. Port 0 takes a free
	// one, see Status.Address.
	Listen string
	// Attach says how the phone comes to us, for the verdicts.
	Attach inspector.Attach
	// Allow lists devices ("192.168.1.7") and networks ("192.168.1.0/24") that
	// may use the proxy beside this machine. Others wait in Status.Waiting
	// until Allow lets them in. Not used if Proxy.Admit is set.
	Allow []string
	// Egress chooses by which network requests leave; the first that matches wins.
	Egress []EgressRule
	// InterceptCarriers reads the carriers' hosts as well. By default they pass
	// through without decryption: their SDKs refuse a foreign certificate.
	InterceptCarriers bool
	// Proxy is what the proxy lets one choose. The Engine itself sets Emit,
	// NewID, Leaf, WideLeaf and, if nil, Logger, Admit and Portal.
	Proxy proxy.Config
}

// PortInUse is the error of StartCapture when another program has the port.
type PortInUse struct {
	Address string // what was asked for
	Free    string // an address with a free port, "" if none was found
	Err     error
}

func (e *PortInUse) Error() string {
	if e.Free == "" {
		return fmt.Sprintf("listen on %q: port is in use", e.Address)
	}
	return fmt.Sprintf("listen on %q: port is in use; %s is free", e.Address, e.Free)
}

// Unwrap returns the system's error.
func (e *PortInUse) Unwrap() error { return e.Err }

// Problem describes it.
func (e *PortInUse) Problem() problem.Problem {
	var p problem.Problem
	p.What = lang.Both("The capture could not start on "+e.Address+".", "无法在 "+e.Address+" 上开始抓包。")
	p.Why = lang.Both("Another program, or a second Loginscope, already listens there.", "该端口已被其他程序或另一个 Loginscope 占用。")
	if e.Free == "" {
		p.Do = lang.Both("Choose another port, or end the other program.", "请换一个端口，或结束占用端口的程序。")
		return p
	}
	p.Do = lang.Both("Listen on "+e.Free+" instead, which is free, and set the phone's proxy to it.",
		"可改用空闲的 "+e.Free+"，并相应修改手机的代理设置。")
	return p
}

// ListenError is the error of StartCapture when an address cannot be used for
// another reason than its port being taken.
type ListenError struct {
	Address string
	Err     error
}

func (e *ListenError) Error() string { return fmt.Sprintf("listen on %q: %v", e.Address, e.Err) }

// Unwrap returns the system's error.
func (e *ListenError) Unwrap() error { return e.Err }

// Problem describes it.
func (e *ListenError) Problem() problem.Problem {
	var p problem.Problem
	p.What = lang.Both("The capture could not start on "+e.Address+".", "无法在 "+e.Address+" 上开始抓包。")
	switch {
	case errors.Is(e, fs.ErrPermission):
		p.Why = lang.Both(
			"The system does not allow it; ports below 1024 need special rights.",
			"系统不允许；1024 以下端口需要特殊权限。",
		)
		p.Do = lang.Both("Choose a port from 1024 up.", "请使用 1024 及以上的端口。")
	case errors.Is(e, syscall.EADDRNOTAVAIL):
		p.Why = lang.Both("This machine has no such address.", "本机没有该地址。")
		p.Do = lang.Both("Choose one of this machine's addresses, or 127.0.0.1.", "请选择本机地址，或使用 127.0.0.1。")
	default:
		p.Why = lang.Both("It is not a usable address and port.", "地址或端口无效。")
		p.Do = lang.Both("Write it as address:port, such as "+DefaultListen+".", "请按“地址：端口”填写，例如 "+DefaultListen+"。")
	}
	return p
}

// ErrCapturing is returned by StartCapture while a capture runs.
var ErrCapturing = problem.New("already capturing",
	lang.Both("The capture already runs.", "抓包已在进行中。"),
	lang.Both("There is one listener at a time.", "同一时间只能有一个监听。"),
	lang.Both("Stop it first to listen elsewhere.", "如需更换地址，请先停止。"))

// capture is a proxy that serves one listener.
type capture struct {
	proxy  *proxy.Proxy
	since  time.Time
	attach inspector.Attach
	done   chan struct{} // closed when Serve has returned
	err    error         // of Serve; valid after done
}

// StartCapture listens and captures into the open session, or into a new
// autosaved one. The error is a *PortInUse if another program has the port.
// The context limits the start, not the capture.
func (e *Engine) StartCapture(ctx context.Context, o CaptureOptions) error {
	end, err := e.begin()
	if err != nil {
		return err
	}
	defer end()
	if e.Status().Capturing {
		return ErrCapturing
	}
	if o.Listen == "" {
		o.Listen = DefaultListen
	}
	authority, err := e.CA()
	if err != nil {
		return err
	}
	cfg, err := e.forPhones(o, authority)
	if err != nil {
		return err
	}
	ln, err := listen(ctx, o.Listen)
	if err != nil {
		return err
	}
	if _, err := e.writable(ctx); err != nil {
		return errors.Join(err, ln.Close())
	}
	cfg.Leaf, cfg.WideLeaf = authority.Leaf, authority.WideLeaf
	c, err := e.serve(cfg, ln)
	if err != nil {
		return err
	}
	c.attach = o.Attach
	e.set(func() {
		e.capture, e.address, e.problem = c, ln.Addr().String(), nil
		if e.attach == inspector.AttachNone {
			e.attach = inspector.AttachUnknown
		}
	})
	e.watchers.Go(func() { e.watch(c) })
	return nil
}

// serve starts a proxy on ln, which it takes over.
func (e *Engine) serve(cfg proxy.Config, ln net.Listener) (*capture, error) {
	cfg.NewID = e.newID
	if cfg.Emit == nil {
		cfg.Emit = e.emit
	}
	if cfg.Logger == nil {
		cfg.Logger = e.cfg.Log
	}
	p, err := proxy.New(e.life, cfg)
	if err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	c := &capture{proxy: p, since: e.cfg.Now(), done: make(chan struct{})}
	go func() {
		defer close(c.done)
		// Closed before it began to serve is closed as well.
		if err := p.Serve(ln); !errors.Is(err, proxy.ErrClosed) {
			c.err = err
		}
	}()
	return c, nil
}

// stop closes the proxy with all its connections and waits for it.
func (c *capture) stop() error {
	err := c.proxy.Close()
	<-c.done
	return errors.Join(err, c.err)
}

// watch notes when a listener breaks by itself. It ends with the capture.
func (e *Engine) watch(c *capture) {
	<-c.done
	if c.err == nil {
		return
	}
	e.cfg.Log.Error("listener broke", "err", c.err)
	p := problem.Of(errors.Join(c.err, c.proxy.Close()))
	e.set(func() {
		if e.capture == c {
			e.capture, e.problem = nil, &p
		}
	})
}

// StopCapture stops listening and ends every connection; exchanges that were
// open end as failed by shutdown. It does nothing when no capture runs.
func (e *Engine) StopCapture(context.Context) error {
	end, err := e.begin()
	if err != nil {
		return err
	}
	defer end()
	return e.stopCapture()
}

// stopCapture needs the command lock.
func (e *Engine) stopCapture() error {
	e.mu.Lock()
	c, cur := e.capture, e.cur
	e.mu.Unlock()
	if c == nil {
		return nil
	}
	// Phones first: one that is sent to a proxy that is gone has no internet.
	_, err := e.cleanOwn()
	err = errors.Join(err, c.stop())
	e.set(func() { e.capture, e.guests = nil, nil })
	if cur != nil {
		cur.inspection.refresh() // no longer live
	}
	return err
}

// wsaAddrInUse is what Windows says in place of EADDRINUSE (Winsock, WSAEADDRINUSE).
const wsaAddrInUse = syscall.Errno(10048)

// listen opens a TCP listener and, if the port is taken, looks for another.
func listen(ctx context.Context, address string) (net.Listener, error) {
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, networkOf(address), address)
	if err == nil {
		return ln, nil
	}
	if !errors.Is(err, syscall.EADDRINUSE) && !errors.Is(err, wsaAddrInUse) {
		return nil, &ListenError{Address: address, Err: err}
	}
	return nil, &PortInUse{Address: address, Free: freePort(ctx, address), Err: err}
}

// networkOf keeps an IPv4 address from opening IPv6 as well, which "tcp" does
// for 0.0.0.0.
func networkOf(address string) string {
	if ap, err := netip.ParseAddrPort(address); err == nil && ap.Addr().Is4() {
		return "tcp4"
	}
	return "tcp"
}

// freeTries limits the search for a free port next to the one that is taken.
const freeTries = 20

// freePort finds an address like address with a free port, "" if none.
func freePort(ctx context.Context, address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return ""
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return ""
	}
	var lc net.ListenConfig
	for i := 1; i <= freeTries && n+i <= 65535; i++ {
		candidate := net.JoinHostPort(host, strconv.Itoa(n+i))
		if ln, err := lc.Listen(ctx, networkOf(candidate), candidate); err == nil {
			_ = ln.Close()
			return candidate
		}
	}
	return ""
}
