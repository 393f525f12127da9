package issuer

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// sdkSteps says which steps a public code of the Alibaba SDK speaks of, most
// likely first; where there are several, the state of the login decides.
// Source: the SDK's result class and the order of its calls.
var sdkSteps = map[string][]inspector.StepKind{
	"600000": {inspector.StepToken},
	"600001": {inspector.StepPage},
	"600002": {inspector.StepPage},
	"600004": {inspector.StepVendors},
	"600005": {inspector.StepEnv},
	"600006": {inspector.StepEnv},
	"600007": {inspector.StepEnv},
	"600008": {inspector.StepEnv, inspector.StepPrefetch, inspector.StepToken},
	"600009": {inspector.StepEnv},
	"600010": {inspector.StepToken, inspector.StepPrefetch},
	"600011": {inspector.StepToken},
	"600012": {inspector.StepPrefetch},
	"600013": {inspector.StepEnv},
	"600014": {inspector.StepEnv},
	"600015": {inspector.StepToken, inspector.StepPrefetch},
	"600016": {inspector.StepPrefetch},
	"600017": {inspector.StepInit},
	"600018": {inspector.StepToken, inspector.StepPrefetch},
	"600021": {inspector.StepToken},
	"600022": {inspector.StepPageEvent},
	"600023": {inspector.StepPage},
	"600024": {inspector.StepEnv},
	"600025": {inspector.StepEnv},
	"600026": {inspector.StepPrefetch},
	"600027": {inspector.StepToken, inspector.StepPrefetch},
	"600028": {inspector.StepInit},
	"600030": {inspector.StepToken, inspector.StepPrefetch},
	"600031": {inspector.StepToken, inspector.StepPrefetch},
	"600032": {inspector.StepInit},
	"600033": {inspector.StepInit},
	"600034": {inspector.StepInit},
	"600035": {inspector.StepToken, inspector.StepPrefetch},
	"600036": {inspector.StepInit},
	"600037": {inspector.StepToken},
	"300001": {inspector.StepVendors},
}

// carrierSteps are the steps in which a carrier takes part.
var carrierSteps = []inspector.StepKind{inspector.StepToken, inspector.StepPrefetch}

// stepsOf lists the steps that a result can belong to. A carrier's result
// inside rules out the steps that no carrier takes part in.
func stepsOf(code string, withCarrier bool) []inspector.StepKind {
	if strings.HasPrefix(code, "700") {
		return []inspector.StepKind{inspector.StepPageEvent}
	}
	kinds := sdkSteps[code]
	if kinds == nil {
		return carrierSteps
	}
	if withCarrier && (kinds[0] == inspector.StepEnv || kinds[0] == inspector.StepInit) {
		return carrierSteps
	}
	return kinds
}

// envCall names the SDK's check of the environment: what fails in it is that step,
// whatever the code says of the secret.
var envCall = lazyregexp.New(`(?i)\bcheck_?env(?:ironment)?_?(?:available)?\b|(?:终端|网络)?环境检[测查]|终端检测`)

// inEnvCall moves a failure that its code puts at the initialisation to the environment
// check, where the text names that call.
func inEnvCall(s *inspector.Sighting, text string) {
	if len(s.Kinds) > 0 && s.Kinds[0] == inspector.StepInit && s.Step.Outcome == inspector.OutcomeFailed &&
		envCall.MatchString(text) {
		s.Kinds = []inspector.StepKind{inspector.StepEnv}
		s.Step.Label = inspector.LabelOf(inspector.StepEnv)
	}
}

// refusedOnPage is the answer to a prefetch while the page is open. The call is
// refused and the login goes on: by itself it is no failed login.
const refusedOnPage = "600026"

// outcomeOf says what a public code means for its step. Events share the
// listener with results and are never failures.
func outcomeOf(code string) inspector.Outcome {
	switch code {
	case "600000", "600001", "600016", "600024":
		return inspector.OutcomeOK
	case "600022", refusedOnPage:
		return inspector.OutcomeEvent
	}
	if strings.HasPrefix(code, "700") {
		return inspector.OutcomeEvent
	}
	return inspector.OutcomeFailed
}

// tokenRet turns the SDK's result object into a sighting; base holds what the
// carrier of the object, a log line or a record, already said.
func tokenRet(base inspector.Sighting, t decode.TokenRet) inspector.Sighting {
	s := base
	if len(s.Kinds) == 0 {
		s.Kinds = stepsOf(t.Code, t.Carrier != nil)
	}
	s.Step.Outcome = outcomeOf(t.Code)
	s.Step.Detail = "TokenRet"
	s.Step.Label = inspector.LabelOf(s.Kinds[0])
	sdkRoute(&s)
	s.Code(codes.Alibaba, codes.AliAndroid, t.Code, t.Msg)
	s.Field("code", t.Code, inspector.Public, "code")
	s.Field("msg", t.Msg, inspector.Public, "msg")
	s.Field("requestId", t.RequestID, inspector.Public, "requestId")
	s.Field("vendorName", t.VendorName, inspector.Public, "vendorName")
	s.Field("token", t.Token, inspector.Token, "token")
	if t.RequestID != "" {
		s.Keys.RequestIDs = append(s.Keys.RequestIDs, inspector.Bounded(t.RequestID))
	}
	if t.Code == "600000" {
		s.Keys.Issued = inspector.Bounded(t.Token)
	}
	vendor, _ := codes.VendorOf(t.VendorName)
	s.Keys.Carrier = vendor.Issuer
	if t.Carrier != nil {
		carrierCodes(&s, vendor, t.Carrier)
	}
	unsafePhone(&s, t.Msg)
	if t.Code == "700002" && unticked.MatchString(t.Msg) {
		s.Fact(cause.Agreement, "unticked", "")
	}
	return s
}

// unticked finds the word of a page event that the agreement was not ticked.
var unticked = lazyregexp.New(`(?i)"?isChecked"?\s*[:=]\s*"?(?:false|0)\b`)

// sdkRoute draws a result of the SDK: carrier steps are only deduced from it,
// because the carrier's own messages ride on cellular.
func sdkRoute(s *inspector.Sighting) {
	s.Step.From, s.Step.To, s.Step.Role = inspector.LaneSDK, inspector.LaneApp, inspector.LaneSDK
	for _, k := range s.Kinds {
		if k == inspector.StepToken || k == inspector.StepPrefetch {
			s.Step.Role, s.Step.Network = inspector.LaneCarrier, inspector.NetCellular
			s.Step.To = inspector.LaneCarrier
			deduced(s, lang.Text{EN: "the SDK's result in the log", ZH: "日志中的 SDK 返回结果"})
			return
		}
		if k == inspector.StepVendors {
			s.Step.Role, s.Step.To = inspector.LaneAlibaba, inspector.LaneAlibaba
			s.Step.Network = inspector.NetDefault
			deduced(s, lang.Text{EN: "the SDK's result in the log", ZH: "日志中的 SDK 返回结果"})
			return
		}
	}
}

func deduced(s *inspector.Sighting, from lang.Text) {
	s.Step.Visibility, s.Step.InferredFrom = inspector.Deduced, from
}

// inferred marks a step that a line speaks of and does not show itself.
func inferred(s *inspector.Sighting, from lang.Text) {
	s.FromLog = false
	deduced(s, from)
}

// carrierCodes adds a carrier's code and the one inside its message.
func carrierCodes(s *inspector.Sighting, vendor codes.Vendor, c *decode.CarrierResult) {
	issuer, space := vendor.Issuer, vendor.Space
	switch {
	case issuer == "" && c.Issuer != "":
		issuer, space = c.Issuer, ""
		s.Keys.Carrier = issuer
		s.Note(lang.Text{
			EN: "The result does not name the carrier; the shape of the carrier's object identifies it.",
			ZH: "结果中没有运营商名称，按运营商返回对象的结构判断。",
		})
		s.Step.Certainty = codes.Inferred
	case c.Issuer != "" && issuer != "" && c.Issuer != issuer:
		s.Note(lang.Text{
			EN: "The carrier's object has another carrier's shape; vendorName decides.",
			ZH: "运营商返回对象的结构与 vendorName 不符，以 vendorName 为准。",
		})
		s.Step.Certainty = codes.Inferred
	}
	space = codes.CarrierSpace(issuer, space, c.Code)
	s.Code(issuer, space, c.Code, c.Message)
	s.Field("carrier code", c.Code, inspector.Public, "carrierFailedResultData")
	s.Field("carrier message", c.Message, inspector.Public, "carrierFailedResultData")
	s.Field("carrier request id", c.Trace, inspector.Public, "carrierFailedResultData")
	if c.Inner != "" {
		innerSpace := codes.CarrierSpace(issuer, "", c.Inner)
		if known := codes.CarrierOf(issuer); known != nil && known.Inner != "" {
			innerSpace = known.Inner
		}
		s.Code(issuer, innerSpace, c.Inner, c.InnerMessage)
	}
}

// unsafe are the tails by which the SDK says which of its tests failed.
var unsafe = []struct{ tail, what string }{
	{"phone is proxy", "proxy"}, {"phone is root", "root"}, {"Emulator is detected", "emulator"},
	{"app is attached", "attached"}, {"debuggerConnected", "debugger"},
}

func unsafePhone(s *inspector.Sighting, msg string) {
	for _, u := range unsafe {
		if strings.Contains(msg, u.tail) {
			s.Signal(inspector.SignalUnsafe, u.what)
		}
	}
}
