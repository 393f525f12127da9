package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"loginscope/app/engine"
	"loginscope/app/replay"
	"loginscope/inspector/redact"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
)

var targetEntry = entry{
	word: "target", value: newOf[targetCmd],
	help: []helpText{
		{"target", lang.Both("Configure where tokens are tried.", "配置 token 重放目标。")},
		{"target_add", lang.Both("Add a target, or replace the one of that name.", "添加目标（同名则替换）。")},
		{"target_list", lang.Both("List the targets.", "列出目标。")},
		{"target_test", lang.Both("Reach a target without using a token.", "检测目标连通性，不消耗 token。")},
		{"target_remove", lang.Both("Remove a target and its keys.", "删除目标及其密钥。")},
		{"arg_target", lang.Both("The target's name.", "目标名称。")},
		{"flag_kind", lang.Both(
			"What stands behind it: an IDaaS tenant or an Alibaba account.",
			"目标类型：IDaaS 租户或阿里云账号。",
		)},
		{"flag_base_url", lang.Both("The tenant's address, as in setBaseUrl.", "租户地址，同 setBaseUrl。")},
		{"flag_client_id", lang.Both(
			"The application's client id, as in setClientId.",
			"应用的 client id，同 setClientId。",
		)},
		{"flag_os_version", lang.Both("X-operating-sys-version to send.", "要发送的 X-operating-sys-version。")},
		{"flag_fingerprint", lang.Both("X-device-fingerprint to send.", "要发送的 X-device-fingerprint。")},
		{"flag_agent", lang.Both("X-agent to send.", "要发送的 X-agent。")},
		{"flag_device_ip", lang.Both("X-device-ip to send; left out by default.", "要发送的 X-device-ip，默认不发送。")},
		{"flag_x_l", lang.Both("X-L, the language of the tenant's messages.", "X-L，租户返回信息的语言。")},
		{"flag_header", lang.Both("An extra header of every request; may be repeated.", "每个请求附加的请求头，可重复。")},
		{"flag_endpoint", lang.Both(
			"The gateway's host; dypnsapi.aliyuncs.com by default.",
			"网关主机，默认 dypnsapi.aliyuncs.com。",
		)},
		{"flag_region", lang.Both("The account's region id.", "账号的地域 ID。")},
		{"flag_plain_http", lang.Both(
			"Speak HTTP without TLS; for a loopback test gateway only.",
			"不使用 TLS，仅用于本机回环测试网关。",
		)},
		{"flag_no_keys", lang.Both(
			"Do not store keys; they come from the environment at each replay.",
			"不保存密钥，每次重放时从环境变量读取。",
		)},
		{"flag_skip_verify", lang.Both("Do not verify the target's certificate.", "不校验目标证书。")},
	},
	prints: []document{
		{"replay --json", []any{targetView{}, replay.Probe{}}},
	},
}

type targetCmd struct {
	Add    targetAddCmd    `cmd:"" help:"${target_add}"`
	List   targetListCmd   `cmd:"" help:"${target_list}"`
	Test   targetTestCmd   `cmd:"" help:"${target_test}"`
	Remove targetRemoveCmd `cmd:"" help:"${target_remove}"`
}

// targetAddCmd defines a target. No secret is ever a flag: flags stand in the
// process list and in the shell's history.
type targetAddCmd struct {
	Name string `arg:"" help:"${arg_target}"`
	Kind string `help:"${flag_kind}" enum:"idaas,alibaba" required:"" placeholder:"idaas|alibaba"`

	BaseURL     string   `name:"base-url" help:"${flag_base_url}" placeholder:"URL"`
	ClientID    string   `name:"client-id" help:"${flag_client_id}" placeholder:"ID"`
	OSVersion   string   `name:"os-version" help:"${flag_os_version}"`
	Fingerprint string   `help:"${flag_fingerprint}"`
	Agent       string   `help:"${flag_agent}"`
	DeviceIP    string   `name:"device-ip" help:"${flag_device_ip}"`
	XL          string   `name:"x-l" help:"${flag_x_l}" enum:",en,zh" default:"" placeholder:"en|zh"`
	Header      []string `help:"${flag_header}" placeholder:"NAME:VALUE" sep:"none"`

	Endpoint  string `help:"${flag_endpoint}" placeholder:"HOST"`
	Region    string `help:"${flag_region}"`
	PlainHTTP bool   `name:"plain-http" help:"${flag_plain_http}"`
	NoKeys    bool   `name:"no-keys" help:"${flag_no_keys}"`

	SkipVerify bool `name:"skip-verify" help:"${flag_skip_verify}"`
}

func (c *targetAddCmd) run(ctx context.Context, t *terminal) (err error) {
	target, err := c.target()
	if err != nil {
		return t.addFault(err)
	}
	if err := target.Validate(); err != nil {
		return t.addFault(err)
	}
	e, err := replayEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	if target.Kind == replay.KindAlibaba && !c.NoKeys {
		if err := t.storeKeys(e, target.Name); err != nil {
			return err
		}
	}
	if err := e.Targets().Put(target); err != nil {
		return t.addFault(err)
	}
	t.say("replay.target.added", target.Name, target.Host())
	return nil
}

func (c *targetAddCmd) target() (replay.Target, error) {
	t := replay.Target{
		Name: c.Name, Kind: replay.Kind(c.Kind), BaseURL: c.BaseURL, ClientID: c.ClientID, Lang: c.XL,
		Device:   replay.Device{OSVersion: c.OSVersion, Fingerprint: c.Fingerprint, Agent: c.Agent, IP: c.DeviceIP},
		Endpoint: c.Endpoint, Region: c.Region, PlainHTTP: c.PlainHTTP, SkipVerify: c.SkipVerify,
	}
	if t.Kind == replay.KindAlibaba && t.Endpoint == "" {
		t.Endpoint = replay.DefaultEndpoint
	}
	for _, h := range c.Header {
		f, err := replay.ParseHeader(h)
		if err != nil {
			return t, err
		}
		t.Headers = append(t.Headers, f)
	}
	return t, nil
}

// replayEngine is an engine whose session disappears unless one is named.
func replayEngine(ctx context.Context) (*engine.Engine, error) {
	return engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
}

type targetListCmd struct {
	JSON bool `help:"${flag_json}"`
}

// targetView is a target as it is printed; docs/json.md describes it.
type targetView struct {
	Name       string      `json:"name"`
	Kind       replay.Kind `json:"kind"`
	Address    string      `json:"address"`
	ClientID   string      `json:"client_id,omitempty"`
	SkipVerify bool        `json:"skip_verify"`
}

func (c *targetListCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := replayEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	list, err := e.Targets().List()
	if err != nil {
		return t.targetFault(err)
	}
	views := make([]targetView, 0, len(list))
	for _, x := range list {
		views = append(views, targetView{x.Name, x.Kind, address(x), x.ClientID, x.SkipVerify})
	}
	if c.JSON {
		return t.json(views)
	}
	if len(views) == 0 {
		t.say("replay.target.none")
	}
	for _, v := range views {
		fmt.Fprintf(t.out, "%-20s %-8s %s\n", v.Name, v.Kind, v.Address)
	}
	return nil
}

func address(x replay.Target) string {
	if x.Kind == replay.KindIDaaS {
		return x.BaseURL
	}
	return x.Endpoint
}

type targetRemoveCmd struct {
	Name string `arg:"" help:"${arg_target}"`
}

func (c *targetRemoveCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := replayEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	target, err := e.Targets().Get(c.Name)
	if err != nil {
		return t.targetFault(err)
	}
	if target.Kind == replay.KindAlibaba {
		t.forgetKeys(e, c.Name)
	}
	if err := e.Targets().Remove(c.Name); err != nil {
		return t.targetFault(err)
	}
	t.say("replay.target.removed", c.Name)
	return nil
}

type targetTestCmd struct {
	Name string `arg:"" help:"${arg_target}"`
	JSON bool   `help:"${flag_json}"`
}

func (c *targetTestCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := replayEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	p, err := e.Replayer(engine.ReplayOptions{})
	if err != nil {
		return err
	}
	probe, err := p.Test(ctx, c.Name)
	if err != nil {
		return t.targetFault(err)
	}
	if root := probe.Verdict.Root; root != nil {
		root.Message = redact.Text(root.Message)
	}
	if c.JSON {
		err = t.json(probe)
	} else {
		t.printProbe(probe)
	}
	if err == nil && !probe.OK {
		return errProblems
	}
	return err
}

func (t *terminal) printProbe(p replay.Probe) {
	if !p.Reachable {
		fmt.Fprintln(t.out, "✗", t.T("replay.probe.unreached", t.T("replay.cause."+string(p.Cause))))
		return
	}
	t.printProbeVerdict(p)
	switch {
	case p.VerifyOff:
		fmt.Fprintln(t.out, "!", t.T("replay.probe.unverified"))
	case p.TLS:
		fmt.Fprintln(t.out, "✓", t.T("replay.probe.tls"))
	default:
		fmt.Fprintln(t.out, "!", t.T("replay.probe.plain"))
	}
	switch {
	case !p.SkewKnown:
		fmt.Fprintln(t.out, "•", t.T("replay.probe.noclock"))
	case p.Skew.Abs() > 5*time.Second:
		fmt.Fprintln(t.out, "!", t.T("replay.probe.skew", p.Skew.Round(time.Second)))
	default:
		fmt.Fprintln(t.out, "✓", t.T("replay.probe.clock"))
	}
}

// printProbeVerdict says what answered, and what to do about it.
func (t *terminal) printProbeVerdict(p replay.Probe) {
	lang := t.lang()
	if p.OK {
		fmt.Fprintln(t.out, "✓", t.T("replay.probe.reached", p.Status), p.Verdict.Cause.In(lang))
		return
	}
	fmt.Fprintln(t.out, "✗", p.Verdict.Title.In(lang))
	lines := []struct{ key, value string }{{"replay.line.cause", p.Verdict.Cause.In(lang)},
		{"replay.line.fix", p.Verdict.Fix.In(lang)},
		{"replay.line.actor", p.Verdict.Actor.Name().In(lang)},
		{"replay.line.certainty", p.Verdict.Certainty.Name().In(lang)}}
	if r := p.Verdict.Root; r != nil {
		lines = append(lines[:0:0], append([]struct{ key, value string }{{"replay.line.code", r.Code}}, lines...)...)
	}
	for _, l := range lines {
		if l.value != "" {
			fmt.Fprintf(t.out, "  %s %s\n", t.T(l.key), l.value)
		}
	}
}

// targetFault describes what is wrong with a target.
func (t *terminal) targetFault(err error) error {
	return spoken(t.T("replay.fault.target.what"), redact.Text(replay.Words(err).In(t.lang())),
		t.T("replay.fault.target.do"), err)
}

// addFault describes why a target was not saved.
func (t *terminal) addFault(err error) error {
	return spoken(t.T("replay.fault.add.what"), redact.Text(replay.Words(err).In(t.lang())), t.T("replay.fault.add.do"),
		err)
}

// readLine reads one line of standard input, at most 4 KiB.
func readLine(r io.Reader) (string, error) {
	var b strings.Builder
	one := make([]byte, 1)
	for b.Len() < 4096 {
		n, err := r.Read(one)
		if n == 1 && one[0] == '\n' {
			break
		}
		b.Write(one[:n])
		if err == io.EOF && b.Len() > 0 {
			break
		}
		if err != nil {
			return "", err
		}
	}
	return strings.TrimRight(b.String(), "\r"), nil
}
