package attach

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/lang"
	"loginscope/problem"
)

// waitingCard lists devices that ask to be let in, and those that were; nil
// without any.
func (p *Page) waitingCard() fyne.CanvasObject {
	env, st := p.Env(), &p.drawn.status
	allowed := allowedBy(st)
	if len(st.Waiting)+len(allowed) == 0 {
		return nil
	}
	tone := theme.ToneGood
	col := kit.NewColumn(env.S(6))
	if len(st.Waiting) > 0 {
		tone = theme.ToneCaution
		col.Add(env.NewParagraph(env.T("attachpage.waiting"), kit.Strong, env.Palette.Text))
		col.Add(env.NewParagraph(env.T("attachpage.waiting.text"), kit.Small, env.Muted))
	}
	for i, d := range st.Waiting {
		text := env.T("attachpage.asked", d.Address, d.Tries, d.Last.Local().Format("15:04:05"))
		p.Say(text)
		col.Add(
			env.Spread(
				env.Paragraph(text),
				env.NewButton(fmt.Sprintf("attach-allow-%d", i), env.T("attachpage.allow"), kit.Main, func() {
					p.allow(d.Address)
				}).Tight(),
			),
		)
		if pr, bad := p.state.trouble[d.Address]; bad {
			col.Add(env.NewParagraph(env.In(pr.What)+" "+env.In(pr.Do), kit.Small, env.Ink(theme.ToneBad)))
		}
	}
	if len(allowed) > 0 {
		col.Add(env.NewParagraph(env.T("attachpage.allowed"), kit.SmallStrong, env.Muted))
	}
	for i, a := range allowed {
		p.Say(env.T("attachpage.allowed") + " " + a)
		col.Add(
			env.Spread(
				env.NewParagraph("✓ "+a, kit.Body, env.Palette.Text),
				env.NewButton(fmt.Sprintf("attach-revoke-%d", i), env.T("attachpage.revoke"), kit.Normal, func() {
					p.revoke(a)
				}).Tight(),
			),
		)
	}
	return env.Framed(tone, col)
}

// allowedBy are the devices that may use the proxy: those of this capture, and those
// that are remembered.
func allowedBy(st *engine.Status) []string {
	out := slices.Clone(st.Allowed)
	for _, d := range st.Remembered {
		if !slices.Contains(out, d.Address) {
			out = append(out, d.Key())
		}
	}
	return out
}

// allow lets a device use the proxy.
func (p *Page) allow(device string) {
	p.do(device, func(context.Context) (func(*state), error) {
		if !p.cfg.Engine.Allow(device) {
			return nil, errNotAllowed
		}
		return nil, nil
	})
}

// revoke takes the permission back.
func (p *Page) revoke(device string) {
	p.do(device, func(context.Context) (func(*state), error) {
		p.cfg.Engine.Revoke(device)
		return nil, nil
	})
}

var errNotAllowed = errors.New("the device was not allowed")

// explain describes an error of the page.
func explain(err error) problem.Problem {
	if errors.Is(err, errNotAllowed) {
		return notAllowed
	}
	return problem.Of(err)
}

var notAllowed = problem.Problem{
	What: lang.Text{EN: "The device was not allowed.", ZH: "未允许该设备。"},
	Why:  lang.Text{EN: "No capture runs, or too many devices are allowed already.", ZH: "当前没有抓包在运行，或允许的设备已达上限。"},
	Do:   lang.Text{EN: "Start the capture, or take a permission back.", ZH: "请开始抓包，或先取消其他设备的许可。"},
}

// learnedCard lists hosts that pass through without decryption; nil without any.
func (p *Page) learnedCard() fyne.CanvasObject {
	env, list := p.Env(), p.drawn.status.Learned
	if len(list) == 0 {
		return nil
	}
	col := kit.NewColumn(
		env.S(6),
		env.NewParagraph(env.T("attachpage.learned"), kit.Strong, env.Palette.Text),
		env.NewParagraph(env.T("attachpage.learned.text"), kit.Small, env.Muted),
	)
	for i, l := range list {
		p.Say(l.Host)
		col.Add(
			env.Spread(
				env.NewParagraph(l.Host+"  "+l.Device, kit.MonoSmall, env.Palette.Text),
				env.NewButton(fmt.Sprintf("attach-intercept-%d", i), env.T("attachpage.intercept"), kit.Normal, func() {
					p.cfg.Engine.DecryptAgain(l.Host)
				}).Tight(),
			),
		)
	}
	return env.Framed(theme.ToneCaution, col)
}
