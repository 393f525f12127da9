package ui

import (
	"context"
	"fmt"
	"net"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/proxy/phone/guide"
	"loginscope/proxy/phone/qr"
)

// attachPage leads a phone to the proxy: where to listen, how to get there,
// who may, and what each way shows and breaks.
type attachPage struct {
	w *Window
	said
	sheet *kit.Roll
	root  *fyne.Container
	drawn attachDrawn
}

// attachState is what the place knows, whatever its language and look.
type attachState struct {
	way     guide.ID // the one that is explained
	reach   string   // chosen host of this computer, "" for the best
	hints   bool     // "the phone does not get here" is open
	busy    map[string]bool
	health  map[string]PhoneHealth
	trouble map[string]*Problem // by serial, "" for none in particular
	done    string
	turn    int // of the last change of this struct
}

func newAttachState() attachState {
	return attachState{way: guide.WiFi, busy: map[string]bool{}, health: map[string]PhoneHealth{}, trouble: map[string]*Problem{}}
}

// attachDrawn is what the drawn page was made of.
type attachDrawn struct {
	phones Phones
	turn   int
	busy   bool
}

func newAttachPage(w *Window) *attachPage {
	p := &attachPage{w: w, sheet: w.env.NewRoll(10)}
	p.root = w.env.InPane(p.sheet.Page)
	w.cfg.Phones.Watch()
	return p
}

func (p *attachPage) object() fyne.CanvasObject { return p.root }

// update draws the page anew if anything on it has changed, so that a pointer
// over a button keeps it while exchanges come in.
func (p *attachPage) update() {
	next := attachDrawn{phones: p.w.cfg.Phones.Phones(), turn: p.w.attach.turn, busy: p.w.model.Status.Busy.EN != ""}
	if !p.sheet.Empty() && reflect.DeepEqual(next, p.drawn) {
		return
	}
	p.drawn, p.text = next, nil
	p.draw()
}

// change changes what the place knows and draws it.
func (p *attachPage) change(f func(*attachState)) {
	f(&p.w.attach)
	p.w.attach.turn++
	p.w.redraw(Attach)
}

func (p *attachPage) draw() {
	env := p.w.env
	left := kit.NewColumn(env.S(10), p.listenCard())
	if p.drawn.phones.Listen != "" && !p.drawn.phones.Loopback {
		left.Add(p.addressCard())
	}
	for _, o := range []fyne.CanvasObject{p.waitingCard(), p.usbCard(), p.learnedCard()} {
		if o != nil {
			left.Add(o)
		}
	}
	p.sheet.Fill(
		env.NewParagraph(env.T("attach.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("attachpage.lead"), kit.Body, env.Muted),
		env.Sides(0.48, 640, left, p.ways()))
}

// listenCard chooses where the capture listens.
func (p *attachPage) listenCard() fyne.CanvasObject {
	env, ph := p.w.env, p.drawn.phones
	col := kit.NewColumn(env.S(6), env.NewParagraph(env.T("attachpage.listen"), kit.Strong, env.Palette.Text))
	now, tone := env.T("attachpage.stopped"), theme.ToneCaution
	switch {
	case ph.Listen != "" && ph.Loopback:
		now = env.T("attachpage.loopback", ph.Listen)
	case ph.Listen != "":
		now, tone = env.T("attachpage.listening", ph.Listen), theme.ToneGood
		if host, port, _ := net.SplitHostPort(ph.Listen); isEverywhere(host) {
			now = env.T("attachpage.listeningall", port)
		}
	}
	col.Add(env.NewParagraph(now, kit.Body, env.Ink(tone)))
	p.say(now)
	port := portOf(p.w.model.Status.Address)
	chips := kit.NewFlow(env.S(6))
	choose := func(name, text, host string, chosen bool) {
		rank := kit.Normal
		if chosen {
			rank = kit.Chosen
		}
		chips.Add(env.NewButton(name, text, rank, func() { p.w.cfg.Commands.StartCapture(net.JoinHostPort(host, port)) }).Tight())
	}
	listenHost, _, _ := net.SplitHostPort(ph.Listen)
	choose("attach-loopback", env.T("attachpage.onlyhere"), "127.0.0.1", ph.Listen != "" && ph.Loopback)
	for i, c := range ph.Choices {
		if i >= maxChoices {
			break
		}
		text := c.Host + " · " + c.Interface
		if c.Virtual {
			text = env.T("attachpage.virtual", text)
		}
		choose(fmt.Sprintf("attach-listen-%d", i), text, c.Host, listenHost == c.Host)
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

// maxChoices bounds the addresses that are offered; more are seldom real.
const maxChoices = 6

func portOf(address string) string {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return "0" // any free one
	}
	return port
}

// addressCard is what goes into the phone: QR code, portal, proxy.
func (p *attachPage) addressCard() fyne.CanvasObject {
	env, ph := p.w.env, p.drawn.phones
	r, ok := p.chosenReach()
	if !ok {
		p.say(env.T("attachpage.noaddress"))
		return env.Framed(theme.ToneBad, kit.NewColumn(env.S(4), env.NewParagraph(env.T("attachpage.noaddress"), kit.Body, env.Palette.Text)))
	}
	col := kit.NewColumn(env.S(6), env.NewParagraph(env.T("attachpage.scan"), kit.Strong, env.Palette.Text))
	if len(ph.Reaches) > 1 {
		chips := kit.NewFlow(env.S(6))
		for i, c := range ph.Reaches[:min(len(ph.Reaches), maxChoices)] {
			rank := kit.Normal
			if c.Host == r.Host {
				rank = kit.Chosen
			}
			chips.Add(env.NewButton(fmt.Sprintf("attach-reach-%d", i), c.Host, rank, func() { p.change(func(s *attachState) { s.reach = c.Host }) }).Tight())
		}
		col.Add(chips)
	}
	host, port, _ := net.SplitHostPort(r.Proxy)
	values := kit.NewColumn(env.S(6),
		p.w.env.Labelled(env.T("attachpage.host"), p.w.copyLine("attach-copy-host", host)),
		p.w.env.Labelled(env.T("attachpage.port"), p.w.copyLine("attach-copy-port", port)),
		p.w.env.Labelled(env.T("attachpage.portal"), p.w.copyLine("attach-copy-portal", r.Portal)))
	col.Add(env.Beside(p.picture(r.Portal), values))
	p.say(r.Portal, r.Proxy)
	if r.Virtual {
		col.Add(env.NewParagraph(env.T("attachpage.isvirtual"), kit.Small, env.Ink(theme.ToneCaution)))
	}
	if ph.Fingerprint != "" {
		col.Add(p.w.env.Labelled(env.T("attachpage.fingerprint"), env.NewParagraph(ph.Fingerprint, kit.MonoSmall, env.Muted)))
	}
	col.Add(kit.NewFlow(0, env.NewButton("attach-hints", env.T("attachpage.unreached"), kit.Quiet, func() { p.change(func(s *attachState) { s.hints = !s.hints }) }).Tight()))
	if p.w.attach.hints {
		for _, h := range ph.Hints {
			col.Add(env.NewParagraph("• "+env.In(h), kit.Small, env.Palette.Text))
		}
	}
	return env.Framed(theme.ToneGood, col)
}

func (p *attachPage) chosenReach() (Reach, bool) {
	list := p.drawn.phones.Reaches
	for _, r := range list {
		if r.Host == p.w.attach.reach {
			return r, true
		}
	}
	if len(list) == 0 {
		return Reach{}, false
	}
	return list[0], true
}

// qrSize is the edge of the QR code, which a phone reads from a forearm's length.
const qrSize = 150

func (p *attachPage) picture(url string) fyne.CanvasObject {
	env := p.w.env
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

// do asks the desk for something about a phone, once at a time.
func (p *attachPage) do(serial string, work func(context.Context) (done string, pr *Problem)) {
	w := p.w
	if w.attach.busy[serial] {
		return
	}
	p.change(func(s *attachState) {
		s.busy[serial], s.done = true, ""
		delete(s.trouble, serial)
	})
	w.later(Attach, func(ctx context.Context) func() {
		done, pr := work(ctx)
		return func() {
			s := &w.attach
			s.turn++
			delete(s.busy, serial)
			s.done = done
			if pr != nil {
				s.trouble[serial] = pr
			}
		}
	})
}
