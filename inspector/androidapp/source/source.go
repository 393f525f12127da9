// Package source reads what matters to the login from an app's own sources and
// resources: calls of the SDK's set-up with the values that they are given, and
// constants that look like credentials. It owns a tokenizer of Java, Kotlin and
// Groovy and the following of constants; it compiles nothing.
//
// Law: comments and strings are recognised as the compilers do; a value that is
// computed stays unknown; a credential's value is never kept.
package source

import (
	"bytes"
	"path"
	"strings"
)

// Language is how a file is read.
type Language uint8

// The languages. Groovy is that of build scripts, Kotlin's included.
const (
	Java Language = iota
	Kotlin
	Groovy
)

// Facts are what the files say. The zero value is ready for use.
type Facts struct {
	// Files counts the sources that were read, Resources the resource files.
	Files     int      `json:"files"`
	Resources int      `json:"resources"`
	Calls     []Call   `json:"calls,omitempty"`
	Secrets   []Secret `json:"secrets,omitempty"`
	// Alibaba and IDaaS are files that name the SDKs' classes, at most 20 each.
	Alibaba []string `json:"alibaba,omitempty"`
	IDaaS   []string `json:"idaas,omitempty"`
	// Others are files that import another maker's classes, at most 20 of each, by
	// the maker's ID of package maker or "carrier".
	Others map[string][]string `json:"others,omitempty"`

	// SecondConfirm is the first file that speaks of the second confirmation of the
	// protocols (privacyAlert), "" if none does.
	SecondConfirm string `json:"second_confirm,omitempty"`

	// ProtocolPage is the first file that sets a page of the app's own for the protocols
	// (setProtocolAction), "" if none does: the SDK's page for them then stays shut.
	ProtocolPage string `json:"protocol_page,omitempty"`

	// BuildConfig are the first use of the class BuildConfig in each file that uses it, at
	// most 500.
	BuildConfig []Use `json:"build_config,omitempty"`
	// OwnBuildConfig is true if a source declares a class of that name itself.
	OwnBuildConfig bool `json:"own_build_config,omitempty"`
	// Support are the first import of the old support library in each file that has one, at
	// most 500; what AndroidX keeps under the old names is left out.
	Support []Use `json:"-"`

	// Passed are files of which nothing was looked at, since they are too large or too
	// many: the first 20, and how many there are.
	Passed      []string `json:"passed,omitempty"`
	PassedCount int      `json:"passed_count,omitempty"`

	prog *program // nil before the first file and after Close
}

// Call is one call of an SDK's set-up, such as isCheckSSL(false).
type Call struct {
	Name string `json:"name"`
	// Arg is the first argument: "true" or "false", an address in quotes, "…" in
	// quotes for another constant text, else the expression as written.
	Arg string `json:"arg"`
	// Release is what a release build passes, in the form of Arg; "" if that is not
	// known. An address of which only the beginning is known ends in "…".
	Release string `json:"release,omitempty"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	// Debug is true for a call that only debug builds make: in a debug source set
	// or behind BuildConfig.DEBUG.
	Debug bool `json:"debug,omitempty"`
	// Builds names the builds that Release and Debug hold for, where the builds that
	// are not debuggable differ; none where they agree.
	Builds []string `json:"builds,omitempty"`
}

// Use is a line that uses a class.
type Use struct {
	File string `json:"file"`
	Line int    `json:"line"`
	// Import is the full name by which the file imports the class, "" where it does not, so
	// that it is that of the file's own package.
	Import string `json:"import,omitempty"`
}

// Secret is a constant that looks like a credential of the account.
type Secret struct {
	Kind   string `json:"kind"`   // "access-key-id", "access-key-secret"
	Masked string `json:"masked"` // four characters at most, and the length
	File   string `json:"file"`
	Line   int    `json:"line"`
	// Script is true for a build script or its properties, whose values need not
	// reach the app.
	Script bool `json:"script,omitempty"`
	// Local is true for local.properties, which stays on one machine.
	Local bool `json:"local,omitempty"`
}

// The bounds of what is kept.
const (
	maxCalls   = 500
	maxSecrets = 200
	maxConsts  = 50_000
	maxNamed   = 20
)

// setup are the calls that are looked for.
var setup = map[string]bool{
	"setBaseUrl": true, "isCheckSSL": true, "logEnable": true, "setLoggerEnable": true,
	"setAliOneKeyLoginSecret": true, "setClientId": true,
}

// marks say that a source is worth splitting into tokens.
var marks = [][]byte{
	[]byte("LTAI"), []byte("ecret"), []byte("SECRET"), []byte("isCheckSSL"), []byte("setBaseUrl"),
	[]byte("logEnable"), []byte("setLoggerEnable"),
	[]byte("setClientId"),
	[]byte("static final"), []byte("final static"), []byte("static boolean"), []byte("const val"),
	[]byte("AuthnCenter"), []byte("com.mobile.auth"), []byte("setProtocolAction"),
	[]byte("BuildConfig"), []byte("= true"), []byte("= false"), []byte("ssl"), []byte("SSL"), []byte("Ssl"),
	[]byte(base64ID), []byte("import " + supportPackage),
}

// Add reads one Java or Kotlin file by its path in the project.
func (f *Facts) Add(file string, src []byte) {
	f.Files++
	f.imports(file, src)
	if f.SecondConfirm == "" && bytes.Contains(bytes.ToLower(src), []byte("privacyalert")) {
		f.SecondConfirm = file
	}
	lang := Java
	if path.Ext(file) == ".kt" {
		lang = Kotlin
	}
	for _, m := range marks {
		if bytes.Contains(src, m) {
			f.scan(file, lex(string(bytes.TrimPrefix(src, []byte("\ufeff"))), lang), lang)
			return
		}
	}
}

func (f *Facts) scan(file string, tokens []token, lang Language) {
	if f.prog == nil {
		f.prog = newProgram()
	}
	u := newUnit(file, tokens, lang)
	f.named(file, tokens)
	f.buildConfig(file, tokens)
	f.support(file, tokens)
	u.calls(f.prog)
	f.prog.take(u)
	f.secrets(file, tokens, false)
	f.joined(u)
}

// named notes that a file uses the SDKs' classes, and that it replaces the page for the
// protocols.
func (f *Facts) named(file string, tokens []token) {
	alibaba, idaas := false, false
	for i, t := range tokens {
		if t.kind != word {
			continue
		}
		idaas = idaas || strings.HasPrefix(t.s, "AuthnCenter")
		if f.ProtocolPage == "" && t.s == "setProtocolAction" && i+2 < len(tokens) && tokens[i+1].s == "(" &&
			tokens[i+2].s != "null" {
			f.ProtocolPage = file
		}
		alibaba = alibaba || t.s == "PhoneNumberAuthHelper" || t.s == "gatewayauth" && i > 3 && tokens[i-2].s == "auth"
	}
	if alibaba && len(f.Alibaba) < maxNamed {
		f.Alibaba = append(f.Alibaba, file)
	}
	if idaas && len(f.IDaaS) < maxNamed {
		f.IDaaS = append(f.IDaaS, file)
	}
}

// Pass notes a file that was not looked at.
func (f *Facts) Pass(file string) {
	f.PassedCount++
	if len(f.Passed) < maxNamed {
		f.Passed = append(f.Passed, file)
	}
}

// Finish works out the calls, once all files were added, without any knowledge of
// the build.
func (f *Facts) Finish() { f.Calls = f.Evaluate(Env{}) }

// Evaluate gives the calls as a release build makes them.
func (f *Facts) Evaluate(env Env) []Call {
	if f.prog == nil {
		return f.Calls
	}
	return f.prog.evaluate(env)
}

// Close lets go of what Evaluate needs.
func (f *Facts) Close() { f.prog = nil }

// debugSourceSet reports whether a path lies in a source set of debug builds.
func debugSourceSet(file string) bool {
	_, after, ok := strings.Cut("/"+file, "/src/")
	set, _, _ := strings.Cut(after, "/")
	return ok && (set == "debug" || strings.HasSuffix(set, "Debug"))
}
