package issuer

import (
	"testing"

	"loginscope/inspector/cause"
)

// TestCures: what made a login work was otherwise before.
func TestCures(t *testing.T) {
	type fact struct {
		fact  cause.Fact
		value string
	}
	for text, want := range map[string]fact{
		"关闭VPN后正常": {cause.VPN, "culprit"},
		"把手机上的梯子退出，退掉梯子就好了":                             {cause.VPN, "culprit"},
		"turning off the VPN fixed it":                  {cause.VPN, "culprit"},
		"It works after I switched my VPN off":          {cause.VPN, "culprit"},
		"关掉代理以后登录成功":                                    {cause.CaptureOnly, "yes"},
		"works fine without a proxy":                    {cause.CaptureOnly, "yes"},
		"打开移动数据就可以了":                                    {cause.MobileData, "off"},
		"enabled mobile data and it works":              {cause.MobileData, "off"},
		"切换到4G就能登录":                                     {cause.WiFiOff, "works"},
		"断开WiFi后取号成功":                                   {cause.WiFiOff, "works"},
		"拔掉副卡后正常":                                       {cause.DualSIM, "yes"},
		"不做加固就没问题":                                      {cause.Hardened, "yes"},
		"升级到最新的SDK后解决":                                  {cause.SDKAge, "old"},
		"upgrading the SDK solved it":                   {cause.SDKAge, "old"},
		"校准手机时间后恢复":                                     {cause.Clock, "wrong"},
		"重新填写签名后就好了":                                    {cause.Signature, "differs"},
		"换了一台手机可以":                                      {cause.Phones, "one"},
		"with minifyEnabled false it works":             {},
		"关闭VPN后也不正常":                                    {},
		"关闭VPN还是不行，换了手机可以登录":                            {cause.Phones, "one"},
		"请关闭VPN后再试，应该就可以":                               {},
		"关闭VPN就可以了吗":                                    {},
		"建议升级SDK后解决":                                    {},
		"turning off the VPN did not fix it":            {},
		"it does not work after turning off VPN":        {},
		"disabling the proxy didn't help, still 600011": {},
		"打开移动数据后没有用":                                    {},
		"一键登录可以吗":                                       {},
	} {
		var got fact
		for _, c := range ticketCures {
			if c.in(text) != "" {
				got = fact{c.fact, c.value}
				break
			}
		}
		if got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestCuresCompile(t *testing.T) {
	for _, c := range ticketCures {
		if c.re.MatchString("") {
			t.Errorf("%s %s matches an empty text", c.fact, c.value)
		}
	}
}
