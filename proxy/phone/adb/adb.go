// Package adb speaks the Android Debug Bridge's host protocol with the adb
// server of this machine (AOSP packages/modules/adb, docs/dev/protocol.md and
// SERVICES.md): which devices there are, shell commands with their exit code,
// reverse forwards, pushing and pulling files, live streams. It never speaks
// to a device directly and needs no library of adb's own.
//
// Bounds: a host reply holds at most 1 MiB, a shell's output at most MaxOutput;
// every call ends with its context.
package adb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"loginscope/lang"
	"loginscope/problem"
)

// DefaultAddr is where an adb server listens unless configured otherwise.
const DefaultAddr = "127.0.0.1:5037"

const (
	maxReply = 1 << 20
	// MaxOutput limits what Shell keeps of each of the two streams, in bytes.
	MaxOutput   = 4 << 20
	dialTimeout = 3 * time.Second
)

// Errors that callers distinguish.
var (
	// ErrNoServer means that no adb server answers and none could be started.
	ErrNoServer = problem.New("no adb server",
		lang.Both("No phone can be reached by cable.", "无法通过 USB 连接手机。"),
		lang.Both("The adb server does not answer.", "adb 服务没有响应。"),
		lang.Both("Run adb kill-server, then adb devices, and try again.",
			"请先执行 adb kill-server，再执行 adb devices，然后重试。"))
	// ErrNoAdb means that the adb program is not installed.
	ErrNoAdb = problem.New("adb is not installed",
		lang.Both("No phone can be reached by cable.", "无法通过 USB 连接手机。"),
		lang.Both("adb is not installed.", "本机未安装 adb。"),
		lang.Both("Install the Android platform tools and put adb on PATH. Everything else works without them.",
			"请安装 Android platform-tools 并将 adb 加入 PATH。其他功能不受影响。"))
	// ErrProtocol means that what answered does not speak adb.
	ErrProtocol = problem.New("not an adb server",
		lang.Both("No phone can be reached by cable.", "无法通过 USB 连接手机。"),
		lang.Both("What listens on adb's port is not an adb server, or is too old.", "adb 端口上的程序不是 adb 服务，或版本过旧。"),
		lang.Both("End that program, or set ANDROID_ADB_SERVER_PORT.", "请结束该程序，或设置 ANDROID_ADB_SERVER_PORT。"))
)

// FailError is the server's own refusal, for example "device 'X' not found".
type FailError struct{ Service, Message string }

func (e *FailError) Error() string { return fmt.Sprintf("adb refused %q: %s", e.Service, e.Message) }

// Problem describes what the adb server says of a device.
func (e *FailError) Problem() problem.Problem {
	p := problem.Problem{What: lang.Both("The phone could not be used.", "无法使用该手机。")}
	switch {
	case strings.Contains(e.Message, "unauthorized"), strings.Contains(e.Message, "authorizing"):
		p.Why = lang.Both("It has not allowed this computer.", "手机尚未允许本机调试。")
		p.Do = lang.Both("Unlock it and answer “Allow USB debugging?” with Allow.", "请解锁手机，在“允许 USB 调试？”中选择允许。")
	case strings.Contains(e.Message, "not found"):
		p.Why = lang.Both("adb does not see it.", "adb 未发现该手机。")
		p.Do = lang.Both(
			"Check the cable and that USB debugging is on; loginscope phone list shows what is there.",
			"请检查数据线并确认已打开 USB 调试；loginscope phone list 可查看已连接的手机。",
		)
	case strings.Contains(e.Message, "offline"):
		p.Why = lang.Both("It is connected but does not answer.", "手机已连接但没有响应。")
		p.Do = lang.Both("Unplug and plug it in again, or restart it.", "请重新插拔数据线，或重启手机。")
	default:
		p.Why = problem.Plain(e)
		p.Do = lang.Both("Look at the phone's screen, then try again.", "请查看手机屏幕上的提示后重试。")
	}
	return p
}

// Client talks to one adb server. The zero value uses the default address and
// the adb program on PATH. It is safe for concurrent use.
type Client struct {
	// Addr is "host:port"; "" means ANDROID_ADB_SERVER_PORT or DefaultAddr.
	Addr string
	// Program is the adb program by which a server is started when none
	// answers; "" means "adb" on PATH, "-" means never start one.
	Program string
}

func (c *Client) addr() string {
	if c.Addr != "" {
		return c.Addr
	}
	if p := os.Getenv("ANDROID_ADB_SERVER_PORT"); p != "" {
		return net.JoinHostPort("127.0.0.1", p)
	}
	return DefaultAddr
}

// dial connects to the server, and starts one if none answers.
func (c *Client) dial(ctx context.Context) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTimeout}
	conn, err := d.DialContext(ctx, "tcp", c.addr())
	if err == nil {
		return conn, nil
	}
	if startErr := c.start(ctx); startErr != nil {
		return nil, fmt.Errorf("reach adb server at %s: %w", c.addr(), startErr)
	}
	if conn, err = d.DialContext(ctx, "tcp", c.addr()); err != nil {
		return nil, fmt.Errorf("reach adb server at %s: %w: %w", c.addr(), ErrNoServer, err)
	}
	return conn, nil
}

func (c *Client) start(ctx context.Context) error {
	program := c.Program
	if program == "-" {
		return ErrNoServer
	}
	if program == "" {
		program = "adb"
	}
	path, err := exec.LookPath(program)
	if err != nil {
		return ErrNoAdb
	}
	_, port, err := net.SplitHostPort(c.addr())
	if err != nil {
		return fmt.Errorf("%w: address %q", ErrNoServer, c.addr())
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-P", port, "start-server")
	cmd.WaitDelay = time.Second // the server inherits the pipes
	if out, err := cmd.CombinedOutput(); err != nil && !errors.Is(err, exec.ErrWaitDelay) {
		return fmt.Errorf("%w: start it: %w: %s", ErrNoServer, err, strings.TrimSpace(string(out)))
	}
	return nil
}

// link is one connection to the server. Closing the context closes it.
type link struct {
	net.Conn
	stop func() bool
}

func (l *link) Close() error {
	l.stop()
	return l.Conn.Close()
}

func (c *Client) open(ctx context.Context) (*link, error) {
	conn, err := c.dial(ctx)
	if err != nil {
		return nil, err
	}
	return &link{Conn: conn, stop: context.AfterFunc(ctx, func() { conn.Close() })}, nil
}

// request sends one service and reads OKAY or FAIL.
func (l *link) request(service string) error {
	if _, err := fmt.Fprintf(l, "%04x%s", len(service), service); err != nil {
		return fmt.Errorf("ask adb for %q: %w", service, err)
	}
	return l.status(service)
}

func (l *link) status(service string) error {
	var word [4]byte
	if _, err := io.ReadFull(l, word[:]); err != nil {
		return fmt.Errorf("ask adb for %q: read status: %w", service, err)
	}
	switch string(word[:]) {
	case "OKAY":
		return nil
	case "FAIL":
		msg, err := l.text()
		if err != nil {
			return err
		}
		return &FailError{Service: service, Message: msg}
	}
	return fmt.Errorf("ask adb for %q: %w: status %q", service, ErrProtocol, word)
}

// text reads a string with its length in four hexadecimal digits before it.
func (l *link) text() (string, error) {
	var header [4]byte
	if _, err := io.ReadFull(l, header[:]); err != nil {
		return "", fmt.Errorf("read adb reply: %w", err)
	}
	n, err := strconv.ParseUint(string(header[:]), 16, 32)
	if err != nil || n > maxReply {
		return "", fmt.Errorf("read adb reply: %w: length %q", ErrProtocol, header)
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(l, body); err != nil {
		return "", fmt.Errorf("read adb reply: %w", err)
	}
	return string(body), nil
}

// host asks a service whose answer is one text.
func (c *Client) host(ctx context.Context, service string) (string, error) {
	l, err := c.open(ctx)
	if err != nil {
		return "", err
	}
	defer l.Close()
	if err := l.request(service); err != nil {
		return "", withContext(ctx, err)
	}
	s, err := l.text()
	return s, withContext(ctx, err)
}

// device opens a connection that is bound to one device.
func (c *Client) device(ctx context.Context, serial string) (*link, error) {
	if serial == "" || strings.ContainsAny(serial, "\n\r\x00") {
		return nil, fmt.Errorf("choose adb device: serial %q is not valid", serial)
	}
	l, err := c.open(ctx)
	if err != nil {
		return nil, err
	}
	if err := l.request("host:transport:" + serial); err != nil {
		l.Close()
		return nil, withContext(ctx, err)
	}
	return l, nil
}

// withContext prefers the context's reason to the closed connection's.
func withContext(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("adb: %w", ctx.Err())
	}
	return err
}

// Version returns the server's protocol version, 41 for adb 29 to 36.
func (c *Client) Version(ctx context.Context) (int, error) {
	s, err := c.host(ctx, "host:version")
	if err != nil {
		return 0, err
	}
	v, err := strconv.ParseInt(s, 16, 32)
	if err != nil {
		return 0, fmt.Errorf("read adb version: %w: %q", ErrProtocol, s)
	}
	return int(v), nil
}
