package ca

func windowsTrust(file, _, fingerprint string) TrustHelp {
	return TrustHelp{
		Platform: "windows",
		Title:    Text{"Windows", "Windows"},
		Limits: Text{
			EN: "Firefox keeps a store of its own unless configured otherwise; Java has one in each JDK.",
			ZH: "Firefox 默认使用自己的证书库；每个 JDK 也有独立的证书库。",
		},
		Install: []Step{
			{Text: Text{"For this user, in PowerShell; Windows asks once:", "当前用户，在 PowerShell 中执行（系统会弹窗确认）："},
				Command: `Import-Certificate -CertStoreLocation Cert:\CurrentUser\Root -FilePath "` + file + `"`},
		},
		Remove: []Step{
			{Text: Text{"In PowerShell:", "在 PowerShell 中执行："},
				Command: `Get-ChildItem Cert:\CurrentUser\Root | Where-Object { $_.GetCertHashString("SHA256") -eq "` +
					fingerprint + `" } | Remove-Item`},
		},
	}
}
