package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
)

// targetForm takes a new target: what every one needs, and behind a button
// what few need. Keys are masked while they are typed, and are in no State.
type targetForm struct {
	p         *replayPage
	col, more *fyne.Container
	lang      string // of X-L
	langs     []*kit.Button
	skip      *widget.Check
	plain     *widget.Check // nil for a tenant
}

// form builds the form of a kind of target.
func (p *replayPage) form() fyne.CanvasObject {
	env, s := p.w.env, &p.w.replay
	f := &targetForm{p: p, col: kit.NewColumn(env.S(8)), more: kit.NewColumn(env.S(8))}
	rank := map[bool]kit.Rank{true: kit.Chosen, false: kit.Normal}
	kind := func(name, key string, alibaba bool) *kit.Button {
		return env.NewButton(name, env.T(key), rank[s.alibaba == alibaba], func() { p.change(func(s *replayState) { s.alibaba = alibaba }) }).Tight()
	}
	f.col.Add(env.NewParagraph(env.T("replaypage.new"), kit.Strong, env.Palette.Text))
	f.col.Add(kit.NewFlow(env.S(6), kind("target-kind-idaas", "replaypage.idaas", false), kind("target-kind-alibaba", "replaypage.alibaba", true)))
	n := f.field(f.col, "name", false)
	n.SetText(s.name)
	n.OnChanged = func(v string) { s.name = v }
	read := f.tenant
	if s.alibaba {
		read = f.account
	}
	fill := read()
	f.ending(func() {
		t := fill()
		t.Name, t.SkipVerify = n.Text, f.skip.Checked
		p.add(t)
	})
	return env.Framed(theme.ToneNeutral, f.col)
}

// field adds a labelled text box.
func (f *targetForm) field(to *fyne.Container, name string, secret bool) *kit.Field {
	w := f.p.w
	e := w.env.Entry("target-"+name, w.env.T("replaypage."+name+".hint"), secret)
	to.Add(w.env.Labelled(w.env.T("replaypage."+name), e))
	return e
}

// tenant adds what an IDaaS tenant needs, and returns how it is read.
func (f *targetForm) tenant() func() NewTarget {
	base, client := f.field(f.col, "base", false), f.field(f.col, "client", false)
	os, print, agent, ip := f.field(f.more, "os", false), f.field(f.more, "fingerprint", false), f.field(f.more, "agent", false), f.field(f.more, "ip", false)
	f.languages()
	w := f.p.w
	headers := w.env.Lines("target-headers", w.env.T("replaypage.headers.hint"), 2)
	headers.TextStyle = fyne.TextStyle{Monospace: true}
	f.more.Add(w.env.Labelled(w.env.T("replaypage.headers"), headers))
	return func() NewTarget {
		return NewTarget{BaseURL: base.Text, ClientID: client.Text, OSVersion: os.Text, Fingerprint: print.Text, Agent: agent.Text, DeviceIP: ip.Text,
			Lang: f.lang, Headers: headers.Text}
	}
}

// languages chooses the X-L header: left out, Chinese or English.
func (f *targetForm) languages() {
	env, row := f.p.w.env, kit.NewFlow(f.p.w.env.S(6))
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
	f.more.Add(f.p.w.env.Labelled(env.T("replaypage.xl"), row))
}

// account adds what an Alibaba account needs, and returns how it is read.
func (f *targetForm) account() func() NewTarget {
	env := f.p.w.env
	id, key := f.field(f.col, "keyid", true), f.field(f.col, "key", true)
	f.col.Add(env.NewParagraph(env.T("replaypage.keyplace", env.In(f.p.w.replay.keyPlace)), kit.Small, env.Muted))
	sts := f.field(f.more, "sts", true)
	endpoint, region := f.field(f.more, "endpoint", false), f.field(f.more, "region", false)
	f.plain = widget.NewCheck(env.T("replaypage.plainhttp"), nil)
	env.Controls.Add("target-plainhttp", f.plain)
	f.more.Add(f.plain)
	return func() NewTarget {
		return NewTarget{Alibaba: true, Endpoint: endpoint.Text, Region: region.Text, KeyID: id.Text, Key: key.Text, STS: sts.Text, PlainHTTP: f.plain.Checked}
	}
}

// ending adds what stands below: the button for more, more, save and discard.
func (f *targetForm) ending(save func()) {
	p, env := f.p, f.p.w.env
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
		p.sheet.Page.Refresh()
	}).Tight()
	f.col.Add(kit.NewFlow(0, open))
	f.col.Add(f.more)
	f.col.Add(kit.NewFlow(env.S(8),
		env.NewButton("target-save", env.T("replaypage.save"), kit.Main, save),
		env.NewButton("target-discard", env.T("replaypage.discard"), kit.Normal, func() { p.change(func(s *replayState) { s.adding, s.name = false, "" }) })))
}
