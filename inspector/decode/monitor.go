package decode

import "cmp"

// MonitorRecord is one record of the SDK's own monitor upload. It travels over
// the default network and so shows steps that went over cellular.
type MonitorRecord struct {
	Code        string // authSdkCode
	FailRet     string
	RequestID   string
	SessionID   string
	NetworkType string // such as "wifi+mobile"
	Archive     string // SDK flavour, such as "logOnlineStandardCuum"
	Package     string
	SDKVersion  string
	Vendor      string
	Model       string
	Signature   string // MD5 of the package's signing certificate
	API         string // the SDK call that the record is about
	WholeMS     string
	Cached      string
	Success     string // "false" for a call that failed
	Carrier     *CarrierResult
}

// Asks reports whether the record is about the call for the list of carriers.
func (m MonitorRecord) Asks() bool { return m.API == vendorList }

// Refused is what Alibaba's gateway answered instead of data, "" if nothing.
func (m MonitorRecord) Refused() string {
	return Unwrap(m.FailRet).Str("error_response", "msg")
}

// vendorList is the monitor's name of the call for the list of carriers.
const vendorList = "pns.vendor.querylist"

// MaxRecords limits the records read from one upload.
const MaxRecords = 64

// MonitorRecords reads an UploadInfo value: a JSON list of records, one record,
// or records as JSON strings inside the list.
func MonitorRecords(text string) []MonitorRecord {
	n := Unwrap(text)
	if n == nil {
		return nil
	}
	items := []*Node{n}
	if n.Kind == NodeArray {
		items = n.Items
	}
	var out []MonitorRecord
	for _, it := range items {
		if it.Kind == NodeString {
			it = Unwrap(it.Text)
		}
		if r, ok := MonitorRecordOf(it); ok && len(out) < MaxRecords {
			out = append(out, r)
		}
	}
	return out
}

// MonitorRecordOf reads one record; false if the object is none.
func MonitorRecordOf(n *Node) (MonitorRecord, bool) {
	if n == nil || n.Kind != NodeObject {
		return MonitorRecord{}, false
	}
	if inner := innerRecord(n); inner != nil {
		n = inner
	}
	use, client := n, n // a record's parts, where it has any: "u" for the call, "c" for the phone
	if u := n.Get("u"); u != nil && u.Kind == NodeObject {
		use = u
		if c := n.Get("c"); c != nil && c.Kind == NodeObject {
			client = c
		}
	}
	r := MonitorRecord{
		Code: use.First("authSdkCode", "code"), FailRet: use.First("failRet"),
		RequestID: use.First("requestId"), SessionID: use.First("sessionId"),
		NetworkType: cmp.Or(use.First("networkType", "network"), client.First("networkType")), Archive: client.First(
			"archiveName"),
		Package: client.First("packageName"), SDKVersion: client.First("sdkVersion", "gatewaySdkVersion"),
		Vendor: cmp.Or(use.First("vendorName", "carrierName"), client.First("vendorName", "carrierName")),
		Model:  client.First("deviceName", "model", "phoneModel"), Signature: client.First("signature", "packageSign"),
		API: n.First("apiName", "action"), WholeMS: use.First("wholeMS"), Cached: use.First("isCache"),
		Success: use.First("isSuccess"),
	}
	if data := use.Get("carrierFailedResultData"); data != nil {
		if data.Kind == NodeObject {
			r.Carrier = CarrierResultOf(data)
		} else {
			r.Carrier = carrierOf(data.Text, "")
		}
	}
	if t, ok := ParseTokenRet(r.FailRet); ok {
		if r.Carrier == nil {
			r.Carrier = t.Carrier
		}
		if r.Vendor == "" {
			r.Vendor = t.VendorName
		}
	} else if r.Carrier == nil {
		r.Carrier = carrierOf(r.FailRet, r.FailRet)
	}
	return r, r.Code != "" || r.RequestID != ""
}

// innerRecord opens a record that is wrapped as {"content": "<json>"} or the like.
func innerRecord(n *Node) *Node {
	for _, name := range []string{"content", "monitor", "data"} {
		v := n.Get(name)
		if v == nil {
			continue
		}
		if v.Kind == NodeString {
			v = Unwrap(v.Text)
		}
		if v != nil && v.Has("authSdkCode") {
			return v
		}
	}
	return nil
}
