package app

import (
	"context"
	"errors"
	"fmt"
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
	if t.Lang != "" {
		s.Detail += " · X-L " + t.Lang
	}
	for _, f := range t.Headers {
		s.Detail += " · " + f.Name // a value may be a secret of the tenant's
	}
	if t.Kind == replay.KindAlibaba {
		s.Alibaba, s.Address, s.Detail = true, t.Endpoint, t.Region
		s.Calls = []string{string(replay.CallGetMobile), string(replay.CallVerifyMobile), string(replay.CallGetPhone), string(replay.CallDescribeScheme)}
	}
	return s
}

// Add is for ui.ReplayDesk.
func (r *replayDesk) Add(_ context.Context, n ui.NewTarget) *ui.Problem {
	t, err := newTarget(n)
	if err == nil {
		err = t.Validate()
	}
	if err != nil {
		return replayProblem(err)
	}
	if keys := (secret.Keys{AccessKeyID: n.KeyID, AccessKeySecret: n.Key, STSToken: n.STS}); n.Alibaba {
		if !keys.Valid() {
			return replayProblem(&replay.Refusal{Kind: replay.ErrTarget, Text: words("AccessKey id and secret are both needed", "AccessKey ID 与 Secret 均不能为空")})
		}
		if err := r.stored().Put(t.Name, keys); err != nil {
			return replayProblem(err)
		}
	}
	return replayProblem(r.engine.Targets().Put(t))
}

// newTarget is what was typed, without the spaces that a paste brings along.
func newTarget(n ui.NewTarget) (replay.Target, error) {
	trim := strings.TrimSpace
	t := replay.Target{Name: trim(n.Name), SkipVerify: n.SkipVerify}
	if n.Alibaba {
		t.Kind, t.Endpoint, t.Region, t.PlainHTTP = replay.KindAlibaba, trim(n.Endpoint), trim(n.Region), n.PlainHTTP
		if t.Endpoint == "" {
			t.Endpoint = replay.DefaultEndpoint
		}
		return t, nil
	}
	t.Kind, t.BaseURL, t.ClientID, t.Lang = replay.KindIDaaS, trim(n.BaseURL), trim(n.ClientID), n.Lang
	t.Device = replay.Device{OSVersion: trim(n.OSVersion), Fingerprint: trim(n.Fingerprint), Agent: trim(n.Agent), IP: trim(n.DeviceIP)}
	for line := range strings.Lines(n.Headers) {
		if trim(line) == "" {
			continue
		}
		f, err := replay.ParseHeader(trim(line))
		if err != nil {
			return t, err
		}
		t.Headers = append(t.Headers, f)
	}
	return t, nil
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
	if pause(ctx, err) {
		p, err = player.Test(ctx, name)
	}
	if err != nil {
		return ui.Probe{}, replayProblem(err)
	}
	return probed(p), nil
}

func probed(p replay.Probe) ui.Probe {
	if !p.Reachable {
		return ui.Probe{Lines: []codes.Text{words("Not reached: "+string(p.Cause)+".", "无法连接："+string(p.Cause)+"。")}}
	}
	v := p.Verdict
	out := ui.Probe{OK: p.OK, Lines: []codes.Text{v.Title, v.Cause}}
	if !p.OK && v.Fix.EN != "" {
		out.Lines = append(out.Lines, words("→ "+v.Fix.EN, "→ "+v.Fix.ZH))
	}
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
