package portal

import (
	"loginscope/lang"
)

// The page's sentences. They stand here and not in the window's catalogue,
// since the page speaks the phone's language, not the desktop's.

func text(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

var words = map[string]lang.Text{
	"title":   text("Attach this phone to Loginscope", "将本手机接入 Loginscope"),
	"lead":    text("Three steps, then a test that shows whether they worked.", "三步完成接入，下方自检会告诉你是否成功。"),
	"check":   text("Self-test", "自检"),
	"again":   text("Test again", "重新检测"),
	"running": text("testing…", "检测中…"),
	"proxy":   text("Proxy", "代理"),
	"cert":    text("Certificate", "证书"),
	"clock":   text("Clock", "时钟"),
	"cell":    text("Mobile data", "移动数据"),
	"vpn":     text("VPN or other proxy", "VPN 或其他代理"),
	"allowed": text("Permission", "授权"),
	"noscript": text(
		"The self-test needs JavaScript. You can still install the certificate below.",
		"自检需要启用 JavaScript；仍可在下方安装证书。",
	),
	"step1": text("Set the proxy of this Wi-Fi network", "设置当前 Wi-Fi 的代理"),
	"step1body": text(
		"Settings › Wi-Fi › this network › Proxy › Manual. Keep mobile data on: the carrier step of the login must "+
			"go over it.",
		"设置 › WLAN › 当前网络 › 代理 › 手动。请保持移动数据开启：登录的运营商步骤必须走蜂窝网络。",
	),
	"step1host": text("Host name", "主机名"),
	"step1port": text("Port", "端口"),
	"step1pac": text(
		"Where the phone offers Proxy › Auto (PAC), one address is enough. With it the phone stays online when "+
			"Loginscope has stopped.",
		"如果手机提供“代理 › 自动（PAC）”，只需填写一个地址；Loginscope 停止后手机仍可正常上网。",
	),
	"step1pacurl": text("PAC address", "PAC 地址"),
	"step1ios": text(
		"On an iPhone: Settings › Wi-Fi › ⓘ › Configure Proxy › Manual or Automatic.",
		"iPhone：设置 › 无线局域网 › ⓘ › 配置代理 › 手动或自动。",
	),
	"copy":   text("Copy", "复制"),
	"copied": text("Copied", "已复制"),
	"step1never": text(
		"Do not use a VPN or a global proxy: both change the result of the login.",
		"不要使用 VPN 或全局代理：两者都会改变登录结果。",
	),
	"step2":      text("Install the certificate", "安装证书"),
	"step2get":   text("Download certificate", "下载证书"),
	"step2other": text("Other formats", "其他格式"),
	"step2menu":  text("Then open", "然后依次打开"),
	"step2search": text(
		"Menu names differ between versions. If you do not find it, search the settings for “CA certificate”.",
		"不同版本的菜单名称可能不同；找不到时可在设置中搜索“CA 证书”或“凭据”。",
	),
	"step2warn": text(
		"Whoever holds this certificate’s key can read this phone’s encrypted traffic. Remove it when you are done.",
		"持有该证书私钥的人可以读取本手机的加密流量，用完请及时删除。",
	),
	"step3":       text("Let the app trust it", "让应用信任该证书"),
	"fingerprint": text("SHA-256", "SHA-256 指纹"),
	"maker":       text("Maker", "品牌"),
	"android":     text("Android", "Android 版本"),
	"guess":       text("The browser hides the exact version; choose it here.", "浏览器隐藏了准确版本，请在此选择。"),
	"other":       text("Other", "其他"),
	"ios": text(
		"Open the profile in Settings › General › VPN & Device Management, then switch full trust on under General "+
			"› About › Certificate Trust Settings.",
		"在 设置 › 通用 › VPN 与设备管理 中安装描述文件，再到 通用 › 关于本机 › 证书信任设置 中启用完全信任。",
	),
}

// results are what the self-test says; selftest.js picks them by key.
var results = map[string]lang.Text{
	"proxy.ok": text("The browser reaches the internet through Loginscope.", "浏览器已通过 Loginscope 上网。"),
	"proxy.no": text(
		"The proxy is not in force. Check step 1: host name, port, and that this Wi-Fi is in use.",
		"代理未生效。请检查第 1 步：主机名、端口，以及是否正在使用该 Wi-Fi。",
	),
	"cert.ok": text(
		"This browser trusts the certificate. An app needs step 3 as well.",
		"浏览器已信任证书；应用还需要完成第 3 步。",
	),
	"cert.no": text(
		"Not trusted yet. Do step 2, then test again; some browsers must be restarted.",
		"尚未信任。请完成第 2 步后重新检测；部分浏览器需要重启。",
	),
	"cert.wait": text("Can be tested once the proxy is in force.", "代理生效后才能检测。"),
	"clock.ok":  text("Phone and computer agree within {0} s.", "手机与电脑时间相差 {0} 秒以内。"),
	"clock.no": text(
		"The phone’s clock is {0} s off the computer’s. Set it to automatic: a wrong clock breaks the login.",
		"手机时钟与电脑相差 {0} 秒。请设为自动：时间错误会导致登录失败。",
	),
	"cell.ok": text(
		"This page came over mobile data: the Wi-Fi proxy is not in force there.",
		"本页经由移动数据打开：Wi-Fi 代理对其不生效。",
	),
	"cell.unknown": text(
		"A page cannot see this while Wi-Fi is up. Look for the 4G/5G icon and keep mobile data on.",
		"Wi-Fi 开启时网页无法判断。请确认状态栏有 4G/5G 标志并保持移动数据开启。",
	),
	"vpn.no": text("No indication of one: the phone’s address belongs to this network.", "未发现迹象：手机地址属于本网络。"),
	"vpn.maybe": text(
		"The phone’s address belongs to another network than the computer’s: a VPN, another proxy or a guest "+
			"network lies between.",
		"手机地址与电脑不在同一网络：中间可能有 VPN、其他代理或访客网络。",
	),
	"vpn.unknown": text("Cannot be determined from here.", "此处无法判断。"),
	"allowed.ok":  text("This phone may use the proxy.", "本手机已获准使用代理。"),
	"allowed.no": text(
		"This phone waits for permission. Allow it in Loginscope’s window, or start it with --allow.",
		"本手机尚未获准。请在 Loginscope 窗口中允许，或以 --allow 启动。",
	),
	"word.ok":        text("OK", "正常"),
	"word.no":        text("Not yet", "未完成"),
	"word.maybe":     text("Look", "请留意"),
	"word.unknown":   text("Unknown", "未知"),
	"word.unreached": text("Loginscope does not answer.", "Loginscope 没有响应。"),
}
