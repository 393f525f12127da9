package issuer

import (
	"slices"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// readMonitor reads the SDK's own record of a login. It travels over the
// default network, so it shows the carrier steps that the proxy cannot see;
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

// addFields shows those of a record's values that the step does not show yet.
func addFields(s *inspector.Sighting, m decode.MonitorRecord) {
	var all inspector.Sighting
	fields(&all, m)
	for _, f := range all.Step.Fields {
		if !slices.ContainsFunc(s.Step.Fields, func(h inspector.Field) bool { return h.Name == f.Name }) {
			s.Field(f.Name, f.Value, f.Sensitivity, f.Path)
		}
	}
}

func keys(s *inspector.Sighting, m decode.MonitorRecord) {
	s.Keys.Package = inspector.Bounded(m.Package)
	s.Keys.SDKVersion = inspector.Bounded(m.SDKVersion)
	s.Keys.Model = inspector.Bounded(m.Model)
	if m.RequestID != "" {
		s.Keys.RequestIDs = append(s.Keys.RequestIDs, inspector.Bounded(m.RequestID))
	}
}

// noCarriers is the step of a record whose call for the list of carriers failed.
func noCarriers(s inspector.Sighting, m decode.MonitorRecord) inspector.Sighting {
	s.Wire, s.FromLog = false, false
	s.Kinds = []inspector.StepKind{inspector.StepVendors}
	s.Step.Label, s.Step.Detail = inspector.LabelOf(inspector.StepVendors), "monitor record"
	s.Step.Role, s.Step.From, s.Step.To = inspector.LaneAlibaba, inspector.LaneSDK, inspector.LaneAlibaba
	s.Step.Network = inspector.NetDefault
	deduced(&s, lang.Text{EN: "the SDK's own monitor upload", ZH: "SDK 自身的监控上报"})
	s.Step.Certainty = codes.Inferred
	keys(&s, m)
	s.Field("error_msg", m.Refused(), inspector.Public, "failRet")
	s.Trouble(inspector.TroubleStatus)
	value := "failed"
	if emptyList.MatchString(m.Refused()) {
		value = "empty"
	}
	s.Fact(cause.Gateway, value, "")
	return s
}

// emptyList finds the gateway's word for a list without carriers; it is misspelt.
var emptyList = lazyregexp.New(`(?i)e(?:r)?mpty|为空`)

// fromMonitor rebuilds the step that a record speaks of.
func fromMonitor(s inspector.Sighting, m decode.MonitorRecord) (inspector.Sighting, bool) {
	code := m.Code
	if public, ok := codes.PublicOf(code); ok {
		code = public
	}
	if code == "" && m.Asks() && m.Success == "false" {
		return noCarriers(s, m), true
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
	s.Keys.Package, s.Keys.SDKVersion, s.Keys.Model = inspector.Bounded(m.Package), inspector.Bounded(m.SDKVersion),
		inspector.Bounded(m.Model)
	return s, true
}
