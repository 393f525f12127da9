package issuer

import (
	"testing"

	"loginscope/inspector/cause"
)

// TestStatements: what is denied is no fact, before and behind the word that names it.
func TestStatements(t *testing.T) {
	for text, want := range map[string]map[cause.Fact]string{
		"600012，VPN 没开":        {cause.VPN: "off"},
		"VPN 一直没有开":            {cause.VPN: "off"},
		"梯子关着":                 {cause.VPN: "off"},
		"the VPN was never on": {cause.VPN: "off"},
		"VPN wasn't on":        {cause.VPN: "off"},
		"开着 VPN 报 600012":      {cause.VPN: "on"},
		"信号很好":                 {cause.Radio: ""},
		"信号不弱":                 {cause.Radio: ""},
		"信号很弱":                 {cause.Radio: "weak"},
		"不是物联网卡":               {cause.SIMKind: ""},
		"not an IoT SIM":       {cause.SIMKind: ""},
		"用的物联网卡":               {cause.SIMKind: "iot"},
		"没有重复点击":               {cause.PageOpen: "no"},
		"不是只有 release 失败":      {cause.Build: "both"},
		"只有 release 失败":        {cause.Build: "release-only"},
		"手机没有 root 过":          {cause.Root: "no"},
		"不是双卡":                 {cause.DualSIM: "no"},
		"不在境外":                 {cause.Roaming: "no"},
		"没在公司 WiFi 下":          {cause.WiFi: ""},
		"一开始没开流量，后来把流量打开，还是拉不起页面": {cause.MobileData: "on"},
		"开着 WiFi，没开流量": {cause.MobileData: "off"},
		"不是模拟器":        {cause.Emulator: "no"},
		"没有加固过，加固没做":   {cause.Hardened: "no"},
		"手机没有欠费":       {cause.Arrears: "no"},
	} {
		got := map[cause.Fact]string{}
		for _, st := range statements(text, nil) {
			got[st.fact] = st.value
		}
		for f, v := range want {
			if got[f] != v {
				t.Errorf("%s: %s is %q, want %q", text, f, got[f], v)
			}
		}
	}
}

func TestEnvironmentLines(t *testing.T) {
	for text, want := range map[string]bool{
		"[✓] Xcode - develop for iOS and macOS (Xcode 14.3.1)": true,
		"    • Framework revision 367f9ea16b (7 days ago)":     true,
		"[!] Android toolchain":                                true,
		"iOS 16.5 报 600004":                                    false,
		"- 小米手机失败":                                             false,
	} {
		if environment.MatchString(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// TestBrands: a phone that works, or that is only compared with, is not the one that fails.
func TestBrands(t *testing.T) {
	for text, want := range map[string]string{
		"华为手机报 600012，小米正常":           "huawei",
		"换小米手机就好了":                    "",
		"不是小米手机":                      "",
		"not a Xiaomi phone":          "",
		"一键登录失败，OPPO 手机正常":            "",
		"小米和红米都拉不起授权页":                "xiaomi",
		"小米、vivo 都报 600011":           "",
		"Redmi K60 fails, vivo works": "xiaomi",
		"除了三星都正常":                     "",
	} {
		if got, _ := brands.failing(text); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
