package ca

func androidTrust(file, name string) TrustHelp {
	return TrustHelp{
		Platform: "android",
		Title:    Text{"Android", "Android"},
		Limits: Text{
			EN: "Apps that target Android 7 (API 24) or later ignore user certificates unless their network " +
				"security config allows them; debug builds can do so with debug-overrides.",
			ZH: "targetSdk 24（Android 7）及以上的应用默认不信任用户证书，需在网络安全配置中放行；调试包可使用 debug-overrides。",
		},
		Install: []Step{
			{Text: Text{
				"Copy the certificate to the phone, or open the portal in its browser.",
				"将证书复制到手机，或在手机浏览器中打开门户页下载。",
			},
				Command: "adb push " + shellQuote(file) + " /sdcard/Download/loginscope-ca.crt"},
			{Text: Text{
				"Settings, Security, Encryption & credentials, Install a certificate, CA certificate; choose the " +
					"file. Android 11 and later offer this in the settings alone.",
				"设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书，选择该文件。Android 11 及以上只能从设置中安装。"}},
			{Text: Text{
				"In the app's debug build, trust user certificates: <debug-overrides><trust-anchors><certificates " +
					"src=\"user\"/></trust-anchors></debug-overrides> in its network security config.",
				"在应用调试包的网络安全配置中信任用户证书：<debug-overrides><trust-anchors><certificates " +
					"src=\"user\"/></trust-anchors></debug-overrides>。"}},
		},
		Remove: []Step{
			{Text: Text{"Settings, Security, Encryption & credentials, Trusted credentials, User: choose " + name +
				" and remove it.",
				"设置 → 安全 → 加密与凭据 → 信任的凭据 → 用户，选择 " + name + " 并移除。"}},
			{
				Text:    Text{"Delete the copied file.", "删除复制到手机的文件。"},
				Command: "adb shell rm /sdcard/Download/loginscope-ca.crt",
			},
		},
	}
}
