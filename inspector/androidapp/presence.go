package androidapp

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"loginscope/inspector/androidapp/facts"
)

// maxSigns bounds the places at which an SDK was seen.
const maxSigns = 10

// presence gathers where the SDKs were seen, and whether enough was read to say
// that they are not there.
func (o *opener) presence() {
	s := &o.app.SDK
	for _, a := range o.app.Aars {
		s.IDaaSPresent = o.seen(a.Name, a.File) || s.IDaaSPresent
	}
	if p := o.app.Project; p != nil {
		for _, d := range p.Dependencies {
			s.IDaaSPresent = o.seen(d.Group+":"+d.Name, fmt.Sprintf("%s:%d", d.File, d.Line)) || s.IDaaSPresent
		}
	}
	for _, b := range o.files.builds {
		o.seen(string(b.src), b.path) // a line that is a comment, too
		s.ByPlugin = s.ByPlugin || loader.Match(b.src)
	}
	for _, file := range o.app.Code.Alibaba {
		o.sign(file)
		s.Present = true
	}
	for _, file := range o.app.Code.IDaaS {
		o.sign(file)
		s.IDaaSPresent = true
	}
	for _, b := range o.app.Builds {
		o.declared(b)
	}
	for _, n := range o.app.Native {
		if strings.Contains(n.Name, "alijtca_plus") {
			o.sign(n.File + "!" + n.Name)
		}
	}
	for _, name := range []string{"isCheckSSL", "setAliOneKeyLoginSecret"} {
		if o.app.Dex.Has(name) {
			o.sign("dex: " + name)
			s.IDaaSPresent = true
		}
	}
	s.IDaaSPresent = s.IDaaSPresent || len(s.IDaaS) > 0
	s.Searched = o.app.Dex.Files > 0 || o.app.Kind == facts.Project && len(o.files.builds) > 0 && o.uses()
}

// uses reports whether anything was read that would name an SDK in use: a
// dependency or a source.
func (o *opener) uses() bool {
	return o.app.Code.Files > 0 || o.app.Project != nil && len(o.app.Project.Dependencies) > 0
}

func (o *opener) sign(where string) {
	if len(o.app.SDK.Signs) < maxSigns {
		o.app.SDK.Signs = append(o.app.SDK.Signs, where)
	}
}

// seen looks for the SDKs' names in a text, and says whether IDaaS' is there.
func (o *opener) seen(text, where string) (idaas bool) {
	alibaba := strings.Contains(text, "auth_number_product")
	idaas = strings.Contains(text, "AuthnCenter")
	if alibaba || idaas {
		o.sign(where)
	}
	return idaas
}

// declared looks for the SDK's pages in a manifest, and for the carriers' hosts
// in a configuration: whoever names them means this login.
func (o *opener) declared(b facts.Build) {
	if b.Manifest != nil {
		for _, a := range b.Manifest.Activities {
			if strings.Contains(a.Name, "com.mobile.auth.") {
				o.sign(a.File)
				return
			}
		}
	}
	if b.NSC.Config == nil {
		return
	}
	for _, s := range b.NSC.Config.Config.Domains {
		for _, d := range s.Domains {
			if strings.HasSuffix(d.Name, "10010.com") || strings.HasSuffix(d.Name, "cmpassport.com") {
				o.sign(b.NSC.Config.File)
				return
			}
		}
	}
}

// loader finds what loads a Flutter or React Native project's packages into the
// build, in the app's build file.
var loader = regexp.MustCompile(`dev\.flutter\.|flutter\.gradle|flutterRoot|com\.facebook\.react|native_modules\.gradle|react\.gradle`)

// wrapper are names of packages that bring Alibaba's SDK along, for Flutter and
// React Native: they say so themselves.
var wrapper = regexp.MustCompile(`(?i)\b(flutter_)?ali(yun|com)?[_-]?(number[_-]?|one[_-]?key[_-]?|phone[_-]?)?(auth|login)\b|\bpnvs\b|onekey[_-]?(login|auth)|(login|auth)[_-]?onekey`)

// plugins reads the list of a Flutter or React Native project's packages.
func (o *opener) plugins(p string, src []byte) {
	for line := range bytes.Lines(src) {
		if name, _, found := bytes.Cut(line, []byte(":")); found && wrapper.Match(name) {
			o.sign(p)
			return
		}
	}
}
