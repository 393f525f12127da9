package lab

import (
	"context"
	"fmt"
	"time"
)

// deliver hands a result to the app's listener, and a final one to the
// monitor upload as well.
func (s *aliSDK) deliver(ctx context.Context, t tokenRet) {
	t.RequestID = first(t.RequestID, s.p.requestID)
	if t.VendorName == "" {
		t.VendorName = s.vendorName()
	}
	if t.Msg == "" {
		t.Msg = messages[t.Code]
	}
	s.p.out.add(func(r *Result) { r.Results = append(r.Results, t.String()) })
	s.p.onResult(ctx, t)
	if t.Code[0] == '6' && t.Code != "600001" && t.Code != "600024" {
		s.upload(ctx, t)
	}
}

func (s *aliSDK) vendorName() string {
	if s.p.script.Phone.SIM != "" {
		return "unknown"
	}
	return first(s.vendor, vendorOf(s.p.carrier))
}

// monitor is the record of UploadMonitorInfo.
type monitor struct {
	ArchiveName             string `json:"archiveName"`
	AuthSDKCode             string `json:"authSdkCode"`
	CarrierFailedResultData string `json:"carrierFailedResultData"`
	FailRet                 string `json:"failRet"`
	IsCache                 bool   `json:"isCache"`
	NetworkType             string `json:"networkType"`
	PackageName             string `json:"packageName"`
	PerformanceTrace        string `json:"performanceTrace"`
	RequestID               string `json:"requestId"`
	SessionID               string `json:"sessionId"`
	Signature               string `json:"signature"`
	WholeMS                 int64  `json:"wholeMS"`
}

// upload reports a result to Alibaba; an SDK without credentials cannot.
func (s *aliSDK) upload(ctx context.Context, t tokenRet) {
	if s.creds.token == "" {
		return
	}
	rec := monitor{
		ArchiveName: "logOnlineStandardCuum", AuthSDKCode: t.Code, CarrierFailedResultData: t.CarrierFailedResultData,
		IsCache: s.p.script.Phone.Cached, NetworkType: s.p.networkType(), PackageName: AppPackage,
		PerformanceTrace: "{}", RequestID: t.RequestID, SessionID: s.p.sessionID, Signature: AppSignature,
		WholeMS: time.Since(s.p.began).Milliseconds(),
	}
	rec.FailRet = t.CarrierFailedResultData
	info := compact([]monitor{rec})
	s.p.logd(tagSDK, "uploadUserTrackInfoByPop:"+info)
	s.call(ctx, "UploadMonitorInfo", map[string]string{"UploadInfo": info}, nil)
}

// envCode is the environment check, in its documented order.
func (s *aliSDK) envCode(kind int) (code, msg string) {
	state := s.p.script.Phone
	switch {
	case kind < 1 || kind > 2:
		return "600025", ""
	case state.Unsafe != "":
		return "600005", messages["600005"] + ":" + unsafeText[state.Unsafe]
	case state.SIM == "absent":
		return "600007", ""
	case state.Cellular == "off":
		return "600008", ""
	case s.broken != "":
		return s.broken, ""
	case state.SIM == "foreign":
		return "600009", ""
	case s.demoted != "":
		return s.demoted, ""
	}
	return "600024", ""
}

// checkEnv is checkEnvAvailable.
func (s *aliSDK) checkEnv(ctx context.Context, kind int) bool {
	code, msg := s.envCode(kind)
	if code != "600024" {
		s.p.logd(tagSDK, "checkEnvAvailable errorCode = "+first(internalOf[code], code))
	}
	s.deliver(ctx, tokenRet{Code: code, Msg: msg})
	return code == "600024"
}

// accelerate is accelerateLoginPage: it has a listener of its own.
func (s *aliSDK) accelerate(ctx context.Context) {
	if s.pageUp {
		s.deliver(ctx, tokenRet{Code: "600026"})
		return
	}
	code, _ := s.envCode(2)
	failed := carrierFailure{public: code}
	if code == "600024" {
		ctx, cancel := context.WithTimeout(ctx, s.overall())
		defer cancel()
		failed = s.prefetch(ctx)
	}
	if failed.public == "" {
		s.p.logd(tagSDK, "justPreLogin errorCode = 8000; errorMsg = ; action = accelerateLoginPage")
		s.p.logd(tagApp, "PreLoginResultListener onTokenSuccess: "+s.vendorName())
		return
	}
	t := failed.ret(s.vendorName(), s.version())
	t.RequestID = s.p.requestID
	s.p.logd(tagSDK,
		fmt.Sprintf("justPreLogin errorCode = %s; errorMsg = %s; action = accelerateLoginPage",
			first(internalOf[t.Code], t.Code), t.Msg))
	s.p.logd(tagApp, "PreLoginResultListener onTokenFailed: "+s.vendorName()+", "+t.String())
	s.upload(ctx, t)
}

// overall is the SDK's time-out of one call of the app.
func (s *aliSDK) overall() time.Duration {
	d := overallTimeout
	if own := time.Duration(s.p.script.App.Timeout) * time.Second; own > d {
		d = own
	}
	return s.p.scaled(d)
}

// login is getLoginToken: prefetch unless cached, page, taps, token.
func (s *aliSDK) login(ctx context.Context) (tok string, ok bool) {
	if code, msg := s.envCode(2); code != "600024" {
		s.deliver(ctx, tokenRet{Code: code, Msg: msg})
		return "", false
	}
	if s.mask == nil {
		limited, cancel := context.WithTimeout(ctx, s.overall())
		failed := s.prefetch(limited)
		cancel()
		if failed.public != "" {
			s.deliver(ctx, failed.ret(s.vendorName(), s.version()))
			return "", false
		}
	}
	if !s.openPage(ctx) {
		return "", false
	}
	defer func() { s.pageUp = false }()
	if !s.taps(ctx) {
		return "", false
	}
	return s.token(ctx)
}

func (s *aliSDK) openPage(ctx context.Context) bool {
	switch s.p.script.App.Page {
	case "undeclared":
		s.p.loge(tagSDK,
			"android.content.ActivityNotFoundException: Unable to find explicit activity class {"+AppPackage+
				"/com.mobile.auth.gatewayauth.LoginAuthActivity}; have you declared this activity in your "+
				"AndroidManifest.xml?")
		s.deliver(ctx, tokenRet{Code: "600002"})
		return false
	case "bad-control":
		s.p.loge(tagSDK,
			"java.lang.NullPointerException: Attempt to invoke virtual method 'android.view.View.getContext()' on a "+
				"null object reference")
		s.deliver(ctx, tokenRet{Code: "600023"})
		return false
	}
	s.pageUp = true
	s.deliver(ctx, tokenRet{Code: "600001"})
	if note := s.p.script.Carrier.Note; note != "" {
		s.p.logd(tagMobile+"AuthnResult", "返回参数:"+compact(map[string]string{"resultCode": note, "desc": "authPageIn"}))
	}
	if s.p.script.App.Accelerate == "on-page" {
		s.accelerate(ctx)
	}
	return !s.p.closedPage
}

// taps plays the user's taps; it reports whether the login goes on.
func (s *aliSDK) taps(ctx context.Context) bool {
	taps := s.p.script.App.Taps
	if taps == nil {
		taps = []string{"login"}
	}
	for _, tap := range taps {
		s.p.wait(ctx, time.Second)
		s.deliver(ctx, tokenRet{Code: tapCode[tap]})
		switch {
		case tap == "back", tap == "switch", s.p.closedPage:
			return false
		case tap == "login":
			return true
		}
	}
	return false
}

// token gets the login token from the carrier.
func (s *aliSDK) token(ctx context.Context) (string, bool) {
	if next := s.p.script.Phone.Swap; next != "" {
		s.p.carrier, s.vendor, s.mask = next, vendorOf(next), nil
		s.deliver(ctx, tokenRet{Code: "600021"})
		return "", false
	}
	if s.p.script.App.Crash == "token" {
		s.p.loge(tagSDK, "java.lang.IllegalStateException: result listener is gone")
		s.deliver(ctx, tokenRet{Code: "600010"})
		return "", false
	}
	limited, cancel := context.WithTimeout(ctx, s.overall())
	defer cancel()
	tok, failed := s.carrierToken(limited)
	if failed.public != "" {
		if limited.Err() != nil && failed.code == "" {
			s.p.logd(tagSDK, "justGetLoginToken Timeout!")
		}
		s.deliver(ctx, failed.ret(s.vendorName(), s.version()))
		return "", false
	}
	s.deliver(ctx, tokenRet{Code: "600000", Token: tok})
	return tok, true
}
