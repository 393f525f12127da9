package inspector

import (
	"loginscope/lang"
)

var labels = map[StepKind]lang.Text{
	StepInit:          {EN: "SDK initialisation", ZH: "SDK 初始化"},
	StepSTS:           {EN: "STS token", ZH: "获取 STS 凭证"},
	StepVendors:       {EN: "carrier list", ZH: "获取运营商列表"},
	StepConfig:        {EN: "SDK configuration", ZH: "获取 SDK 配置"},
	StepEnv:           {EN: "environment check", ZH: "环境检测"},
	StepPrefetch:      {EN: "number pre-fetch", ZH: "预取号"},
	StepPage:          {EN: "authorisation page", ZH: "拉起授权页"},
	StepPageEvent:     {EN: "page event", ZH: "授权页事件"},
	StepToken:         {EN: "login token", ZH: "获取 token"},
	StepCarrierConfig: {EN: "carrier SDK configuration", ZH: "运营商 SDK 配置"},
	StepCarrierLog:    {EN: "carrier SDK log", ZH: "运营商 SDK 日志"},
	StepMonitor:       {EN: "monitor upload", ZH: "监控上报"},
	StepExchange:      {EN: "IDaaS login", ZH: "IDaaS 登录"},
	StepIDToken:       {EN: "id_token", ZH: "换取 id_token"},
	StepCallback:      {EN: "callback to the app", ZH: "回调应用"},
	StepServerQuery:   {EN: "number query by the server", ZH: "服务端查询号码"},
}

// LabelOf is the short name of a kind of step, for arrows and lists.
func LabelOf(k StepKind) lang.Text { return labels[k] }

// StepKinds lists every kind of step in the usual order.
func StepKinds() []StepKind { return append([]StepKind(nil), canonical...) }
