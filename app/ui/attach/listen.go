package attach

import (
	"fmt"
	"net"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/lang"
	"loginscope/proxy/phone/guide"
	"loginscope/proxy/phone/qr"
)

// listen is where the capture listens, "" if none runs.
func (d *drawn) listen() string {
	if d.status.Capturing {
		return d.status.Address
	}
	return ""
}

// loopback is true while no phone in a network can reach the capture.
func (d *drawn) loopback() bool {
	host, _, err := net.SplitHostPort(d.listen())
	ip := net.ParseIP(host)
	return d.listen() == "" || err == nil && ip != nil && ip.IsLoopback()
}

// reaches are the addresses by which a phone reaches the capture.
func (p *Page) reaches() []engine.Reach {
	host, _, err := net.SplitHostPort(p.drawn.listen())
	if err != nil {
		return nil
	}
	var out []engine.Reach
	for _, a := range p.state.seen.addresses {
		if host == "" || isEverywhere(host) || host == a.IP.String() {
			out = append(out, engine.NewReach(a, p.drawn.port))
		}
	}
	return out
}

// listenCard chooses where the capture listens.
func (p *Page) listenCard() fyne.CanvasObject {
	env, at := p.Env(), p.drawn.listen()
	local := at != "" && p.drawn.loopback()
	col := kit.NewColumn(env.S(6), env.NewParagraph(env.T("attachpage.listen"), kit.Strong, env.Palette.Text))
	now, tone := env.T("attachpage.stopped"), theme.ToneCaution
	switch {
	case local:
		now = env.T("attachpage.loopback", at)
	case at != "":
		now, tone = env.T("attachpage.listening", at), theme.ToneGood
		if host, port, _ := net.SplitHostPort(at); isEverywhere(host) {
			now = env.T("attachpage.listeningall", port)
		}
	}
	col.Add(env.NewParagraph(now, kit.Body, env.Ink(tone)))
	p.Say(now)
	port := portOf(p.Shown().Model.Status.Address)
	chips := kit.NewFlow(env.S(6))
	choose := func(name, text, host string, chosen bool) {
		rank := kit.Normal
		if chosen {
			rank = kit.Chosen
		}
		chips.Add(env.NewButton(name, text, rank, func() { p.cfg.Start(net.JoinHostPort(host, port)) }).Tight())
	}
	listenHost, _, _ := net.SplitHostPort(at)
	choose("attach-loopback", env.T("attachpage.onlyhere"), "127.0.0.1", local)
	for i, c := range p.state.seen.addresses {
		if i >= maxChoices {
			break
		}
		host := c.IP.String()
		text := host + " · " + c.Interface
		if c.Virtual {
			text = env.T("attachpage.virtual", text)
		}
		choose(fmt.Sprintf("attach-listen-%d", i), text, host, listenHost == host)
	}
	choose("attach-everywhere", env.T("attachpage.everywhere"), "0.0.0.0", isEverywhere(listenHost))
	col.Add(chips)
	col.Add(env.NewParagraph(env.T("attachpage.warn"), kit.Small, env.Muted))
	return env.Framed(tone, col)
}

// isEverywhere reports whether a listener on the host hears every network.
func isEverywhere(host string) bool {
	ip := net.ParseIP(host)
	return ip != nil && ip.IsUnspecified()
}

// maxChoices limits the addresses that are offered; more are seldom real.
const maxChoices = 6

func portOf(address string) string {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "0" // any free one
	}
	return port
}

// addressCard is what goes into the phone: QR code, portal, proxy.
func (p *Page) addressCard() fyne.CanvasObject {
	env, reaches := p.Env(), p.reaches()
	r, ok := p.chosenReach(reaches)
	if !ok {
		return p.withoutAddress()
	}
	col := kit.NewColumn(env.S(6), env.NewParagraph(env.T("attachpage.scan"), kit.Strong, env.Palette.Text))
	if len(reaches) > 1 {
		col.Add(p.reachChips(reaches[:min(len(reaches), maxChoices)], r))
	}
	col.Add(env.Beside(p.picture(r.Portal), p.reachValues(r)))
	p.Say(r.Portal, r.Proxy)
	if r.Virtual {
		col.Add(env.NewParagraph(env.T("attachpage.isvirtual"), kit.Small, env.Ink(theme.ToneCaution)))
	}
	if print := p.state.seen.fingerprint; print != "" {
		col.Add(env.Labelled(env.T("attachpage.fingerprint"), env.NewParagraph(print, kit.MonoSmall, env.Muted)))
	}
	p.addHints(col)
	return env.Framed(theme.ToneGood, col)
}

// withoutAddress is the card of a computer that no phone can reach.
func (p *Page) withoutAddress() fyne.CanvasObject {
	env := p.Env()
	text := env.T("attachpage.noaddress")
	p.Say(text)
	return env.Framed(theme.ToneBad, kit.NewColumn(env.S(4), env.NewParagraph(text, kit.Body, env.Palette.Text)))
}

// reachChips choose one of several addresses.
func (p *Page) reachChips(list []engine.Reach, chosen engine.Reach) fyne.CanvasObject {
	env := p.Env()
	chips := kit.NewFlow(env.S(6))
	for i, c := range list {
		rank := kit.Normal
		if c.IP == chosen.IP {
			rank = kit.Chosen
		}
		host := c.IP.String()
		choose := func() { p.change(func(s *state) { s.reach = host }) }
		chips.Add(env.NewButton(fmt.Sprintf("attach-reach-%d", i), host, rank, choose).Tight())
	}
	return chips
}

// reachValues are what a person types into the phone by hand.
func (p *Page) reachValues(r engine.Reach) *fyne.Container {
	env := p.Env()
	host, port, _ := net.SplitHostPort(r.Proxy)
	return kit.NewColumn(env.S(6),
		env.Labelled(env.T("attachpage.host"), p.copyLine("attach-copy-host", host)),
		env.Labelled(env.T("attachpage.port"), p.copyLine("attach-copy-port", port)),
		env.Labelled(env.T("attachpage.portal"), p.copyLine("attach-copy-portal", r.Portal)))
}

// addHints adds what to try when the phone does not get here, and the button that
// opens it.
func (p *Page) addHints(col *fyne.Container) {
	env := p.Env()
	toggle := func() { p.change(func(s *state) { s.hints = !s.hints }) }
	col.Add(kit.NewFlow(0, env.NewButton("attach-hints", env.T("attachpage.unreached"), kit.Quiet, toggle).Tight()))
	if !p.state.hints {
		return
	}
	for _, h := range hints(p.drawn.port) {
		col.Add(env.NewParagraph("• "+env.In(h), kit.Small, env.Palette.Text))
	}
}

// chosenReach is the chosen one, or else the best; ok is false without any.
func (p *Page) chosenReach(list []engine.Reach) (r engine.Reach, ok bool) {
	for _, r := range list {
		if r.IP.String() == p.state.reach {
			return r, true
		}
	}
	if len(list) == 0 {
		return engine.Reach{}, false
	}
	return list[0], true
}

// hints are what to try when the phone does not get here.
func hints(port string) []lang.Text {
	en, zh := guide.Reachability(runtime.GOOS, "en", port), guide.Reachability(runtime.GOOS, "zh", port)
	out := make([]lang.Text, 0, len(en))
	for i := range min(len(en), len(zh)) {
		out = append(out, lang.Text{EN: en[i], ZH: zh[i]})
	}
	return out
}

// copyLine is a value in mono with a button that copies it.
func (p *Page) copyLine(name, value string) fyne.CanvasObject {
	env := p.Env()
	return env.Spread(env.NewParagraph(value, kit.Mono, env.Palette.Text),
		env.NewButton(name, env.T("attach.copy"), kit.Normal, func() { p.Copy(value) }).Tight())
}

// qrSize is the edge of the QR code, which a phone reads from a forearm's length.
const qrSize = 150

func (p *Page) picture(url string) fyne.CanvasObject {
	env := p.Env()
	c, err := qr.New(url)
	if err != nil {
		return env.NewParagraph(err.Error(), kit.Small, env.Muted)
	}
	img := canvas.NewImageFromImage(c.Image())
	img.FillMode, img.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	img.SetMinSize(fyne.NewSize(env.S(qrSize), env.S(qrSize)))
	env.Controls.Add("attach-qr", img)
	return img
}
