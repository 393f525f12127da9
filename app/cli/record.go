package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"time"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/inspector"
	"loginscope/inspector/report"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/proxy"
)

var recordEntry = entry{
	word: "record", value: newOf[recordCmd],
	help: []helpText{
		{"record", lang.Both(
			"Capture through the proxy until Ctrl-C, then print the verdicts.",
			"通过代理抓包，按 Ctrl-C 结束并输出结论。",
		)},
		{"flag_listen", lang.Both(
			"Address and port to listen on. Another than loopback opens the proxy to the network.",
			"监听地址和端口。非回环地址会向局域网开放代理。",
		)},
		{"flag_lab", lang.Both(
			"Resolve every host to the built-in simulator; no traffic leaves this machine.",
			"把所有域名指向本机的模拟服务，不访问外网。",
		)},
		{"flag_insecure", lang.Both(
			"Host whose upstream certificate is not verified; *.example.com for all below. Repeatable.",
			"不校验其上游证书的主机；*.example.com 表示其所有子域；可重复。",
		)},
		{"flag_pass", lang.Both("Host that is relayed without being read. Repeatable.", "直接转发、不解密的主机；可重复。")},
		{"flag_allow_local", lang.Both(
			"Host allowed to resolve to this machine itself, which is refused otherwise. Repeatable.",
			"允许指向本机的主机，默认拒绝；可重复。",
		)},
		{"flag_upstream_ca", lang.Both(
			"PEM file with additional trusted CA certificates for upstream servers.",
			"校验上游服务器时额外信任的根证书（PEM 文件）。",
		)},
		{"flag_upstream_proxy", lang.Both(
			"Proxy by which all requests leave: http://host:port or socks5://host:port. One with a password goes "+
				"into LOGINSCOPE_UPSTREAM_PROXY.",
			"所有请求经由的上游代理：http://主机:端口 或 socks5://主机:端口；带密码的请用环境变量 LOGINSCOPE_UPSTREAM_PROXY。",
		)},
		{"flag_body_cap", lang.Both(
			"Bytes of one body held in memory; the rest is kept in the session file.",
			"单个报文正文在内存中保留的字节数，其余写入会话文件。",
		)},
		{"flag_allow", lang.Both(
			"Device or network that may use the proxy (192.168.1.7, 192.168.1.0/24), or any. Repeatable. This "+
				"machine always may.",
			"可使用代理的设备或网段（192.168.1.7、192.168.1.0/24），或 any。可重复。本机始终允许。",
		)},
		{"flag_egress", lang.Both(
			"By which local address or interface requests leave; NAME is carriers, alibaba, all or a host. Repeatable.",
			"指定请求从哪个本地地址或网卡发出；NAME 为 carriers、alibaba、all 或域名。可重复。",
		)},
		{"flag_intercept_carriers", lang.Both(
			"Read the carriers' hosts as well. Their SDKs mostly refuse that, and the login fails.",
			"同时解密运营商域名。运营商 SDK 多半会拒绝，导致登录失败。",
		)},
	},
	prints: []document{
		{"inspect --json, lab --json, record --json", []any{report.Document{}}},
	},
}

type recordCmd struct {
	Listen  string `help:"${flag_listen}" default:"127.0.0.1:8899" placeholder:"ADDR"`
	Session string `help:"${flag_session}" placeholder:"FILE"`
	lanFlags
	Lab              bool     `help:"${flag_lab}"`
	InsecureUpstream []string `help:"${flag_insecure}" placeholder:"HOST"`
	PassThrough      []string `help:"${flag_pass}" placeholder:"HOST"`
	AllowLocal       []string `help:"${flag_allow_local}" placeholder:"HOST"`
	UpstreamCA       string   `name:"upstream-ca" help:"${flag_upstream_ca}" placeholder:"FILE"`
	UpstreamProxy    string   `help:"${flag_upstream_proxy}" placeholder:"URL"`
	BodyCap          int      `help:"${flag_body_cap}" default:"262144" placeholder:"BYTES"`
	Reveal           bool     `help:"${flag_reveal}"`
	JSON             bool     `help:"${flag_json}"`
}

func (c *recordCmd) run(ctx context.Context, t *terminal) (err error) {
	config, err := c.proxy(t)
	if err != nil {
		return err
	}
	options, err := c.options(t)
	if err != nil {
		return err
	}
	if c.Lab {
		servers, err := lab.Start(ctx, lab.Config{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, servers.Close()) }()
		c.useLab(&config, servers)
	}
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	defer e.TakeStandardLog()()
	options.Listen, options.Attach, options.Proxy = c.Listen, c.attach(), config
	options.InterceptCarriers = c.InterceptCarriers || c.Lab
	if c.Session != "" {
		if err := e.NewSession(ctx, c.Session); err != nil {
			return err
		}
	}
	if err := e.StartCapture(ctx, options); err != nil {
		e.Abandon() // or the same command would find its own empty file in the way
		return err
	}
	if err := c.announce(t, e); err != nil {
		return err
	}
	broken := t.watch(ctx, e)
	if err := c.finish(ctx, t, e); broken == nil {
		return err
	}
	return broken
}

// proxy checks the flags and makes the proxy's configuration of them.
func (c *recordCmd) proxy(t *terminal) (proxy.Config, error) {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return proxy.Config{}, t.fault(err, "listen", clip(c.Listen))
	}
	if c.BodyCap < 1 || c.BodyCap > 1<<30 {
		return proxy.Config{}, t.fault(nil, "bodycap", c.BodyCap)
	}
	o, err := engine.Choices{
		SkipVerify: c.InsecureUpstream, PassThrough: c.PassThrough, AllowLocal: c.AllowLocal,
		UpstreamCA: c.UpstreamCA, UpstreamProxy: c.UpstreamProxy,
	}.Options()
	o.Proxy.BodyCap = c.BodyCap
	return o.Proxy, err
}

func loopback(device string) bool {
	a, err := netip.ParseAddr(device)
	return err == nil && a.Unmap().IsLoopback()
}

// useLab resolves every name to the simulated servers, and nothing outside this
// machine. A simulated phone of another process asks for its own servers by
// their loopback address, so these are dialled, too.
func (c *recordCmd) useLab(config *proxy.Config, servers *lab.Lab) {
	var direct net.Dialer
	config.UpstreamRoots = servers.Roots()
	config.AllowLocal = append(slices.Clone(config.AllowLocal), "127.0.0.1")
	config.SkipVerify = append(slices.Clone(config.SkipVerify), "127.0.0.1")
	config.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, _, err := net.SplitHostPort(address); err == nil && loopback(host) {
			return direct.DialContext(ctx, network, address)
		}
		return servers.Dial(ctx, network, address)
	}
}

func (c *recordCmd) attach() inspector.Attach {
	if c.Lab {
		return inspector.AttachLab
	}
	return inspector.AttachUnknown
}

// announce says where the proxy listens, which certificate a phone needs, and
// what that certificate can do.
func (c *recordCmd) announce(t *terminal, e *engine.Engine) error {
	authority, err := e.CA()
	if err != nil {
		return err
	}
	s := e.Status()
	t.say("cli.record.listening", s.Address)
	t.say("cli.record.session", s.Path)
	t.say("cli.record.ca", authority.CertFile())
	t.say("cli.record.warning")
	if c.Lab {
		t.say("cli.record.lab")
	} else if !c.InterceptCarriers {
		t.say("cli.record.carriers")
	}
	if host, _, err := net.SplitHostPort(s.Address); err == nil && !loopback(host) {
		if err := t.lan(s.Address, len(c.Allow), len(s.Remembered)); err != nil {
			return err
		}
	}
	t.say("cli.record.stop")
	return nil
}

// watch shows the counts until ctx ends: on a terminal, one line that is
// rewritten at most five times a second. A problem is reported once. It returns
// early with an error when the listener broke.
func (t *terminal) watch(ctx context.Context, e *engine.Engine) error {
	changed, stop := e.Subscribe()
	defer stop()
	reported, rewritten, waiting, heard := "", 0, map[string]bool{}, 0
	defer func() { t.printNews(e.Status(), &heard) }() // the last may have come meanwhile
	for {
		select {
		case <-ctx.Done():
			if t.live {
				fmt.Fprintln(t.err)
			}
			return nil
		case <-changed:
		}
		s := e.Status()
		t.printWaiting(s, waiting)
		t.printNews(s, &heard)
		if t.live {
			fmt.Fprintf(t.err, "\r\x1b[K%s", t.T("cli.record.counts", s.Exchanges, s.Devices, s.Flows))
		}
		if n := s.Health.Rewritten; n > rewritten {
			rewritten = n
			t.say("cli.record.rewritten", s.Path)
		}
		if p := s.Problem; p != nil && reported != p.What.EN {
			reported = p.What.EN
			if !s.Capturing {
				return p
			}
			t.complain(p)
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// finish stops the capture, closes its session and prints what is kept and the
// verdicts. The command's context has ended by now, so the last work gets a
// time of its own. What went wrong on the way does not keep it from printing
// what was read.
func (c *recordCmd) finish(ctx context.Context, t *terminal, e *engine.Engine) error {
	ctx, cancel := lastWork(ctx)
	defer cancel()
	failed := errors.Join(e.StopCapture(ctx), e.WaitIdle(ctx))
	end := ending{seen: e.Status().Exchanges, session: e.Session()}
	r := e.Report()
	failed = errors.Join(failed, closed(ctx, e))
	whole := end.say(ctx, t)
	if failed != nil {
		t.complainAll(failed)
	}
	if r != nil {
		if err := c.print(t, *r, end); err != nil {
			return err
		}
	}
	if failed != nil || !whole || r == nil || r.Problems() {
		return errProblems
	}
	return nil
}

// printNews prints the news that came after the one numbered heard.
func (t *terminal) printNews(s engine.Status, heard *int) {
	for _, n := range s.News {
		if n.N <= *heard {
			continue
		}
		*heard = n.N
		if t.live {
			fmt.Fprint(t.err, "\r\x1b[K")
		}
		t.complain(&n.Problem)
	}
}

func (c *recordCmd) print(t *terminal, r inspector.Report, end ending) error {
	o := t.report(c.Reveal, []report.Source{{Name: end.path(), Kind: "session", Read: end.seen, Kept: end.kept}})
	write := report.Text
	if c.JSON {
		write = report.JSON
	}
	return write(t.out, r, o)
}
