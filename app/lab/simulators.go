package lab

import (
	"net/http"
	"slices"

	"loginscope/codes"
)

// simulator is one simulated carrier: the servers behind its names, and its SDK
// on the phone. What the real carrier is (names, life of a token, vendorName)
// stands in codes.Carriers; here is how it behaves.
type simulator struct {
	issuer codes.Issuer
	// hosts are the names by which its servers are reached; they are those of
	// the SDK's own configuration.
	hosts []string
	// vendor is its key in the list of vendors that the gateway hands out.
	vendor string
	// stray is how it words that a request did not come out of its own data
	// link (ALI-FAQ).
	stray Answer
	serve func(carrierServer, http.ResponseWriter, *http.Request)
	sdk   func(*phone) carrierSDK
	// tokenByCall is true where the login token comes from a second call, and
	// not from the access code of the first.
	tokenByCall bool
	// public maps its codes to the Alibaba SDK's; what is not listed becomes
	// 600012 while prefetching and 600011 while getting the token.
	public []publicCodes
}

// publicCodes are carrier codes with one public code; since214 marks those that
// came with SDK 2.14.
type publicCodes struct {
	codes    []string
	public   string
	since214 bool
}

// simulators are the carriers that the lab plays.
func simulators() []simulator {
	return []simulator{mobileSimulator(), unicomSimulator(), telecomSimulator()}
}

// simulatorOf returns the simulator of a carrier, the first for any other word.
func simulatorOf(carrier string) simulator {
	all := simulators()
	if i := slices.IndexFunc(all, func(s simulator) bool { return string(s.issuer) == carrier }); i >= 0 {
		return all[i]
	}
	return all[0]
}

// usualCarrier is the carrier of who names none.
func usualCarrier() string { return string(codes.Carriers()[0].Issuer) }

// vendorOf is the vendorName of a carrier's usual channel, "" for no carrier.
func vendorOf(carrier string) string {
	if c := codes.CarrierOf(codes.Issuer(carrier)); c != nil && len(c.Vendors) > 0 {
		return c.Vendors[0].Name
	}
	return ""
}

// vendorOld is the vendor name that older SDKs give for a usual channel.
func vendorOld(vendor string) string {
	v, _ := codes.VendorOf(vendor)
	if c := codes.CarrierOf(v.Issuer); c != nil && vendor == c.Vendors[0].Name {
		return c.Old
	}
	return ""
}
