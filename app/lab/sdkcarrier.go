package lab

import (
	"context"
	"fmt"
)

// carrierFailure is how a carrier's step failed; a zero public code means
// that it did not.
type carrierFailure struct {
	public string // the Alibaba SDK's code
	code   string // the carrier's own, "" if the carrier's SDK gave none
	text   string
	object string // the carrier's result object, as JSON
}

// ret is the failure as the app gets it. SDKs before 2.10 put the carrier's
// object into the message instead of a field of its own.
func (f carrierFailure) ret(vendor, sdk string) tokenRet {
	t := tokenRet{Code: f.public, Msg: messages[f.public], VendorName: vendor, CarrierFailedResultData: f.object}
	if !atLeast(sdk, "2.10") && f.code != "" {
		t.Msg = fmt.Sprintf("vendorCode:%s, msg:%s：%s", f.code, f.text, f.object)
		t.CarrierFailedResultData, t.VendorName = "", vendorOld(vendor)
	}
	return t
}

// gaveUp is what a carrier's SDK has to say once the Alibaba SDK has stopped
// waiting for it: nothing.
var gaveUp = &carrierFailure{}

// carrierSDK is one carrier's SDK on the phone.
type carrierSDK interface {
	// request asks the carrier for mask ("prefetch") or token ("token"). The
	// failure has no public code yet.
	request(ctx context.Context, step string, have *grant) (*grant, *carrierFailure)
	// cached reports whether the prefetch's access code is still good, so that
	// the token needs no second request.
	cached() bool
}

func (s *aliSDK) carrier() carrierSDK {
	if s.vendor == ntydVendor {
		return ntydSDK{s.p}
	}
	return simulatorOf(s.p.carrier).sdk(s.p)
}

// prefetch asks for the masked number.
func (s *aliSDK) prefetch(ctx context.Context) carrierFailure {
	got, failed := s.carrier().request(ctx, "prefetch", nil)
	if failed != nil {
		return s.judge(ctx, *failed, "prefetch")
	}
	s.mask = got
	return carrierFailure{}
}

func (s *aliSDK) carrierToken(ctx context.Context) (string, carrierFailure) {
	c, have := s.carrier(), s.mask
	s.mask = nil // an access code serves once
	if c.cached() {
		s.p.accessCode = have.ticket
		s.p.logd(tagCache, "accessCode:"+have.ticket)
		return s.p.issueFromCode(), carrierFailure{}
	}
	got, failed := c.request(ctx, "token", have)
	if failed != nil {
		return "", s.judge(ctx, *failed, "token")
	}
	if !simulatorOf(s.p.carrier).tokenByCall {
		return s.p.issueFromCode(), carrierFailure{}
	}
	return got.content, carrierFailure{}
}

// judge adds the Alibaba SDK's code to a carrier's failure.
func (s *aliSDK) judge(ctx context.Context, f carrierFailure, step string) carrierFailure {
	if ctx.Err() != nil {
		// The SDK's own time-out came first: no carrier has answered yet.
		return carrierFailure{public: "600015"}
	}
	f.public = publicCode(s.p.carrier, f.code, step, s.version())
	return f
}

// issueFromCode is how an access code becomes the SDK's token.
func (p *phone) issueFromCode() string {
	return carrierServer{lab: p.lab, cellular: true}.grant(p.sub, p.carrier, "token")
}

// mute reports whether the script has the carrier's SDK fail without a result
// object, neither to the Alibaba SDK nor in its own log.
func (p *phone) mute() bool { return p.script.Carrier.Empty }

// local is the condition that a carrier's SDK meets on the phone at a step:
// the script's, or what the state of the phone amounts to.
func (p *phone) local(step string) string {
	c := p.script.Carrier
	if c.Local != "" && first(c.At, "prefetch") == step {
		return c.Local
	}
	return ""
}
