package portal

import (
	"loginscope/lang"
)

// menus are the ways to "install a CA certificate". Makers rename these menus
// with every version, so each is unconfirmed and the page says to search.
var menus = map[Maker]lang.Text{
	Stock: text(
		"Settings › Security & privacy › More security & privacy › Encryption & credentials › Install a certificate "+
			"› CA certificate",
		"设置 › 安全和隐私 › 更多安全和隐私设置 › 加密与凭据 › 安装证书 › CA 证书",
	),
	Xiaomi: text(
		"Settings › Fingerprints, face data & screen lock › Privacy › Encryption & credentials › Install a "+
			"certificate › CA certificate",
		"设置 › 密码与安全（指纹、面部与密码） › 系统安全 › 加密与凭据 › 安装证书 › CA 证书",
	),
	Huawei: text(
		"Settings › Security › More settings › Encryption & credentials › Install from storage",
		"设置 › 安全 › 更多安全设置 › 加密和凭据 › 从存储设备安装",
	),
	Honor: text(
		"Settings › Security › More security settings › Encryption & credentials › Install from storage",
		"设置 › 安全 › 更多安全设置 › 加密和凭据 › 从存储设备安装",
	),
	Oppo: text(
		"Settings › Password & security › System security › Credential storage › "+
			"Install a certificate › CA certificate",
		"设置 › 密码与安全 › 系统安全 › 凭据存储 › 安装证书 › CA 证书",
	),
	OnePlus: text(
		"Settings › Password & security › System security › Credential storage › "+
			"Install a certificate › CA certificate",
		"设置 › 密码与安全 › 系统安全 › 凭据存储 › 安装证书 › CA 证书",
	),
	Vivo: text(
		"Settings › Security › More security settings › Install from phone storage › CA certificate",
		"设置 › 安全 › 更多安全设置 › 从手机存储安装 › CA 证书",
	),
	Samsung: text(
		"Settings › Security and privacy › Other security settings › Install from device storage › CA certificate",
		"设置 › 安全和隐私 › 其他安全设置 › 从设备存储安装 › CA 证书",
	),
}

var makerNames = map[Maker]lang.Text{
	Stock: text("Pixel / other", "Pixel / 其他"), Xiaomi: text("Xiaomi, Redmi, POCO", "小米 / 红米"), Huawei: text(
		"Huawei",
		"华为",
	),
	Honor: text("Honor", "荣耀"), Oppo: text("OPPO, realme", "OPPO / 真我"), Vivo: text("vivo, iQOO", "vivo / iQOO"),
	OnePlus: text("OnePlus", "一加"), Samsung: text("Samsung", "三星"),
}

// rule is what an Android version changes for an intercepted app.
type rule struct {
	since int
	text  lang.Text
}

// rules hold for the version named and later ones. Sources: the Android
// developers' pages on network security configuration, on the changes of
// Android 14, and on the local network permission of Android 17.
var rules = []rule{
	{7, text(
		"Apps trust this certificate only if their network security config says so. Build a debug version with "+
			"<certificates src=\"user\"/> inside <debug-overrides>.",
		"只有在网络安全配置中声明后，应用才信任用户证书。请构建调试版，并在 <debug-overrides> 中加入 <certificates src=\"user\"/>。",
	)},
	{11, text(
		"A browser can no longer install a CA: download the file, then install it from the settings menu above.",
		"浏览器不能再直接安装 CA 证书：请先下载文件，再从上面的设置菜单安装。",
	)},
	{14, text(
		"Copying the certificate into the system partition no longer works. Use the debug build.",
		"把证书复制到系统分区的做法已失效，请使用调试版应用。",
	)},
	{17, text(
		"An app that targets Android 17 needs the “Nearby devices” permission (ACCESS_LOCAL_NETWORK) to reach a "+
			"proxy on the Wi-Fi; without it nothing arrives. A USB cable with adb reverse and 127.0.0.1 avoids this.",
		"面向 Android 17 的应用需要“附近设备”权限（ACCESS_LOCAL_NETWORK）才能访问局域网代理，否则不会有任何流量。使用 USB 线加 adb reverse 和 127.0.0.1 可以避开。",
	)},
}

// versions are offered on the page, the newest first.
var versions = []int{17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7}

func rulesFor(android int) []lang.Text {
	var out []lang.Text
	for _, r := range rules {
		if android == 0 || android >= r.since {
			out = append(out, r.text)
		}
	}
	return out
}
