package ca

func linuxTrust(file, name string) TrustHelp {
	return TrustHelp{
		Platform: "linux",
		Title:    Text{"Debian, Ubuntu", "Debian、Ubuntu"},
		Limits: Text{
			EN: "Chrome and Firefox keep stores of their own; Java has one in each JDK.",
			ZH: "Chrome 和 Firefox 使用各自的证书库；每个 JDK 也有独立的证书库。",
		},
		Install: []Step{
			{Text: Text{"For the system:", "系统："},
				Command: "sudo install -m 644 " + shellQuote(file) +
					" /usr/local/share/ca-certificates/loginscope-ca.crt && sudo update-ca-certificates"},
			{Text: Text{
				"For Chrome and Chromium of this user (package libnss3-tools):",
				"当前用户的 Chrome/Chromium（需安装 libnss3-tools）：",
			},
				Command: "certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n " + shellQuote(name) + " -i " +
					shellQuote(file)},
		},
		Remove: []Step{
			{Text: Text{"From the system:", "系统："},
				Command: "sudo rm /usr/local/share/ca-certificates/loginscope-ca.crt && sudo update-ca-certificates " +
					"--fresh"},
			{Text: Text{"From Chrome and Chromium:", "Chrome/Chromium："},
				Command: "certutil -d sql:$HOME/.pki/nssdb -D -n " + shellQuote(name)},
		},
	}
}
