package ca

func iosTrust(_, name string) TrustHelp {
	return TrustHelp{
		Platform: "ios",
		Title:    Text{"iPhone and iPad", "iPhone 和 iPad"},
		Limits: Text{
			EN: "Apps that pin their certificates still refuse.",
			ZH: "做了证书固定（pinning）的应用仍会拒绝。",
		},
		Install: []Step{
			{Text: Text{"Open the portal in Safari and allow the profile to download.", "用 Safari 打开门户页，允许下载描述文件。"}},
			{Text: Text{
				"Settings, General, VPN & Device Management: install the profile.",
				"设置 → 通用 → VPN 与设备管理，安装该描述文件。",
			}},
			{Text: Text{
				"Settings, General, About, Certificate Trust Settings: switch on " + name + ".",
				"设置 → 通用 → 关于本机 → 证书信任设置，打开 " + name + "。",
			}},
		},
		Remove: []Step{
			{Text: Text{
				"Settings, General, VPN & Device Management: choose the profile and remove it.",
				"设置 → 通用 → VPN 与设备管理，选择该描述文件并移除。",
			}},
		},
	}
}
