package attach

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/lang"
	"loginscope/proxy/phone/device"
)

// health adds what a login depends on, and what of it is wrong.
func (p *Page) health(col *fyne.Container, h *device.State) {
	env := p.Env()
	var facts []string
	for _, f := range healthFacts(h) {
		if s := env.In(f); s != "" {
			facts = append(facts, s)
		}
	}
	col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	p.Say(strings.Join(facts, " · "))
	for _, pr := range hindrances(h) {
		col.Add(env.NewParagraph("! "+env.In(pr), kit.Body, env.Ink(theme.ToneCaution)))
		p.Say(env.In(pr))
	}
	if len(hindrances(h)) == 0 {
		col.Add(env.NewParagraph("✓ "+env.T("attachpage.usb.healthy"), kit.Body, env.Ink(theme.ToneGood)))
	}
}

// healthFacts are what the phone says of itself.
func healthFacts(s *device.State) []lang.Text {
	same := func(v string) lang.Text { return text(v, v) }
	facts := []lang.Text{same(strings.TrimSpace(s.Manufacturer + " " + s.Model))}
	if s.Release != "" {
		facts = append(facts, same("Android "+s.Release))
	}
	for _, f := range []struct {
		en, zh string
		v      device.Tri
	}{{"SIM", "SIM 卡", s.SIM}, {"Mobile data", "移动数据", s.MobileData}, {"Wi-Fi", "WLAN", s.WiFi},
		{"VPN", "VPN", s.VPN}} {
		word := map[device.Tri]lang.Text{device.Yes: text("on", "开"), device.No: text("off", "关")}[f.v]
		if f.v == device.Unknown || word.EN == "" {
			word = text("unknown", "未知")
		}
		facts = append(facts, text(f.en+": "+word.EN, f.zh+"："+word.ZH))
	}
	if s.Operator != "" {
		facts = append(facts, same(s.Operator))
	}
	return facts
}

// maxSkew is the difference of clocks that is worth a word.
const maxSkew = time.Minute

// hindrances are what of it keeps a login from working.
func hindrances(s *device.State) []lang.Text {
	var out []lang.Text
	add := func(bad bool, en, zh string) {
		if bad {
			out = append(out, text(en, zh))
		}
	}
	seconds := int(s.Skew.Abs().Seconds())
	add(s.SIM == device.No, "There is no usable SIM: a one-click login cannot work.", "没有可用的 SIM 卡，无法一键登录。")
	add(s.Airplane == device.Yes, "Airplane mode is on.", "已开启飞行模式。")
	add(s.MobileData == device.No, "Mobile data is off: the carrier step needs it.", "移动数据已关闭，运营商步骤需要它。")
	add(
		s.VPN == device.Yes,
		"A VPN is on: it takes the carrier's requests away from the SIM.",
		"已开启 VPN，运营商请求将不再经由 SIM 卡发出。",
	)
	add(
		s.GlobalProxy != "",
		"A global proxy is set ("+s.GlobalProxy+"): it breaks the carrier step.",
		"已设置全局代理（"+s.GlobalProxy+"），会导致运营商步骤失败。",
	)
	add(
		s.SkewKnown && s.Skew.Abs() > maxSkew,
		fmt.Sprintf("The phone's clock is %d s off: signatures and certificates may fail.", seconds),
		fmt.Sprintf("手机时钟偏差 %d 秒，签名与证书校验可能失败。", seconds),
	)
	return out
}

func text(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }
