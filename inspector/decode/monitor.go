package decode

// MonitorRecord is one record of the SDK's own monitor upload. It travels over
// the default network and so tells of steps that rode on cellular.
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
	Carrier     *CarrierResult
}

// MaxRecords bounds the records read from one upload.
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
		if r, ok := monitorRecord(it); ok && len(out) < MaxRecords {
			out = append(out, r)
		}
	}
	return out
}

func monitorRecord(n *Node) (MonitorRecord, bool) {
	if n == nil || n.Kind != NodeObject {
		return MonitorRecord{}, false
	}
	if inner := innerRecord(n); inner != nil {
		n = inner
	}
	r := MonitorRecord{
		Code: n.First("authSdkCode", "code"), FailRet: n.First("failRet"),
		RequestID: n.First("requestId"), SessionID: n.First("sessionId"),
		NetworkType: n.First("networkType", "network"), Archive: n.First("archiveName"),
		Package: n.First("packageName"), SDKVersion: n.First("sdkVersion", "gatewaySdkVersion"),
		Vendor: n.First("vendorName", "carrierName"), Model: n.First("deviceName", "model", "phoneModel"),
		Signature: n.First("signature", "packageSign"), API: n.First("apiName", "action"),
		WholeMS: n.First("wholeMS"), Cached: n.First("isCache"),
	}
	if data := n.Get("carrierFailedResultData"); data != nil {
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
