// Package attach is the page that leads a phone to the proxy: where to listen, how to
// get there, who may, and what each attach method shows and breaks.
package attach

import (
	"context"
	"net"
	"reflect"

	"fyne.io/fyne/v2"

	"loginscope/app/engine"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/inspector/intake/logcat"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/device"
	"loginscope/proxy/phone/guide"
	"loginscope/proxy/phone/lan"
	"loginscope/proxy/phone/undo"
)

// ID names the page.
const ID page.ID = "attach"

// Engine attaches phones. Status, Allow, Revoke and DecryptAgain are quick, the
// others block.
type Engine interface {
	Status() engine.Status
	Fingerprint() (string, error)
	Addresses() ([]lan.Address, error)
	Allow(device string) bool
	Revoke(device string)
	DecryptAgain(host string)
	Phones(ctx context.Context) ([]adb.Device, error)
	WatchPhones(ctx context.Context) error
	PhoneState(ctx context.Context, serial string) (device.State, error)
	AttachUSB(ctx context.Context, serial string) (port int, err error)
	CleanPhones(ctx context.Context) ([]undo.Result, error)
	InstallCertificate(ctx context.Context, serial string) error
	FollowLog(ctx context.Context, serial string) (logcat.Stats, error)
}

// Config is what the page needs beside its Host.
type Config struct {
	// Engine may be nil; the page is absent then.
	Engine Engine
	// Start begins a capture at an address, or moves the one that runs. It returns
	// at once.
	Start func(address string)
	// ChecksApps is true where another page checks the app of a phone.
	ChecksApps bool
}

// Page is the page.
type Page struct {
	page.Base
	cfg   Config
	state state
	roll  *kit.Roll
	drawn drawn
}

// state is what the page remembers, whatever its language and appearance.
type state struct {
	open    guide.ID // the attach method that is explained
	reach   string   // chosen host of this computer, "" for the best
	hints   bool     // "the phone does not get here" is open
	busy    map[string]bool
	health  map[string]device.State
	trouble map[string]problem.Problem // by serial or address, everyPhone for none in particular
	done    string
	follows map[string]func() // end the followed logs
	seen    seen
	turn    int // of the last change of this struct
}

// seen is what the page found out by itself.
type seen struct {
	watching    bool
	looking     bool // for adb
	adb         error
	addresses   []lan.Address
	fingerprint string
	ports       map[string]int // of the phones attached by USB
}

// New returns the page.
func New(cfg Config) *Page {
	return &Page{cfg: cfg, state: state{open: guide.WiFi, busy: map[string]bool{}, health: map[string]device.State{},
		trouble: map[string]problem.Problem{}, follows: map[string]func(){},
		seen: seen{looking: true, ports: map[string]int{}}}}
}

// drawn is what the drawn page was made of.
type drawn struct {
	status engine.Status // what of it concerns phones
	port   string        // of the capture, or of the next one
	turn   int
	busy   bool
}

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Attach a phone", ZH: "连接手机"}, Absent: p.cfg.Engine == nil}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	p.roll = p.Env().NewRoll(10)
	p.watch()
	return p.Env().InPane(p.roll.Page)
}

// Open is for page.Page.
func (p *Page) Open(r page.Ref) bool {
	if _, ok := r.(page.Phones); !ok || p.cfg.Engine == nil {
		return false
	}
	p.Show()
	return true
}

// Update draws the page anew if anything on it has changed, so that a pointer
// over a button keeps it while exchanges come in.
func (p *Page) Update() {
	st, model := p.cfg.Engine.Status(), p.Shown().Model.Status
	next := drawn{
		turn: p.state.turn,
		busy: model.Busy.EN != "",
		status: engine.Status{Capturing: st.Capturing, Address: st.Address,
			Waiting: st.Waiting, Allowed: st.Allowed, Remembered: st.Remembered,
			Learned: st.Learned, Phones: st.Phones, Logs: st.Logs},
	}
	var err error
	if _, next.port, err = net.SplitHostPort(st.Address); err != nil {
		next.port = portOf(model.Address)
	}
	if !p.roll.Empty() && reflect.DeepEqual(next, p.drawn) {
		return
	}
	p.drawn = next
	p.Hush()
	p.draw()
}

// change changes what the page remembers and draws it.
func (p *Page) change(f func(*state)) {
	f(&p.state)
	p.state.turn++
	if p.OnScreen() {
		p.Update()
	}
}

// draw puts the cards side by side.
func (p *Page) draw() {
	env := p.Env()
	left := kit.NewColumn(env.S(10), p.listenCard())
	if !p.drawn.loopback() {
		left.Add(p.addressCard())
	}
	for _, o := range []fyne.CanvasObject{p.waitingCard(), p.usbCard(), p.learnedCard()} {
		if o != nil {
			left.Add(o)
		}
	}
	p.roll.Fill(
		env.NewParagraph(env.T("attach.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("attachpage.lead"), kit.Body, env.Muted),
		env.Sides(0.48, 640, left, p.methods()))
}
