package inspector

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// describe writes what a person reads of the verdict.
func (f *Flow) describe() {
	v := &f.Verdict
	switch v.Outcome {
	case SignedIn:
		v.Title = lang.Text{EN: "Signed in", ZH: "登录成功"}
		v.Cause = lang.Text{EN: "IDaaS accepted the token and opened a session.", ZH: "IDaaS 校验 token 通过并已建立会话。"}
		v.Actor, v.Retry = codes.Nobody, codes.RetryNo
	case Cancelled:
		f.describeCancelled()
	case Running:
		v.Title = lang.Text{EN: "Running", ZH: "登录进行中"}
		v.Cause = lang.Text{EN: "The login has not ended yet.", ZH: "本次登录尚未结束。"}
		v.Actor, v.Retry = codes.Nobody, codes.RetryNo
	case Incomplete:
		f.describeIncomplete()
	case Failed:
		f.describeFailed()
	}
	f.describeCertainty()
}

func (f *Flow) describeCancelled() {
	v := &f.Verdict
	v.Title = lang.Text{EN: "Cancelled by the user", ZH: "用户取消登录"}
	v.Cause = lang.Text{EN: "The user left the authorisation page.", ZH: "用户主动离开授权页。"}
	if v.Root != nil && v.Root.Lookup.Known() {
		v.Cause = v.Root.Lookup.Candidates[0].Cause
	}
	v.Actor, v.Retry = codes.User, codes.RetryNow
	v.Meanwhile = lang.Text{
		EN: "Show the login method that the user asked for; do not report an error.",
		ZH: "展示用户所选的其他登录方式，不要提示错误。",
	}
}

func (f *Flow) describeIncomplete() {
	v := &f.Verdict
	last := lang.Text{EN: "nothing", ZH: "无"}
	for _, s := range f.Steps {
		if s.Visibility == Visible || s.Visibility == Deduced {
			last = labels[s.Kind]
		}
	}
	v.Title = lang.Text{EN: "Incomplete", ZH: "证据不完整"}
	v.Cause = lang.Text{
		EN: fmt.Sprintf("The evidence ends after %q; no failure is in it.", last.EN),
		ZH: fmt.Sprintf("证据止于“%s”，其中没有失败。", last.ZH),
	}
	v.Actor, v.Retry = codes.Nobody, codes.RetryNow
	v.Meanwhile = lang.Text{
		EN: "Offer another login method if the page is gone and no result came.",
		ZH: "若授权页已关闭却没有结果，请提供其他登录方式。",
	}
}

func (f *Flow) describeFailed() {
	v := &f.Verdict
	s := &f.Steps[v.Broken]
	if v.Root == nil || s.Trouble != NoTrouble && len(s.Codes) == 0 {
		f.describeTrouble(s)
		return
	}
	r := v.Root.Lookup
	switch len(r.Candidates) {
	case 0:
		f.describeUnknown(s)
	case 1:
		m := r.Candidates[0]
		v.Title = titled(v.Root.Code, unfilled(m.Name))
		v.Cause, v.Fix, v.Actor, v.Retry = unfilled(m.Cause), sentences(unfilled(m.Action)), m.Actor, m.Retry
		if v.Cause == (lang.Text{}) {
			v.Cause = unfilled(m.Name)
		}
	default:
		f.describeAmbiguous(r)
	}
	v.Meanwhile = meanwhile(v.Retry)
}

func (f *Flow) describeUnknown(s *Step) {
	v := &f.Verdict
	v.Title = lang.Text{
		EN: fmt.Sprintf("%s failed with the unknown code %s", labels[s.Kind].EN, v.Root.Code),
		ZH: fmt.Sprintf("%s失败，错误码 %s 未收录", labels[s.Kind].ZH, v.Root.Code),
	}
	v.Cause = lang.Text{EN: "The code is in no table.", ZH: "该错误码不在任何已知码表中。"}
	if v.Root.Message != "" {
		v.Cause.EN += fmt.Sprintf(" Its message says: %q.", v.Root.Message)
		v.Cause.ZH += fmt.Sprintf("返回文案为“%s”。", v.Root.Message)
	}
	if r := v.Root.Lookup.Range; r != (lang.Text{}) {
		v.Cause.EN += " " + r.EN
		v.Cause.ZH += r.ZH
	}
	v.Fix = []Advice{{Text: lang.Text{
		EN: "Open a ticket with the issuer and give the code, the message and the request id.",
		ZH: "向错误码所属方提交工单，附上错误码、返回文案和 requestId。",
	}}}
	v.Actor, v.Retry = codes.Ticket, codes.RetryNow
}

// describeAmbiguous names every meaning that a code can have where it stood.
func (f *Flow) describeAmbiguous(r codes.Result) {
	v := &f.Verdict
	var en, zh []string
	for _, m := range r.Candidates {
		en = append(en, fmt.Sprintf("%s (%s)", m.Name.EN, m.Issuer.Name().EN))
		zh = append(zh, fmt.Sprintf("%s（%s）", m.Name.ZH, m.Issuer.Name().ZH))
		v.Fix = append(v.Fix, sentences(m.Action)...)
	}
	v.Title = lang.Text{
		EN: fmt.Sprintf("%s has several meanings here", v.Root.Code),
		ZH: fmt.Sprintf("%s 在此处有多种含义", v.Root.Code),
	}
	v.Cause = lang.Text{
		EN: "It can be: " + strings.Join(en, "; ") + ".",
		ZH: "可能是：" + strings.Join(zh, "；") + "。",
	}
	v.Actor, v.Retry = r.Candidates[0].Actor, r.Candidates[0].Retry
	v.Fix = v.Fix[:min(len(v.Fix), 6)]
}

// placeholders is what stands in a wording for a value that the message named.
var placeholders = lazyregexp.New(`\{\d\}`)

// unfilled puts an ellipsis for values that no message filled in.
func unfilled(t lang.Text) lang.Text {
	return lang.Text{EN: placeholders.ReplaceAllString(t.EN, "…"), ZH: placeholders.ReplaceAllString(t.ZH, "…")}
}

func titled(code string, name lang.Text) lang.Text {
	return lang.Text{EN: code + ": " + name.EN, ZH: code + "：" + name.ZH}
}

// sentences splits advice into steps where both languages have equally many.
func sentences(t lang.Text) []Advice {
	if t == (lang.Text{}) {
		return nil
	}
	en := splitAfter(t.EN, ". ")
	zh := splitAfter(t.ZH, "。")
	if len(en) != len(zh) {
		return []Advice{{Text: t}}
	}
	out := make([]Advice, len(en))
	for i := range en {
		out[i].Text = lang.Text{EN: en[i], ZH: zh[i]}
	}
	return out
}

func splitAfter(s, sep string) []string {
	var out []string
	for part := range strings.SplitAfterSeq(s, sep) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// meanwhile is what the app should do for the user who stands before it.
func meanwhile(r codes.Retry) lang.Text {
	switch r {
	case codes.RetryNow:
		return lang.Text{
			EN: "Let the user try once more, and offer another login method (SMS code) beside it.",
			ZH: "可让用户重试一次，同时提供其他登录方式（如短信验证码）。",
		}
	case codes.RetryLater:
		return lang.Text{
			EN: "Switch to another login method (SMS code) now; one-click login may work again later.",
			ZH: "先切换到其他登录方式（如短信验证码），稍后再使用一键登录。",
		}
	}
	return lang.Text{
		EN: "Switch to another login method (SMS code); trying again changes nothing.",
		ZH: "切换到其他登录方式（如短信验证码），重试无效。",
	}
}

// coverageLine describes the counts. A call over the default network that is not in
// a capture was cached or came before it; it is not invisible.
func coverageLine(c Coverage, absent int, wired bool) lang.Text {
	total := len(expected)
	en := []string{fmt.Sprintf("%d of %d steps seen", c.Seen, total)}
	zh := []string{fmt.Sprintf("%d 个步骤中看到 %d 个", total, c.Seen)}
	add := func(n int, e, z string) {
		if n > 0 {
			en = append(en, fmt.Sprintf("%d %s", n, e))
			zh = append(zh, fmt.Sprintf("%d 个%s", n, z))
		}
	}
	add(c.Inferred, "inferred", "为推断")
	add(c.NotVisible-absent, "not visible by design", "本就不可见")
	if wired {
		add(absent, "cached or before the capture", "已缓存或早于抓包")
	} else {
		add(absent, "without a capture", "没有抓包而不可知")
	}
	add(c.NotReached, "not reached", "未到达")
	return lang.Text{EN: strings.Join(en, ", "), ZH: strings.Join(zh, "，")}
}
