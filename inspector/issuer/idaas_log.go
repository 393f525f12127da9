package issuer

import (
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// callback matches what apps print in AliOneStepListener: the word of the
// method, the fixed code, the text. Wordings differ from app to app.
var callback = lazyregexp.New(
	`(?is)\b(?:on)?(success|error|fail(?:ed|ure)?)\w*\b.{0,40}?(?:^|[^\d.])(100[12])(?:[^\d]|$)(.*)`)

// readCallbackLine reads the IDaaS SDK's callback: success 1002 or error 1001.
func readCallbackLine(l *inspector.Line) []inspector.Sighting {
	if !standalone(l.Text, "1001") && !standalone(l.Text, "1002") {
		return nil
	}
	m := callback.FindStringSubmatch(l.Text)
	if m == nil {
		return nil
	}
	word, code, rest := strings.ToLower(m[1]), m[2], strings.TrimSpace(m[3])
	if (word == "success") != (code == "1002") {
		return nil
	}
	rest = strings.TrimLeft(rest, " ,，;:：=|)")
	return callbackSightings(l, code, rest)
}

// standalone reports whether a number occurs that is no part of a longer one
// nor the end of an IDaaS code; it spares the regular expression nearly every
// line.
func standalone(text, number string) bool {
	for {
		i := strings.Index(text, number)
		if i < 0 {
			return false
		}
		end := i + len(number)
		if (i == 0 || !isDigit(text[i-1]) && text[i-1] != '.') && (end == len(text) || !isDigit(text[end])) {
			return true
		}
		text = text[end:]
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func callbackSightings(l *inspector.Line, code, rest string) []inspector.Sighting {
	s := inspector.LineSighting(l, inspector.StepCallback)
	s.Step.Label = inspector.LabelOf(inspector.StepCallback)
	s.Step.Detail = "AliOneStepListener"
	if code == "1002" {
		s.Code(codes.SDK, codes.IDaaSCallback, code, "")
		s.OK()
		data := callbackValue(rest, "data", "sessionToken", "session_token")
		s.Field("sessionToken", data, inspector.Token, "data")
		s.Keys.Session = inspector.Bounded(data)
		return []inspector.Sighting{s}
	}
	msg := callbackMessage(rest)
	s.Code(codes.SDK, codes.IDaaSCallback, code, msg)
	s.Field("msg", msg, inspector.Public, "msg")
	s.Fail()
	return append(insideMessage(l, rest), s)
}

// insideMessage finds the step that failed in the text of an error callback.
func insideMessage(l *inspector.Line, msg string) []inspector.Sighting {
	from := lang.Text{EN: "the text of the error callback", ZH: "错误回调中的文案"}
	for _, n := range objects(msg) {
		if t, ok := decode.TokenRetOf(n); ok {
			s := tokenRet(inspector.LineSighting(l), t)
			inferred(&s, from)
			return []inspector.Sighting{s}
		}
		if reply, ok := decode.ParseIDaaS([]byte(encode(n))); ok && reply.ErrorCode != "" {
			return []inspector.Sighting{fromError(l, reply.ErrorCode, reply.ErrorMessage, from)}
		}
	}
	if found := decode.FindIDaaSCodes(msg); len(found) > 0 {
		return []inspector.Sighting{fromError(l, found[0], msg, from)}
	}
	if m := sdkNumber.FindStringSubmatch(msg); m != nil {
		s := tokenRet(inspector.LineSighting(l), decode.TokenRet{Code: m[1], Msg: msg, Carrier: decode.OldStyle(msg)})
		inferred(&s, from)
		return []inspector.Sighting{s}
	}
	return nil
}

// encode writes an object's scalars back as far as ParseIDaaS reads them.
func encode(n *decode.Node) string {
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)
	var b strings.Builder
	b.WriteByte('{')
	for i, m := range n.Members {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + quote.Replace(m.Name) + `":"` + quote.Replace(m.Value.Text) + `"`)
	}
	b.WriteByte('}')
	return b.String()
}

func fromError(l *inspector.Line, code, msg string, from lang.Text) inspector.Sighting {
	s := inspector.LineSighting(l, inspector.StepExchange)
	s.Step.Label = inspector.LabelOf(inspector.StepExchange)
	s.Step.Role, s.Step.From, s.Step.To = inspector.LaneIDaaS, inspector.LaneApp, inspector.LaneIDaaS
	s.Step.Network = inspector.NetDefault
	deduced(&s, from)
	s.Code(codes.IDaaS, codes.IDaaSHTTP, code, msg)
	s.Field("error_code", code, inspector.Public, "error_code")
	s.Field("error_msg", msg, inspector.Public, "error_msg")
	s.Fail()
	return s
}

var (
	named   = lazyregexp.New(`(?i)(?:data|sessionToken|session_token|token)\s*[:=：]\s*"?([A-Za-z0-9._-]{8,})`)
	opaque  = lazyregexp.New(`[A-Za-z0-9._-]{16,}`)
	message = lazyregexp.New(`(?is)^(?:msg|message|data)\s*[:=：]\s*(.*)$`)
)

func callbackValue(rest string, _ ...string) string {
	if m := named.FindStringSubmatch(rest); m != nil {
		return m[1]
	}
	return opaque.FindString(rest)
}

func callbackMessage(rest string) string {
	if m := message.FindStringSubmatch(rest); m != nil {
		return strings.TrimSpace(m[1])
	}
	return rest
}

// provider matches an error callback that passes a provider's own code on.
var provider = lazyregexp.New(
	`(?is)\b(?:on)?(?:error|fail(?:ed|ure)?)\w*\b.{0,30}?\bcode\b["'\s]*[:=：]\s*["']?((?:600|700)\d{3})\b["']?(.*)`)

// readProviderLine reads error(code, msg) with a code of the Alibaba SDK, which
// the IDaaS SDK passes on as it is.
func readProviderLine(l *inspector.Line) []inspector.Sighting {
	if strings.Contains(l.Text, "carrierFailedResultData") || !strings.Contains(l.Text, "00") {
		return nil
	}
	m := provider.FindStringSubmatch(l.Text)
	if m == nil {
		return nil
	}
	msg := callbackMessage(strings.TrimLeft(m[2], " ,，;:：=|)"))
	t := decode.TokenRet{Code: m[1], Msg: msg, Carrier: decode.OldStyle(msg)}
	s := tokenRet(inspector.LineSighting(l), t)
	if s.Step.Outcome != inspector.OutcomeFailed {
		eventFailed(&s, "error", m[1])
		return []inspector.Sighting{s}
	}
	inferred(&s, lang.Text{EN: "the error callback", ZH: "错误回调"})
	cb := inspector.LineSighting(l, inspector.StepCallback)
	cb.Step.Label, cb.Step.Detail = inspector.LabelOf(inspector.StepCallback), "AliOneStepListener"
	cb.Code(codes.Alibaba, codes.AliAndroid, m[1], msg)
	cb.Fail()
	return []inspector.Sighting{s, cb}
}

// readAnswerLine reads an IDaaS answer that a logging interceptor or the app printed.
func readAnswerLine(l *inspector.Line) []inspector.Sighting {
	from := lang.Text{EN: "an IDaaS answer in the log", ZH: "日志中的 IDaaS 响应"}
	for _, n := range objects(l.Text) {
		reply, ok := decode.ParseIDaaS([]byte(encode(n)))
		switch {
		case !ok:
		case reply.ErrorCode != "":
			return []inspector.Sighting{fromError(l, reply.ErrorCode, reply.ErrorMessage, from)}
		case reply.Status != "" && (reply.SessionToken != "" || reply.StateToken != ""):
			s := inspector.LineSighting(l, inspector.StepExchange)
			s.Step.Label = inspector.LabelOf(inspector.StepExchange)
			s.Step.Role, s.Step.From, s.Step.To = inspector.LaneIDaaS, inspector.LaneApp, inspector.LaneIDaaS
			s.Step.Network = inspector.NetDefault
			deduced(&s, from)
			showReply(&s, reply, l.Time)
			s.Keys.Session = inspector.Bounded(reply.SessionToken)
			if reply.Status == "SUCCESS" && reply.SessionToken != "" {
				s.OK()
			} else {
				s.Trouble(inspector.TroubleNotSigned)
			}
			if reply.SessionToken != "" {
				s.Signal(inspector.SignalSecretInLog, "session_token")
			}
			return []inspector.Sighting{s}
		}
	}
	return nil
}

var httpLine = lazyregexp.New(`(--> [A-Z]+|<-- (\d{3}))[^h]*(https?://[^\s?]+)`)

// readHTTPLine reads the request log that logEnable(true) switches on.
func readHTTPLine(l *inspector.Line) []inspector.Sighting {
	m := httpLine.FindStringSubmatch(l.Text)
	if m == nil {
		return nil
	}
	return signalOnly(l, inspector.SignalHTTPLog, m[3])
}

// readIDaaSCodeLine reads an IDaaS code in a log line that says what it is.
// Pasted text may name several; see readPastedLine.
func readIDaaSCodeLine(l *inspector.Line) []inspector.Sighting {
	found := decode.FindIDaaSCodes(l.Text)
	if len(found) == 0 || l.Pasted || !strings.Contains(l.Text, "IDAAS.") {
		return nil
	}
	return []inspector.Sighting{fromError(l, found[0], l.Text, lang.Text{EN: "a code in text", ZH: "文本中的错误码"})}
}
