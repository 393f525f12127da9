package attach

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/theme"
	"loginscope/problem"
	"loginscope/proxy/phone/adb"
)

// usbCard lists the phones that adb sees, or says kindly that there is none.
func (p *Page) usbCard() fyne.CanvasObject {
	env, seen, devices := p.Env(), &p.state.seen, p.drawn.status.Phones
	col := kit.NewColumn(env.S(6), env.NewParagraph(env.T("attachpage.usb"), kit.Strong, env.Palette.Text))
	add := func(s string) { col.Add(env.NewParagraph(s, kit.Small, env.Muted)); p.Say(s) }
	switch {
	case seen.adb != nil:
		pr := problem.Of(seen.adb)
		add(env.In(pr.Why) + " " + env.In(pr.Do))
	case seen.looking:
		add(env.T("attachpage.usb.looking"))
	case len(devices) == 0:
		add(env.T("attachpage.usb.none"))
	}
	tone := theme.ToneNeutral
	for i, d := range devices {
		col.Add(p.phone(i, d))
		if seen.ports[d.Serial] > 0 {
			tone = theme.ToneGood
		}
	}
	if s := p.state.done; s != "" {
		p.Say(s)
		col.Add(env.NewParagraph("✓ "+s, kit.Small, env.Ink(theme.ToneGood)))
	}
	if len(devices) > 0 || seen.adb == nil {
		col.Add(
			kit.NewFlow(env.S(6),
				env.NewButton("attach-cleanup", env.T("attachpage.cleanup"), kit.Normal, p.cleanUp).Tight()),
		)
	}
	if pr, bad := p.state.trouble[everyPhone]; bad {
		p.Say(env.In(pr.What), env.In(pr.Why))
		col.Add(env.Problem(theme.ToneBad, pr.What, pr.Why, pr.Do))
	}
	return env.Framed(tone, col)
}

// everyPhone stands for all phones where a serial is wanted.
const everyPhone = "*"

func (p *Page) cleanUp() {
	p.do(everyPhone, func(ctx context.Context) (func(*state), error) {
		results, err := p.cfg.Engine.CleanPhones(ctx)
		var undone []string
		for _, r := range results {
			if r.Err != nil {
				err = &engine.NotUndone{Serial: r.Entry.Serial, Err: r.Err}
				continue
			}
			undone = append(undone, r.Entry.Serial)
		}
		return func(s *state) {
			for _, serial := range undone {
				delete(s.seen.ports, serial)
			}
			s.done = p.Env().T("attachpage.cleaned", len(undone))
		}, err
	})
}

// phone is one phone on the cable with what can be done to it.
func (p *Page) phone(i int, d adb.Device) fyne.CanvasObject {
	env, s := p.Env(), &p.state
	ready, port := d.State == adb.Online, p.state.seen.ports[d.Serial]
	tone := theme.ToneCaution
	if ready {
		tone = theme.ToneGood
	}
	name := d.Model
	if name == "" {
		name = d.Serial
	}
	state := env.T("adb." + strings.ReplaceAll(string(d.State), " ", "-"))
	if strings.HasPrefix(state, "«") {
		state = string(d.State) // a word of adb that is new to us
	}
	p.Say(name + " " + state)
	col := kit.NewColumn(
		env.S(5),
		kit.NewFlow(env.S(8), env.Text(name, kit.Strong), env.Chip(state, tone)),
		env.NewParagraph(d.Serial, kit.MonoSmall, env.Muted),
	)
	if !ready {
		col.Add(env.NewParagraph(env.T("attachpage.usb.notready"), kit.Small, env.Palette.Text))
		return col
	}
	if port > 0 {
		text := env.T("attachpage.usb.attached", port)
		p.Say(text)
		col.Add(env.NewParagraph(text, kit.Body, env.Ink(theme.ToneGood)))
	}
	col.Add(p.phoneButtons(i, d))
	if s.busy[d.Serial] {
		col.Add(env.Running())
	}
	if pr, bad := s.trouble[d.Serial]; bad {
		p.Say(env.In(pr.What), env.In(pr.Why))
		col.Add(env.Problem(theme.ToneBad, pr.What, pr.Why, pr.Do))
	}
	if h, ok := s.health[d.Serial]; ok {
		p.health(col, &h)
	}
	return col
}

func (p *Page) phoneButtons(i int, d adb.Device) fyne.CanvasObject {
	env := p.Env()
	row := kit.NewFlow(env.S(6))
	add := func(name, key string, rank kit.Rank, do func(serial string)) {
		row.Add(
			env.NewButton(fmt.Sprintf("phone-%s-%d", name, i), env.T("attachpage."+key), rank,
				func() { do(d.Serial) }).Tight(),
		)
	}
	if p.state.seen.ports[d.Serial] == 0 {
		add("usb", "usb.attach", kit.Main, p.attachUSB)
	}
	add("certificate", "usb.certificate", kit.Normal, p.installCertificate)
	if slices.Contains(p.drawn.status.Logs, d.Serial) {
		add("unfollow", "usb.unfollow", kit.Chosen, p.unfollow)
	} else {
		add("follow", "usb.follow", kit.Normal, p.follow)
	}
	add("health", "usb.health", kit.Normal, p.askHealth)
	if p.cfg.ChecksApps {
		add("app", "usb.app", kit.Normal, p.askApp)
	}
	return row
}

// askApp asks for a package name and checks that app.
func (p *Page) askApp(serial string) {
	env := p.Env()
	name := p.Env().Entry("phone-package", "com.example.app", false)
	d := dialog.NewCustomConfirm(
		env.T("attachpage.app.title"),
		env.T("attachpage.app.read"),
		env.T("dialog.close"),
		kit.NewColumn(
			env.S(8),
			env.NewParagraph(env.T("attachpage.app.text"), kit.Body, env.Palette.Text),
			name,
		),
		func(yes bool) {
			if yes && strings.TrimSpace(name.Text) != "" {
				p.Refer(page.PhoneApp{Serial: serial, Package: strings.TrimSpace(name.Text)})
			}
		},
		p.Window(),
	)
	name.OnSubmitted = func(string) { d.Confirm() }
	p.Dialog(d, fyne.NewSize(460, 220))
	p.Window().Canvas().Focus(name)
}
