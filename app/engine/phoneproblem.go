package engine

import (
	"errors"
	"strings"

	"loginscope/lang"
	"loginscope/proxy/phone/adb"
)

// phoneWords are what, why and do of one cause.
type phoneWords struct {
	kind          error
	what, why, do lang.Text
}

var phoneCauses = []phoneWords{
	{adb.ErrNoAdb, say("No phone can be reached by cable.", "无法通过 USB 连接手机。"), say("adb is not installed.", "本机未安装 adb。"),
		say("Install the Android platform tools and put adb on PATH. Everything else works without them.", "请安装 Android platform-tools 并将 adb 加入 PATH。其他功能不受影响。")},
	{adb.ErrNoServer, say("No phone can be reached by cable.", "无法通过 USB 连接手机。"), say("The adb server does not answer.", "adb 服务没有响应。"),
		say("Run adb kill-server, then adb devices, and try again.", "请先执行 adb kill-server，再执行 adb devices，然后重试。")},
	{adb.ErrProtocol, say("No phone can be reached by cable.", "无法通过 USB 连接手机。"), say("What listens on adb's port is not an adb server, or is too old.", "adb 端口上的程序不是 adb 服务，或版本过旧。"),
		say("End that program, or set ANDROID_ADB_SERVER_PORT.", "请结束该程序，或设置 ANDROID_ADB_SERVER_PORT。")},
	{ErrNoCapture, say("The phone was not attached.", "手机未接入。"), say("No capture runs: the phone would have no internet.", "当前没有抓包在运行，接入后手机将无法上网。"),
		say("Start the capture first.", "请先开始抓包。")},
	{ErrFollowing, say("The log was not followed a second time.", "未重复读取日志。"), say("It is followed already.", "该手机的日志已在读取。"),
		say("Stop the first one to begin anew.", "如需重新开始，请先停止。")},
	{ErrWay, say("This egress choice cannot be used.", "无法使用该出口设置。"), say("It names no group and no host.", "未指定分组或域名。"),
		say("Write carriers=ADDRESS, alibaba=ADDRESS, all=ADDRESS, or a host such as *.example.com=ADDRESS; an interface's name may stand for the address.",
			"格式为 carriers=地址、alibaba=地址、all=地址，或 *.example.com=地址；地址也可以是网卡名。")},
}

// phone words the errors that concern phones; false if err is none.
func (p *Problem) phone(err error) bool {
	var not *NotUndone
	if errors.As(err, &not) {
		p.What = say("The phone "+not.Serial+" could not be cleaned up.", "无法还原手机 "+not.Serial+" 的设置。")
		p.Why = say("It does not answer; its proxy setting or port forward may still be in force, so that it has no internet.", "手机没有响应；代理设置或端口转发可能仍然生效，手机会无法上网。")
		p.Do = say("Connect it and start Loginscope, or run: loginscope phone cleanup", "请连接手机后启动 Loginscope，或执行：loginscope phone cleanup")
		return true
	}
	for _, c := range phoneCauses {
		if errors.Is(err, c.kind) {
			p.What, p.Why, p.Do = c.what, c.why, c.do
			return true
		}
	}
	var fail *adb.FailError
	if errors.As(err, &fail) {
		p.refused(fail)
		return true
	}
	return false
}

// refused words what the adb server says of a device.
func (p *Problem) refused(e *adb.FailError) {
	p.What = say("The phone could not be used.", "无法使用该手机。")
	switch {
	case strings.Contains(e.Message, "unauthorized"), strings.Contains(e.Message, "authorizing"):
		p.Why = say("It has not allowed this computer.", "手机尚未允许本机调试。")
		p.Do = say("Unlock it and answer “Allow USB debugging?” with Allow.", "请解锁手机，在“允许 USB 调试？”中选择允许。")
	case strings.Contains(e.Message, "not found"):
		p.Why = say("adb does not see it.", "adb 未发现该手机。")
		p.Do = say("Check the cable and that USB debugging is on; loginscope phone list shows what is there.", "请检查数据线并确认已打开 USB 调试；loginscope phone list 可查看已连接的手机。")
	case strings.Contains(e.Message, "offline"):
		p.Why = say("It is connected but does not answer.", "手机已连接但没有响应。")
		p.Do = say("Unplug and plug it in again, or restart it.", "请重新插拔数据线，或重启手机。")
	default:
		p.Why = plain(e)
		p.Do = say("Look at the phone's screen, then try again.", "请查看手机屏幕上的提示后重试。")
	}
}
