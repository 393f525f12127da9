package issuer

import (
	"regexp"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/lazyregexp"
	"loginscope/inspector/maker"
)

// exceptionRule reads one kind of exception. Group 1, if there is one, names
// the host, class or resource.
type exceptionRule struct {
	re    *regexp.Regexp
	value string
	// ours is true where the text must name a class of the SDK or of a carrier,
	// since every app throws such exceptions for reasons of its own.
	ours bool
	// brought is true where it is enough that a person brings it, as long as no
	// class of another library is named.
	brought bool
}

// counts reports whether a rule may read a line that it matches. A class that is called
// after a login is a plug-in's or the app's part around one.
func (r *exceptionRule) counts(l *inspector.Line) bool {
	if !r.ours || sdkClass.MatchString(l.Text) {
		return true
	}
	if !r.brought || !l.Pasted {
		return false
	}
	class := another(l.Text)
	return class == "" || loginTag.MatchString(class)
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

// pluginClass are classes of the plug-ins around the SDK.
const pluginClass = `com\.sean\.rao\.ali_auth[\w.$]*|com\.fluttercandies\.flutter_ali_auth[\w.$]*` +
	`|\bAliAuthPlugin\b|\bFlutterAliAuth\w*|\bRNAliOnepass\w*|\bAliOnepass\w*`

var exceptionRules = []exceptionRule{
	{regexp.MustCompile(`VerifyError[^\n]*?\b((?:` + sdkPackages + `)[\w.$]*)`), cause.VerifyRefused, false, false},
	{regexp.MustCompile(`No implementation found for [^\n]*?\b((?:` + sdkPackages + `)[\w.$]*)`),
		cause.NativeUnbound, false, false},
	{regexp.MustCompile(`NullPointerException(?s:.{0,400}?)at com\.alicom\.fusion\.auth\.AlicomFusionBusiness\.(\w+)`),
		cause.FusionNull, false, false},
	{regexp.MustCompile(`NetworkOnMainThreadException`), cause.MainThread, true, true},
	{regexp.MustCompile(`[-+]\[((?:UA|TYRZ|TX|ATAuth|PNS|EAccount|ZUOAuth)\w* \w[\w:]*)\]: unrecognized selector`),
		cause.SelectorMissing, false, false},
	{regexp.MustCompile(`Reply already submitted`), cause.ReplyTwice, true, true},
	{regexp.MustCompile(`Theme\.AppCompat theme`), cause.AppCompatTheme, true, false},
	{regexp.MustCompile(`SuperNotCalledException: Activity \{?([^}\s]+)|(?:did not call through to super)`),
		cause.SuperNotCalled, true, false},
	{regexp.MustCompile(`(?:NoClassDefFoundError|ClassNotFoundException):?[^\n]*?(L?(?:` + sdkPackages + `)[\w./$]*)`),
		cause.ClassMissing, false, false},
	{regexp.MustCompile(
		`(?:NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IncompatibleClassChangeError):?[^\n]*?(L?(?:` +
			sdkPackages + `)[\w./$]*)`), cause.MethodMissing, false, false},
	{regexp.MustCompile(`NoSuch(?:Method|Field)Exception:?\s*(?:No (?:method|field) )?([\w.$]*)`),
		cause.MethodMissing, true, false},
	{regexp.MustCompile(
		`NullPointerException[^\n]*?((?:com\.mobile\.auth\.gatewayauth\.)?PhoneNumberAuthHelper|TokenResultListener)`),
		cause.HelperNull, false, false},
	{regexp.MustCompile(`(?:NoClassDefFoundError|ClassNotFoundException):?[^\n]*?(L?com[./]alibaba[./]fastjson[\w` +
		`./$]*|L?okhttp3[./][\w./$]*|L?com[./]google[./]gson[\w./$]*|L?androidx[./](?:appcompat|core` +
		`|fragment|constraintlayout|localbroadcastmanager)[\w./$]*)`),
		cause.LibraryMissing, true, true},
	{regexp.MustCompile(`The specified child already has a parent`), cause.ViewHasParent, true, false},
	{regexp.MustCompile(`Resources\$NotFoundException:?\s*([^\n]*)`), cause.ResourceMissing, true, false},
	{regexp.MustCompile(
		`(?:SSLHandshakeException|CertPathValidatorException|SSLPeerUnverifiedException)[^\n]*(?:Trust anchor|CertPathValidator|unable to find valid certification path)|Trust anchor for certification path not found`,
	), cause.TrustRefused, false, false},
	{regexp.MustCompile(`Unable to resolve host "?([\w.-]+)"?|UnknownHostException:\s*"?([\w.-]+\.[\w-]+)`),
		cause.UnknownHost, false, false},
	{regexp.MustCompile(`SSLPeerUnverifiedException:?\s*Hostname ([\w.-]+) (?:was )?not verified`), cause.NameMismatch,
		false, false},
	{
		regexp.MustCompile(
			`(?:SocketTimeoutException|ConnectTimeoutException)[^\n]*?\b([\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b)`,
		),
		cause.HostTimeout,
		false,
		false,
	},
	{
		regexp.MustCompile(
			`(?:ConnectException|NoRouteToHostException|SocketException)[^\n]*?\b([\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b)`,
		),
		cause.HostUnreachable,
		false,
		false,
	},
	{
		regexp.MustCompile(
			`ailed to connect to (?:localhost)?/?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+:(\d{2,5})`,
		),
		cause.ProxyGone,
		true,
		false,
	},
	{regexp.MustCompile(`was not granted (?:either of )?these permissions:(?s:.{0,200}?)CHANGE_NETWORK_STATE` +
		`|requires? android\.permission\.CHANGE_NETWORK_STATE|SecurityException[^\n]*CHANGE_NETWORK_STATE`),
		cause.NetworkRefused, false, false},
}

// namesHost are the exceptions of which the detail is a host: another host than
// the login's is another trouble.
var namesHost = map[string]bool{
	cause.UnknownHost: true, cause.HostTimeout: true, cause.HostUnreachable: true, cause.NameMismatch: true,
}

// sdkClass are names of the SDK's own classes in a stack or a message.
var sdkClass = regexp.MustCompile(sdkPackages + `|com[./]bamboocloud|LoginAuthActivity|AuthWebVeiwActivity` +
	`|PrivacyDialogActivity|authsdk`)

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
		if m == nil || !r.counts(l) {
			continue
		}
		what := ""
		for _, g := range m[1:] {
			if g != "" {
				what = className(strings.Trim(g, `"'.,;:}`))
				break
			}
		}
		if namesHost[r.value] && !loginHost.MatchString(what) {
			continue
		}
		s := inspector.LineSighting(l)
		s.Fact(cause.Exception, r.value, what)
		return []inspector.Sighting{s}
	}
	return readFault(l)
}

// readFault reads whose code failed, by the frames or else by a plug-in's name.
func readFault(l *inspector.Line) []inspector.Sighting {
	value, class := faultOf(l.Text)
	if m := pluginFault.FindStringSubmatch(l.Text); value == "" && m != nil {
		value, class = cause.PluginFault, m[1]
	}
	if value == "" || value == cause.SDKFault && caught(l) {
		return nil
	}
	s := inspector.LineSighting(l)
	s.Fact(cause.Exception, value, class)
	return []inspector.Sighting{s}
}

// sdkTag begins the tags of the SDK's own log.
const sdkTag = "AuthSDK"

// caught reports whether the SDK itself logged an exception: it goes on, and nothing
// crashed.
func caught(l *inspector.Line) bool {
	return strings.HasPrefix(l.Tag, sdkTag) && !strings.Contains(l.Text, "FATAL EXCEPTION")
}

// pluginFault finds a plug-in behind the name of an exception.
var pluginFault = lazyregexp.Made(func() string {
	return `(?:Exception|Error|EXC_\w+|SIG[A-Z]+)\b(?s:.*?)(` + pluginClass + `)`
})

// readForeignLine notes a crash that is another's.
func readForeignLine(l *inspector.Line) []inspector.Sighting {
	if !strings.Contains(l.Text, "Exception") && !strings.Contains(l.Text, "Error") || !thrown.MatchString(l.Text) {
		return nil
	}
	if value, _ := faultOf(l.Text); value != "" {
		return nil // a class of a login is in the stack
	}
	if class := another(l.Text); class != "" {
		return signalOnly(l, inspector.SignalForeign, class)
	}
	return nil
}

// thrown finds the name of an exception.
var thrown = lazyregexp.New(`\b[\w.]*[A-Z]\w*(?:Exception|Error)\b`)

// component finds the classes that a crash names: an activity, a frame of the
// stack, a class of which native code is missing.
var component = lazyregexp.New(`ComponentInfo\{[\w.]+/([\w.$]+)\}|\bat ([A-Za-z_][\w$]*(?:\.[\w$<>]+)+)\(` +
	`|found for [\w.\[\]]+ ([A-Za-z_][\w$]*(?:\.[\w$]+)+)\(|Failed resolution of: L([\w/$]+);`)

// platform are the beginnings of classes that are in each stack.
var platform = []string{"android.", "androidx.", "java.", "javax.", "kotlin", "dalvik.", "libcore.", "sun.",
	"com.android.", "io.flutter.", "com.facebook.react.", "okhttp3.",
	// libraries that read and carry data for whoever calls them
	"com.google.gson.", "com.alibaba.fastjson", "org.json.", "retrofit2.", "okio.", "io.reactivex."}

// another is the first class of a crash that is neither the platform's nor the
// SDK's; "" if a class of the SDK is among them, or none is named. Law: the stack
// that names the SDK wins, and a crash that names others alone is not the login's.
func another(text string) string {
	if sdkClass.MatchString(text) || plugin.MatchString(text) {
		return ""
	}
	for _, m := range component.FindAllStringSubmatch(text, 64) {
		class := strings.ReplaceAll(m[1]+m[2]+m[3]+m[4], "/", ".")
		if !slices.ContainsFunc(platform, func(p string) bool { return strings.HasPrefix(class, p) }) {
			return class
		}
	}
	return ""
}

// className writes a class as source code does; a host stays as it is.
func className(s string) string {
	if !strings.Contains(s, "/") {
		return s
	}
	return strings.ReplaceAll(strings.TrimPrefix(s, "L"), "/", ".")
}

// exceptionWords are literals of which a line with an exception holds one.
var exceptionWords = slices.Concat(faultWords, faultMarks())

// faultMarks are the beginnings of the Java classes that a stack may blame; iOS names
// a crash in words.
func faultMarks() []string {
	var out []string
	for _, c := range codes.Carriers() {
		out = append(out, c.Packages...)
	}
	return append(out, maker.JavaClasses()...)
}

var faultWords = []string{
	"Reply already submitted", "NoClassDefFound", "ClassNotFound", "uncaught exception", "EXC_BAD_ACCESS",
	"Unable to resolve host", "CHANGE_NETWORK_STATE", "Theme.AppCompat", "did not call through", "rust anchor",
	"CertPath", "SSLHandshake", "SSLPeerUnverified", "SocketTimeout", "ConnectException", "ConnectTimeout",
	"NoRouteToHost", "SocketException",
	"fastjson", "com.bamboocloud", "already has a parent", "ali_auth", "AliAuth", "AliOnepass", "com.nirvana",
	"com/nirvana", "com.alicom", "com/alicom", "NetworkOnMainThread", "unrecognized selector",
	"com.mobile.auth", "com/mobile/auth", "com.cmic", "com/cmic", "PhoneNumberAuthHelper",
}
