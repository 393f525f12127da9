package check

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// DeviceHeaders finds IDaaS calls without the device header fields.
var DeviceHeaders = inspector.Check{
	ID:    "device-headers",
	Title: lang.Text{EN: "Device headers are missing", ZH: "缺少设备信息请求头"},
	Doc: lang.Text{
		EN: "Every IDaaS call carries X-operating-sys-version, X-device-fingerprint, X-agent and X-client-id. Without one of the first three the answer is COMMON.1003 or PARAM.0001. The server checks that they are there, not what they say.",
		ZH: "IDaaS 接口都须带 X-operating-sys-version、X-device-fingerprint、X-agent 和 X-client-id。缺前三者之一返回 COMMON.1003 或 PARAM.0001。服务端只检查是否存在。",
	},
	Source: "BambooCloud, one-click login API", Date: "2026-11-22",
	Status: finding.Error, Decides: true,
	Run: func(c *inspector.Case) []finding.Finding {
		a := advice{
			lang.Text{EN: "IDaaS refuses a call that does not say which device it comes from.", ZH: "IDaaS 拒绝缺少设备信息的请求。"},
			lang.Text{EN: "Let the SDK make the call after its full initialisation, or send all four fields.", ZH: "完整初始化后由 SDK 发起调用，或自行补全四个请求头。"},
			codes.Developer, codes.Seen,
		}
		signs := c.Of(inspector.SignHeaderMissing)
		if len(signs) == 0 {
			return one(failing(c, place{codes.IDaaSHTTP, "COMMON.1003"}, place{codes.IDaaSHTTP, "PARAM.0001"}), a)
		}
		return signed(signs, a, lang.Text{
			EN: "Absent or empty: " + values(signs) + ".",
			ZH: "缺失或为空：" + values(signs) + "。",
		})
	},
}
