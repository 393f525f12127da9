package lint

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/source"
	"loginscope/inspector/finding"
)

// refusal is how bad a refused host is: bad for the login of Alibaba, of IDaaS and of a
// carrier; a warning for another maker's of which no carrier's SDK was seen, since a newer
// one may go without HTTP.
func (p *pass) refusal(bad finding.Status) finding.Status {
	s := p.App.SDK
	ofCarrier := func(o facts.OtherSDK) bool { return o.Maker == facts.CarrierSDK }
	if s.Other == "" || slices.ContainsFunc(s.Others, ofCarrier) {
		return bad
	}
	return finding.Warning
}

// makerMayPermit reports whether another maker's SDK comes from a repository, so that its
// manifest was not read, and nothing of the app's own decides on HTTP.
func (p *pass) makerMayPermit(b *facts.Build) bool {
	s := p.App.SDK
	read := func(o facts.OtherSDK) bool { return strings.HasSuffix(o.Where, ".aar") }
	if s.Other == "" || b.Built != "" || p.compiled() || slices.ContainsFunc(s.Others, read) ||
		slices.ContainsFunc(p.App.Jars, ofMaker) {
		return false
	}
	own := b.Manifest != nil && b.Manifest.Application.UsesCleartext.Known()
	return b.NSC.Config == nil && !own
}

// ofMaker reports whether a jar, which brings no manifest, holds another maker's classes.
func ofMaker(j facts.Jar) bool {
	return slices.ContainsFunc(j.Classes, func(c string) bool { return source.OtherClass(c) != "" })
}

// makerUnread is the answer where another maker's SDK was not read and may permit a host.
func (p *pass) makerUnread(r *finding.Finding, h Host) {
	name := otherName(p.App.SDK.Other)
	r.Status = finding.Skipped
	r.What = t(fmt.Sprintf("Nothing that was read permits HTTP to %s (%s). Not certain: the SDK of %s comes from a "+
		"repository and was not read; its manifest may permit it.", h.Name, h.Role.EN, name.EN),
		fmt.Sprintf("已读取的内容均未放行以 HTTP 访问 %s（%s）。不能确定：%s的 SDK 来自仓库、未读取，其清单可能放行。",
			h.Name, h.Role.ZH, name.ZH))
}
