package ca

// Text is a sentence in both languages.
type Text struct{ EN, ZH string }

// Step is one step of a TrustHelp: a sentence and, where a command does it, the
// command for a shell. Loginscope shows it and runs nothing.
type Step struct {
	Text    Text
	Command string
}

// TrustHelp says how to trust the root on one platform and how to undo it.
type TrustHelp struct {
	Platform string // "linux", "macos", "windows", "android", "ios"
	Title    Text
	// Limits says what trusting it there does not reach.
	Limits  Text
	Install []Step
	Remove  []Step
}

// Warning belongs before the first step of every TrustHelp.
var Warning = Text{
	EN: "Whoever holds this root's key can read and forge the TLS traffic of every device that trusts it. Trust it " +
		"on test devices only, never pass the key file on, and remove the root when you are done.",
	ZH: "持有此根证书私钥的人可以解密并伪造所有信任它的设备的 TLS 流量。仅在测试设备上信任，切勿外传密钥文件，用完请移除。",
}

// Trust returns the help for all platforms, Android first. It names the
// certificate file of c and the name under which a trust store lists it.
func (c *CA) Trust() []TrustHelp {
	file, name := c.CertFile(), c.Name()
	return []TrustHelp{
		androidTrust(file, name),
		iosTrust(file, name),
		linuxTrust(file, name),
		macosTrust(file, name),
		windowsTrust(file, name, c.Fingerprint()),
	}
}

// shellQuote makes one word of a POSIX shell command.
func shellQuote(s string) string {
	out := "'"
	for _, r := range s {
		if r == '\'' {
			out += `'\''`
			continue
		}
		out += string(r)
	}
	return out + "'"
}
