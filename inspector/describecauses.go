package inspector

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"loginscope/codes"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// maxNamed limits the causes that a headline without a leading one names.
const maxNamed = 3

// describeCauses writes the verdict from the ranked causes. The first one is the
// headline only where the evidence carries it.
func (f *Flow) describeCauses(l cause.List, by *finding.Finding) {
	if len(l.Causes) == 0 {
		return // the code is in no table: describeUnknown said all
	}
	lead, ok := l.Lead()
	switch {
	case by != nil && ok:
		f.describeFinding(by)
	case strings.HasPrefix(lead.ID, "code:"), strings.HasPrefix(lead.ID, "trouble:"):
		f.describeRow(lead)
	case ok:
		f.describeLead(lead)
	default:
		f.describeOpen(l)
	}
	f.Verdict.Meanwhile = meanwhile(f.Verdict.Retry)
}

// describeFinding writes the verdict from the finding that its first cause rests on.
func (f *Flow) describeFinding(by *finding.Finding) {
	v := &f.Verdict
	v.RootCheck, v.Title, v.Cause = by.Check, by.Title, joined(by.What, by.Why)
	v.Fix = sentences(by.Fix)
	if by.Actor != "" {
		v.Actor = by.Actor
	}
	v.weaken(by.Certainty)
	v.Reason = joined(v.Reason, lang.Text{
		EN: "The cause was decided by the check " + by.Check + ".",
		ZH: "原因由检查项 " + by.Check + " 判定。",
	})
}

// weaken makes a verdict at most as certain as what it now rests on.
func (v *Verdict) weaken(c codes.Certainty) {
	if certaintyOrder[c] > certaintyOrder[v.Certainty] {
		v.Certainty = c
	}
}

// describeRow keeps what the code's own row says: nothing more is known. A code of
// an API names its cause; one of a carrier or of the SDK is an outcome, whose
// cause the row concludes.
func (f *Flow) describeRow(lead cause.Ranked) {
	v := &f.Verdict
	if v.Root == nil || len(v.Root.Lookup.Candidates) == 0 {
		return
	}
	m := v.Root.Lookup.Candidates[0]
	if !m.Exact && m.Issuer != codes.IDaaS && m.Issuer != codes.AlibabaAPI && m.Issuer != codes.SDK {
		v.weaken(codes.Inferred)
	}
	_ = lead
}

// describeLead makes the first cause the headline.
func (f *Flow) describeLead(lead cause.Ranked) {
	v := &f.Verdict
	v.Title = titled(f.rootName(), Capital(lead.Text))
	v.Actor, v.Retry = lead.Actor, lead.Retry
	v.Fix = sentences(lead.Fix)
	if lead.Standing == cause.Established {
		v.Cause = lang.Text{EN: Capital(lead.Text).EN + ".", ZH: lead.Text.ZH + "。"}
		v.weaken(lead.Certainty)
	} else {
		v.Cause = lang.Text{EN: "Most likely " + lead.Text.EN + ".", ZH: "最可能是" + spaced(lead.Text.ZH) + "。"}
		v.weaken(codes.Inferred)
		if lead.Test != (lang.Text{}) {
			test := lang.Text{EN: "To be sure: " + lead.Test.EN, ZH: "先确认：" + lead.Test.ZH}
			v.Fix = slices.Insert(v.Fix, 0, Advice{Text: test})
		}
	}
	v.Cause = joined(v.Cause, speaksFor(lead))
	v.Cause = joined(v.Cause, f.messageNote())
	v.Reason = joined(v.Reason, lang.Text{
		EN: "The code is a fact; the cause follows from the evidence named.",
		ZH: "返回码是事实；原因根据上述依据得出。",
	})
}

// spaced sets the space that Chinese text has before a Latin word.
func spaced(zh string) string {
	if zh != "" && zh[0] < utf8.RuneSelf {
		return " " + zh
	}
	return zh
}

// describeOpen says that the evidence carries no cause, what is reported most
// often, and what to find out.
func (f *Flow) describeOpen(l cause.List) {
	v := &f.Verdict
	left := l.Remaining()
	n := len(left)
	name := lang.Text{}
	if v.Root != nil && v.Root.Lookup.Known() {
		name = unfilled(v.Root.Lookup.Candidates[0].Name)
	}
	v.Title = lang.Text{
		EN: fmt.Sprintf("%s: %s; %d causes remain", f.rootName(), name.EN, n),
		ZH: fmt.Sprintf("%s：%s，还有 %d 种可能的原因", f.rootName(), name.ZH, n),
	}
	named := left[:min(n, maxNamed)]
	likely := likelyOf(left)
	if len(likely) > 0 {
		named = likely[:min(len(likely), maxNamed)]
	}
	en, zh := texts(named)
	if len(likely) > 0 {
		v.Cause = lang.Text{
			EN: "Most likely one of these: " + strings.Join(en, "; ") + ".",
			ZH: "最可能是其中之一：" + strings.Join(zh, "；") + "。",
		}
		v.Cause = joined(v.Cause, speaksFor(named[0]))
	} else if named[0].Evident() {
		v.Cause = lang.Text{
			EN: "The evidence points to one of these, most likely first: " + strings.Join(en, "; ") + ".",
			ZH: "现有依据指向以下原因（按可能性排序）：" + strings.Join(zh, "；") + "。",
		}
	} else {
		v.Cause = lang.Text{
			EN: "The code alone does not say why. Reported most often: " + strings.Join(en, "; ") + ".",
			ZH: "仅凭返回码看不出原因。常见的有：" + strings.Join(zh, "；") + "。",
		}
	}
	v.Cause = joined(v.Cause, f.messageNote())
	v.Actor, v.Retry = named[0].Actor, named[0].Retry
	v.Fix = nil
	for _, q := range l.Questions {
		v.Fix = append(v.Fix, FindOut(q))
	}
	v.Fix = append(v.Fix, sentences(joined(named[0].Test, named[0].Fix))...)
	v.weaken(codes.Unconfirmed)
	v.Reason = joined(v.Reason, lang.Text{
		EN: fmt.Sprintf("The code is a fact; which of %d causes is behind it is open.", n),
		ZH: fmt.Sprintf("返回码是事实；%d 种可能的原因尚无法区分。", n),
	})
}

// FindOut is a question as a step of Verdict.Fix.
func FindOut(q cause.Definition) Advice {
	return Advice{lang.Text{EN: "Find out first: " + q.Ask.EN, ZH: "先弄清：" + q.Ask.ZH}, q.Fact}
}

func likelyOf(list []cause.Ranked) []cause.Ranked {
	var out []cause.Ranked
	for _, r := range list {
		if r.Standing == cause.Likely || r.Standing == cause.Established {
			out = append(out, r)
		}
	}
	return out
}

func texts(list []cause.Ranked) (en, zh []string) {
	for _, r := range list {
		en, zh = append(en, r.Text.EN), append(zh, r.Text.ZH)
	}
	return en, zh
}

// speaksFor describes the evidence for a cause.
func speaksFor(r cause.Ranked) lang.Text {
	var en, zh []string
	for _, e := range r.For {
		w := clause(e.Describe())
		if w.EN != "" && e.Weight > cause.Weak {
			en, zh = append(en, w.EN), append(zh, w.ZH)
		}
	}
	if len(en) == 0 {
		return lang.Text{}
	}
	return lang.Text{EN: "Evidence: " + strings.Join(en, "; ") + ".", ZH: "依据：" + strings.Join(zh, "；") + "。"}
}

// messageNote shows the message of a code that has no inner code, and whose
// wording it is.
func (f *Flow) messageNote() lang.Text {
	r := f.Verdict.Root
	if r == nil || r.Message == "" || r.Issuer != codes.Alibaba || r.Lookup.Known() && r.Lookup.Candidates[0].Exact {
		return lang.Text{}
	}
	t := lang.Text{
		EN: fmt.Sprintf("The SDK's message says %q.", r.Message),
		ZH: fmt.Sprintf("SDK 的返回文案为“%s”。", r.Message),
	}
	if row, ok := rowByMessage(r.Message, f.Carrier); ok {
		t.EN += fmt.Sprintf(" That is the wording of %s's %s (%s).", row.Issuer.Name().EN, row.Code, row.Name.EN)
		t.ZH += fmt.Sprintf("这是%s %s（%s）的文案。", row.Issuer.Name().ZH, row.Code, row.Name.ZH)
	}
	return t
}

// rootName is the code that the headline names.
func (f *Flow) rootName() string {
	if f.Verdict.Root == nil {
		return labels[f.Steps[f.Verdict.Broken].Kind].EN
	}
	return f.Verdict.Root.Code
}

// Capital begins an English clause like a sentence; names such as eSIM or iOS
// do not stand first in any.
func Capital(t lang.Text) lang.Text {
	if t.EN == "" {
		return t
	}
	return lang.Text{EN: strings.ToUpper(t.EN[:1]) + t.EN[1:], ZH: t.ZH}
}

// Sentence makes a sentence of a clause.
func Sentence(t lang.Text) lang.Text {
	t = Capital(clause(t))
	return lang.Text{EN: t.EN + ".", ZH: t.ZH + "。"}
}
