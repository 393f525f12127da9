package codes

// This file is a table: how the Alibaba SDK turns a carrier's code, or a code
// of its own inside, into the public one that the app sees. Read in published
// decompiled code of SDK 2.14.3 and re-checked in 2.13.3.

// Phase is what the SDK was doing when the carrier failed; it decides the
// public code of everything that has no line of its own.
type Phase string

// The phases.
const (
	Masking Phase = "masking" // pre-fetching the masked number
	Token   Phase = "token"   // getting the login token
)

// Outer is one line of the mapping from a carrier's code to Alibaba's.
type Outer struct {
	Space   Space  `json:"space"`
	Code    string `json:"code"`
	Alibaba string `json:"alibaba"`
	// Since is the first SDK line with the mapping, "" if it was always seen;
	// before it the default of the phase applies.
	Since string `json:"since,omitempty"`
	// TextOnly marks a line where the SDK takes over the public code's text.
	TextOnly bool `json:"text_only,omitempty"`
	// Source holds keys of docs/sources.md.
	Source string `json:"source"`
}

// mappingSource is where the lines were read: the older of the builds holds all
// but those with a Since, which the history of the builds shows.
const mappingSource, mappingSourceSince = "D2143", "D2143, HIST"

var outers = []Outer{
	{Space: CM, Code: "102203", Alibaba: "600025", Source: mappingSource},
	{Space: CM, Code: "102101", Alibaba: "600008", Source: mappingSource},
	{Space: CM, Code: "102103", Alibaba: "600008", Source: mappingSource},
	{Space: CM, Code: "200022", Alibaba: "600008", Source: mappingSource},
	{Space: CM, Code: "200027", Alibaba: "600008", Source: mappingSource},
	{Space: CM, Code: "102507", Alibaba: "600015", Source: mappingSource},
	{Space: CM, Code: "200023", Alibaba: "600015", Source: mappingSource},
	{Space: CM, Code: "200024", Alibaba: "600015", Source: mappingSource},
	{Space: CM, Code: "103119", Alibaba: "600027", Since: "2.14", Source: mappingSourceSince},
	{Space: CUSDK, Code: "410000", Alibaba: "600015", Source: mappingSource},
	{Space: CUSDK, Code: "410001", Alibaba: "600025", Source: mappingSource},
	{Space: CUSDK, Code: "410002", Alibaba: "600025", Source: mappingSource},
	{Space: CUSDK, Code: "410003", Alibaba: "600008", Source: mappingSource},
	{Space: CUSDK, Code: "410004", Alibaba: "600008", Source: mappingSource},
	{Space: CUSDK, Code: "410005", Alibaba: "600008", Source: mappingSource},
	{Space: CUServer, Code: "1105", Alibaba: "600027", Since: "2.14", Source: mappingSourceSince},
	{Space: CUServer, Code: "1202", Alibaba: "600018", Since: "2.14", TextOnly: true, Source: mappingSourceSince},
	{Space: CT, Code: "-10002", Alibaba: "600025", Source: mappingSource},
	{Space: CT, Code: "80000", Alibaba: "600015", Source: mappingSource},
	{Space: CT, Code: "80005", Alibaba: "600015", Source: mappingSource},
	{Space: CT, Code: "80800", Alibaba: "600015", Source: mappingSource},
	{Space: CT, Code: "-8003", Alibaba: "600015", Source: mappingSource},
	{Space: CT, Code: "-720002", Alibaba: "600015", Source: mappingSource},
	{Space: CT, Code: "-8100", Alibaba: "600008", Source: mappingSource},
	{Space: CT, Code: "80003", Alibaba: "600008", Source: mappingSource},
	{Space: CT, Code: "80004", Alibaba: "600008", Source: mappingSource},
	{Space: CT, Code: "-8004", Alibaba: "600008", Source: mappingSource},
	{Space: CT, Code: "-6", Alibaba: "600027", Since: "2.14", Source: mappingSourceSince},
	{Space: CT, Code: "-20005", Alibaba: "600027", Since: "2.14", Source: mappingSourceSince},
}

// Outers lists the mapping in a fixed order.
func Outers() []Outer { return append([]Outer(nil), outers...) }

// OuterOf returns the line of a carrier's code, ok false if it has none and
// the default of the phase applies. When China Unicom's SDK code wraps a
// server code, the SDK code is the one to ask for.
func OuterOf(s Space, code string) (o Outer, ok bool) {
	code = fold(code)
	for _, o := range outers {
		if o.Space == s && o.Code == code {
			return o, true
		}
	}
	return Outer{}, false
}

// DefaultOuter is the public code of a carrier failure that has no line.
func DefaultOuter(p Phase) string {
	if p == Token {
		return "600011"
	}
	return "600012"
}

// publics maps codes inside the SDK, seen in logcat, to public ones; read in
// D2143 and ALI-SDK.
var publics = map[string]string{
	"8000":   "600000",
	"6000":   "600001",
	"-10001": "600002",
	"-10002": "600004",
	"-10003": "600005",
	"-10004": "600006",
	"-10005": "600007",
	"-10006": "600008",
	"-10007": "600009",
	"-10008": "600010",
	"-10009": "600013",
	"-10010": "600014",
	"-72931": "700000",
	"-72932": "700001",
}

// PublicOf returns the public ali.android code of an ali.internal one.
func PublicOf(internal string) (public string, ok bool) {
	public, ok = publics[fold(internal)]
	return public, ok
}
