package ca

func macosTrust(file, name string) TrustHelp {
	return TrustHelp{
		Platform: "macos",
		Title:    Text{"macOS", "macOS"},
		Limits: Text{
			EN: "Firefox keeps a store of its own; Java has one in each JDK.",
			ZH: "Firefox 使用自己的证书库；每个 JDK 也有独立的证书库。",
		},
		Install: []Step{
			{Text: Text{"For this user; macOS asks for the password:", "当前用户（系统会要求输入密码）："},
				Command: "security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db " +
					shellQuote(file)},
		},
		Remove: []Step{
			{Text: Text{"Take the trust away:", "取消信任："}, Command: "security remove-trusted-cert " + shellQuote(file)},
			{Text: Text{"Delete it from the key chain:", "从钥匙串中删除："},
				Command: "security delete-certificate -c " + shellQuote(name) +
					" ~/Library/Keychains/login.keychain-db"},
		},
	}
}
