package issuer

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/lang"
)

// readMonitor reads the SDK's own record of a login. It travels over the
// default network, so it tells of the carrier steps that the proxy cannot see;
// whatever is rebuilt from it is marked as inferred.
func readMonitor(r *inspector.Reading) {
	form, _ := readAlibaba(r)
	records := decode.MonitorRecords(form.Get("UploadInfo"))
	if len(records) == 0 && form.Has("UploadInfo") {
		r.Troubled = append(r.Troubled, lang.Text{
			EN: "The monitor record is not in a known shape.", ZH: "监控记录的结构无法识别。",
		})
	}
	for _, m := range records {
		fields(&r.Sighting, m)
		s := inspector.Sighting{Device: r.Device}
		s.Step = r.Step
		s.Step.Codes, s.Step.Fields, s.Step.Notes, s.Step.Trouble = nil, nil, nil, ""
		if made, ok := fromMonitor(s, m); ok {
			r.Also = append(r.Also, made)
		}
	}
}

// fields shows a record's values and takes its keys over.
func fields(s *inspector.Sighting, m decode.MonitorRecord) {
	s.Field("authSdkCode", m.Code, inspector.Public, "UploadInfo")
	s.Field("networkType", m.NetworkType, inspector.Public, "UploadInfo")
	s.Field("isCache", m.Cached, inspector.Public, "UploadInfo")
	s.Field("wholeMS", m.WholeMS, inspector.Public, "UploadInfo")
	s.Field("archiveName", m.Archive, inspector.Public, "UploadInfo")
	s.Field("packageName", m.Package, inspector.Public, "UploadInfo")
	s.Field("signature", m.Signature, inspector.Public, "UploadInfo")
	s.Field("requestId", m.RequestID, inspector.Public, "UploadInfo")
	s.Field("sdkVersion", m.SDKVersion, inspector.Public, "UploadInfo")
	keys(s, m)
}

func keys(s *inspector.Sighting, m decode.MonitorRecord) {
	s.Keys.Package = inspector.Bounded(m.Package)
	s.Keys.SDKVersion = inspector.Bounded(m.SDKVersion)
	s.Keys.Model = inspector.Bounded(m.Model)
	if m.RequestID != "" {
		s.Keys.RequestIDs = append(s.Keys.RequestIDs, inspector.Bounded(m.RequestID))
	}
}

// fromMonitor rebuilds the step that a record speaks of.
func fromMonitor(s inspector.Sighting, m decode.MonitorRecord) (inspector.Sighting, bool) {
	code := m.Code
	if public, ok := codes.PublicOf(code); ok {
		code = public
	}
	t := decode.TokenRet{Code: code, RequestID: m.RequestID, VendorName: m.Vendor, Carrier: m.Carrier}
	if code == "" {
		return s, false
	}
	s.Wire, s.FromLog = false, false
	s = tokenRet(s, t)
	s.Step.Detail = "monitor record"
	s.Step.End = s.Step.Time
	deduced(&s, lang.Text{EN: "the SDK's own monitor upload", ZH: "SDK 自身的监控上报"})
	s.Step.Certainty = codes.Inferred
	s.Keys.Package, s.Keys.SDKVersion, s.Keys.Model = inspector.Bounded(m.Package), inspector.Bounded(m.SDKVersion), inspector.Bounded(m.Model)
	return s, true
}
