package cause

import "loginscope/codes"

// This file is a table: the causes of each code, in the order in which public
// reports name them; where there are none, in the vendor's order.

func ali(c string) CodeID { return CodeID{codes.AliAndroid, c} }

var carrierStep = []string{
	"cleartext", "unicom-generation", "miui-switch", "vpn", "proxy", "mobile-data-off", "switch-slow", "timeout-short",
	"weak-network", "scheme-new",
	"data-denied-to-app", "network-permission", "dns-filter", "roaming", "other-data-sim", "sim-arrears", "sim-kind",
	"wap-apn", "shrunk", "stale-build",
	"carrier-fault", "clock-wrong", "emulator",
}

var order = map[CodeID][]string{
	ali("600002"): {"shrunk", "activity-missing", "page-open", "theme", "vendors-empty", "page-network",
		"not-initialised", "sdk-old"},
	ali("600004"): {"ios-sdk-old", "ios-ipv4", "sdk-old", "gateway-unreachable", "signature", "secret", "account",
		"clock-wrong", "mobile-data-off", "vpn", "proxy", "roaming", "sim-kind"},
	ali("600005"): {"proxy", "root", "debugger", "traced", "emulator", "page-altered", "check-threw"},
	ali("600007"): {"no-sim", "other-data-sim", "sim-not-ready", "emulator"},
	ali("600008"): {"mobile-data-off", "network-permission", "data-denied-to-app", "vpn", "sim-arrears",
		"other-data-sim", "weak-network"},
	ali("600009"): {"sim-kind", "sim-not-ready", "other-data-sim", "no-sim", "emulator", "vpn"},
	ali("600010"): {"sim-arrears", "weak-network", "sdk-exception", "shrunk", "vpn", "proxy", "sdk-old"},
	ali("600011"): carrierStep,
	ali("600012"): carrierStep,
	ali("600013"): {"carrier-maintenance", "carrier-fault", "account"},
	ali("600015"): {"weak-network", "timeout-short", "switch-slow", "mobile-data-off", "vpn", "proxy",
		"data-denied-to-app", "sim-arrears", "roaming", "root", "clock-wrong", "other-data-sim", "wifi-policy"},
	ali("600017"): {"signature", "secret", "shrunk", "not-initialised", "sdk-before-scheme", "gone-next-day"},
	ali("600021"): {"data-sim-switched", "smart-data-switch"},
	ali("600023"): {"activity-missing", "theme", "page-open", "shrunk"},
	ali("600025"): {"unicom-generation", "phone-unsupported", "argument"},
	ali("600027"): {"unicom-generation", "app-not-released", "sdk-old"},

	{codes.CM, "103111"}: {"vpn", "proxy", "roaming", "other-data-sim", "switch-slow", "mobile-data-off"},
	{codes.CM, "103902"}: {"called-twice", "credential-old"},
	{codes.CM, "103911"}: {"rate", "called-twice"},
	{codes.CM, "105302"}: {"scheme-new", "app-not-released"},
	{codes.CM, "103119"}: {"scheme-new", "app-not-released"},
	{codes.CM, "105312"}: {"scheme-new", "sim-arrears", "quota"},
	{codes.CM, "105002"}: {"sim-kind", "wap-apn", "mobile-data-off"},
	{codes.CM, "200021"}: {"sim-arrears", "answer-not-json", "vpn"},
	{codes.CM, "200023"}: {"weak-network", "switch-slow", "timeout-short", "mobile-data-off"},
	{codes.CM, "200024"}: {"switch-slow", "mobile-data-off", "data-denied-to-app", "network-permission", "vpn"},
	{codes.CM, "102508"}: {"switch-slow", "mobile-data-off", "data-denied-to-app", "network-permission", "vpn"},
	{codes.CM, "200022"}: {"mobile-data-off", "weak-network", "data-denied-to-app"},
	{codes.CM, "102101"}: {"mobile-data-off", "weak-network", "data-denied-to-app"},
	{codes.CM, "102103"}: {"mobile-data-off", "weak-network", "data-denied-to-app"},
	{codes.CM, "200027"}: {"mobile-data-off", "weak-network", "data-denied-to-app"},
	{codes.CM, "200028"}: {"cleartext", "proxy", "wifi-policy"},
	{codes.CM, "102102"}: {"cleartext", "data-denied-to-app", "proxy", "weak-network", "wifi-policy"},
	{codes.CM, "103609"}: {"sim-kind", "sim-arrears"},

	{codes.CT, "80800"}:  {"switch-slow", "mobile-data-off", "network-permission", "data-denied-to-app", "vpn"},
	{codes.CT, "80801"}:  {"switch-slow", "network-permission", "mobile-data-off", "carrier-fault"},
	{codes.CT, "80003"}:  {"mobile-data-off", "weak-network", "data-denied-to-app"},
	{codes.CT, "80004"}:  {"mobile-data-off", "weak-network", "data-denied-to-app"},
	{codes.CT, "-8004"}:  {"mobile-data-off", "weak-network", "data-denied-to-app"},
	{codes.CT, "80006"}:  {"miui-switch", "dns-filter", "vpn", "proxy"},
	{codes.CT, "800008"}: {"vpn", "proxy", "other-data-sim", "roaming"},
	{codes.CT, "-10008"}: {"rate"},
	{codes.CT, "80000"}:  {"weak-network", "switch-slow", "timeout-short"},

	{codes.CUServer, "1105"}: {"unicom-generation", "secret"},
	{codes.CUServer, "102"}:  {"unicom-generation", "app-not-released"},
	{codes.CUServer, "3032"}: {"unicom-generation", "app-not-released"},
	{codes.CUServer, "3011"}: {"vpn", "proxy", "wap-apn", "sim-kind", "other-data-sim"},
	{codes.CUServer, "3051"}: {"vpn", "proxy", "wap-apn", "sim-kind"},
	{codes.CUSDK, "410002"}:  {"unicom-generation", "network-permission", "answer-not-json"},
	{codes.CUSDK, "410001"}:  {"pre-token-missing", "unicom-generation"},
	{codes.CUSDK, "410003"}:  {"network-permission", "switch-slow", "mobile-data-off", "vpn", "data-denied-to-app"},
	{codes.CUSDK, "410004"}:  {"mobile-data-off", "data-denied-to-app", "vpn"},
	{codes.CUSDK, "410005"}:  {"mobile-data-off", "data-denied-to-app", "vpn"},
	{codes.CUSDK, "410000"}:  {"timeout-short", "weak-network", "switch-slow"},

	{codes.AliServer, "isv.ACCESS_CODE_ILLEGAL"}: {"token-spent", "token-cut", "other-value"},
	{codes.AliServer, "isv.TOKEN_INVALID"}:       {"token-spent", "token-cut", "other-value"},
	{codes.IDaaSHTTP, "IDAAS.SDK.LOGIN.1001"}: {"number-query", "token-spent", "token-cut", "verify-token",
		"other-value"},
}
