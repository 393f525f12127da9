package issuer

import (
	"regexp"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
)

// exceptionRule reads one kind of exception. Group 1, if there is one, names
// the host, class or resource.
type exceptionRule struct {
	re    *regexp.Regexp
	value string
	// ours is true where the text must name a class of the SDK or of a carrier,
	// since every app throws such exceptions for reasons of its own.
	ours bool
}

// sdkPackages is a pattern of the packages of the SDK and of the carriers' parts,
// as a class is named in Java and in byte code.
var sdkPackages = func() string {
	names := []string{"com.nirvana", "com.mobile.auth", "com.alicom", "com.sdk.tencent"}
	for _, c := range codes.Carriers() {
		names = append(names, c.Packages...)
	}
	return strings.ReplaceAll(strings.Join(names, "|"), ".", "[./]")
}()

var exceptionRules = []exceptionRule{
	{regexp.MustCompile(`Theme\.AppCompat theme`), cause.AppCompatTheme, true},
	{regexp.MustCompile(`SuperNotCalledException: Activity \{?([^}\s]+)|(?:did not call through to super)`), cause.SuperNotCalled, true},
	{regexp.MustCompile(`(?:NoClassDefFoundError|ClassNotFoundException):?[^\n]*?(L?(?:` + sdkPackages + `)[\w./$]*)`), cause.ClassMissing, false},
	{regexp.MustCompile(`(?:NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IncompatibleClassChangeError):?[^\n]*?(L?(?:` + sdkPackages + `)[\w./$]*)`), cause.MethodMissing, false},
	{regexp.MustCompile(`NullPointerException[^\n]*?((?:com\.mobile\.auth\.gatewayauth\.)?PhoneNumberAuthHelper|TokenResultListener)`), cause.HelperNull, false},
	{regexp.MustCompile(`Resources\$NotFoundException:?\s*([^\n]*)`), cause.ResourceMissing, true},
	{regexp.MustCompile(`(?:SSLHandshakeException|CertPathValidatorException|SSLPeerUnverifiedException)[^\n]*(?:Trust anchor|CertPathValidator|unable to find valid certification path)|Trust anchor for certification path not found`), cause.TrustRefused, false},
	{regexp.MustCompile(`Unable to resolve host "?([\w.-]+)"?|UnknownHostException:\s*"?([\w.-]+\.[\w-]+)`), cause.UnknownHost, false},
	{regexp.MustCompile(`was not granted (?:either of )?these permissions:[^\n]*CHANGE_NETWORK_STATE|requires? android\.permission\.CHANGE_NETWORK_STATE|SecurityException[^\n]*CHANGE_NETWORK_STATE`), cause.NetworkRefused, false},
}

// sdkClass are names of the SDK's own classes in a stack or a message.
var sdkClass = regexp.MustCompile(sdkPackages + `|LoginAuthActivity|AuthWebVeiwActivity|PrivacyDialogActivity|authsdk`)

// loginHost are hosts of the login; an app that cannot resolve another host has
// another trouble.
var loginHost = func() *regexp.Regexp {
	names := []string{"aliyuncs.com", "bccastle.com", "bccidaas"}
	for _, c := range codes.Carriers() {
		names = append(names, c.Domains()...)
	}
	return regexp.MustCompile(`(?i)` + strings.ReplaceAll(strings.Join(names, "|"), ".", `\.`))
}()

// readExceptionLine reads the exceptions and crashes that name a cause.
func readExceptionLine(l *inspector.Line) []inspector.Sighting {
	for _, r := range exceptionRules {
		m := r.re.FindStringSubmatch(l.Text)
		if m == nil || r.ours && !sdkClass.MatchString(l.Text) {
			continue
		}
		what := ""
		for _, g := range m[1:] {
			if g != "" {
				what = className(strings.Trim(g, `"'.,;:}`))
				break
			}
		}
		if r.value == cause.UnknownHost && !loginHost.MatchString(what) {
			continue
		}
		s := inspector.LineSighting(l)
		s.Fact(cause.Exception, r.value, what)
		return []inspector.Sighting{s}
	}
	return nil
}

// className writes a class as source code does; a host stays as it is.
func className(s string) string {
	if !strings.Contains(s, "/") {
		return s
	}
	return strings.ReplaceAll(strings.TrimPrefix(s, "L"), "/", ".")
}

// exceptionWords are literals of which a line with an exception holds one.
var exceptionWords = []string{
	"Unable to resolve host", "CHANGE_NETWORK_STATE", "Theme.AppCompat", "did not call through", "rust anchor", "CertPath", "SSLHandshake",
	"com.nirvana", "com/nirvana", "com.mobile.auth", "com/mobile/auth", "com.cmic", "com/cmic", "PhoneNumberAuthHelper",
}
