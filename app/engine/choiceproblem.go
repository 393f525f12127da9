package engine

import (
	"errors"
	"io/fs"

	"loginscope/lang"
	"loginscope/problem"
)

// Problem describes the choice that cannot be used.
func (e *ChoiceError) Problem() problem.Problem {
	var p problem.Problem
	switch e.Choice {
	case ChoicePort:
		p.What = lang.Both("The capture cannot listen on port "+e.Value+".", "无法在端口 "+e.Value+" 上监听。")
		p.Why = lang.Both("It is not a number from 1 to 65535.", "端口应为 1 到 65535 的数字。")
		p.Do = lang.Both("Choose another port, or leave it empty for the usual one.", "请填写其他端口，或留空使用默认端口。")
	case ChoiceHost:
		p.What = lang.Both("“"+e.Value+"” is not a host name.", "“"+e.Value+"” 不是有效的主机。")
		p.Why = lang.Both("A host has no scheme, port or path.", "主机不含协议、端口和路径。")
		p.Do = lang.Both(
			"Write a name, an address, or *.example.com for all below it; one a line.",
			"请填写域名、地址，或用 *.example.com 表示其下所有域名；每行一个。",
		)
	case ChoiceLength:
		p.What = lang.Both("What was typed is too long.", "填写的内容过长。")
		p.Why = lang.Both("It has "+e.Value+" bytes.", "共 "+e.Value+" 字节。")
		p.Do = lang.Both("Name fewer hosts, or one with *. for many.", "请减少主机，或用 *. 代表多个。")
	case ChoiceEgress:
		p.What = lang.Both("“"+e.Value+"” is not an egress rule.", "“"+e.Value+"” 不是有效的出口设置。")
		p.Why = lang.Both(
			"It is NAME=ADDRESS or NAME=INTERFACE, where NAME is carriers, alibaba, all or a host.",
			"格式为 NAME=地址 或 NAME=网卡，NAME 为 carriers、alibaba、all 或域名。",
		)
		p.Do = lang.Both("For a tethered phone write carriers=usb0, for example.", "例如 USB 共享网络的手机：carriers=usb0。")
	case ChoiceUpstreamCA:
		p.What = lang.Both("The root certificates in "+e.Value+" cannot be used.", "无法使用 "+e.Value+" 中的根证书。")
		p.Why = problem.Plain(e.Err)
		switch {
		case errors.Is(e.Err, fs.ErrNotExist):
			p.Why = lang.Both("The file is not there.", "文件不存在。")
		case errors.Is(e.Err, ErrNoCertificate):
			p.Why = lang.Both("It is not a PEM file with a CERTIFICATE block.", "它不是含 CERTIFICATE 块的 PEM 文件。")
		}
		p.Do = lang.Both("Choose a PEM file, or leave it empty.", "请选择 PEM 文件，或留空。")
	case ChoiceUpstreamProxy:
		p.What = lang.Both("The upstream proxy "+e.Value+" cannot be used.", "无法使用上游代理 "+e.Value+"。")
		p.Why = lang.Both("It is not http://host:port or socks5://host:port.", "格式应为 http://主机:端口 或 socks5://主机:端口。")
		p.Do = lang.Both("Correct it, or leave it empty to connect directly.", "请改正，或留空以直接连接。")
		if errors.Is(e.Err, ErrPassword) {
			p.Why = lang.Both("It contains a password, which would be stored in clear text.", "其中含有密码，会以明文保存。")
			p.Do = lang.Both(
				"Leave it empty here, and put the address with its password into the environment variable "+
					UpstreamProxyEnv+".",
				"请在此留空，并把带密码的地址写入环境变量 "+UpstreamProxyEnv+"。")
		}
	}
	return p
}
