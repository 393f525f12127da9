// Package codes owns the tables of return codes: who defines a code, what it
// means, who can act on it. It knows nothing of HTTP or of the login's order,
// and imports package lang alone. A number means nothing without its
// Space: the same digits are an Alibaba event, a China Unicom failure and an
// HTTP status, so every look-up takes the code space where the code was found.
//
// # Add a code
//
// One line in the CSV of its issuer under data, nothing else:
//
//  1. Pick the file (alibaba, alibaba-api, cm, cu, ct, idaas, sdk) and the
//     space, one of the Space constants; write the code as it stands on the wire.
//  2. match holds wire wordings of the message, parted by " | ", with {0}, {1}
//     for what varies. Leave it empty unless a wording is known; two rows of one
//     code need wordings that differ.
//  3. Give name, cause and action in both languages, in our own words.
//  4. actor, retry, kind and certainty take the values of the constants below;
//     source holds keys of docs/sources.md, parted by ", ", for the meaning as
//     well as for the wordings; seed is true or empty.
//  5. go test ./codes checks every rule; a broken line is named with its number.
//
// A new space or issuer also needs its constant and one line in names.go, a
// new carrier one row in carrierrows.go.
package codes

import "loginscope/lang"

// Issuer is who defines a code.
type Issuer string

// The issuers that are no carrier, in the spelling that the command line and
// the JSON use; the carriers stand in carriers.go.
const (
	Alibaba    Issuer = "alibaba"     // the number verification SDK on the phone
	AlibabaAPI Issuer = "alibaba-api" // the dypnsapi server API
	IDaaS      Issuer = "idaas"       // the tenant's HTTP API
	SDK        Issuer = "sdk"         // the IDaaS SDK's callback to the app
)

// Space is one code space of an issuer.
type Space string

// The code spaces of all issuers but the carriers.
const (
	AliAndroid    Space = "ali.android"    // code of TokenRet
	AliInternal   Space = "ali.internal"   // inside the SDK, logcat only
	AliHTTP       Space = "ali.http"       // the SDK's HTTP layer, logcat only
	AliIOS        Space = "ali.ios"        // same-looking numbers of other SDKs
	AliHarmony    Space = "ali.harmony"    //
	AliH5         Space = "ali.h5"         //
	AliSMS        Space = "ali.sms"        //
	AliConsent    Space = "ali.consent"    // communication authorisation
	AliFusion     Space = "ali.fusion"     //
	AliServer     Space = "ali.server"     // words: OK, isv.*, isp.*, gateway words
	IDaaSHTTP     Space = "idaas.http"     // error_code
	IDaaSCallback Space = "idaas.callback" // 1001, 1002
)

// Actor is who can cure the cause.
type Actor string

// The actors.
const (
	Developer   Actor = "developer"
	User        Actor = "user"
	TenantAdmin Actor = "tenant-admin"
	Ticket      Actor = "carrier-ticket" // a ticket to Alibaba or the carrier
	Nobody      Actor = "nobody"
)

// Kind says what a code is about.
type Kind string

// The kinds. An Event is not a failure, though it arrives on the same listener.
const (
	Success Kind = "success"
	Event   Kind = "event"
	Failure Kind = "failure"
)

// Retry says whether doing the same again can help.
type Retry string

// The retry advice.
const (
	RetryNo    Retry = "no"    // not before something was changed
	RetryNow   Retry = "now"   // may work at once
	RetryLater Retry = "later" // may work after a while
)

// Certainty is how well a fact is known.
type Certainty string

// The certainties, best first.
const (
	Seen        Certainty = "seen"        // read in the named source
	Inferred    Certainty = "inferred"    // our conclusion from seen facts
	Unconfirmed Certainty = "unconfirmed" // one weak source, or sources disagree
)

// Code is one row of a table.
type Code struct {
	Issuer Issuer `json:"issuer"`
	Space  Space  `json:"space"`
	// Code is the bare code as it stands on the wire.
	Code string `json:"code"`
	// Match holds wire wordings of the message, any language, each a literal
	// with {0}, {1} as placeholders; it decides between rows of equal Code and
	// may be empty where the code alone is enough. The Chinese wordings of
	// IDaaS rows are our rendering of the English ones, but for COMMON.1003
	// and LOGIN.1005, which were seen: they fill placeholders and decide
	// nothing, since those codes stand alone.
	Match []string `json:"match,omitempty"`
	// General marks the row of a code with several that holds without a message
	// and for a message that matches no wording of the others.
	General bool      `json:"general,omitempty"`
	Name    lang.Text `json:"name"`
	// Cause and Action are one short sentence or two each, our own wording.
	Cause  lang.Text `json:"cause"`
	Action lang.Text `json:"action"`
	Actor  Actor     `json:"actor"`
	Retry  Retry     `json:"retry"`
	Kind   Kind      `json:"kind"`
	// HTTPStatus is the status that the code comes with, 0 if none is known.
	HTTPStatus int `json:"http_status,omitempty"`
	// Since and Until are SDK versions, "" if not known.
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`
	// Source names where the fact was read; Seed marks a row of the
	// customer's document.
	Source    string    `json:"source"`
	Seed      bool      `json:"seed"`
	Certainty Certainty `json:"certainty"`
}
