package replay

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/replay"
	"loginscope/app/replay/secret"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/proxy/exchange"
)

// targetForm takes a new target: what every one needs, and behind a button
// what few need. Keys are masked while they are typed, and are in no State.
type targetForm struct {
	p         *Page
	col, more *fyne.Container
	lang      string // of X-L
	langs     []*kit.Button
	skip      *widget.Check
	plain     *widget.Check // nil for a tenant
}

// form builds the form of a kind of target.
func (p *Page) form() fyne.CanvasObject {
	env, s := p.Env(), &p.state
	f := &targetForm{p: p, col: kit.NewColumn(env.S(8)), more: kit.NewColumn(env.S(8))}
	rank := map[bool]kit.Rank{true: kit.Chosen, false: kit.Normal}
	kind := func(name, key string, k replay.Kind) *kit.Button {
		return env.NewButton(name, env.T(key), rank[s.kind == k],
			func() { p.change(func(s *state) { s.kind = k }) }).Tight()
	}
	f.col.Add(env.NewParagraph(env.T("replaypage.new"), kit.Strong, env.Palette.Text))
	f.col.Add(
		kit.NewFlow(
			env.S(6),
			kind("target-kind-idaas", "replaypage.idaas", replay.KindIDaaS),
			kind("target-kind-alibaba", "replaypage.alibaba", replay.KindAlibaba),
		),
	)
	n := f.field(f.col, "name", false)
	n.SetText(s.name)
	n.OnChanged = func(v string) { s.name = v }
	read := f.tenant
	if s.kind == replay.KindAlibaba {
		read = f.account
	}
	fill := read()
	f.ending(func() {
		t, keys, err := fill()
		if err != nil {
			p.refused(err, nil)
			return
		}
		t.Name, t.SkipVerify = strings.TrimSpace(n.Text), f.skip.Checked
		p.add(t, keys)
	})
	return env.Framed(theme.ToneNeutral, f.col)
}

// filled reads a form: without the blanks that a paste brings along, and the keys
// apart from the target. The keys are an account's.
type filled func() (replay.Target, secret.Keys, error)

// field adds a labelled text box.
func (f *targetForm) field(to *fyne.Container, name string, secret bool) *kit.Field {
	env := f.p.Env()
	e := env.Entry("target-"+name, env.T("replaypage."+name+".hint"), secret)
	to.Add(env.Labelled(env.T("replaypage."+name), e))
	return e
}

// tenant adds what an IDaaS tenant needs, and returns how it is read.
func (f *targetForm) tenant() filled {
	base, client := f.field(f.col, "base", false), f.field(f.col, "client", false)
	os, print, agent, ip := f.field(
		f.more,
		"os",
		false,
	), f.field(
		f.more,
		"fingerprint",
		false,
	), f.field(
		f.more,
		"agent",
		false,
	), f.field(
		f.more,
		"ip",
		false,
	)
	f.languages()
	env, trim := f.p.Env(), strings.TrimSpace
	headers := env.Lines("target-headers", env.T("replaypage.headers.hint"), 2)
	headers.TextStyle = fyne.TextStyle{Monospace: true}
	f.more.Add(env.Labelled(env.T("replaypage.headers"), headers))
	return func() (t replay.Target, _ secret.Keys, err error) {
		t = replay.Target{Kind: replay.KindIDaaS, BaseURL: trim(base.Text), ClientID: trim(client.Text), Lang: f.lang,
			Device: replay.Device{
				OSVersion:   trim(os.Text),
				Fingerprint: trim(print.Text),
				Agent:       trim(agent.Text),
				IP:          trim(ip.Text),
			}}
		t.Headers, err = headerLines(headers.Text)
		return t, secret.Keys{}, err
	}
}

// headerLines reads one NAME: VALUE a line.
func headerLines(typed string) (exchange.Header, error) {
	var out exchange.Header
	for line := range strings.Lines(typed) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		f, err := replay.ParseHeader(line)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// languages chooses the X-L header: left out, Chinese or English.
func (f *targetForm) languages() {
	env, row := f.p.Env(), kit.NewFlow(f.p.Env().S(6))
	values := []string{"", "zh", "en"}
	for _, v := range values {
		text := v
		if v == "" {
			text = env.T("replaypage.xl.none")
		}
		b := env.NewButton("target-xl-"+v, text, kit.Normal, func() {
			f.lang = v
			for i, b := range f.langs {
				b.SetRank(map[bool]kit.Rank{true: kit.Chosen, false: kit.Normal}[values[i] == v])
			}
		}).Tight()
		f.langs = append(f.langs, b)
		row.Add(b)
	}
	f.langs[0].SetRank(kit.Chosen)
	f.more.Add(f.p.Env().Labelled(env.T("replaypage.xl"), row))
}

// account adds what an Alibaba account needs, and returns how it is read.
func (f *targetForm) account() filled {
	env := f.p.Env()
	id, key := f.field(f.col, "keyid", true), f.field(f.col, "key", true)
	f.col.Add(env.NewParagraph(env.T("replaypage.keyplace", env.In(f.p.state.keyLocation)), kit.Small, env.Muted))
	sts := f.field(f.more, "sts", true)
	endpoint, region := f.field(f.more, "endpoint", false), f.field(f.more, "region", false)
	f.plain = widget.NewCheck(env.T("replaypage.plainhttp"), nil)
	env.Controls.Add("target-plainhttp", f.plain)
	f.more.Add(f.plain)
	return func() (replay.Target, secret.Keys, error) {
		t := replay.Target{
			Kind:      replay.KindAlibaba,
			Endpoint:  strings.TrimSpace(endpoint.Text),
			Region:    strings.TrimSpace(region.Text),
			PlainHTTP: f.plain.Checked,
		}
		t.Endpoint = cmp.Or(t.Endpoint, replay.DefaultEndpoint)
		return t, secret.Keys{AccessKeyID: id.Text, AccessKeySecret: key.Text, STSToken: sts.Text}, nil
	}
}

// ending adds what stands below: the button for more, more, save and discard.
func (f *targetForm) ending(save func()) {
	p, env := f.p, f.p.Env()
	f.skip = widget.NewCheck(env.T("replaypage.skipverify"), nil)
	env.Controls.Add("target-skipverify", f.skip)
	f.more.Add(f.skip)
	f.more.Hide()
	var open *kit.Button
	open = env.NewButton("target-more", env.T("replaypage.more"), kit.Normal, func() {
		if f.more.Visible() {
			f.more.Hide()
			open.SetText(env.T("replaypage.more"))
		} else {
			f.more.Show()
			open.SetText(env.T("replaypage.less"))
		}
		p.roll.Page.Refresh()
	}).Tight()
	f.col.Add(kit.NewFlow(0, open))
	f.col.Add(f.more)
	f.col.Add(kit.NewFlow(
		env.S(8),
		env.NewButton("target-save", env.T("replaypage.save"), kit.Main, save),
		env.NewButton(
			"target-discard",
			env.T("replaypage.discard"),
			kit.Normal,
			func() { p.change(func(s *state) { s.adding, s.name = false, "" }) },
		),
	))
}
