package androidapp

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/facts"
)

// maxSignals limits the locations at which an SDK was seen.
const maxSignals = 10

// presence gathers where the SDKs were seen, and whether enough was read to say
// that they are not there.
func (o *opener) presence(app *facts.App) {
	s := &app.SDK
	for _, a := range app.Aars {
		if a.Alibaba() {
			s.AlibabaNamed = true
			addSignal(s, a.File)
			continue
		}
		s.IDaaSPresent = seen(s, a.Name, a.File) || s.IDaaSPresent
	}
	if p := app.Project; p != nil {
		for _, d := range p.Dependencies {
			s.IDaaSPresent = seen(s, d.Group+":"+d.Name, fmt.Sprintf("%s:%d", d.File, d.Line)) || s.IDaaSPresent
		}
	}
	if app.Project != nil {
		for _, f := range app.Project.Files {
			if src, err := o.files.Read(f); err == nil && path.Ext(f) != ".properties" {
				seen(s, string(src), f) // a line that is a comment, too
				s.ByPlugin = s.ByPlugin || loads(src)
			}
		}
	}
	for _, file := range app.Code.Alibaba {
		if o.inSourceSet(file) {
			addSignal(s, file)
			s.Present, s.AlibabaNamed = true, true
		}
	}
	for _, file := range app.Code.IDaaS {
		if o.inSourceSet(file) {
			addSignal(s, file)
			s.IDaaSPresent = true
		}
	}
	for _, f := range app.LooseJars {
		alibaba, idaas := named(path.Base(f))
		s.AlibabaNamed, s.IDaaSPresent = s.AlibabaNamed || alibaba, s.IDaaSPresent || idaas
		addSignal(s, f)
	}
	for _, b := range app.Builds {
		declared(s, b)
	}
	for _, n := range app.Native {
		if strings.Contains(n.Name, "alijtca_plus") {
			addSignal(s, n.File+"!"+n.Name)
			s.AlibabaNamed = true
		}
	}
	for _, name := range []string{"isCheckSSL", "setAliOneKeyLoginSecret"} {
		if app.Dex.Has(name) {
			addSignal(s, "dex: "+name)
			s.IDaaSPresent = true
		}
	}
	s.IDaaSPresent = s.IDaaSPresent || len(s.IDaaS) > 0
	s.Searched = app.Dex.Files > 0 || app.Kind == facts.Project && app.Project != nil && app.Project.BuildFile != "" &&
		uses(app)
	o.others(app)
}

// uses reports whether anything was read that would name an SDK in use: a
// dependency or a source.
func uses(app *facts.App) bool {
	return app.Code.Files > 0 || app.Project != nil && len(app.Project.Dependencies) > 0
}

func addSignal(s *facts.SDK, where string) {
	if len(s.Signals) < maxSignals {
		s.Signals = append(slices.Clip(s.Signals), where)
	}
}

// seen looks for the SDKs' names in a text, and says whether IDaaS' is there.
func seen(s *facts.SDK, text, where string) (idaas bool) {
	alibaba, idaas := named(text)
	if alibaba || idaas {
		addSignal(s, where)
	}
	s.AlibabaNamed = s.AlibabaNamed || alibaba
	return idaas
}

// oldArtifact is the SDK's name of before auth_number_product, or in repositories.
var oldArtifact = regexp.MustCompile(`(?i)phoneNumber-(L-)?AuthSDK|[:'"]numberauth\b`)

// named reports whether a text has the SDKs' names.
func named(text string) (alibaba, idaas bool) {
	return strings.Contains(text, "auth_number_product") || oldArtifact.MatchString(text),
		strings.Contains(text, "AuthnCenter")
}

// declared looks for the SDK's pages in a manifest.
func declared(sdk *facts.SDK, b facts.Build) {
	if b.Manifest != nil {
		for _, a := range b.Manifest.Activities {
			if strings.Contains(a.Name, "com.mobile.auth.") {
				addSignal(sdk, a.File)
				sdk.AlibabaNamed = true
				return
			}
		}
	}
}

// ofCarrier reports whether a rule is about a host to which the guide asks every
// app to permit plain HTTP, or about one beside it.
func ofCarrier(domain string) bool {
	return slices.ContainsFunc(codes.PlainHosts(codes.NeedAlways), func(h codes.PlainHost) bool {
		return strings.HasSuffix(domain, codes.Domain(h.Name))
	})
}

// loaders are what loads a Flutter or React Native project's packages into the build, in
// its scripts.
var loaders = []string{"dev.flutter.", "flutter.gradle", "flutterRoot", "com.facebook.react", "native_modules.gradle",
	"react.gradle"}

func loads(script []byte) bool {
	return slices.ContainsFunc(loaders, func(s string) bool { return bytes.Contains(script, []byte(s)) })
}

// wrapper are names of packages that bring Alibaba's SDK along, for Flutter and
// React Native: they say so themselves.
var wrapper = regexp.MustCompile(
	`(?i)\b(flutter_)?ali(yun|com)?[_-]?(number[_-]?|one[_-]?key[_-]?|phone[_-]?)?(auth|login)\b|\bpnvs\b|onekey[_-]?(login|auth)|(login|auth)[_-]?onekey`)

// plugins reads the list of a Flutter or React Native project's packages.
func (o *opener) plugins(p string, src []byte) {
	for line := range bytes.Lines(src) {
		if name, _, found := bytes.Cut(line, []byte(":")); found && wrapper.Match(name) {
			addSignal(&o.app.SDK, p)
			o.app.SDK.AlibabaNamed = true // none of these wraps IDaaS'
			return
		}
	}
}
