package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"loginscope/app/engine"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/app/ui"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

// replayDesk tries tokens for the window, at the configured targets or at the
// lab's. It is the window's ReplayDesk.
type replayDesk struct {
	engine *engine.Engine

	mu         sync.Mutex
	passphrase string // of the key file, once a person typed it
	player     *replay.Replayer
	lab        *labSite // nil until it is asked for
}

func newReplayDesk(e *engine.Engine) *replayDesk { return &replayDesk{engine: e} }

// close ends the lab, if it was started.
func (r *replayDesk) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lab != nil {
		r.lab.close()
	}
}

// errLocked says that the key file needs a passphrase that nobody typed yet.
var errLocked = errors.New("the passphrase of the key file is not known")

// Unlock is for ui.ReplayDesk.
func (r *replayDesk) Unlock(passphrase string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.passphrase = passphrase
}

func (r *replayDesk) ask() (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.passphrase == "" {
		return "", errLocked
	}
	return r.passphrase, nil
}

// keys is where keys are kept: the keychain, or an encrypted file where there
// is none; the environment for one run.
func (r *replayDesk) keys() secret.Store {
	if env := (secret.Env{Lookup: os.LookupEnv}); env.Set() {
		return env
	}
	return r.stored()
}

func (r *replayDesk) stored() secret.Store {
	if chain := (secret.Keychain{}); chain.Available() {
		return chain
	}
	return &secret.File{Path: r.engine.KeyFile(), Passphrase: r.ask}
}

// KeyPlace is for ui.ReplayDesk.
func (r *replayDesk) KeyPlace(context.Context) codes.Text {
	switch s := r.keys().(type) {
	case secret.Env:
		return words("this run's environment variables", "本次运行的环境变量")
	case secret.Keychain:
		return words("this computer's keychain", "系统钥匙串")
	case *secret.File:
		return words("an encrypted file ("+s.Path+")", "加密文件（"+s.Path+"）")
	}
	return codes.Text{}
}

// on returns the list of targets and the client that reaches them.
func (r *replayDesk) on(ctx context.Context, lab bool) (*replay.Targets, *replay.Replayer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if lab {
		if r.lab == nil {
			site, err := openLabSite(ctx, r.engine)
			if err != nil {
				return nil, nil, err
			}
			r.lab = site
		}
		return r.lab.targets, r.lab.player, nil
	}
	if r.player == nil { // one for all, so that its rate limit holds
		p, err := r.engine.Replayer(engine.ReplayOptions{Secrets: lateKeys{r}})
		if err != nil {
			return nil, nil, err
		}
		r.player = p
	}
	return r.engine.Targets(), r.player, nil
}

// lateKeys looks for the store when a key is wanted: a keychain may be
// unlocked, and a passphrase typed, while the program runs.
type lateKeys struct{ desk *replayDesk }

func (l lateKeys) Where() string                        { return l.desk.keys().Where() }
func (l lateKeys) Get(name string) (secret.Keys, error) { return l.desk.keys().Get(name) }
func (l lateKeys) Put(name string, k secret.Keys) error { return l.desk.keys().Put(name, k) }
func (l lateKeys) Delete(name string) error             { return l.desk.keys().Delete(name) }

// Targets is for ui.ReplayDesk.
func (r *replayDesk) Targets(ctx context.Context, lab bool) ([]ui.Target, *ui.Problem) {
	targets, _, err := r.on(ctx, lab)
	if err != nil {
		return nil, replayProblem(err)
	}
	list, err := targets.List()
	if err != nil {
		return nil, replayProblem(err)
	}
	out := make([]ui.Target, 0, len(list))
	for _, t := range list {
		out = append(out, shownTarget(t))
	}
	return out, nil
}

func shownTarget(t replay.Target) ui.Target {
	s := ui.Target{Name: t.Name, Address: t.BaseURL, Detail: t.ClientID, SkipVerify: t.SkipVerify, Calls: []string{string(replay.CallLogin)}}
	if t.Kind == replay.KindAlibaba {
		s.Alibaba, s.Address, s.Detail = true, t.Endpoint, t.Region
		s.Calls = []string{string(replay.CallGetMobile), string(replay.CallVerifyMobile), string(replay.CallGetPhone), string(replay.CallDescribeScheme)}
	}
	return s
}

// Add is for ui.ReplayDesk.
func (r *replayDesk) Add(_ context.Context, n ui.NewTarget) *ui.Problem {
	t := replay.Target{Name: strings.TrimSpace(n.Name), Kind: replay.KindIDaaS, BaseURL: strings.TrimSpace(n.BaseURL), ClientID: strings.TrimSpace(n.ClientID), SkipVerify: n.SkipVerify}
	if n.Alibaba {
		t = replay.Target{Name: t.Name, Kind: replay.KindAlibaba, Endpoint: strings.TrimSpace(n.Endpoint), SkipVerify: n.SkipVerify}
		if t.Endpoint == "" {
			t.Endpoint = replay.DefaultEndpoint
		}
	}
	if err := t.Validate(); err != nil {
		return replayProblem(err)
	}
	if keys := (secret.Keys{AccessKeyID: n.KeyID, AccessKeySecret: n.Key, STSToken: n.STS}); n.Alibaba {
		if !keys.Valid() {
			return replayProblem(fmt.Errorf("%w: AccessKey id and secret are both needed", replay.ErrTarget))
		}
		if err := r.stored().Put(t.Name, keys); err != nil {
			return replayProblem(err)
		}
	}
	return replayProblem(r.engine.Targets().Put(t))
}

// Remove is for ui.ReplayDesk: the keys first, so that none stay behind.
func (r *replayDesk) Remove(_ context.Context, name string) *ui.Problem {
	t, err := r.engine.Targets().Get(name)
	if err != nil {
		return replayProblem(err)
	}
	if t.Kind == replay.KindAlibaba {
		if err := r.stored().Delete(name); err != nil {
			return replayProblem(err)
		}
	}
	return replayProblem(r.engine.Targets().Remove(name))
}

// Test is for ui.ReplayDesk.
func (r *replayDesk) Test(ctx context.Context, name string, lab bool) (ui.Probe, *ui.Problem) {
	_, player, err := r.on(ctx, lab)
	if err != nil {
		return ui.Probe{}, replayProblem(err)
	}
	p, err := player.Test(ctx, name)
	if err != nil {
		return ui.Probe{}, replayProblem(err)
	}
	return probed(p), nil
}

func probed(p replay.Probe) ui.Probe {
	if !p.Reachable {
		return ui.Probe{Lines: []codes.Text{words("Not reached: "+string(p.Cause)+".", "无法连接："+string(p.Cause)+"。")}}
	}
	out := ui.Probe{OK: true, Lines: []codes.Text{words(fmt.Sprintf("It answers (HTTP %d).", p.Status), fmt.Sprintf("有响应（HTTP %d）。", p.Status))}}
	switch {
	case p.VerifyOff:
		out.Lines = append(out.Lines, words("Its certificate was not checked, as the target says.", "按目标设置，未校验证书。"))
	case p.TLS:
		out.Lines = append(out.Lines, words("Its certificate is trusted.", "证书可信。"))
	default:
		out.Lines = append(out.Lines, words("The connection is not encrypted.", "连接未加密。"))
	}
	switch {
	case !p.SkewKnown:
		out.Lines = append(out.Lines, words("It tells no time.", "未返回服务器时间。"))
	case p.Skew.Abs() > maxSkew:
		out.OK = false
		out.Lines = append(out.Lines, words(fmt.Sprintf("The clocks differ by %v.", p.Skew.Round(time.Second)), fmt.Sprintf("本机与服务器时钟相差 %v。", p.Skew.Round(time.Second))))
	default:
		out.Lines = append(out.Lines, words("The clocks agree.", "时钟一致。"))
	}
	return out
}

// Token is for ui.ReplayDesk.
func (r *replayDesk) Token(f *inspector.Flow) string {
	token, err := engine.FlowToken(*f)
	if err != nil {
		return ""
	}
	return token
}

// LabToken is for ui.ReplayDesk.
func (r *replayDesk) LabToken(ctx context.Context) (string, *ui.Problem) {
	if _, _, err := r.on(ctx, true); err != nil {
		return "", replayProblem(err)
	}
	return r.lab.token(), nil
}

// Prepare is for ui.ReplayDesk.
func (r *replayDesk) Prepare(ctx context.Context, q ui.ReplayQuestion) (ui.Draft, *ui.Problem) {
	targets, player, err := r.on(ctx, q.Lab)
	if err != nil {
		return ui.Draft{}, replayProblem(err)
	}
	target, err := targets.Get(q.Target)
	if err != nil {
		return ui.Draft{}, replayProblem(err)
	}
	req := request(q)
	d, err := player.DryRun(req)
	if err != nil {
		return ui.Draft{}, replayProblem(err)
	}
	history, _ := r.engine.TokenHistory(q.Token)
	out := ui.Draft{Host: target.Host(), Computed: d.Computed}
	for _, n := range replay.Preflight(target, req, history, time.Now()) {
		out.Notices = append(out.Notices, ui.Notice{Severity: n.Severity, Text: n.Text, Certainty: n.Certainty})
	}
	if target.Kind == replay.KindIDaaS {
		out.Header, out.Body = d.Header, veil(d.Body, q.Token)
	}
	out.Curl = maskedCurl(d, q.Token)
	return out, nil
}

// veil puts TokenMark in place of the token.
func veil(s, token string) string {
	if token == "" {
		return s
	}
	return strings.ReplaceAll(s, token, ui.TokenMark)
}

func maskedCurl(d replay.Draft, token string) string {
	return d.Curl(func(name, v string) string {
		if token != "" {
			v = strings.ReplaceAll(v, token, redact.Value(inspector.Token, token))
		}
		switch name {
		case "url":
			return redact.URL(v)
		case "body":
			return redact.Text(v)
		}
		return redact.Header(exchange.Field{Name: name, Value: v}).Value
	})
}

func request(q ui.ReplayQuestion) replay.Request {
	r := replay.Request{Target: q.Target, Call: replay.Call(q.Call), Token: q.Token, Phone: q.Phone, Scheme: q.Scheme, Confirmed: q.Confirmed, ThenIDToken: q.IDToken}
	if len(q.Set) == 0 && len(q.Drop) == 0 && q.Body == "" {
		return r
	}
	r.Edit = &replay.Edit{Drop: q.Drop, Set: map[string]string{}}
	for _, f := range q.Set {
		r.Edit.Set[f.Name] = f.Value
	}
	if q.Body != "" {
		body := strings.ReplaceAll(q.Body, ui.TokenMark, q.Token)
		r.Edit.Body = &body
	}
	return r
}

// Send is for ui.ReplayDesk.
func (r *replayDesk) Send(ctx context.Context, q ui.ReplayQuestion) (ui.ReplayAnswer, *ui.Problem) {
	_, player, err := r.on(ctx, q.Lab)
	if err != nil {
		return ui.ReplayAnswer{}, replayProblem(err)
	}
	out, err := r.engine.Replay(ctx, player, request(q))
	if err != nil {
		return ui.ReplayAnswer{}, replayProblem(err)
	}
	c := out.Comparison
	a := ui.ReplayAnswer{Target: out.Result.Target.Name, Host: out.Result.Target.Host(), Call: string(out.Result.Call), Token: string(out.Result.Token),
		Title: c.Title, Cause: c.Cause, Fix: c.Fix, Actor: c.Actor, Certainty: c.Certainty, Exchange: out.Result.Exchange.ID}
	a.Good = out.Result.Token == replay.TokenConsumed || out.Result.Token == replay.TokenNotNeeded && (c.Actor == "" || c.Actor == codes.Nobody)
	a.Replayed = side(out.Result.Exchange, out.Step)
	if f := out.Original; f != nil {
		a.Original = r.original(ctx, f)
	}
	if id := out.Identity; id != nil {
		a.Identity = &ui.Identity{Verified: id.Verified, Issued: id.Issued, Status: id.Status, Why: redact.Text(id.Why)}
	}
	return a, nil
}

// maxAnswer is how much of an answer is shown, in bytes.
const maxAnswer = 2000

func side(x exchange.Exchange, s *inspector.Step) ui.ReplaySide {
	out := ui.ReplaySide{When: x.Timing.Start, Took: x.Timing.Duration()}
	if x.Response != nil {
		out.Status = x.Response.Status
		out.Body = shownBody(x.Response.Body.Head)
	}
	readStep(&out, s)
	return out
}

func shownBody(b []byte) string {
	return redact.Text(strings.ToValidUTF8(string(b[:min(len(b), maxAnswer)]), "\uFFFD"))
}

// original is the attempt's own exchange of the token, nil if it has none.
func (r *replayDesk) original(ctx context.Context, f *inspector.Flow) *ui.ReplaySide {
	for i := len(f.Steps) - 1; i >= 0; i-- {
		s := &f.Steps[i]
		if s.Kind != inspector.StepExchange {
			continue
		}
		out := &ui.ReplaySide{When: s.Time}
		for _, e := range s.Evidence {
			if e.Kind == inspector.RefExchange {
				r.fill(ctx, out, e.Exchange)
				break
			}
		}
		out.Flow = f.ID
		readStep(out, s)
		return out
	}
	return nil
}

// fill reads what the session holds of the original's exchange.
func (r *replayDesk) fill(ctx context.Context, out *ui.ReplaySide, id exchange.ID) {
	sess := r.engine.Session()
	if sess == nil {
		return
	}
	x, err := sess.Exchange(ctx, id)
	if err != nil || x.Response == nil {
		return
	}
	out.When, out.Took, out.Status = x.Timing.Start, x.Timing.Duration(), x.Response.Status
	body, err := sess.Body(ctx, id, exchange.ResponseSide)
	if err != nil {
		return
	}
	defer body.Close()
	raw, _ := io.ReadAll(io.LimitReader(body, maxAnswer)) // what was read is shown
	out.Body = shownBody(raw)
}

func readStep(out *ui.ReplaySide, s *inspector.Step) {
	if s == nil {
		return
	}
	out.Good = s.Outcome == inspector.OutcomeOK
	if n := len(s.Codes); n > 0 {
		c := s.Codes[n-1]
		out.Code = c.Code
		if c.Lookup.Known() && len(c.Lookup.Candidates) > 0 {
			out.Name = c.Lookup.Candidates[0].Code.Name
		}
	}
}

// replayProblem words an error of a replay, nil for none. No error's text is
// shown that was not masked.
func replayProblem(err error) *ui.Problem {
	if err == nil {
		return nil
	}
	p := &ui.Problem{What: words("Nothing was sent.", "未发送任何请求。"), Why: words(redact.Text(err.Error()), redact.Text(err.Error())),
		Do: words("Check the target and the token, then try again.", "请检查目标与 token 后重试。")}
	switch {
	case errors.Is(err, errLocked):
		p.Passphrase = true
		p.Why = words("The keys are in an encrypted file that is still locked.", "密钥保存在加密文件中，尚未解锁。")
		p.Do = words("Type its passphrase.", "请输入口令。")
	case errors.Is(err, secret.ErrPassphrase):
		p.Passphrase = true
		p.Why = words("The passphrase does not open the key file.", "口令无法打开密钥文件。")
		p.Do = words("Type the passphrase that the file was made with.", "请输入创建该文件时使用的口令。")
	case errors.Is(err, secret.ErrNotFound):
		p.Why = words("No keys are stored for this target.", "该目标没有保存密钥。")
		p.Do = words("Remove the target and add it again with its keys.", "请删除该目标后重新添加并填写密钥。")
	case errors.Is(err, replay.ErrTarget):
		p.What = words("The target was not saved.", "目标未保存。")
		p.Do = words("Correct the field that is named.", "请修改提示的字段。")
	}
	return p
}
