package lab

import (
	"encoding/json"
	"slices"
	"strings"
)

// tokenRet is the result object of the Alibaba SDK, fields in its order.
type tokenRet struct {
	CarrierFailedResultData string `json:"carrierFailedResultData"`
	Code                    string `json:"code"`
	Msg                     string `json:"msg"`
	RequestCode             int    `json:"requestCode"`
	RequestID               string `json:"requestId,omitempty"`
	Token                   string `json:"token,omitempty"`
	VendorName              string `json:"vendorName,omitempty"`
}

func (t tokenRet) String() string { return compact(t) }

// compact is v as JSON on one line, with no HTML escapes, as fastjson writes it.
func compact(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "" // only our own structs of strings and numbers come here
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// messages are the SDK's own wordings of its codes.
var messages = map[string]string{
	"600000": "获取token成功",
	"600001": "唤起授权页成功",
	"600002": "唤起授权页失败",
	"600004": "获取运营商配置信息失败",
	"600005": "手机终端不安全",
	"600007": "未检测到sim卡",
	"600008": "蜂窝网络未开启",
	"600009": "无法判运营商",
	"600010": "未知异常",
	"600011": "获取token失败",
	"600012": "预取号失败",
	"600013": "运营商维护升级，该功能不可用",
	"600014": "运营商维护升级，该功能已达最大调用次数",
	"600015": "接口超时",
	"600017": "AppID、Appkey解析失败",
	"600018": "当前号码已被运营商管控，暂时无法使用该功能",
	"600021": "点击登录时检测到运营商已切换",
	"600023": "加载自定义控件异常",
	"600024": "终端环境检查支持认证",
	"600025": "终端检测参数错误",
	"600026": "授权页已加载时不允许调用加速或预取号接口",
	"600027": "appid无效",
	"600032": "客户端设备时间错误",
	"700000": "用户取消登录",
	"700001": "用户切换其他登录方式",
	"700002": "用户点击登录按钮",
	"700003": "用户点击checkbox",
	"700004": "用户点击协议富文本文字",
	"700006": "点击一键登录拉起授权页二次弹窗",
	"700007": "二次弹窗关闭",
	"700008": "二次弹窗同意并继续",
	"700009": "二次弹窗点击协议",
}

// internalOf are the SDK's internal codes, which only its log shows.
var internalOf = map[string]string{
	"600000": "8000", "600001": "6000", "600002": "-10001", "600004": "-10002", "600005": "-10003",
	"600006": "-10004", "600007": "-10005", "600008": "-10006", "600009": "-10007", "600010": "-10008",
	"600013": "-10009", "600014": "-10010", "700000": "-72931", "700001": "-72932",
}

// unsafeText are the tails of 600005, by what the check found.
var unsafeText = map[string]string{
	"proxy":    "the phone is proxy, please do not proxy!",
	"root":     "the phone is root, please use safe phone!",
	"emulator": "Emulator is detected, please use real phone!",
	"attached": "the app is attached, please use safe phone!",
	"debugger": "the app is debuggerConnected, please do not debug!",
}

// tapCode is the event of each tap on the page.
var tapCode = map[string]string{
	"back": "700000", "switch": "700001", "login": "700002", "checkbox": "700003", "protocol": "700004",
	"confirm": "700006", "dialog-close": "700007", "agree": "700008", "dialog-protocol": "700009",
}

// publicCode is the SDK's own mapping of a carrier's code.
func publicCode(carrier, code, step, sdk string) string {
	for _, row := range simulatorOf(carrier).public {
		if slices.Contains(row.codes, code) && (!row.since214 || atLeast(sdk, "2.14")) {
			return row.public
		}
	}
	if step == "prefetch" {
		return "600012"
	}
	return "600011"
}
