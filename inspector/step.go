package inspector

import (
	"time"

	"loginscope/codes"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// StepKind is the role of a Step in the login.
type StepKind string

// The steps of a one-click login, in their usual order.
const (
	StepInit          StepKind = "init"           // secret handed to the SDK
	StepSTS           StepKind = "sts"            // GetStsToken
	StepVendors       StepKind = "vendors"        // QuerySceneVendorInfoList or QueryPnsDispatchInfo
	StepConfig        StepKind = "config"         // QuerySdkConfig
	StepEnv           StepKind = "env"            // checkEnvAvailable
	StepPrefetch      StepKind = "prefetch"       // accelerateLoginPage, masked number
	StepPage          StepKind = "page"           // authorisation page shown, 600001
	StepPageEvent     StepKind = "page-event"     // 700xxx
	StepToken         StepKind = "token"          // login token from the carrier
	StepCarrierConfig StepKind = "carrier-config" // China Mobile uniConfig
	StepCarrierLog    StepKind = "carrier-log"    // logReport, accountMsg.do
	StepMonitor       StepKind = "monitor"        // UploadMonitorInfo
	StepExchange      StepKind = "exchange"       // IDaaS aliyun-mobile-auth
	StepIDToken       StepKind = "id-token"       // session_token to id_token
	StepCallback      StepKind = "callback"       // 1002 or 1001 to the app
	StepServerQuery   StepKind = "server-query"   // GetMobile, server side, replay only
)

// Lane is a role in the sequence diagram.
type Lane string

// The lanes, left to right.
const (
	LaneUser    Lane = "user"
	LaneApp     Lane = "app"
	LaneSDK     Lane = "sdk"
	LaneAlibaba Lane = "alibaba"
	LaneCarrier Lane = "carrier"
	LaneIDaaS   Lane = "idaas"
)

// Name is the lane's name in the lexicon.
func (l Lane) Name() lang.Text { return lang.Name(lang.Lane, l) }

// Visibility is how a Step is known.
type Visibility string

// The visibilities.
const (
	Visible    Visibility = "seen"
	Deduced    Visibility = "inferred"    // from other evidence, see Step.InferredFrom
	NotVisible Visibility = "not-visible" // rides on cellular or inside the phone; says nothing about success
	NotReached Visibility = "not-reached" // the login ended before it
)

// Name is the visibility's name in the lexicon.
func (v Visibility) Name() lang.Text { return lang.Name(lang.Visibility, v) }

// Known describes how the step is known. A call over the default network could have
// been captured: where it was not, that is less than "not visible by design".
func (s *Step) Known() lang.Text {
	if s.Visibility == NotVisible && s.Network == NetDefault {
		return lang.Name(lang.Visibility, "absent")
	}
	return s.Visibility.Name()
}

// Network is the path that a step takes.
type Network string

// The networks.
const (
	NetDefault  Network = "default"  // Wi-Fi when up
	NetCellular Network = "cellular" // bound to the SIM's data link
	NetLocal    Network = "local"    // inside the phone
)

// Outcome is what became of a Step.
type Outcome string

// The outcomes.
const (
	OutcomeOK      Outcome = "ok"
	OutcomeFailed  Outcome = "failed"
	OutcomeEvent   Outcome = "event"   // neither: a page event or a user's choice
	OutcomeWaiting Outcome = "waiting" // still open
	OutcomeUnknown Outcome = "unknown"
)

// Name is the outcome's name in the lexicon.
func (o Outcome) Name() lang.Text { return lang.Name(lang.StepOutcome, o) }

// Sensitivity says how a value must be masked outside the session file.
type Sensitivity = redact.Sensitivity

// The sensitivities, as redact has them.
const (
	Public   = redact.Public
	Phone    = redact.Phone
	Token    = redact.Token
	Secret   = redact.Secret
	Identity = redact.Identity
)

// Field is one decoded value, with what it means.
type Field struct {
	Name        string      `json:"name"`
	Value       string      `json:"value"` // unmasked; every output masks by Sensitivity
	Sensitivity Sensitivity `json:"sensitivity,omitempty"`
	Note        lang.Text   `json:"note,omitzero"`
	Path        string      `json:"path,omitempty"`
}

// CodeAt is a code with the space where it was found and what it means there.
type CodeAt struct {
	Issuer  codes.Issuer `json:"issuer"`
	Space   codes.Space  `json:"space"`
	Code    string       `json:"code"`
	Message string       `json:"message,omitempty"`
	Lookup  codes.Result `json:"lookup"`
}

// Step is the role that one or several pieces of evidence play in a login.
type Step struct {
	Kind       StepKind   `json:"kind"`
	Role       Lane       `json:"party"`
	From       Lane       `json:"from"`
	To         Lane       `json:"to"`
	Label      lang.Text  `json:"label"`  // short, for the arrow
	Detail     string     `json:"detail"` // the field's own name: "GetStsToken", "qc"
	Time       time.Time  `json:"time,omitzero"`
	End        time.Time  `json:"end,omitzero"`
	Visibility Visibility `json:"visibility"`
	// InferredFrom says, for a deduced Step, what it rests on.
	InferredFrom lang.Text `json:"inferred_from,omitzero"`
	Network      Network   `json:"network"`
	Outcome      Outcome   `json:"outcome"`
	// Trouble is why the step failed when no code says so.
	Trouble Trouble `json:"trouble,omitempty"`
	// Codes go from the outermost to the innermost, which is nearest the root.
	Codes    []CodeAt           `json:"codes,omitempty"`
	Fields   []Field            `json:"fields,omitempty"`
	Notes    []lang.Text        `json:"notes,omitempty"`
	Evidence []finding.Location `json:"evidence,omitempty"`
	// Certainty of the decoding itself.
	Certainty codes.Certainty `json:"certainty"`
}
