package codes

import (
	"strings"

	"loginscope/lang"
)

// Vendor is one value of vendorName in the Alibaba SDK's result: it says
// whose code space carrierFailedResultData speaks.
type Vendor struct {
	Name   string
	Issuer Issuer // "" where the carrier was not determined
	Space  Space  // of the object's code field
	Title  lang.Text
	// Certainty is Unconfirmed for names that stand in the SDK as constants
	// but were never met in a result.
	Certainty Certainty
	// Source holds keys of docs/sources.md.
	Source string
}

// noVendor is the name for a carrier that the SDK did not determine.
var noVendor = Vendor{"unknown", "", "", lang.Both("carrier not determined", "未识别出运营商"), Seen, "D2143, ALI-SDK"}

// vendors are the carriers' names and noVendor.
var vendors = func() []Vendor {
	out := []Vendor{noVendor}
	for _, c := range carriers {
		out = append(out, c.Vendors...)
	}
	return out
}()

// VendorOf finds a vendorName, in any case and with surrounding space.
func VendorOf(name string) (v Vendor, ok bool) {
	name = strings.TrimSpace(name)
	for _, v := range vendors {
		if strings.EqualFold(v.Name, name) {
			return v, true
		}
	}
	return Vendor{}, false
}
