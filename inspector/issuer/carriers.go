package issuer

import (
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/lang"
)

// decoders are the profiles of the carriers whose calls Loginscope decodes.
var decoders = map[codes.Issuer]func() inspector.Profile{
	codes.ChinaMobile: ChinaMobile, codes.ChinaUnicom: ChinaUnicom, codes.ChinaTelecom: ChinaTelecom,
}

// Carriers are the profiles of all carriers of the table. One without a decoder
// is recognised by its hosts, and what its calls say is not read.
func Carriers() []inspector.Profile {
	var out []inspector.Profile
	for _, c := range codes.Carriers() {
		if decoder := decoders[c.Issuer]; decoder != nil {
			out = append(out, decoder())
			continue
		}
		both := []inspector.StepKind{inspector.StepPrefetch, inspector.StepToken}
		out = append(out, inspector.Profile{
			Issuer: c.Issuer, Role: inspector.LaneCarrier, Hosts: c.Hosts, HostHints: c.Hints, Passthrough: both,
			Endpoints: []inspector.Endpoint{{
				Name: "call", Match: "*", Kinds: both, Network: inspector.NetCellular,
				Label: lang.Text{EN: "call to the carrier", ZH: "运营商请求"}, Read: onWire,
			}},
		})
	}
	return out
}
