package codes

import "strings"

// Vendor is one value of vendorName in the Alibaba SDK's result: it says
// whose code space carrierFailedResultData speaks.
type Vendor struct {
	Name   string
	Issuer Issuer // "" where the carrier was not determined
	Space  Space  // of the object's code field
	Title  Text
	// Certainty is Unconfirmed for names that stand in the SDK as constants
	// but were never met in a result.
	Certainty Certainty
	// Source holds keys of docs/sources.md.
	Source string
}

var vendors = []Vendor{
	{"cm_zyhl", ChinaMobile, CM, Text{"China Mobile", "中国移动"}, Seen, "D2143, ALI-SDK"},
	{"cm_ntyd", ChinaMobile, CM, Text{"China Mobile through crbt.i139.cn", "中国移动（crbt.i139.cn 通道）"}, Seen, "D2143, ALI-SDK"},
	{"cu_zx", ChinaUnicom, CUSDK, Text{"China Unicom", "中国联通"}, Seen, "D2143, ALI-SDK"},
	{"cu_xw", ChinaUnicom, CUSDK, Text{"China Unicom (name inside the SDK)", "中国联通（SDK 内部名）"}, Seen, "D2143, ALI-SDK"},
	{"ct_sjl", ChinaTelecom, CT, Text{"China Telecom", "中国电信"}, Seen, "D2143, ALI-SDK"},
	{"unknown", "", "", Text{"carrier not determined", "未识别出运营商"}, Seen, "D2143, ALI-SDK"},
	{"CMCC", ChinaMobile, CM, Text{"China Mobile", "中国移动"}, Seen, "D2143, ALI-SDK"},
	{"CUCC", ChinaUnicom, CUSDK, Text{"China Unicom", "中国联通"}, Seen, "D2143, ALI-SDK"},
	{"CTCC", ChinaTelecom, CT, Text{"China Telecom", "中国电信"}, Seen, "D2143, ALI-SDK"},
	{"cmcc_bjyd", ChinaMobile, CM, Text{"China Mobile", "中国移动"}, Unconfirmed, "ALI-SDK"},
	{"cmcc_ntyd", ChinaMobile, CM, Text{"China Mobile through crbt.i139.cn", "中国移动（crbt.i139.cn 通道）"}, Unconfirmed, "ALI-SDK"},
	{"cmcc_1", ChinaMobile, CM, Text{"China Mobile", "中国移动"}, Unconfirmed, "ALI-SDK"},
	{"cucc_1", ChinaUnicom, CUSDK, Text{"China Unicom", "中国联通"}, Unconfirmed, "ALI-SDK"},
	{"cucc_2", ChinaUnicom, CUSDK, Text{"China Unicom", "中国联通"}, Unconfirmed, "ALI-SDK"},
	{"ctcc_1", ChinaTelecom, CT, Text{"China Telecom", "中国电信"}, Unconfirmed, "ALI-SDK"},
	{"ctcc_2", ChinaTelecom, CT, Text{"China Telecom", "中国电信"}, Unconfirmed, "ALI-SDK"},
}

// VendorOf finds a vendorName, in any case and with surrounding space.
func VendorOf(name string) (v Vendor, ok bool) {
	name = strings.TrimSpace(name)
	for _, v := range vendors {
		if strings.EqualFold(v.Name, name) {
			return v, true
		}
	}
	return Vendor{}, false
}
