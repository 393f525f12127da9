package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/app/ui"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

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
	if pause(ctx, err) {
		out, err = r.engine.Replay(ctx, player, request(q))
	}
	if err != nil {
		return ui.ReplayAnswer{}, replayProblem(err)
	}
	c := out.Comparison
	a := ui.ReplayAnswer{Target: out.Result.Target.Name, Host: out.Result.Target.Host(), Call: string(out.Result.Call), Fate: out.Result.Fate, FateCertainty: out.Result.FateCertainty,
		Title: c.Title, Cause: c.Cause, Fix: c.Fix, Actor: c.Actor, Certainty: c.Certainty, Exchange: out.Result.Exchange.ID}
	a.Good = c.Success
	a.Replayed = side(out.Result.Exchange, out.Step)
	if f := out.Original; f != nil {
		a.Original = r.original(ctx, f)
	}
	if id := out.Identity; id != nil {
		a.Identity = &ui.Identity{Verified: id.Verified, Issued: id.Issued, Status: id.Status, Why: redact.Sentence(id.Why)}
	}
	return a, nil
}

// pause waits where a request came within the gap that the client keeps between
// two, which is at most a second: a person who pressed the button meant it, and
// would press it again. Nothing was sent yet. It returns true when it waited.
func pause(ctx context.Context, err error) bool {
	var soon *replay.TooSoon
	if !errors.As(err, &soon) || soon.Wait > replay.MinGap {
		return false
	}
	select {
	case <-time.After(soon.Wait):
		return true
	case <-ctx.Done():
		return false
	}
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
	why := replay.Words(err)
	p := &ui.Problem{What: words("Nothing was sent.", "未发送任何请求。"), Why: words(redact.Sentence(why.EN), redact.Sentence(why.ZH)),
		Do: words("Check the target and the token, then try again.", "请检查目标与 token 后重试。")}
	var soon *replay.TooSoon
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
	case errors.As(err, &soon):
		p.Why = words(fmt.Sprintf("%d requests in %v is the most that this program sends.", replay.MaxPerWindow, replay.Window),
			fmt.Sprintf("本程序在 %d 分钟内最多发送 %d 次请求。", int(replay.Window.Minutes()), replay.MaxPerWindow))
		p.Do = words(fmt.Sprintf("Try again in %v.", soon.Wait.Round(time.Second)), fmt.Sprintf("请在 %d 秒后重试。", int(soon.Wait.Seconds())+1))
	case errors.Is(err, replay.ErrTarget):
		p.What = words("The target was not saved.", "目标未保存。")
		p.Do = words("Correct the field that is named.", "请修改提示的字段。")
	}
	return p
}
