package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"loginscope/app/engine"
	"loginscope/app/lab"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

var replayEntry = entry{
	word: "replay", value: newOf[replayCmd],
	help: []helpText{
		{"replay", lang.Both("Try a token at a configured target.", "在已配置的目标上试用 token。")},
		{"flag_replay_session", lang.Both(
			"The session with the attempt; the replay is added to it.",
			"包含该次登录的会话；重放结果会追加进去。",
		)},
		{"flag_flow", lang.Both("The attempt whose token is tried.", "取用第几次登录的 token。")},
		{"flag_token", lang.Both(
			"The token itself; - reads it from standard input, which keeps it out of the shell's history.",
			"token 本身；- 表示从标准输入读取，可避免留在命令历史中。",
		)},
		{"flag_target", lang.Both("The target's name.", "目标名称。")},
		{"flag_call", lang.Both(
			"The call; login for a tenant and GetMobile for an account by default.",
			"调用的接口；租户默认 login，账号默认 GetMobile。",
		)},
		{"flag_phone", lang.Both(
			"The number to compare, for VerifyMobile; - asks for it.",
			"VerifyMobile 要比对的号码；- 表示询问输入。",
		)},
		{"flag_scheme", lang.Both("The scheme's code, for DescribeVerifyScheme.", "DescribeVerifyScheme 的认证方案 Code。")},
		{"flag_set", lang.Both("Replace or add a header, to see what changes.", "替换或添加一个请求头，观察结果变化。")},
		{"flag_drop", lang.Both("Leave a header out.", "去掉一个请求头。")},
		{"flag_body", lang.Both("Send this body instead.", "改用此请求体。")},
		{"flag_id_token", lang.Both(
			"After a login that succeeds, ask for the id_token and check it against the tenant's keys.",
			"登录成功后换取 id_token，并用租户公钥验签。",
		)},
		{"flag_timeout", lang.Both(
			"The limit of the whole call; 20 s by default, 2 min at most.",
			"整个调用的时限，默认 20 秒，最长 2 分钟。",
		)},
		{"flag_dry_run", lang.Both("Print the exact request, masked, and send nothing.", "只打印将要发送的请求（已脱敏），不发送。")},
		{"flag_yes", lang.Both("Do not ask for confirmation: the token is used up.", "不再询问确认：token 将被消耗。")},
		{"flag_replay_lab", lang.Both(
			"Reach the lab's simulated tenant and gateway instead of the network.",
			"连接演练场中的模拟租户与网关，而非真实网络。",
		)},
	},
	prints: []document{
		{"replay --json", []any{replayView{}}},
	},
}

// replayCmd tries a token at a configured target.
type replayCmd struct {
	Session string        `help:"${flag_replay_session}" placeholder:"FILE"`
	Flow    int           `help:"${flag_flow}" placeholder:"N"`
	Token   string        `help:"${flag_token}" placeholder:"-"`
	Target  string        `help:"${flag_target}" required:"" placeholder:"NAME"`
	Call    string        `help:"${flag_call}" enum:",login,GetMobile,VerifyMobile,GetPhoneWithToken,DescribeVerifyScheme" default:""`
	Phone   string        `help:"${flag_phone}" placeholder:"-"`
	Scheme  string        `help:"${flag_scheme}"`
	Set     []string      `help:"${flag_set}" placeholder:"NAME:VALUE" sep:"none"`
	Drop    []string      `help:"${flag_drop}" placeholder:"NAME"`
	Body    *string       `help:"${flag_body}" placeholder:"JSON"`
	IDToken bool          `name:"id-token" help:"${flag_id_token}"`
	Timeout time.Duration `help:"${flag_timeout}"`
	DryRun  bool          `name:"dry-run" help:"${flag_dry_run}"`
	Yes     bool          `help:"${flag_yes}"`
	Lab     bool          `help:"${flag_replay_lab}"`
	JSON    bool          `help:"${flag_json}"`
	Reveal  bool          `help:"${flag_reveal}"`
}

func (c *replayCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := replayEngine(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	target, err := e.Targets().Get(c.Target)
	if err != nil {
		return t.targetFault(err)
	}
	req, err := c.request(ctx, t, e, target)
	if err != nil {
		return err
	}
	o, stop, err := c.network(ctx, t.secrets(e))
	if err != nil {
		return err
	}
	defer stop()
	p, err := e.Replayer(o)
	if err != nil {
		return err
	}
	if c.DryRun {
		return c.draft(t, p, req)
	}
	return c.send(ctx, t, e, p, target, req)
}

// network is the real one, or the lab's with its simulated servers.
func (c *replayCmd) network(ctx context.Context, s secret.Store) (engine.ReplayOptions, func(), error) {
	if !c.Lab {
		return engine.ReplayOptions{Secrets: s}, func() {}, nil
	}
	l, err := lab.Start(ctx, lab.Config{})
	if err != nil {
		return engine.ReplayOptions{}, nil, err
	}
	return engine.ReplayOptions{Secrets: s, Dial: l.Dial, Roots: l.Roots()}, func() { _ = l.Close() }, nil
}

func (c *replayCmd) request(ctx context.Context, t *terminal, e *engine.Engine, target replay.Target) (replay.Request,
	error) {
	r := replay.Request{Target: c.Target, Call: replay.Call(c.Call), Scheme: c.Scheme, Timeout: c.Timeout,
		ThenIDToken: c.IDToken}
	if r.Call == "" {
		r.Call = map[replay.Kind]replay.Call{replay.KindIDaaS: replay.CallLogin,
			replay.KindAlibaba: replay.CallGetMobile}[target.Kind]
	}
	if c.Session != "" {
		if err := openWithRoom(ctx, e, c.Session); err != nil {
			return r, err
		}
	}
	var err error
	if r.Call.Consumes() {
		if r.Token, err = c.token(t, e); err != nil {
			return r, err
		}
	}
	if r.Phone = c.Phone; r.Phone == "-" {
		if r.Phone, err = t.ask("replay.ask.phone"); err != nil {
			return r, err
		}
	}
	r.Edit, err = c.edit()
	return r, err
}

// openWithRoom opens the session so that the replay is appended to it.
func openWithRoom(ctx context.Context, e *engine.Engine, path string) error {
	if err := e.ContinueSession(ctx, path); err != nil {
		return err
	}
	return e.WaitIdle(ctx)
}

func (c *replayCmd) token(t *terminal, e *engine.Engine) (string, error) {
	switch {
	case c.Token == "-":
		return t.ask("replay.ask.token")
	case c.Token != "":
		return c.Token, nil
	case c.Session == "" || c.Flow == 0:
		return "", spoken(t.T("replay.fault.source.what"), t.T("replay.fault.source.why"),
			t.T("replay.fault.source.do"), nil)
	}
	for _, f := range e.Report().Flows {
		if f.ID == c.Flow {
			tok, err := engine.FlowToken(f)
			if err != nil {
				return "", spoken(t.T("replay.fault.notoken.what", c.Flow), t.T("replay.fault.notoken.why"),
					t.T("replay.fault.notoken.do"), err)
			}
			return tok, nil
		}
	}
	return "", spoken(t.T("replay.fault.noflow.what", c.Flow, len(e.Report().Flows)), "", t.T("replay.fault.noflow.do"),
		nil)
}

func (c *replayCmd) edit() (*replay.Edit, error) {
	if len(c.Set) == 0 && len(c.Drop) == 0 && c.Body == nil {
		return nil, nil
	}
	e := &replay.Edit{Drop: c.Drop, Body: c.Body, Set: map[string]string{}}
	for _, s := range c.Set {
		name, value, ok := strings.Cut(s, ":")
		if !ok {
			return nil, replay.Refuse(replay.ErrRequest, "--set %q: use NAME:VALUE", "--set %q：请使用 NAME:VALUE", clip(s))
		}
		e.Set[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	return e, nil
}

func (c *replayCmd) draft(t *terminal, p *replay.Replayer, r replay.Request) error {
	d, err := p.DryRun(r)
	if err != nil {
		return t.targetFault(err)
	}
	if !c.Reveal {
		d = maskedDraft(d)
	}
	if c.JSON {
		return t.json(d)
	}
	fmt.Fprintln(t.out, d.Curl(func(_, v string) string { return v }))
	for _, name := range d.Computed {
		fmt.Fprintln(t.out, "#", t.T("replay.computed", name))
	}
	return nil
}

func maskedDraft(d replay.Draft) replay.Draft {
	d.URL, d.Body = redact.URL(d.URL), redact.Text(d.Body)
	for i, f := range d.Header {
		d.Header[i] = redact.Header(f)
	}
	return d
}

func (c *replayCmd) send(ctx context.Context, t *terminal, e *engine.Engine, p *replay.Replayer, target replay.Target,
	r replay.Request) error {
	history, _ := e.TokenHistory(r.Token)
	notices := replay.Preflight(target, r, history, time.Now())
	if !c.JSON {
		t.printNotices(notices)
	}
	if err := c.confirm(t, &r); err != nil {
		return err
	}
	out, err := e.Replay(ctx, p, r)
	if err != nil {
		return t.targetFault(err)
	}
	if err := e.WaitIdle(ctx); err != nil {
		return err
	}
	if err := c.print(t, notices, out); err != nil {
		return err
	}
	if out.Identity != nil && !out.Identity.Verified {
		return errProblems
	}
	if !out.Comparison.Success {
		return errProblems
	}
	return nil
}

func (t *terminal) printNotices(list []replay.Notice) {
	sign := map[finding.Status]string{finding.Error: "✗", finding.Warning: "!", finding.Info: "•"}
	for _, n := range list {
		fmt.Fprintln(t.err, sign[n.Severity], n.Text.In(t.lang()))
	}
}

// confirm wants the target's name for each request, or --yes.
func (c *replayCmd) confirm(t *terminal, r *replay.Request) error {
	if c.Yes || !r.Call.Consumes() {
		r.Confirmed = r.Target
		return nil
	}
	fmt.Fprint(t.err, t.T("replay.ask.confirm", r.Target), ": ")
	line, err := readLine(t.in)
	fmt.Fprintln(t.err)
	if err != nil || strings.TrimSpace(line) != r.Target {
		return spoken(t.T("replay.fault.confirm.what"), t.T("replay.fault.confirm.why"), t.T("replay.fault.confirm.do"),
			replay.ErrUnconfirmed)
	}
	r.Confirmed = r.Target
	return nil
}

// replayView is what replay prints as JSON; docs/json.md describes it.
type replayView struct {
	Schema  string            `json:"schema"`
	Version int               `json:"version"`
	Target  string            `json:"target"`
	Call    replay.Call       `json:"call"`
	Token   replay.TokenState `json:"token"`
	// Fate is what became of the token, "" if none was sent; FateCertainty how
	// sure that is.
	Fate          inspector.Fate    `json:"fate,omitempty"`
	FateCertainty codes.Certainty   `json:"fate_certainty,omitempty"`
	Status        int               `json:"status"`
	Failure       string            `json:"failure,omitempty"`
	Code          string            `json:"code,omitempty"`
	Flow          int               `json:"flow,omitempty"`
	Notices       []replay.Notice   `json:"notices"`
	Verdict       replay.Comparison `json:"verdict"`
	Identity      *replay.Identity  `json:"identity,omitempty"`
	Answer        string            `json:"answer,omitempty"`
	Duration      float64           `json:"duration_ms"`
}

func (c *replayCmd) print(t *terminal, notices []replay.Notice, out engine.Replayed) error {
	v := c.view(notices, out)
	if c.JSON {
		return t.json(v)
	}
	lang := t.lang()
	mark := "✗"
	if v.Verdict.Success {
		mark = "✓"
	}
	fmt.Fprintf(t.out, "%s %s\n", mark, v.Verdict.Title.In(lang))
	lines := []struct{ key, value string }{
		{"replay.line.code", v.Code}, {"replay.line.cause", v.Verdict.Cause.In(lang)},
		{"replay.line.fix", v.Verdict.Fix.In(lang)},
		{"replay.line.actor", v.Verdict.Actor.Name().In(lang)}, {"replay.line.token", t.fate(v)},
		{"replay.line.certainty", v.Verdict.Certainty.Name().In(lang)}, {"replay.line.answer", v.Answer},
	}
	for _, l := range lines {
		if l.value != "" {
			fmt.Fprintf(t.out, "  %s %s\n", t.T(l.key), l.value)
		}
	}
	if id := v.Identity; id != nil {
		fmt.Fprintf(t.out, "  %s %s\n", t.T("replay.line.identity"), t.identity(*id))
	}
	return nil
}

// fate describes what became of the token, with how sure that is unless it was seen.
func (t *terminal) fate(v replayView) string {
	if v.Fate == "" {
		return t.T("replay.fate.none")
	}
	text := t.T("replay.fate." + string(v.Fate))
	if v.FateCertainty == codes.Inferred {
		text += t.T("replay.fate.inferred")
	}
	return text
}

func (t *terminal) identity(id replay.Identity) string {
	switch {
	case id.Verified:
		return "✓ " + t.T("replay.identity.verified")
	case id.Issued:
		return "✗ " + t.T("replay.identity.unverified", id.Why)
	}
	return "✗ " + t.T("replay.identity.none", id.Status)
}

// maxAnswer is how much of an answer is printed, in bytes.
const maxAnswer = 2000

func (c *replayCmd) view(notices []replay.Notice, out engine.Replayed) replayView {
	x := out.Result.Exchange
	v := replayView{Schema: "loginscope/replay", Version: 1, Target: out.Result.Target.Name, Call: out.Result.Call,
		Token: out.Result.Token, Fate: out.Result.Fate, FateCertainty: out.Result.FateCertainty,
		Notices: notices, Verdict: out.Comparison, Identity: out.Identity,
		Duration: float64(x.Timing.Duration().Microseconds()) / 1000}
	if x.Failure != nil {
		v.Failure = string(x.Failure.Cause)
	}
	if root := out.Comparison.Root; root != nil {
		v.Code = root.Code
		if !c.Reveal {
			masked := *root
			masked.Message = redact.Text(masked.Message)
			v.Verdict.Root = &masked
		}
	}
	if out.Original != nil {
		v.Flow = out.Original.ID
	}
	if x.Response != nil {
		v.Status = x.Response.Status
		v.Answer = strings.ToValidUTF8(string(x.Response.Body.Head[:min(len(x.Response.Body.Head), maxAnswer)]),
			"\uFFFD")
		if !c.Reveal {
			v.Answer = redact.Text(v.Answer)
		}
	}
	return v
}
