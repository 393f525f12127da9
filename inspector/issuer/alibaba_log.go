package issuer

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// internalLine matches the SDK's lines that give a code of its own inside.
var internalLine = lazyregexp.New(
	`(checkEnvAvailable|justPreLogin|justGetLoginToken)\b[^=]*errorCode = (-?\d+)(?:; ?errorMsg = ([^;]*))?`)

// readInternalLine reads results that the SDK logs with its internal code.
func readInternalLine(l *inspector.Line) []inspector.Sighting {
	if strings.Contains(l.Text, "justGetLoginToken Timeout") {
		s := inspector.LineSighting(l, inspector.StepToken)
		s.Step.Label = inspector.LabelOf(inspector.StepToken)
		sdkRoute(&s)
		s.Trouble(inspector.TroubleTimeout)
		return []inspector.Sighting{s}
	}
	m := internalLine.FindStringSubmatch(l.Text)
	if m == nil {
		return nil
	}
	kind := map[string]inspector.StepKind{
		"checkEnvAvailable": inspector.StepEnv, "justPreLogin": inspector.StepPrefetch,
		"justGetLoginToken": inspector.StepToken,
	}[m[1]]
	code, msg := m[2], strings.TrimSpace(m[3])
	public, known := codes.PublicOf(code)
	if !known && len(code) == 6 && strings.HasPrefix(code, "600") {
		public, known = code, true
	}
	kinds := []inspector.StepKind{kind}
	if by := stepsOf(public, false); known && code != "8000" && !has(by, kind) {
		kinds = by // the check reports what an earlier step left undone
	}
	s := inspector.LineSighting(l, kinds...)
	s.Step.Label, s.Step.Detail = inspector.LabelOf(kinds[0]), m[1]
	sdkRoute(&s)
	switch {
	case code == "8000" || code == "6000" || code == "0":
		s.OK()
	case known:
		s.Code(codes.Alibaba, codes.AliAndroid, public, msg)
		s.Step.Outcome = outcomeOf(public)
	default:
		s.Code(codes.Alibaba, codes.AliInternal, code, msg)
		s.Fail()
	}
	s.Field("errorCode", code, inspector.Public, "")
	s.Field("errorMsg", msg, inspector.Public, "")
	unsafePhone(&s, msg)
	return []inspector.Sighting{s}
}

// gatewayLine matches a failed call to the gateway with the code of the SDK's
// HTTP layer.
var gatewayLine = lazyregexp.New(
	`(GetStsToken|QuerySceneVendorInfoList|QueryPnsDispatchInfo|QuerySdkConfig|UploadMonitorInfo)\b.*?errorCode = (1000\d\d)(?:; ?errorMsg = (.*))?`)

var gatewaySteps = map[string]inspector.StepKind{
	"GetStsToken": inspector.StepSTS, "QuerySceneVendorInfoList": inspector.StepVendors,
	"QueryPnsDispatchInfo": inspector.StepVendors, "QuerySdkConfig": inspector.StepConfig,
	"UploadMonitorInfo": inspector.StepMonitor,
}

// exceptions are Java's words for why a call did not come through.
var exceptions = []struct {
	word    string
	trouble inspector.Trouble
}{
	{"SSLHandshakeException", inspector.TroubleTLS}, {"CertPathValidatorException", inspector.TroubleTLS},
	{"SSLPeerUnverifiedException", inspector.TroubleTLS}, {"UnknownHostException", inspector.TroubleDNS},
	{"SocketTimeoutException", inspector.TroubleTimeout}, {"ConnectException", inspector.TroubleConnect},
	{"NoRouteToHostException", inspector.TroubleConnect}, {"Connection reset", inspector.TroubleReset},
	{"EOFException", inspector.TroubleReset}, {"Cleartext", inspector.TroubleCleartext},
}

func readGatewayLine(l *inspector.Line) []inspector.Sighting {
	m := gatewayLine.FindStringSubmatch(l.Text)
	if m == nil {
		return nil
	}
	kind := gatewaySteps[m[1]]
	s := inspector.LineSighting(l, kind)
	s.Step.Label, s.Step.Detail = inspector.LabelOf(kind), m[1]
	s.Step.Role, s.Step.To, s.Step.Network = inspector.LaneAlibaba, inspector.LaneAlibaba, inspector.NetDefault
	deduced(&s, lang.Text{EN: "the SDK's log", ZH: "SDK 日志"})
	s.Field("errorMsg", m[3], inspector.Public, "")
	if m[2] == "100000" {
		s.OK()
		return []inspector.Sighting{s}
	}
	// Codes of the HTTP layer say that a call failed, not why: they are shown
	// and are never the root.
	at := inspector.At(codes.Alibaba, codes.AliHTTP, m[2], "")
	note := lang.Text{}
	if at.Lookup.Known() {
		note = at.Lookup.Candidates[0].Name
	}
	s.NoteField("errorCode", m[2], inspector.Public, "", note)
	s.Trouble(inspector.TroubleBroken)
	for _, e := range exceptions {
		if strings.Contains(m[3], e.word) {
			s.Trouble(e.trouble)
			break
		}
	}
	return []inspector.Sighting{s}
}

// readSecretLine reads lines that log the initialisation and print what
// must not be printed.
func readSecretLine(l *inspector.Line) []inspector.Sighting {
	switch {
	case strings.Contains(l.Text, "setAuthSDKInfo secretInfo"):
		s := inspector.LineSighting(l, inspector.StepInit)
		s.Step.Label, s.Step.Detail = inspector.LabelOf(inspector.StepInit), "setAuthSDKInfo"
		s.Step.From, s.Step.To = inspector.LaneApp, inspector.LaneSDK
		s.OK()
		s.Signal(inspector.SignalSecretInLog, "setAuthSDKInfo secretInfo")
		return []inspector.Sighting{s}
	case strings.Contains(l.Text, "getPrivateKey result"):
		return signalOnly(l, inspector.SignalSecretInLog, "getPrivateKey result")
	case strings.Contains(l.Text, "dispatchinfo"):
		s := inspector.LineSighting(l)
		if strings.Contains(l.Text, "result") {
			s = inspector.LineSighting(l, inspector.StepVendors)
			s.Step.Label, s.Step.Detail = inspector.LabelOf(inspector.StepVendors), "dispatchinfo"
			s.Step.Role, s.Step.To, s.Step.Network = inspector.LaneAlibaba, inspector.LaneAlibaba, inspector.NetDefault
			deduced(&s, lang.Text{EN: "the SDK's log", ZH: "SDK 日志"})
			s.OK()
		}
		s.Signal(inspector.SignalSecretInLog, "dispatchinfo")
		return []inspector.Sighting{s}
	case strings.Contains(l.Text, "cuzx login result"):
		out := carrierLine(codes.ChinaUnicom)(l)
		if len(out) == 0 {
			out = signalOnly(l, inspector.SignalSecretInLog, "cuzx login result")
			return out
		}
		out[0].Signal(inspector.SignalSecretInLog, "cuzx login result")
		return out
	}
	return nil
}

func signalOnly(l *inspector.Line, kind inspector.SignalKind, value string) []inspector.Sighting {
	s := inspector.LineSighting(l)
	s.Signal(kind, value)
	return []inspector.Sighting{s}
}

var accessCode = lazyregexp.New(`(?i)accessCode["'\s:=]+([A-Za-z0-9+/=_-]{8,})`)

// readAccessCodeLine reads what CacheMonitor prints: a carrier's access code,
// which is often mistaken for the login token.
func readAccessCodeLine(l *inspector.Line) []inspector.Sighting {
	for _, n := range objects(l.Text) {
		if v := n.First("accessCode", "AccessCode"); v != "" {
			return signalOnly(l, inspector.SignalAccessCode, v)
		}
	}
	if m := accessCode.FindStringSubmatch(l.Text); m != nil {
		return signalOnly(l, inspector.SignalAccessCode, m[1])
	}
	return nil
}

var cleartext = lazyregexp.New(`(?:Cleartext HTTP traffic to|CLEARTEXT communication to) (\S+)`)

// readCleartextLine reads Android's refusal of plain HTTP to a host of the
// login. An app whose advertisements are refused has another trouble.
func readCleartextLine(l *inspector.Line) []inspector.Sighting {
	m := cleartext.FindStringSubmatch(l.Text)
	if m == nil || !loginHost.MatchString(m[1]) {
		return nil
	}
	return signalOnly(l, inspector.SignalCleartext, strings.Trim(m[1], `"'.,;:`))
}

// What Android, Java and WebView print of a certificate that is outside of its
// dates, and of one without proof of Certificate Transparency.
var (
	dateTroubles = []string{"CertificateNotYetValidException", "CertificateExpiredException",
		"Certificate not valid until",
		"Certificate expired at", "timestamp check failed", "ERR_CERT_DATE_INVALID"}
	proofTroubles = []string{"NOT_ENOUGH_SCTS", "ERR_CERTIFICATE_TRANSPARENCY_REQUIRED"}
)

func tlsCause(cause string) func(*inspector.Line) []inspector.Sighting {
	return func(l *inspector.Line) []inspector.Sighting { return signalOnly(l, inspector.SignalTLSCause, cause) }
}

// readLongLeafLine reads a WebView's word for a certificate that lives longer
// than it accepts.
func readLongLeafLine(l *inspector.Line) []inspector.Sighting {
	return signalOnly(l, inspector.SignalLongLeaf, "ERR_CERT_VALIDITY_TOO_LONG")
}

func readUnsafeLine(l *inspector.Line) []inspector.Sighting {
	if l.Pasted {
		return nil // prose.unsafe reads it beside the codes of its line
	}
	s := inspector.LineSighting(l)
	unsafePhone(&s, l.Text)
	return []inspector.Sighting{s}
}

func readTamperedLine(l *inspector.Line) []inspector.Sighting {
	return signalOnly(l, inspector.SignalTampered, "页面非法修改")
}

var (
	library  = lazyregexp.New(`lib[\w.-]*(?:auth_number_product|pns|alijtca)[\w.-]*`)
	activity = lazyregexp.New(`[\w./]*(?:LoginAuthActivity|PrivacyDialogActivity|AuthWebVeiwActivity)`)
)

// readCrashLine reads the crashes that a wrong build or manifest causes.
func readCrashLine(l *inspector.Line) []inspector.Sighting {
	switch {
	case strings.Contains(l.Text, "Only fullscreen"):
		if another(l.Text) != "" {
			return nil
		}
		return signalOnly(l, inspector.SignalOrientation, "Only fullscreen opaque activities can request orientation")
	case strings.Contains(l.Text, "explicit activity class"):
		if a := activity.FindString(l.Text); a != "" {
			return signalOnly(l, inspector.SignalPrivacyPage, a)
		}
	default:
		if lib := library.FindString(l.Text); lib != "" {
			return signalOnly(l, inspector.SignalLink, lib)
		}
	}
	return nil
}

// sdkNumber finds numbers that have the form of the SDK's public codes.
var sdkNumber = lazyregexp.New(`(?:^|[^\d.])((?:600|700)0\d\d)(?:[^\d.]|$)`)

func has(list []inspector.StepKind, k inspector.StepKind) bool {
	for _, v := range list {
		if v == k {
			return true
		}
	}
	return false
}
