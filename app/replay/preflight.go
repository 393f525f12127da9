package replay

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/lang"
)

// History is what a session knows of one token.
type History struct {
	// Found is false when the token occurs nowhere in the session.
	Found   bool
	Carrier codes.Issuer // "" if not known
	Issued  time.Time    // zero if not seen
	// Exchanged are the times at which it was sent to a server, and Accepted
	// whether one of these calls succeeded.
	Exchanged []time.Time
	Accepted  bool
	// VerifyKind is true when it came from the number-verification call.
	VerifyKind bool
	Flow       int // the flow that it belongs to, 0 if none
}

// TokenHistory looks a token up in a report. Only exact equality counts.
func TokenHistory(rep inspector.Report, token string) History {
	var h History
	for _, f := range rep.Flows {
		for _, s := range f.Steps {
			if !stepHasToken(s, token) {
				continue
			}
			h.add(f, s)
		}
	}
	return h
}

func (h *History) add(f inspector.Flow, s inspector.Step) {
	h.Found, h.Flow = true, f.ID
	if f.Carrier != "" {
		h.Carrier = f.Carrier
	}
	switch s.Kind {
	case inspector.StepToken:
		if h.Issued.IsZero() || (!s.Time.IsZero() && s.Time.Before(h.Issued)) {
			h.Issued = s.Time
		}
	case inspector.StepExchange, inspector.StepServerQuery:
		h.Exchanged = append(h.Exchanged, s.Time)
		h.Accepted = h.Accepted || s.Outcome == inspector.OutcomeOK
	}
	for _, fd := range s.Fields {
		if fd.Name == "userCapaid" && fd.Value == "50" {
			h.VerifyKind = true
		}
	}
}

func stepHasToken(s inspector.Step, token string) bool {
	for _, f := range s.Fields {
		if f.Sensitivity == inspector.Token && f.Value == token {
			return true
		}
	}
	return false
}

// Notice is one thing to know before a token is sent.
type Notice struct {
	Severity  finding.Status  `json:"severity"`
	Text      lang.Text       `json:"text"`
	Certainty codes.Certainty `json:"certainty"`
}

// Preflight says what is known of the token before anything is sent: its
// kind, age, use, the call that accepts it and what will be consumed.
func Preflight(t Target, r Request, h History, now time.Time) []Notice {
	out := append([]Notice{consumes(t, r)}, ofTarget(t)...)
	if !r.Call.Consumes() {
		return out
	}
	if n := blanksNotice(r.Token); n != nil {
		out = append(out, *n)
	}
	if !h.Found {
		return append(out, unknownToken)
	}
	for _, n := range []*Notice{useNotice(h), ageNotice(h, now), kindNotice(r, h)} {
		if n != nil {
			out = append(out, *n)
		}
	}
	return out
}

func consumes(t Target, r Request) Notice {
	if !r.Call.Consumes() {
		return notice(finding.Info, codes.Seen,
			fmt.Sprintf("%s on %q reads only; no token is used up.", r.Call, t.Name),
			fmt.Sprintf("%s（目标 %q）只读取信息，不消耗任何 token。", r.Call, t.Name))
	}
	return notice(finding.Warning, codes.Seen,
		fmt.Sprintf(
			"This sends the token to %q (%s). A login token is single use: afterwards the app's own attempt with it "+
				"will fail.", t.Name, t.Host()),
		fmt.Sprintf("将把 token 发送到 %q（%s）。登录 token 只能使用一次：此后应用再用它登录会失败。", t.Name, t.Host()))
}

// ofTarget says what is unusual about where the request goes.
func ofTarget(t Target) []Notice {
	var out []Notice
	if t.SkipVerify {
		out = append(out, notice(finding.Warning, codes.Seen,
			"The target's certificate is not checked: whoever stands between can read and use what is sent.",
			"不校验目标证书：中间人可以读取并使用所发送的内容。"))
	}
	if port := t.Port(); port != "" {
		out = append(out, notice(finding.Warning, codes.Seen,
			fmt.Sprintf("The request goes to port %s, not to the usual one.", port),
			fmt.Sprintf("请求将发往端口 %s，而不是默认端口。", port)))
	}
	return out
}

// blanksNotice: what a copy from a log brings along makes a token another one.
func blanksNotice(token string) *Notice {
	around, inside := len(token)-len(strings.TrimSpace(token)),
		strings.ContainsFunc(strings.TrimSpace(token), unicode.IsSpace)
	if around == 0 && !inside {
		return nil
	}
	n := notice(finding.Error, codes.Seen,
		"The token begins or ends with blanks or line breaks. A real token does not; they are sent unchanged, and "+
			"the target will most likely refuse it.",
		"token 首尾含有空格或换行。真正的 token 不含这些字符；将原样发送，目标很可能拒绝。")
	if inside {
		n = notice(finding.Error, codes.Seen,
			"The token has blanks or line breaks in it. No token has; they are sent as they are, and the target "+
				"will most likely refuse it.",
			"token 中间含有空格或换行。真正的 token 不含这些字符；将原样发送，目标很可能拒绝。")
	}
	return &n
}

var unknownToken = notice(finding.Info, codes.Seen,
	"The token does not occur in this session: its age, carrier and earlier use are not known.",
	"当前会话中没有出现过该 token：签发时间、运营商以及是否已用过均未知。")

func useNotice(h History) *Notice {
	if len(h.Exchanged) == 0 {
		return nil
	}
	n := notice(finding.Error, codes.Inferred,
		fmt.Sprintf(
			"Times that the token was already sent to a server in this session: %d; expect it to be refused as used.",
			len(h.Exchanged)),
		fmt.Sprintf("该 token 在本会话中已提交过 %d 次，预计会被判定为已使用。", len(h.Exchanged)))
	if h.Accepted {
		n.Certainty = codes.Seen
	}
	return &n
}

func ageNotice(h History, now time.Time) *Notice {
	life := inspector.Life(h.Carrier)
	if life == 0 || h.Issued.IsZero() {
		return nil
	}
	age := now.Sub(h.Issued)
	var n Notice
	if over := age - life; over > 0 {
		n = notice(finding.Error, codes.Seen,
			fmt.Sprintf("The token is %s old and expired %s ago (life %s for this carrier).", span(age).EN,
				span(over).EN, span(life).EN),
			fmt.Sprintf("该 token 已签发 %s，于 %s 前过期（该运营商有效期 %s）。", span(age).ZH, span(over).ZH, span(life).ZH))
	} else {
		n = notice(finding.Info, codes.Seen,
			fmt.Sprintf("The token is %s old; %s of its life are left.", span(age).EN, span(over).EN),
			fmt.Sprintf("该 token 已签发 %s，剩余有效期 %s。", span(age).ZH, span(over).ZH))
	}
	return &n
}

func kindNotice(r Request, h History) *Notice {
	if !h.VerifyKind || r.Call == CallVerifyMobile {
		return nil
	}
	n := notice(finding.Error, codes.Seen,
		"The token comes from the number-verification call; it is valid for VerifyMobile only, and one-click login "+
			"refuses it.",
		"该 token 来自本机号码校验接口，只能用于 VerifyMobile，一键登录会拒绝它。")
	return &n
}

func notice(s finding.Status, c codes.Certainty, en, zh string) Notice {
	return Notice{Severity: s, Certainty: c, Text: lang.Text{EN: en, ZH: zh}}
}
