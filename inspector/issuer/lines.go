package issuer

import (
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// Lines are the rules for log lines, the most specific first. The law: a line
// that holds a result object is read as that object, whoever printed it; a
// number alone counts only in pasted text or under a tag of an SDK.
func Lines() []inspector.LineRule {
	return slices.Concat([]inspector.LineRule{
		{ID: "code-table", Ends: true, Read: readTableLine},
		{ID: "other-maker", Beside: true, Read: readMakerLine},
		{ID: "phone-state", Beside: true, Read: readStateLine},
		{ID: "ali-secret", Tags: []string{"AuthSDK", "AuthSDK_kernel"},
			Any: []string{"secretInfo", "getPrivateKey", "dispatchinfo", "cuzx login"}, Read: readSecretLine},
		{ID: "ali-monitor", Any: []string{"uploadUserTrackInfoByPop"}, Read: readMonitorLine},
		{ID: "ali-monitor-print", Any: []string{`authSdkCode`, `pns.vendor.querylist`}, Read: readMonitorPrint},
		{ID: "ali-config", Tags: []string{"AuthSDK", "AuthSDK_kernel"}, Any: []string{"getSDKConfig", "getSdkConfig"},
			Read: readConfigLine},
		{ID: "ali-http", Tags: []string{"AuthSDK", "AuthSDK_kernel"}, Any: []string{"errorCode = 1000"},
			Read: readGatewayLine},
		{ID: "ali-internal", Any: []string{"errorCode = ", "justGetLoginToken"}, Read: readInternalLine},
		{
			ID:   "cleartext",
			Any:  []string{"Cleartext HTTP traffic to", "CLEARTEXT communication to"},
			Read: readCleartextLine,
		},
		{ID: "tls-cause", Any: dateTroubles, Read: tlsCause(inspector.TLSDates)},
		{ID: "tls-transparency", Any: proofTroubles, Read: tlsCause(inspector.TLSTransparency)},
		{ID: "callback", Any: []string{"1001", "1002"}, Read: readCallbackLine},
		{ID: "callback-provider", Any: []string{"rror", "ailed", "失败"}, Read: readProviderLine},
		{ID: "token-ret", Any: []string{"carrierFailedResultData", "600", "700", "300001"}, Read: readTokenRetLine},
		{ID: "idaas-answer", Any: []string{"error_code", "session_token", "state_token"}, Read: readAnswerLine},
		{ID: "http-log", Any: []string{"/api/v2/sdk/"}, Read: readHTTPLine},
	}, carrierLines(), []inspector.LineRule{
		{ID: "access-code", Tags: []string{"CacheMonitor"}, Read: readAccessCodeLine},
		{ID: "carrier-object", Any: []string{"resultCode", "vendorCode"}, Read: readCarrierObjectLine},
		{
			ID:   "crash",
			Any:  []string{"UnsatisfiedLinkError", "couldn't find \"lib", "Only fullscreen", "explicit activity class"},
			Read: readCrashLine,
		},
		{ID: "build-error", Any: buildMarks, Read: readBuildLine},
		{ID: "exception", Any: exceptionWords, Read: readExceptionLine},
		{ID: "foreign-crash", Read: readForeignLine},
		{ID: "long-leaf", Any: []string{"ERR_CERT_VALIDITY_TOO_LONG"}, Read: readLongLeafLine},
		{
			ID: "unsafe-phone",
			Any: []string{"phone is proxy", "phone is root", "Emulator is detected", "app is attached",
				"debuggerConnected"},
			Read: readUnsafeLine,
		},
		{ID: "tampered-page", Any: []string{"页面非法修改"}, Read: readTamperedLine},
		{ID: "wrapped-code", Any: wrappedMarks, Read: readWrappedCodeLine},
		{ID: "server-word", Any: serverMarks(), Read: readServerWordLine},
		{ID: "server-exception", Any: []string{"TeaException"}, Read: readTeaLine},
		{ID: "idaas-code", Any: []string{"IDAAS.", "SDK.", "LOGIN.", "COMMON.", "PARAM."}, Read: readIDaaSCodeLine},
		{ID: "named-in-log", Any: []string{"600"}, Read: readNamedInLogLine},
		{ID: "pasted", Read: readPastedLine},
	})
}

// carrierLines are the rules for what each carrier's SDK logs.
func carrierLines() []inspector.LineRule {
	var out []inspector.LineRule
	for _, c := range codes.Carriers() {
		if len(c.LogTags) > 0 {
			out = append(out,
				inspector.LineRule{ID: string(c.Issuer) + "-sdk", Tags: c.LogTags, Any: c.LogMarks,
					Read: carrierLine(c.Issuer)})
		}
	}
	return out
}

// failure finds the words with which an app's log calls something an error.
var failure = lazyregexp.New(`(?i)\b(?:on)?(?:token)?(?:failed|failure|error)\b|失败`)

// notEvents are a result, a refused call and the user's choices.
var notEvents = []string{"600000", refusedOnPage, "700000", "700001"}

// eventFailed notes an event that the app's own log calls a failure. The user's
// choices are left out: many apps print them in the failure branch on purpose.
func eventFailed(s *inspector.Sighting, text, code string) {
	head, _, _ := strings.Cut(text, "{")
	event := outcomeOf(code) != inspector.OutcomeFailed && !slices.Contains(notEvents, code)
	if event && failure.MatchString(head) {
		s.Signal(inspector.SignalEventFailed, code)
	}
}

func readMonitorLine(l *inspector.Line) []inspector.Sighting {
	_, rest, _ := strings.Cut(l.Text, "uploadUserTrackInfoByPop")
	i := strings.IndexAny(rest, "[{")
	if i < 0 {
		return nil
	}
	var out []inspector.Sighting
	up := inspector.LineSighting(l, inspector.StepMonitor)
	up.Step.Label = inspector.LabelOf(inspector.StepMonitor)
	up.Step.Role, up.Step.To = inspector.LaneAlibaba, inspector.LaneAlibaba
	deduced(&up, lang.Text{EN: "the SDK's log of its upload", ZH: "SDK 日志中的上报内容"})
	for _, m := range decode.MonitorRecords(rest[i:]) {
		fields(&up, m)
		if s, ok := fromMonitor(inspector.LineSighting(l), m); ok {
			out = append(out, s)
		}
	}
	return append(out, up)
}

// readMonitorPrint reads records that somebody printed, one or several a line.
func readMonitorPrint(l *inspector.Line) []inspector.Sighting {
	var out []inspector.Sighting
	for _, n := range objects(l.Text) {
		m, ok := decode.MonitorRecordOf(n)
		if !ok || m.Code == "" && !m.Asks() {
			continue
		}
		if s, ok := fromMonitor(inspector.LineSighting(l), m); ok {
			addFields(&s, m)
			out = append(out, s)
		}
	}
	return out
}

func readConfigLine(l *inspector.Line) []inspector.Sighting {
	s := inspector.LineSighting(l, inspector.StepConfig)
	s.Step.Label, s.Step.Detail = inspector.LabelOf(inspector.StepConfig), "getSDKConfig"
	s.Step.Role, s.Step.To, s.Step.Network = inspector.LaneAlibaba, inspector.LaneAlibaba, inspector.NetDefault
	deduced(&s, lang.Text{EN: "the SDK's log", ZH: "SDK 日志"})
	for _, n := range objects(l.Text) {
		code := n.First("Code", "code")
		switch {
		case strings.EqualFold(code, "OK"):
			s.OK()
		case code != "":
			s.Code(codes.AlibabaAPI, codes.AliServer, code, n.First("Message", "message"))
			s.Fail()
		}
	}
	return []inspector.Sighting{s}
}

// carrierLine reads a carrier SDK's own log of a result.
func carrierLine(issuer codes.Issuer) func(*inspector.Line) []inspector.Sighting {
	return func(l *inspector.Line) []inspector.Sighting {
		for _, n := range objects(l.Text) {
			if c := decode.CarrierResultOf(n); c != nil {
				return []inspector.Sighting{carrierSighting(l, issuer, c)}
			}
		}
		return nil
	}
}

func carrierSighting(l *inspector.Line, issuer codes.Issuer, c *decode.CarrierResult) inspector.Sighting {
	s := inspector.LineSighting(l, inspector.StepPrefetch, inspector.StepToken)
	s.Step.Label, s.Step.Detail = lang.Text{EN: "carrier's result", ZH: "运营商返回结果"}, "carrier SDK log"
	s.Step.Role, s.Step.To, s.Step.Network = inspector.LaneCarrier, inspector.LaneCarrier, inspector.NetCellular
	s.Keys.Carrier = issuer
	deduced(&s, lang.Text{EN: "the carrier SDK's log", ZH: "运营商 SDK 日志"})
	if known := codes.CarrierOf(issuer); known != nil && known.Succeeds(c.Code) && c.Inner == "" {
		s.Code(issuer, codes.CarrierSpace(issuer, "", c.Code), c.Code, c.Message)
		s.OK()
		return s
	}
	c.Issuer = ""
	carrierCodes(&s, codes.Vendor{Issuer: issuer}, c)
	s.Fail()
	if n := len(s.Step.Codes); n > 0 && isEvent(s.Step.Codes[n-1]) {
		carrierEvent(&s, s.Step.Codes[n-1])
	}
	return s
}

// readCarrierObjectLine reads a carrier's result that somebody else printed.
func readCarrierObjectLine(l *inspector.Line) []inspector.Sighting {
	if c := decode.OldStyle(l.Text); c != nil {
		return []inspector.Sighting{carrierSighting(l, c.Issuer, c)}
	}
	for _, n := range objects(l.Text) {
		c := decode.CarrierResultOf(n)
		if c == nil || !n.Has("resultCode") {
			continue
		}
		if !distinctive(c.Issuer, n) && !(l.Pasted && inTable(c)) {
			continue
		}
		return []inspector.Sighting{carrierSighting(l, c.Issuer, c)}
	}
	return nil
}

// inTable reports whether a result holds a code of six digits that its carrier's table
// has: in a text that a person brings, that is no other library's.
func inTable(c *decode.CarrierResult) bool {
	return len(c.Code) == 6 && c.Issuer.IsCarrier() &&
		codes.Lookup(codes.Query{Issuer: c.Issuer, Space: codes.CarrierSpace(c.Issuer, "", c.Code), Code: c.Code}).
			Known()
}

// distinctive reports whether an object has names that only the carrier's result
// has: "resultCode" alone occurs in the results of many other libraries.
func distinctive(i codes.Issuer, n *decode.Node) bool {
	c := codes.CarrierOf(i)
	return c == nil || len(c.Own) == 0 || slices.ContainsFunc(c.Own, n.Has)
}

func isEvent(c inspector.CodeAt) bool {
	return c.Lookup.Known() && c.Lookup.Candidates[0].Kind == codes.Event
}

// carrierEvent reads carrier codes that are no failures: the user's choice, or
// China Mobile's note that the page is up.
func carrierEvent(s *inspector.Sighting, c inspector.CodeAt) {
	if c.Code == "200087" {
		s.Kinds = []inspector.StepKind{inspector.StepPage}
		s.Step.Network, s.Step.Role, s.Step.To = inspector.NetLocal, inspector.LaneSDK, inspector.LaneApp
		s.OK()
	}
}
