package lint

import (
	"loginscope/codes"
	"loginscope/inspector/finding"
)

var localNetwork = Check{
	ID:    "manifest.local-network",
	Title: t("Local network access", "本地网络访问"),
	Doc: t("With targetSdk 37 Android 17 blocks connections to the local network until the user grants "+
		"ACCESS_LOCAL_NETWORK. A proxy on the same Wi-Fi is such an address: the app then shows no traffic at all "+
		"while a browser does.",
		"targetSdk 37 时 Android 17 会阻止访问本地网络，直到用户授予 ACCESS_LOCAL_NETWORK。同一 Wi-Fi 下的代理就是本地地址：浏览器有流量而应用完全没有。"),
	Certainty: codes.Inferred, Source: "https://developer.android.com/privacy-and-security/local-network-permission",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		if b.TargetSDK == 0 {
			p.skip("The targetSdk is not known.", "无法得知 targetSdk。")
			return
		}
		if b.TargetSDK < 37 {
			p.pass("Below targetSdk 37 the local network is open.", "targetSdk 低于 37，不受限制。")
			return
		}
		for _, x := range b.Manifest.Permissions {
			if x.Name == "android.permission.ACCESS_LOCAL_NETWORK" {
				p.pass("The permission is declared; grant \"Nearby devices\" on the test phone.",
					"已声明权限；请在测试手机上授予“附近的设备”。", finding.Location{
						File:    x.File,
						Line:    x.Line,
						Element: x.Name,
					})
				return
			}
		}
		p.add(finding.Finding{
			Status: finding.Warning, Where: manifestLocation(b, "manifest"),
			What: t("targetSdk 37 without ACCESS_LOCAL_NETWORK.", "targetSdk 37 但未声明 ACCESS_LOCAL_NETWORK。"),
			Why: t(
				"A proxy reached through the Wi-Fi will probably get no connection from this app.",
				"通过 Wi-Fi 代理抓包时，该应用很可能没有任何连接。",
			),
			Fix: t(
				"Declare it in src/debug, or attach the phone by USB (127.0.0.1 is not affected).",
				"在 src/debug 中声明，或用 USB 连接手机（127.0.0.1 不受影响）。",
			),
			Paste:     `<uses-permission android:name="android.permission.ACCESS_LOCAL_NETWORK"/>`,
			PasteInto: "src/debug/AndroidManifest.xml",
		})
	},
}
