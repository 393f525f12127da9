package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// waitingCard lists devices that ask to be let in, and those that were; nil
// without any.
func (p *attachPage) waitingCard() fyne.CanvasObject {
	env, ph := p.w.env, p.drawn.phones
	if len(ph.Waiting)+len(ph.Allowed) == 0 {
		return nil
	}
	tone := theme.ToneGood
	col := kit.NewColumn(env.S(6))
	if len(ph.Waiting) > 0 {
		tone = theme.ToneCaution
		col.Add(env.NewParagraph(env.T("attachpage.waiting"), kit.Strong, env.Palette.Text))
		col.Add(env.NewParagraph(env.T("attachpage.waiting.text"), kit.Small, env.Muted))
	}
	for i, d := range ph.Waiting {
		text := env.T("attachpage.asked", d.Address, d.Tries, d.Last.Local().Format("15:04:05"))
		p.say(text)
		col.Add(env.Spread(env.Paragraph(text), env.NewButton(fmt.Sprintf("attach-allow-%d", i), env.T("attachpage.allow"), kit.Main, func() {
			p.do(d.Address, func(context.Context) (string, *Problem) { return "", p.w.cfg.Phones.Allow(d.Address) })
		}).Tight()))
		if pr := p.w.attach.trouble[d.Address]; pr != nil {
			col.Add(env.NewParagraph(env.In(pr.What)+" "+env.In(pr.Do), kit.Small, env.Ink(theme.ToneBad)))
		}
	}
	if len(ph.Allowed) > 0 {
		col.Add(env.NewParagraph(env.T("attachpage.allowed"), kit.SmallStrong, env.Muted))
	}
	for i, a := range ph.Allowed {
		p.say(env.T("attachpage.allowed") + " " + a)
		col.Add(env.Spread(env.NewParagraph("✓ "+a, kit.Body, env.Palette.Text), env.NewButton(fmt.Sprintf("attach-revoke-%d", i), env.T("attachpage.revoke"), kit.Normal, func() {
			p.do(a, func(context.Context) (string, *Problem) { return "", p.w.cfg.Phones.Revoke(a) })
		}).Tight()))
	}
	return env.Framed(tone, col)
}

// usbCard lists the phones that adb sees, or says kindly that there is none.
func (p *attachPage) usbCard() fyne.CanvasObject {
	env, ph := p.w.env, p.drawn.phones
	col := kit.NewColumn(env.S(6), env.NewParagraph(env.T("attachpage.usb"), kit.Strong, env.Palette.Text))
	add := func(s string) { col.Add(env.NewParagraph(s, kit.Small, env.Muted)); p.say(s) }
	switch {
	case ph.ADB != nil:
		add(env.In(ph.ADB.Why) + " " + env.In(ph.ADB.Do))
	case ph.Looking:
		add(env.T("attachpage.usb.looking"))
	case len(ph.Devices) == 0:
		add(env.T("attachpage.usb.none"))
	}
	tone := theme.ToneNeutral
	for i, d := range ph.Devices {
		col.Add(p.phone(i, d))
		if d.Port > 0 {
			tone = theme.ToneGood
		}
	}
	if s := p.w.attach.done; s != "" {
		p.say(s)
		col.Add(env.NewParagraph("✓ "+s, kit.Small, env.Ink(theme.ToneGood)))
	}
	if len(ph.Devices) > 0 || ph.ADB == nil {
		col.Add(kit.NewFlow(env.S(6), env.NewButton("attach-cleanup", env.T("attachpage.cleanup"), kit.Normal, p.cleanUp).Tight()))
	}
	if pr := p.w.attach.trouble[everyPhone]; pr != nil {
		col.Add(p.w.env.Problem(theme.ToneBad, pr.What, pr.Why, pr.Do))
	}
	return env.Framed(tone, col)
}

// everyPhone stands for all phones where a serial is wanted.
const everyPhone = "*"

func (p *attachPage) cleanUp() {
	w := p.w
	p.do(everyPhone, func(ctx context.Context) (string, *Problem) {
		n, pr := w.cfg.Phones.CleanUp(ctx)
		return w.env.T("attachpage.cleaned", n), pr
	})
}

// phone is one phone on the cable with what can be done to it.
func (p *attachPage) phone(i int, d USBPhone) fyne.CanvasObject {
	env, s := p.w.env, &p.w.attach
	tone := theme.ToneCaution
	if d.Ready {
		tone = theme.ToneGood
	}
	name := d.Model
	if name == "" {
		name = d.Serial
	}
	state := env.T("adb." + strings.ReplaceAll(d.State, " ", "-"))
	if strings.HasPrefix(state, "«") {
		state = d.State // a word of adb that is new to us
	}
	p.say(name + " " + state)
	col := kit.NewColumn(env.S(5), kit.NewFlow(env.S(8), env.Text(name, kit.Strong), env.Chip(state, tone)), env.NewParagraph(d.Serial, kit.MonoSmall, env.Muted))
	if !d.Ready {
		col.Add(env.NewParagraph(env.T("attachpage.usb.notready"), kit.Small, env.Palette.Text))
		return col
	}
	if d.Port > 0 {
		text := env.T("attachpage.usb.attached", d.Port)
		p.say(text)
		col.Add(env.NewParagraph(text, kit.Body, env.Ink(theme.ToneGood)))
	}
	col.Add(p.phoneButtons(i, d))
	if s.busy[d.Serial] {
		col.Add(env.Running())
	}
	if pr := s.trouble[d.Serial]; pr != nil {
		col.Add(p.w.env.Problem(theme.ToneBad, pr.What, pr.Why, pr.Do))
	}
	if h, ok := s.health[d.Serial]; ok {
		p.health(col, h)
	}
	return col
}

func (p *attachPage) phoneButtons(i int, d USBPhone) fyne.CanvasObject {
	env, w := p.w.env, p.w
	row := kit.NewFlow(env.S(6))
	add := func(name, key string, rank kit.Rank, do func()) {
		row.Add(env.NewButton(fmt.Sprintf("phone-%s-%d", name, i), env.T("attachpage."+key), rank, do).Tight())
	}
	if d.Port == 0 {
		add("usb", "usb.attach", kit.Main, func() {
			p.do(d.Serial, func(ctx context.Context) (string, *Problem) {
				_, pr := w.cfg.Phones.AttachUSB(ctx, d.Serial)
				return "", pr
			})
		})
	}
	add("certificate", "usb.certificate", kit.Normal, func() {
		p.do(d.Serial, func(ctx context.Context) (string, *Problem) {
			pr := w.cfg.Phones.InstallCertificate(ctx, d.Serial)
			return w.env.T("attachpage.usb.certificate.done"), pr
		})
	})
	if d.Following {
		add("unfollow", "usb.unfollow", kit.Chosen, func() { w.cfg.Phones.Unfollow(d.Serial) })
	} else {
		add("follow", "usb.follow", kit.Normal, func() { p.follow(d.Serial) })
	}
	add("health", "usb.health", kit.Normal, func() { p.askHealth(d.Serial) })
	if w.cfg.Apps != nil {
		add("app", "usb.app", kit.Normal, func() { p.askApp(d.Serial) })
	}
	return row
}

// follow reads a log until it ends, which is no work that others wait for.
func (p *attachPage) follow(serial string) {
	w := p.w
	w.later(Attach, func(context.Context) func() {
		pr := w.cfg.Phones.Follow(serial)
		return func() {
			w.attach.turn++
			if pr != nil {
				w.attach.trouble[serial] = pr
			}
		}
	})
}

func (p *attachPage) askHealth(serial string) {
	w := p.w
	p.do(serial, func(ctx context.Context) (string, *Problem) {
		h, pr := w.cfg.Phones.Health(ctx, serial)
		if pr == nil {
			w.post(func() { w.attach.health[serial] = h })
		}
		return "", pr
	})
}

func (p *attachPage) health(col *fyne.Container, h PhoneHealth) {
	env := p.w.env
	facts := make([]string, 0, len(h.Facts))
	for _, f := range h.Facts {
		if s := env.In(f); s != "" {
			facts = append(facts, s)
		}
	}
	col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	p.say(strings.Join(facts, " · "))
	for _, pr := range h.Problems {
		col.Add(env.NewParagraph("! "+env.In(pr), kit.Body, env.Ink(theme.ToneCaution)))
		p.say(env.In(pr))
	}
	if len(h.Problems) == 0 {
		col.Add(env.NewParagraph("✓ "+env.T("attachpage.usb.healthy"), kit.Body, env.Ink(theme.ToneGood)))
	}
}

// askApp asks for a package name and checks that app.
func (p *attachPage) askApp(serial string) {
	w, env := p.w, p.w.env
	name := w.env.Entry("phone-package", "com.example.app", false)
	d := dialog.NewCustomConfirm(env.T("attachpage.app.title"), env.T("attachpage.app.read"), env.T("dialog.close"),
		kit.NewColumn(env.S(8), env.NewParagraph(env.T("attachpage.app.text"), kit.Body, env.Palette.Text), name), func(yes bool) {
			if yes && strings.TrimSpace(name.Text) != "" {
				w.checkOnPhone(serial, strings.TrimSpace(name.Text))
			}
		}, w.win)
	name.OnSubmitted = func(string) { d.Confirm() }
	w.open(d, fyne.NewSize(460, 220))
	w.win.Canvas().Focus(name)
}

// learnedCard lists hosts that pass through unread; nil without any.
func (p *attachPage) learnedCard() fyne.CanvasObject {
	env, list := p.w.env, p.drawn.phones.Learned
	if len(list) == 0 {
		return nil
	}
	col := kit.NewColumn(env.S(6), env.NewParagraph(env.T("attachpage.learned"), kit.Strong, env.Palette.Text), env.NewParagraph(env.T("attachpage.learned.text"), kit.Small, env.Muted))
	for i, l := range list {
		p.say(l.Host)
		col.Add(env.Spread(env.NewParagraph(l.Host+"  "+l.Device, kit.MonoSmall, env.Palette.Text), env.NewButton(fmt.Sprintf("attach-intercept-%d", i), env.T("attachpage.intercept"), kit.Normal, func() {
			p.w.cfg.Phones.InterceptAgain(l.Host)
		}).Tight()))
	}
	return env.Framed(theme.ToneCaution, col)
}
