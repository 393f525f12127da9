package issuer

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/decode"
	"loginscope/inspector/lazyregexp"
	"loginscope/lang"
)

// This file reads what a person wrote: bare codes in a ticket, a chat or the
// text of a screenshot. Log lines of other programs are full of numbers, so
// only pasted text counts. The law: a text names a code without saying whose
// sign-in it was, so every sighting here is inferred, and grouping keeps
// different failures apart.

// maxProse limits the characters of a line that are shown with its code.
const maxProse = 200

var fromProse = lang.Text{EN: "a code in pasted text", ZH: "粘贴文本中的错误码"}

// readPastedLine makes a sighting of every code that a line names. A carrier's
// code behind one of the Alibaba SDK is taken for its cause.
func readPastedLine(l *inspector.Line) []inspector.Sighting {
	if !l.Pasted {
		return nil
	}
	p := prose{line: l}
	for _, m := range decode.Mentions(l.Text) {
		p.mention(m)
	}
	if len(p.aside) > 0 {
		p.hint(inspector.SignalAside, strings.Join(p.aside, ", "))
	}
	steps := len(p.out) > 0 && !allSignals(p.out)
	if !steps && len(results(l)) == 0 {
		steps = p.byWording()
	}
	if !steps && len(p.out) == 0 {
		p.described()
	}
	p.signal(radioWord, inspector.SignalRadio)
	p.signal(webWord, inspector.SignalWeb)
	p.unsafe()
	p.facts()
	return p.out
}

// maxTicket limits the lines of a text in which a person's own words are looked
// for: what is longer is a log.
const maxTicket = 2000

// facts adds what the line states of phone, app and network to the codes that it
// names, or else says it by itself.
func (p *prose) facts() {
	if p.line.LogLine.Line > maxTicket {
		return
	}
	said, _, _ := strings.Cut(taskName.ReplaceAllString(p.line.Text, " "), "{")
	if len(said) > 4<<10 {
		return
	}
	found := inspector.LineSighting(p.line)
	ticketFacts(&found, said)
	blockFacts(&found, said)
	if len(found.Signals) == 0 {
		return
	}
	if len(p.out) == 0 {
		p.out = append(p.out, found)
		return
	}
	for i := range p.out {
		p.out[i].Signals = append(p.out[i].Signals, found.Signals...)
	}
}

// taskName is the name of a task of Gradle, which names the kind of build that runs and
// does not say that another one works.
var taskName = lazyregexp.New(`\b[a-z]\w*(?:Release|Debug)(?:[A-Z]\w*)?\b`)

// mention takes a code that came, and notes one that is only spoken of.
func (p *prose) mention(m decode.Mention) {
	if m.Standing == decode.Happened {
		p.take(m)
		return
	}
	p.open = false
	p.aside = append(p.aside, m.Query.Code+" ("+string(m.Standing)+")")
}

func allSignals(list []inspector.Sighting) bool {
	for i := range list {
		if len(list[i].Kinds) > 0 || list[i].Step.Kind != "" {
			return false
		}
	}
	return true
}

// readTableLine leaves a table of codes out: it is what a document says.
func readTableLine(l *inspector.Line) []inspector.Sighting {
	if !l.Pasted {
		return nil
	}
	rows := strings.Split(l.Text, "\n")
	if !decode.IsTable(rows) {
		return nil
	}
	return signalOnly(l, inspector.SignalListed, strconv.Itoa(decode.TableRows(rows)))
}

// unsafe adds the SDK's word on which test of the phone failed to the 600005
// that it explains, or else says it by itself.
func (p *prose) unsafe() {
	found := inspector.LineSighting(p.line)
	unsafePhone(&found, p.line.Text)
	if len(found.Signals) == 0 {
		return
	}
	for i := range p.out {
		if slices.ContainsFunc(p.out[i].Step.Codes, func(c inspector.CodeAt) bool { return c.Code == "600005" }) {
			p.out[i].Signals = append(p.out[i].Signals, found.Signals...)
			return
		}
	}
	p.out = append(p.out, found)
}

// Words that say on what network or in what client a login was tried.
var (
	radioWord = lazyregexp.New(`\b([23]G)\b`)
	webWord   = lazyregexp.New(`\b(H5|h5)\b`)
)

// signal adds a hint to the codes of its line, which it speaks of, or else by
// itself.
func (p *prose) signal(re *lazyregexp.Regexp, kind inspector.SignalKind) {
	m := re.FindStringSubmatch(p.line.Text)
	if m == nil {
		return
	}
	if len(p.out) == 0 {
		p.out = append(p.out, inspector.LineSighting(p.line))
	}
	for i := range p.out {
		p.out[i].Signal(kind, m[1])
	}
}

type prose struct {
	line *inspector.Line
	out  []inspector.Sighting
	// aside are codes that the line names and that did not come.
	aside []string
	// open is true while the last sighting may still be given its cause.
	open bool
}

func (p *prose) take(m decode.Mention) {
	q := m.Query
	if q.Space == "" {
		var ok bool
		if q, ok = p.settled(m); !ok {
			return
		}
	}
	switch issuer := q.Space.Issuer(); {
	case issuer == codes.Alibaba:
		p.sdk(q.Code)
	case issuer == codes.IDaaS:
		p.add(fromError(p.line, q.Code, p.line.Text, lang.Text{EN: "a code in text", ZH: "文本中的错误码"}), false)
	case issuer == codes.AlibabaAPI:
		p.server(q.Code)
	case issuer.IsCarrier():
		p.carrier(issuer, q)
	}
}

// settled decides whose a number is that stands without a space: the only row
// that has it, of the carrier that the line names if it names one. Short
// numbers are ports, counts and HTTP statuses as often as codes.
func (p *prose) settled(m decode.Mention) (codes.Query, bool) {
	q := m.Query
	r := codes.Lookup(q)
	short := len(strings.TrimPrefix(q.Code, "-")) < 5 && q.Code[0] != '-'
	switch {
	case q.Issuer == "" && !m.Behind && anothers(p.line.Text):
		return q, false // its makers have numbers of their own
	case len(r.Candidates) == 0:
		p.unknown(m)
		return q, false
	case !r.Known(), r.Candidates[0].Kind != codes.Failure && !leaves(r.Candidates[0]):
		return q, false
	case short && q.Issuer == "":
		return q, false
	case m.Spelling == decode.Bare && q.Issuer == "" && !speaksOfFailure(p.line.Text, len(q.Code)):
		return q, false
	}
	q.Space = r.Candidates[0].Space
	return q, true
}

// leaves reports whether a row is a carrier's word for a user who left the page.
func leaves(m codes.Match) bool {
	c := codes.CarrierOf(m.Issuer)
	return c != nil && slices.Contains(c.Left, m.Code.Code)
}

// unknown notes a number that the line calls a code and that no table has.
func (p *prose) unknown(m decode.Mention) {
	code := strings.TrimPrefix(m.Query.Code, "-")
	if m.Spelling == decode.Named && len(code) >= 4 && aboutLogin.MatchString(p.line.Text) {
		p.hint(inspector.SignalUnknownCode, m.Query.Code)
	}
}

// about are words without which a bare number of six digits is not taken for
// a code; one of five digits, as ports have them, needs a word for a failure.
var (
	about  = lazyregexp.New(`(?i)报|错误|失败|异常|返回|提示|取号|登录|认证|反馈|error|fail|code|got|login|sign[- ]?in|carrier`)
	failed = lazyregexp.New(`(?i)报|错误|失败|异常|超时|error|fail|code`)
)

// speaksOfFailure reports whether a line is about a login or a failure, or says
// hardly more than the number.
func speaksOfFailure(line string, digits int) bool {
	if utf8.RuneCountInString(strings.TrimSpace(line)) <= 12 {
		return true
	}
	if digits < 6 {
		return failed.MatchString(line)
	}
	return about.MatchString(line)
}

// sdk adds a public code of the Alibaba SDK. One that is in no table counts
// only where the line says that it is a code.
func (p *prose) sdk(code string) {
	known := len(codes.Lookup(codes.Query{Issuer: codes.Alibaba, Space: codes.AliAndroid, Code: code}).Candidates) > 0
	if !known && (strings.HasPrefix(code, "700") || !about.MatchString(p.line.Text)) {
		return
	}
	s := tokenRet(inspector.LineSighting(p.line), decode.TokenRet{Code: code, Carrier: decode.OldStyle(p.line.Text)})
	inEnvCall(&s, p.line.Text)
	p.add(s, s.Step.Outcome == inspector.OutcomeFailed)
}

// carrier adds a carrier's code: to the sighting before it, whose cause it is,
// or as one of its own.
func (p *prose) carrier(issuer codes.Issuer, q codes.Query) {
	if n := len(p.out); p.open && n > 0 {
		last := &p.out[n-1]
		chain := last.Step.Codes
		if end := chain[len(chain)-1]; end.Issuer == codes.Alibaba || end.Issuer == issuer && end.Space != q.Space {
			last.Keys.Carrier = issuer
			last.Kinds = stepsOf(chain[0].Code, true)
			if chain[0].Issuer != codes.Alibaba {
				last.Kinds = carrierSteps
			}
			last.Code(issuer, q.Space, q.Code, q.Message)
			return
		}
	}
	s := inspector.LineSighting(p.line, carrierSteps...)
	s.Keys.Carrier = issuer
	s.Step.Label = inspector.LabelOf(carrierSteps[0])
	s.CarrierSaid = decode.CarrierNamed(p.line.Text) == issuer
	sdkRoute(&s)
	s.Code(issuer, q.Space, q.Code, q.Message)
	s.Fail()
	p.add(s, true)
}

// server adds a word of Alibaba's server API.
func (p *prose) server(word string) { p.add(fromServer(p.line, word, ""), false) }

// add keeps a sighting as what prose is: inferred, and of nobody's sign-in.
func (p *prose) add(s inspector.Sighting, open bool) {
	s.Bare = true
	s.Step.Certainty = codes.Inferred
	if s.Step.Detail == "" || s.Step.Detail == "TokenRet" {
		s.Step.Detail = "pasted text"
	}
	if s.Step.Kind != inspector.StepExchange && !has(s.Kinds, inspector.StepExchange) { // that has it as error_msg
		s.Field("text", shorten(p.line.Text), inspector.Public, "")
	}
	if s.Step.InferredFrom == (lang.Text{}) || s.Step.Detail == "pasted text" {
		deduced(&s, fromProse)
	}
	p.out, p.open = append(p.out, s), open
}

func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= maxProse {
		return s
	}
	return string([]rune(s)[:maxProse]) + "…"
}

// readNamedInLogLine reads an app's own log line that names a code of the SDK
// in words: "登录失败：600012". Other programs print such numbers too, so the
// line must speak of a failure or its tag of a login.
func readNamedInLogLine(l *inspector.Line) []inspector.Sighting {
	if l.Pasted || len(l.Text) > maxNamedLine || !failed.MatchString(l.Text) && !loginTag.MatchString(l.Tag) {
		return nil
	}
	p := prose{line: l}
	for _, m := range decode.Mentions(l.Text) {
		if m.Standing != decode.Happened || !m.Behind && m.Query.Space != codes.AliAndroid &&
			m.Query.Space != codes.CUSDK {
			continue
		}
		q := m.Query
		if q.Space == codes.AliAndroid && outcomeOf(q.Code) != inspector.OutcomeFailed && q.Code != refusedOnPage {
			continue
		}
		if m.Behind || codes.Lookup(q).Known() {
			p.take(m)
		}
	}
	if len(p.out) == 0 && aboutLogin.MatchString(l.Text) {
		p.described()
	}
	for i := range p.out {
		if len(p.out[i].Kinds) == 0 && p.out[i].Step.Kind == "" {
			continue
		}
		p.out[i].Bare, p.out[i].Step.Detail = false, "log line"
		deduced(&p.out[i], lang.Text{EN: "a code in the app's log", ZH: "应用日志中的错误码"})
	}
	return p.out
}

// maxNamedLine limits the bytes of a log line that is read as a sentence.
const maxNamedLine = 600

var loginTag = lazyregexp.New(`(?i)login|auth|onekey|oneclick|one-click|phonenumber|verify|登录|号码`)
