package app

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"loginscope/app/engine"
	"loginscope/app/ui"
	"loginscope/codes"
	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/device"
	"loginscope/proxy/phone/guide"
	"loginscope/proxy/phone/lan"
)

// How often this computer's addresses are listed anew, and adb is looked for
// again after it went away.
const (
	lookEvery = 5 * time.Second
	adbEvery  = 10 * time.Second
)

// phoneDesk stands between the window's place for phones and the engine. It is
// the window's PhoneDesk.
type phoneDesk struct {
	engine *engine.Engine
	poke   func()                // asks for another Model
	chosen func() engine.Choices // of captures
	life   context.Context
	once   sync.Once

	mu          sync.Mutex
	addresses   []lan.Address
	fingerprint string
	adb         *ui.Problem
	looking     bool
	ports       map[string]int                // of the phones attached by USB
	follows     map[string]context.CancelFunc // of the followed logs
}

func newPhoneDesk(life context.Context, e *engine.Engine, d *desk) *phoneDesk {
	return &phoneDesk{engine: e, poke: d.poke, chosen: d.chosen, life: life, looking: true, ports: map[string]int{},
		follows: map[string]context.CancelFunc{}}
}

// Watch is for ui.PhoneDesk.
func (p *phoneDesk) Watch() {
	p.once.Do(func() {
		go p.watchAddresses() // both end with life
		go p.watchADB()
	})
}

func (p *phoneDesk) watchAddresses() {
	if ca, err := p.engine.CA(); err == nil {
		p.set(func() { p.fingerprint = ca.Fingerprint() })
	}
	for {
		if list, err := lan.Addresses(); err == nil {
			p.set(func() { p.addresses = list })
		}
		if !rest(p.life, lookEvery) {
			return
		}
	}
}

func (p *phoneDesk) watchADB() {
	for {
		_, err := p.engine.Phones(p.life)
		p.set(func() { p.looking, p.adb = false, problem(err) })
		if err == nil {
			err = p.engine.WatchPhones(p.life) // until adb goes away
			p.set(func() { p.adb = problem(err) })
		}
		if !rest(p.life, adbEvery) {
			return
		}
	}
}

// rest waits; it reports false once ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func (p *phoneDesk) set(f func()) {
	p.mu.Lock()
	f()
	p.mu.Unlock()
	p.poke()
}

// problem words an error for the window, nil for none.
func problem(err error) *ui.Problem {
	if err == nil {
		return nil
	}
	x := engine.Explain(err)
	return &ui.Problem{What: x.What, Why: x.Why, Do: x.Do}
}

// Phones is for ui.PhoneDesk.
func (p *phoneDesk) Phones() ui.Phones {
	st := p.engine.Status()
	p.mu.Lock()
	defer p.mu.Unlock()
	out := ui.Phones{ADB: p.adb, Looking: p.looking, Fingerprint: p.fingerprint, Allowed: st.Allowed, Loopback: true}
	_, port, err := net.SplitHostPort(st.Address)
	if err != nil {
		_, port, _ = net.SplitHostPort(p.chosen().Listen())
	}
	for _, a := range p.addresses {
		out.Choices = append(out.Choices, reach(a, port))
	}
	if st.Capturing {
		out.Listen = st.Address
		out.Reaches = reachedBy(st.Address, out.Choices)
		out.Loopback = isLoopback(st.Address)
	}
	out.Hints = hints(port)
	for _, d := range st.Remembered {
		if !slices.Contains(out.Allowed, d.Address) {
			out.Allowed = append(out.Allowed, d.Key())
		}
	}
	for _, w := range st.Waiting {
		out.Waiting = append(out.Waiting, ui.WaitingDevice{Address: w.Address, Last: w.Last, Tries: w.Tries})
	}
	for _, l := range st.Learned {
		out.Learned = append(out.Learned, ui.LearnedHost{Device: l.Device, Host: l.Host})
	}
	for _, d := range st.Phones {
		out.Devices = append(out.Devices, ui.USBPhone{Serial: d.Serial, Model: d.Model, State: string(d.State), Ready: d.State == adb.Online,
			Port: p.ports[d.Serial], Following: slices.Contains(st.Logs, d.Serial)})
	}
	return out
}

func reach(a lan.Address, port string) ui.Reach {
	at := net.JoinHostPort(a.IP.String(), port)
	return ui.Reach{Interface: a.Interface, Host: a.IP.String(), Proxy: at, Portal: "http://" + at + "/", Virtual: a.Virtual}
}

// reachedBy are those of the addresses that a listener covers.
func reachedBy(listen string, all []ui.Reach) []ui.Reach {
	host, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	if err != nil {
		return nil
	}
	if host == "" || ip.IsUnspecified() {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(r ui.Reach) bool { return r.Host != ip.String() })
}

func isLoopback(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}

func hints(port string) []codes.Text {
	en, zh := guide.Reachability(runtime.GOOS, "en", port), guide.Reachability(runtime.GOOS, "zh", port)
	out := make([]codes.Text, 0, len(en))
	for i := range min(len(en), len(zh)) {
		out = append(out, codes.Text{EN: en[i], ZH: zh[i]})
	}
	return out
}

// Allow is for ui.PhoneDesk.
func (p *phoneDesk) Allow(address string) *ui.Problem {
	defer p.poke()
	if p.engine.Allow(address) {
		return nil
	}
	return &ui.Problem{What: words("The device was not allowed.", "未允许该设备。"),
		Why: words("No capture runs, or too many devices are allowed already.", "当前没有抓包在运行，或允许的设备已达上限。"),
		Do:  words("Start the capture, or take a permission back.", "请开始抓包，或先取消其他设备的许可。")}
}

// Revoke is for ui.PhoneDesk.
func (p *phoneDesk) Revoke(address string) *ui.Problem {
	p.engine.Revoke(address)
	p.poke()
	return nil
}

// AttachUSB is for ui.PhoneDesk.
func (p *phoneDesk) AttachUSB(ctx context.Context, serial string) (int, *ui.Problem) {
	port, err := p.engine.AttachUSB(ctx, serial)
	if err != nil {
		return 0, problem(err)
	}
	p.set(func() { p.ports[serial] = port })
	return port, nil
}

// CleanUp is for ui.PhoneDesk.
func (p *phoneDesk) CleanUp(ctx context.Context) (int, *ui.Problem) {
	results, err := p.engine.CleanPhones(ctx)
	undone := 0
	for _, r := range results {
		if r.Err != nil {
			err = &engine.NotUndone{Serial: r.Entry.Serial, Err: r.Err}
			continue
		}
		undone++
		p.set(func() { delete(p.ports, r.Entry.Serial) })
	}
	return undone, problem(err)
}

// InstallCertificate is for ui.PhoneDesk.
func (p *phoneDesk) InstallCertificate(ctx context.Context, serial string) *ui.Problem {
	return problem(p.engine.InstallCertificate(ctx, serial))
}

// Follow is for ui.PhoneDesk. It returns when the log is at an end.
func (p *phoneDesk) Follow(serial string) *ui.Problem {
	ctx, cancel := context.WithCancel(p.life)
	defer cancel()
	p.set(func() { p.follows[serial] = cancel })
	_, err := p.engine.FollowLog(ctx, serial)
	p.set(func() { delete(p.follows, serial) })
	return problem(err)
}

// Unfollow is for ui.PhoneDesk.
func (p *phoneDesk) Unfollow(serial string) {
	p.mu.Lock()
	cancel := p.follows[serial]
	p.mu.Unlock()
	if cancel != nil {
		cancel()
	}
}

// InterceptAgain is for ui.PhoneDesk.
func (p *phoneDesk) InterceptAgain(host string) { p.engine.InterceptAgain(host) }

// PullApp is for ui.PhoneDesk.
func (p *phoneDesk) PullApp(ctx context.Context, serial, name string) ([]string, func(), *ui.Problem) {
	app, err := p.engine.PullApp(ctx, serial, strings.TrimSpace(name))
	if err != nil {
		return nil, nil, problem(err)
	}
	return app.Files, func() { _ = app.Remove() }, nil // in the system's temporary folder, which is emptied anyway
}

// maxSkew is the difference of clocks that is worth a word.
const maxSkew = time.Minute

// Health is for ui.PhoneDesk.
func (p *phoneDesk) Health(ctx context.Context, serial string) (ui.PhoneHealth, *ui.Problem) {
	s, err := p.engine.PhoneState(ctx, serial)
	if err != nil {
		return ui.PhoneHealth{}, problem(err)
	}
	return ui.PhoneHealth{Facts: healthFacts(s), Problems: hindrances(s)}, nil
}

func healthFacts(s device.State) []codes.Text {
	same := func(v string) codes.Text { return words(v, v) }
	facts := []codes.Text{same(strings.TrimSpace(s.Manufacturer + " " + s.Model))}
	if s.Release != "" {
		facts = append(facts, same("Android "+s.Release))
	}
	for _, f := range []struct {
		en, zh string
		v      device.Tri
	}{{"SIM", "SIM 卡", s.SIM}, {"Mobile data", "移动数据", s.MobileData}, {"Wi-Fi", "WLAN", s.WiFi}, {"VPN", "VPN", s.VPN}} {
		word := map[device.Tri]codes.Text{device.Yes: words("on", "开"), device.No: words("off", "关")}[f.v]
		if f.v == device.Unknown || word.EN == "" {
			word = words("unknown", "未知")
		}
		facts = append(facts, words(f.en+": "+word.EN, f.zh+"："+word.ZH))
	}
	if s.Operator != "" {
		facts = append(facts, same(s.Operator))
	}
	return facts
}

func hindrances(s device.State) []codes.Text {
	var out []codes.Text
	add := func(bad bool, en, zh string) {
		if bad {
			out = append(out, words(en, zh))
		}
	}
	seconds := int(s.Skew.Abs().Seconds())
	add(s.SIM == device.No, "There is no usable SIM: a one-click login cannot work.", "没有可用的 SIM 卡，无法一键登录。")
	add(s.Airplane == device.Yes, "Airplane mode is on.", "已开启飞行模式。")
	add(s.MobileData == device.No, "Mobile data is off: the carrier step needs it.", "移动数据已关闭，运营商步骤需要它。")
	add(s.VPN == device.Yes, "A VPN is on: it takes the carrier's requests away from the SIM.", "已开启 VPN，运营商请求将不再经由 SIM 卡发出。")
	add(s.GlobalProxy != "", "A global proxy is set ("+s.GlobalProxy+"): it breaks the carrier step.", "已设置全局代理（"+s.GlobalProxy+"），会导致运营商步骤失败。")
	add(s.SkewKnown && s.Skew.Abs() > maxSkew, fmt.Sprintf("The phone's clock is %d s off: signatures and certificates may fail.", seconds), fmt.Sprintf("手机时钟偏差 %d 秒，签名与证书校验可能失败。", seconds))
	return out
}

func words(en, zh string) codes.Text { return codes.Text{EN: en, ZH: zh} }
