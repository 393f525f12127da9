package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// peer is one proxy in a process of its own.
type peer struct {
	name string
	args []string // the program and what it gets
	env  []string
	addr string
	noH2 bool

	cmd *exec.Cmd
}

// mock starts mockttp as its documentation does, passing everything through.
const mock = `const m = require("mockttp");
(async () => {
  const s = m.getLocal({ https: await m.generateCACertificate(), http2: true, recordTraffic: false });
  await s.forUnmatchedRequest().thenPassThrough({ ignoreHostHttpsErrors: true });
  await s.start(Number(process.argv[1]));
})();`

// peers are the proxies, bare goproxy first. None of them is downloaded here.
func peers(cli, dir string) []*peer {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	file := func(name string) string { return filepath.Join(dir, name) }
	list := []*peer{
		{name: "goproxy", args: []string{self, "goproxy", "{addr}"}},
		{name: "loginscope", args: []string{cli, "record", "--listen", "{addr}", "--session", file("peers.loginscope"),
			"--insecure-upstream", "localhost", "--allow-local", "localhost"}},
		{
			name: "mitmproxy",
			args: []string{"mitmdump", "-q", "-k", "--listen-host", "127.0.0.1", "-p", "{port}", "-w",
				file("peers.flow"), "--set", "confdir=" + dir},
		},
		{
			name: "martian",
			noH2: true,
			args: []string{"martianproxy", "-addr", "{addr}", "-api-addr", "127.0.0.1:0", "-generate-ca-cert",
				"-skip-tls-verify", "-har"},
		},
		{name: "mockttp", args: []string{"node", "-e", mock, "{port}"}},
		{
			name: "go-mitmproxy",
			args: []string{"go-mitmproxy", "-addr", "{addr}", "-web_addr", "127.0.0.1:0", "-ssl_insecure", "-cert_path",
				dir},
		},
	}
	for _, p := range list {
		p.env = []string{"HOME=" + dir, "XDG_CONFIG_HOME=" + dir}
	}
	return list
}

// startWithin limits the time until a proxy listens.
const startWithin = 60 * time.Second

// start runs the proxy until it listens. The error says why it is left out.
func (p *peer) start(ctx context.Context) error {
	if _, err := exec.LookPath(p.args[0]); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	p.addr = l.Addr().String()
	if err := l.Close(); err != nil {
		return err
	}
	_, port, _ := net.SplitHostPort(p.addr) // of an address that net has made
	args := make([]string, 0, len(p.args))
	for _, a := range p.args {
		args = append(args, strings.NewReplacer("{addr}", p.addr, "{port}", port).Replace(a))
	}
	p.cmd = exec.CommandContext(ctx, args[0], args[1:]...)
	p.cmd.Env = append(os.Environ(), p.env...)
	var said strings.Builder
	p.cmd.Stderr = &said
	if err := p.cmd.Start(); err != nil {
		return err
	}
	gone := make(chan error, 1)
	go func() { gone <- p.cmd.Wait() }()
	for end := time.Now().Add(startWithin); ; {
		if c, err := net.Dial("tcp", p.addr); err == nil {
			return c.Close()
		}
		select {
		case err := <-gone:
			p.cmd = nil
			line, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
			return fmt.Errorf("it ended at once: %w: %s", err, line)
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(end) {
			p.stop()
			return errors.New("it does not listen")
		}
	}
}

func (p *peer) stop() {
	if p.cmd != nil {
		_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may be gone
	}
}

// measure puts one load on the proxy.
func (p *peer) measure(ctx context.Context, o *origin, h2 bool, conns int, bytes int64, d time.Duration) (sample,
	error) {
	before, err := p.processor()
	if err != nil {
		return sample{}, err
	}
	var r result
	if bytes > 0 {
		r, err = download(ctx, o, p.addr, bytes)
	} else {
		r, err = requests(ctx, o, p.addr, h2, conns, d)
	}
	if err != nil {
		return sample{}, err
	}
	after, err := p.processor()
	if err != nil {
		return sample{}, err
	}
	high, err := p.memory()
	return sample{cpu: (after - before) / time.Duration(r.count), rate: r.rate, p99: r.p99, high: high}, err
}

// processor is the processor time that the process has used; a tick of /proc
// is 10 ms.
func (p *peer) processor() (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat has %d fields", p.cmd.Process.Pid, len(fields))
	}
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}

// memory is the most that was resident, in bytes.
func (p *peer) memory() (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb << 10, err
		}
	}
	return 0, errors.New("no VmHWM in /proc")
}
