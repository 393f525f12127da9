package guide

import (
	"loginscope/lang"
)

// everywhere is what keeps a phone from this machine on any system.
var everywhere = []lang.Text{
	text(
		"Guest networks and access points with client isolation keep devices apart: use another Wi-Fi, a hotspot, "+
			"or the USB cable.",
		"访客网络或开启 AP 隔离的路由器会阻止设备互访：请换一个 Wi-Fi、使用热点，或改用 USB 线。",
	),
	text(
		"A VPN on this computer may take the local network away: switch it off, or allow local access in it.",
		"本机的 VPN 可能会阻断局域网：请关闭，或在其中允许访问局域网。",
	),
}

// firewalls is how each system's own firewall lets the port in.
var firewalls = map[string][]lang.Text{
	"linux": {
		text("If ufw runs: sudo ufw allow {port}/tcp", "如启用了 ufw：sudo ufw allow {port}/tcp"),
		text(
			"If firewalld runs: sudo firewall-cmd --add-port={port}/tcp",
			"如启用了 firewalld：sudo firewall-cmd --add-port={port}/tcp",
		),
	},
	"darwin": {
		text(
			"System Settings › Network › Firewall › Options: allow incoming connections for Loginscope.",
			"系统设置 › 网络 › 防火墙 › 选项：允许 Loginscope 接收传入连接。",
		),
	},
	"windows": {
		text(
			"Answer the firewall's question with private networks, and set this Wi-Fi to private under Settings › "+
				"Network.",
			"防火墙提示时允许专用网络，并在 设置 › 网络 中将该 Wi-Fi 设为专用。",
		),
		text(
			`As administrator: netsh advfirewall firewall add rule name=Loginscope dir=in action=allow protocol=TCP localport={port}`,
			`以管理员身份执行：netsh advfirewall firewall add rule name=Loginscope dir=in action=allow protocol=TCP localport={port}`,
		),
	},
}

// Reachability says what to check when a phone does not reach a port of this
// machine; system is as in runtime.GOOS.
func Reachability(system, language, port string) []string {
	w := Method{Steps: append(append([]lang.Text(nil), firewalls[system]...), everywhere...)}
	return w.Fill(language, "", port)
}
