package check

import (
	"fmt"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// This file holds the checks on what is not there. They speak only when a
// capture was attached and nothing more specific was found.

// noTraffic finds captures in which nothing arrived.
var noTraffic = inspector.Check{
	ID:    "no-traffic",
	Title: lang.Text{EN: "Nothing arrived from the phone", ZH: "没有收到手机的任何流量"},
	Doc: lang.Text{
		EN: "No connection at all means that the proxy is not applied on the phone, its address or port is wrong, a " +
			"firewall or the access point's client isolation is in the way, or Wi-Fi is off.",
		ZH: "完全没有连接，说明手机未应用代理、地址或端口有误、被防火墙或 AP 隔离阻断，或 Wi-Fi 已关闭。",
	},
	Source: "own conclusion from Android's proxy rules", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		if c.Context.Attach == inspector.AttachUnknown || c.Context.Attach == inspector.AttachNone || len(c.Hosts) > 0 {
			return nil
		}
		a := advice{
			lang.Text{EN: "A phone with a working proxy calls home within seconds.", ZH: "代理生效的手机几秒内就会有流量。"},
			lang.Text{
				EN: "Open the portal page in the phone's browser. If that fails, check Wi-Fi, address, port, " +
					"firewall and client isolation.",
				ZH: "用手机浏览器打开引导页。打不开则检查 Wi-Fi、地址、端口、防火墙和 AP 隔离。",
			},
			codes.Developer, codes.Inferred,
		}
		if len(c.Context.Portal) > 0 {
			a.why = lang.Text{
				EN: "The phone reaches this computer, so Wi-Fi, address, port and firewall are right.",
				ZH: "手机能访问本机，说明 Wi-Fi、地址、端口和防火墙都没有问题。",
			}
			a.fix = lang.Text{
				EN: "Set the proxy of the Wi-Fi network that the phone uses now, as step 1 of the portal page says, " +
					"and press \"Test again\".",
				ZH: "按引导页第 1 步，在手机当前连接的 Wi-Fi 中设置代理，然后点“重新检测”。",
			}
			return []finding.Finding{a.finding(lang.Text{
				EN: "The portal page was opened, and no connection came through the proxy.", ZH: "已打开引导页，但没有任何连接经过代理。",
			})}
		}
		return []finding.Finding{a.finding(lang.Text{EN: "No connection was seen.", ZH: "没有看到任何连接。"})}
	},
}

// appSilent finds phones that send traffic but none of a login.
var appSilent = inspector.Check{
	ID:    "app-silent",
	Title: lang.Text{EN: "The phone is visible, the app is not", ZH: "能看到手机流量，看不到该应用"},
	Doc: lang.Text{
		EN: "If other traffic arrives and none of the login, the app bypasses the proxy or may not reach it: " +
			"Android 17 blocks local addresses until \"Nearby devices\" is granted; some HTTP clients set no proxy; " +
			"Flutter and QUIC ignore it.",
		ZH: "有其他流量却没有登录流量，说明应用绕过或无法访问代理：Android 17 需授予“附近的设备”权限才能访问局域网；有的 HTTP 客户端不走代理；Flutter 与 QUIC 会忽略代理。",
	},
	Source: "Android developers, local network permission", Date: "2026-11-22",
	Status: finding.Warning,
	Run: func(c *inspector.Case) []finding.Finding {
		if c.Context.Attach == inspector.AttachUnknown || c.Context.Attach == inspector.AttachNone ||
			len(c.Hosts) == 0 || onWire(c) {
			return nil
		}
		what, fix := silent(c)
		a := advice{
			lang.Text{
				EN: "The proxy works for the phone, but no step of a login came through it.",
				ZH: "代理对手机有效，但没有任何登录步骤经过。",
			},
			fix,
			codes.Developer, codes.Inferred,
		}
		return []finding.Finding{a.finding(what)}
	},
}

// onWire reports whether any step of a login came over the network.
func onWire(c *inspector.Case) bool {
	for i := range c.Flows {
		for _, s := range c.Flows[i].Steps {
			for _, r := range s.Evidence {
				if r.Kind != finding.OfLog && r.Kind != finding.OfText {
					return true
				}
			}
		}
	}
	return len(c.Of(inspector.SignalTLS10)) > 0
}

// noGateway finds logins that reach IDaaS without a call to Alibaba.
var noGateway = inspector.Check{
	ID:    "no-gateway",
	Title: lang.Text{EN: "IDaaS is seen, Alibaba is not", ZH: "能看到 IDaaS，看不到阿里云"},
	Doc: lang.Text{
		EN: "An IDaaS login without any dypnsapi call means that the SDK uses its cache, was initialised before the " +
			"capture, or does not use the proxy. It is not a failure.",
		ZH: "有 IDaaS 登录而没有 dypnsapi 请求，说明 SDK 使用缓存、在抓包前已初始化，或不走代理。这不是失败。",
	},
	Source: "own conclusion", Date: "2026-11-22",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		gateway := false
		for _, h := range c.Hosts {
			gateway = gateway || login(h)
		}
		if gateway || c.Context.Live {
			return nil
		}
		a := advice{
			lang.Text{EN: "The early steps of this login are unknown.", ZH: "无法得知登录前几步的情况。"},
			lang.Text{
				EN: "To see them, clear the app's data and start it while the capture runs; read the log with tag " +
					"AuthSDK.",
				ZH: "如需查看，清除应用数据并在抓包期间启动，同时查看标签为 AuthSDK 的日志。",
			},
			codes.Developer, codes.Inferred,
		}
		for i := range c.Flows {
			f := &c.Flows[i]
			for j := range f.Steps {
				s := &f.Steps[j]
				if s.Kind == inspector.StepExchange && len(s.Evidence) > 0 && s.Evidence[0].Kind == finding.OfExchange {
					found := a.finding(lang.Text{
						EN: "The login call was captured, no call to dypnsapi was.",
						ZH: "抓到了登录请求，没有抓到 dypnsapi 请求。",
					})
					join(&found, f, s)
					return []finding.Finding{found}
				}
			}
		}
		return nil
	},
}

// monitorOnly finds logins for which the SDK's own record is the only evidence.
var monitorOnly = inspector.Check{
	ID:    "monitor-only",
	Title: lang.Text{EN: "Only the monitor record shows this login", ZH: "仅监控上报反映了本次登录"},
	Doc: lang.Text{
		EN: "If nothing but UploadMonitorInfo is seen, the login ran on caches; the record names its outcome, and " +
			"everything rebuilt from it is inferred.",
		ZH: "只看到 UploadMonitorInfo 说明登录使用了缓存；结果取自该记录，由此还原的内容均为推断。",
	},
	Source: "flutter_ali_auth issue 155", Date: "2026-11-22",
	Status: finding.Info,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{EN: "Steps, order and times of this login are not known.", ZH: "本次登录的步骤、顺序和时间均未知。"},
			lang.Text{EN: "Add the device log to the session to see the steps.", ZH: "将设备日志加入会话以查看各步骤。"},
			codes.Nobody, codes.Inferred,
		}
		var out []finding.Finding
		for i := range c.Flows {
			f := &c.Flows[i]
			monitor := step(f, inspector.StepMonitor, inspector.OutcomeOK)
			if monitor == nil || others(f) {
				continue
			}
			found := a.finding(lang.Text{EN: "The record is the only evidence.", ZH: "该记录是唯一证据。"})
			join(&found, f, monitor)
			out = append(out, found)
		}
		return out
	},
}

// others reports whether a flow has evidence beside the monitor record.
func others(f *inspector.Flow) bool {
	for _, s := range f.Steps {
		if s.Kind != inspector.StepMonitor && s.Visibility == inspector.Visible {
			return true
		}
	}
	return false
}

// trafficChecks are the checks of what is not there. They report only when a
// capture was attached and nothing more specific was found.
var trafficChecks = []inspector.Check{
	noTraffic,
	{
		ID:    "local-network-permission",
		Title: lang.Text{EN: "Android keeps the app from the local network", ZH: "系统不允许该应用访问局域网"},
		Doc: lang.Text{
			EN: "From targetSdk 37 on Android 17, an app reaches local addresses only with ACCESS_LOCAL_NETWORK, " +
				"which the user grants as \"Nearby devices\". A proxy on the Wi-Fi is a local address: without the " +
				"permission, nothing of the app arrives, while the browser works.",
			ZH: "在 Android 17 上，targetSdk 37 起的应用需要 ACCESS_LOCAL_NETWORK（“附近的设备”）权限才能访问局域网地址。Wi-Fi 上的代理就是局域网地址：" +
				"没有该权限时，应用的流量完全到不了代理，而浏览器正常。",
		},
		Source: "Android developers, local network permission", Date: "2026-11-22",
		Status: finding.Warning,
		Run: func(c *inspector.Case) []finding.Finding {
			if c.Context.App == nil || c.Context.App.TargetSDK < localNetworkSDK ||
				c.Context.Attach != inspector.AttachWiFi || len(c.Hosts) == 0 || onWire(c) {
				return nil
			}
			a := advice{
				lang.Text{
					EN: "Other apps of the phone reach the proxy, and this one targets a version that needs the " +
						"permission.",
					ZH: "手机上其他应用能访问代理，而该应用的目标版本需要此权限。",
				},
				lang.Text{
					EN: "Declare ACCESS_LOCAL_NETWORK in the debug build and grant \"Nearby devices\" in the app's " +
						"settings. To be sure of the cause, attach by USB with adb reverse: 127.0.0.1 needs no " +
						"permission.",
					ZH: "在调试版中声明 ACCESS_LOCAL_NETWORK，并在应用设置中授予“附近的设备”权限。要确认原因，可改用 USB 与 adb reverse 接入：127.0.0.1 " +
						"不需要该权限。",
				},
				codes.Developer, codes.Inferred,
			}
			return []finding.Finding{a.finding(lang.Text{
				EN: fmt.Sprintf("targetSdk %d, attached over Wi-Fi; other hosts were seen, none of a login.",
					c.Context.App.TargetSDK),
				ZH: fmt.Sprintf("targetSdk %d，通过 Wi-Fi 接入；看到了其他域名，没有登录相关域名。", c.Context.App.TargetSDK),
			})}
		},
	},
	appSilent,
	noGateway,
	monitorOnly,
}

// localNetworkSDK is the targetSdk from which Android keeps an app from local
// addresses until a person grants it the permission.
const localNetworkSDK = 37
