package issuer

import (
	"regexp"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/cause"
	"loginscope/inspector/lazyregexp"
	"loginscope/inspector/maker"
)

// This file reads whose code a stack blames. Law: the first frame from the top
// that is not the platform's decides; who called it from below did not fail.

// javaFrame is a frame of a Java stack, by "at" or by its number, iosFrame one of
// an iOS crash or of a debugger on a Mac.
var (
	javaFrame = lazyregexp.New(`(?m)(?:\bat |^\s*\d{1,3}\s+)([A-Za-z_][\w$]*(?:\.[\w$<>]+)+)\(`)
	iosFrame  = lazyregexp.New(`(?m)^\s*(?:\d{1,3}\s+\S+\s+|frame #\d+: )0x[0-9a-f]+ .*?[-+]\[(\w+)`)
)

// iosPlatform are the beginnings of classes of Apple and of Flutter.
var iosPlatform = []string{"NS", "__NS", "UI", "_UI", "CF", "CA", "Flutter", "RCT"}

// iosSDK and iosCarriers begin the Objective-C classes of Alibaba's SDK and of the
// carriers' parts.
var (
	iosSDK      = []string{"TXCommon", "TXCustom", "ATAuth", "PNS", "YTX"}
	iosCarriers = []string{"TYRZ", "UAFSDK", "EAccount", "ZUOAuth"}
)

// plugin and alibabaClass find a class of a plug-in and of Alibaba's or IDaaS's own
// part, carrierClass one of a carrier's.
var (
	plugin       = regexp.MustCompile(pluginClass)
	alibabaClass = lazyregexp.New(`^(?:com\.nirvana|com\.mobile\.auth|com\.alicom|com\.bamboocloud)`)
	carrierClass = lazyregexp.Made(func() string {
		names := []string{"com.sdk.tencent"}
		for _, c := range codes.Carriers() {
			names = append(names, c.Packages...)
		}
		return `^(?:` + strings.ReplaceAll(strings.Join(names, "|"), ".", `\.`) + `)`
	})
)

// shrunkName is the name of a method whose class R8 has renamed.
var shrunkName = lazyregexp.New(`^(?:\w{1,2}\.)+(?:\w{1,2}|<init>)$`)

// ownerOf says whose a class is, as a value of the fact Exception: AppFault for one
// that nobody here is known by, "" for the platform's.
func ownerOf(class string, ios bool) string {
	begins := func(p string) bool { return strings.HasPrefix(class, p) }
	_, made := maker.OfClass(class)
	switch {
	case made:
		return cause.MakerFault
	case plugin.MatchString(class):
		return cause.PluginFault
	case alibabaClass.MatchString(class), ios && slices.ContainsFunc(iosSDK, begins):
		return cause.SDKFault
	case carrierClass.MatchString(class), ios && slices.ContainsFunc(iosCarriers, begins):
		return cause.CarrierFault
	case shrunkName.MatchString(class):
		return "" // anybody's
	case slices.ContainsFunc(platform, begins), ios && slices.ContainsFunc(iosPlatform, begins):
		return ""
	}
	return cause.AppFault
}

// blamed is the class of the first frame that is not the platform's, and whose it
// is; "" if a text has no such frame. Code of the app is blamed only where a class of
// a login stands below it.
func blamed(text string) (owner, class string) {
	for _, f := range []struct {
		re  *lazyregexp.Regexp
		ios bool
	}{{javaFrame, false}, {iosFrame, true}} {
		for _, m := range f.re.FindAllStringSubmatch(text, 64) {
			o := ownerOf(m[1], f.ios)
			switch {
			case class == "" && o != "":
				owner, class = o, m[1]
			case owner == cause.AppFault && o != "" && o != cause.AppFault:
				return owner, class
			}
		}
		if class != "" && owner != cause.AppFault {
			return owner, class
		}
	}
	return "", ""
}

// crashed finds the words of a crash: the name of an exception, or how iOS puts one.
var crashed = lazyregexp.New(`\b[\w.]*[A-Z]\w*(?:Exception|Error)\b|uncaught exception|EXC_BAD_ACCESS` +
	`|\bSIG(?:ABRT|SEGV)\b`)

// ordinary are exceptions by which code says that a network or an answer failed;
// the SDK catches and prints them, and none is a fault of the code that throws it.
var ordinary = lazyregexp.New(`\b(?:\w*Timeout|UnknownHost|Connect|Socket|SSL\w*|IO|EOF|Protocol|MalformedURL|JSON` +
	`|Interrupted|NoRouteToHost|FileNotFound|Cert\w*|Key\w*|Security)Exception\b`)

// faultOf is whose code a crash blames by its frames, "" where it blames nobody or is
// an ordinary exception.
func faultOf(text string) (value, class string) {
	name := crashed.FindString(text)
	if name == "" || ordinary.MatchString(name) {
		return "", ""
	}
	return blamed(text)
}
