package cli

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/intake"
	"loginscope/inspector/intake/text"
	"loginscope/inspector/redact"
	"loginscope/inspector/report"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// maxText limits the text that explain reads from standard input.
const maxText = 8 << 20

var explainEntry = entry{
	word: "explain", value: newOf[explainCmd],
	help: []helpText{
		{"explain", lang.Both("Explain a return code, or the codes in a text.", "解释返回码，或一段文本中的返回码。")},
		{"arg_code", lang.Both(
			"A code, or a text such as a TokenRet object or a whole ticket; - reads standard input.",
			"返回码，或一段文本（如 TokenRet、整张工单）；- 表示从标准输入读取。",
		)},
		{"flag_message", lang.Both("The message beside the code, which may decide its meaning.", "随码返回的消息文本，可用于判定含义。")},
		{"flag_platform", lang.Both(
			"The system of the app, whose SDK has its own table: android, ios, harmony, h5. Without it a code is "+
				"read as Android's.",
			"应用所在系统（各系统 SDK 有自己的码表）：android、ios、harmony、h5；不指定时按 Android 解读。",
		)},
	},
	prints: []document{
		{"explain --json", []any{explanation{}}},
	},
}

type explainCmd struct {
	Code     []string `arg:"" name:"code" help:"${arg_code}"`
	Issuer   string   `help:"${flag_issuer}" placeholder:"NAME"`
	Message  string   `help:"${flag_message}" placeholder:"TEXT"`
	Platform string   `help:"${flag_platform}" enum:",android,ios,harmony,h5" default:"" placeholder:"NAME"`
	Reveal   bool     `help:"${flag_reveal}"`
	JSON     bool     `help:"${flag_json}"`
}

// found is one code of what is to be explained.
type found struct {
	at        inspector.CodeAt
	line      int  // of the text, 0 if a code was asked for
	inferred  bool // only its form says that it is a code
	byWording bool // the text holds no number, only a wording of the tables
}

// explanation is what explain prints; docs/json.md describes it.
type explanation struct {
	Schema  string             `json:"schema"`
	Version int                `json:"version"`
	Masked  bool               `json:"masked"`
	Codes   []explainedCode    `json:"codes"`
	Verdict *inspector.Verdict `json:"verdict"` // null unless the text is about exactly one sign-in attempt
	// Causes are those of a code that was asked for by itself.
	Causes []cause.Ranked `json:"causes,omitempty"`
}

type explainedCode struct {
	Code       string       `json:"code"`
	Issuer     codes.Issuer `json:"issuer"`
	Space      codes.Space  `json:"space"`
	Message    string       `json:"message"`
	Line       int          `json:"line,omitempty"`
	Inferred   bool         `json:"inferred"`
	Known      bool         `json:"known"`
	ReasonEN   string       `json:"reason_en"`
	ReasonZH   string       `json:"reason_zh"`
	RangeEN    string       `json:"range_en"`
	RangeZH    string       `json:"range_zh"`
	Candidates []candidate  `json:"candidates"`
}

type candidate struct {
	codeRow
	Params []string `json:"params"`
	Exact  bool     `json:"exact"`
}

// single matches what is looked up as one code and not read as a text.
var single = regexp.MustCompile(`^-?[\w.]+$`)

func (c *explainCmd) run(_ context.Context, t *terminal) error {
	issuer, err := t.issuer(c.Issuer)
	if err != nil {
		return err
	}
	what := strings.TrimSpace(strings.Join(c.Code, " "))
	if rest, ok := strings.CutPrefix(what, minus); ok {
		what = "-" + rest
	}
	if what == "-" {
		raw, err := io.ReadAll(io.LimitReader(t.in, maxText))
		if err != nil {
			return t.fault(err, "stdin", err)
		}
		what = strings.TrimSpace(string(raw))
	}
	if what == "" {
		return t.fault(nil, "nothing")
	}
	var list []found
	var verdict *inspector.Verdict
	var causes []cause.Ranked
	if single.MatchString(what) {
		q := onPlatform(codes.Query{Issuer: issuer, Code: what, Message: c.Message}, c.Platform)
		list = append([]found{{at: at(q)}}, inMessage(c.Message, issuer)...)
		causes = inspector.CausesOf(list[0].at)
	} else if list, verdict, err = readText(what, issuer); err != nil {
		return err
	}
	markByWording(list, what)
	if len(list) == 0 {
		list = byWording(what, issuer)
	}
	if len(list) == 0 && verdict == nil {
		return t.fault(nil, "nocode", clip(redact.Text(what)))
	}
	var known redact.Known
	known.Learn(what)
	if err := c.print(t, list, verdict, causes, &known); err != nil {
		return err
	}
	for _, f := range list {
		if len(f.at.Lookup.Candidates) > 0 {
			return nil
		}
	}
	return errProblems
}

// markByWording marks the codes that the inspection read from their wording alone,
// which is an inference.
func markByWording(list []found, what string) {
	words := codes.ByWording(what)
	for i := range list {
		code := list[i].at.Code
		byWording := !strings.Contains(what, code) &&
			slices.ContainsFunc(words, func(w codes.WordingMatch) bool { return w.Code.Code == code })
		list[i].byWording = list[i].byWording || byWording
		list[i].inferred = list[i].inferred || byWording
	}
}

// at looks a code up. Its issuer and space are those that the table decided.
func at(q codes.Query) inspector.CodeAt {
	a := inspector.CodeAt{Issuer: q.Issuer, Space: q.Space, Code: q.Code, Message: q.Message, Lookup: codes.Lookup(q)}
	if a.Lookup.Known() {
		row := a.Lookup.Candidates[0]
		a.Issuer, a.Space, a.Code = row.Issuer, row.Space, row.Code.Code
	}
	return a
}

// readText lets the inspector unfold what it knows (result objects, callbacks,
// log lines) and adds the codes that prose names besides.
func readText(what string, issuer codes.Issuer) ([]found, *inspector.Verdict, error) {
	in := inspector.New(ruleset.Default())
	_, err := intake.Read(strings.NewReader(what), intake.Options{Name: "text", AllLines: true, NewID: ids()},
		func(e exchange.Event) error { in.Add(e); return nil })
	if err != nil {
		return nil, nil, err
	}
	r := in.Report(inspector.Context{Attach: inspector.AttachNone})
	var list []found
	seen := map[string]bool{}
	add := func(f found) {
		if !seen[f.at.Code] {
			seen[f.at.Code] = true
			list = append(list, f)
		}
	}
	var verdict *inspector.Verdict
	if len(r.Flows) == 1 { // of several nobody knows which one is meant
		verdict = &r.Flows[0].Verdict
	}
	for i := range r.Flows {
		f := &r.Flows[i]
		for _, c := range f.Verdict.Chain {
			add(found{at: c, line: lineOf(f, c.Code)})
		}
		for _, s := range f.Steps {
			for _, c := range s.Codes {
				add(found{at: c, line: lineOf(f, c.Code)})
			}
		}
	}
	lines := strings.Split(what, "\n")
	for _, p := range text.Scan(what) {
		if p.Kind != text.PickCode {
			continue
		}
		if p.Query.Issuer == "" && p.Query.Space == "" {
			p.Query.Issuer = issuer
		}
		add(found{at: beside(p.Query, lines[p.Line-1]), line: p.Line, inferred: p.Inferred})
	}
	return list, verdict, nil
}

// ids hands out exchange IDs from 1.
func ids() func() exchange.ID {
	var n exchange.ID
	return func() exchange.ID { n++; return n }
}

// lineOf is the line of the text on which a code stands, 0 if none is known.
func lineOf(f *inspector.Flow, code string) int {
	for _, s := range f.Steps {
		has := func(c inspector.CodeAt) bool { return c.Code == code }
		if !slices.ContainsFunc(s.Codes, has) {
			continue
		}
		for _, e := range s.Evidence {
			if e.Line > 0 {
				return e.Line
			}
		}
	}
	return 0
}

func (c *explainCmd) print(
	t *terminal,
	list []found,
	verdict *inspector.Verdict,
	causes []cause.Ranked,
	known *redact.Known,
) error {
	m := redact.Masker{Known: known}
	clean, sentence := m.Text, m.Sentence
	if c.Reveal {
		clean = func(s string) string { return s }
		sentence = clean
	}
	if c.JSON {
		if verdict != nil {
			v := report.Verdict(*verdict, known, c.Reveal)
			verdict = &v
		}
		out := explained(list, verdict, t.lang(), c.Reveal, clean, sentence)
		out.Causes = append(out.Causes, report.Verdict(inspector.Verdict{Causes: causes}, known, c.Reveal).Causes...)
		return t.json(out)
	}
	for i, f := range list {
		if i > 0 {
			fmt.Fprintln(t.out)
		}
		t.explain(f, sentence)
	}
	t.causes(causes)
	if verdict != nil {
		v := report.Verdict(*verdict, known, c.Reveal)
		t.verdict(&v)
	}
	return nil
}

// explain prints one code.
func (t *terminal) explain(f found, clean func(string) string) {
	l := f.at.Lookup
	head := f.at.Code
	if head == "" { // a wording of several codes
		head = f.at.Message
	}
	if f.line > 0 {
		head += "  " + t.T("cli.explain.line", f.line)
	}
	switch {
	case f.byWording:
		head += "  " + t.T("cli.explain.worded")
	case f.inferred:
		head += "  " + t.T("cli.explain.inferred")
	}
	fmt.Fprintln(t.out, t.paint("1", clean(head)))
	if len(l.Candidates) == 0 {
		t.entry(2, "", t.T("cli.explain.unknown"))
	}
	t.entry(2, t.T("cli.explain.note"), clean(l.Reason.In(t.lang())))
	t.entry(2, t.T("cli.explain.range"), clean(l.Range.In(t.lang())))
	for i, m := range l.Candidates {
		if len(l.Candidates) > 1 {
			fmt.Fprintf(t.out, "  %s\n", t.paint("1", fmt.Sprintf("%d.", i+1)))
		}
		t.candidate(m, clean)
	}
}

func (t *terminal) candidate(m codes.Match, clean func(string) string) {
	clean = ofMessage(m, clean)
	lang := t.lang()
	k := kindSymbols[m.Kind]
	t.entry(2, t.T("cli.explain.name"), k.symbol+" "+clean(m.Name.In(lang))+" ("+m.Kind.Name().In(lang)+")")
	t.entry(2, t.T("cli.explain.issuer"), m.Issuer.Name().In(lang)+", "+string(m.Space))
	if len(m.Match) > 0 {
		t.entry(2, t.T("cli.explain.wording"), strings.Join(m.Match, " | "))
	}
	t.entry(2, t.T("cli.explain.cause"), clean(m.Cause.In(lang)))
	if len(cause.Of(cause.CodeID{Space: m.Space, Code: m.Code.Code})) == 0 { // else the causes say what to do
		t.entry(2, t.T("cli.explain.action"), clean(m.Action.In(lang)))
	}
	t.entry(2, t.T("cli.explain.mapping"), m.Mapping().In(lang))
	if m.Actor != codes.Nobody {
		t.entry(2, t.T("cli.explain.actor"), m.Actor.Name().In(lang))
	}
	if m.Kind == codes.Failure {
		t.entry(2, t.T("cli.explain.retry"), m.Retry.Name().In(lang))
	}
	if m.HTTPStatus != 0 {
		t.entry(2, "HTTP", fmt.Sprint(m.HTTPStatus))
	}
	t.entry(2, t.T("cli.explain.source"), m.Source+" ("+m.Certainty.Name().In(lang)+")")
}

// verdict prints what a text says about the sign-in attempt as a whole.
func (t *terminal) verdict(v *inspector.Verdict) {
	if v.Title == (lang.Text{}) {
		return
	}
	lang := t.lang()
	fmt.Fprintln(t.out)
	fmt.Fprintln(t.out, t.paint("1", t.T("cli.explain.verdict")+v.Title.In(lang)))
	t.entry(2, t.T("cli.explain.cause"), v.Cause.In(lang))
	for i, fix := range v.Fix {
		label := ""
		if i == 0 {
			label = t.T("cli.explain.action")
		}
		t.entry(2, label, fix.In(lang))
	}
	t.causes(v.Causes)
}

// causes prints what may be behind a code, as a report lists it.
func (t *terminal) causes(list []cause.Ranked) {
	label, lines := report.Causes(list, t.lang())
	for i, s := range lines {
		if i > 0 {
			label = ""
		}
		t.entry(2, label, s)
	}
}

// ofMessage masks a row only where values of a message were filled in: the
// tables' own sentences hold nothing personal, and a mask would cut them.
func ofMessage(m codes.Match, clean func(string) string) func(string) string {
	if len(m.Params) > 0 {
		return clean
	}
	return func(s string) string { return s }
}

func explained(list []found, verdict *inspector.Verdict, lang string, reveal bool, clean,
	sentence func(string) string) explanation {
	out := explanation{Schema: "loginscope/explain", Version: 1, Masked: !reveal, Codes: []explainedCode{}}
	out.Verdict = verdict
	for _, f := range list {
		l := f.at.Lookup
		e := explainedCode{
			Code: clean(f.at.Code), Issuer: f.at.Issuer, Space: f.at.Space, Message: clean(f.at.Message), Line: f.line,
			Inferred: f.inferred, Known: l.Known(), ReasonEN: sentence(l.Reason.EN), ReasonZH: sentence(l.Reason.ZH),
			RangeEN: sentence(l.Range.EN), RangeZH: sentence(l.Range.ZH), Candidates: []candidate{},
		}
		for _, m := range l.Candidates {
			clean := ofMessage(m, clean)
			row := candidate{codeRow: newRow(m.Code, lang), Params: []string{}, Exact: m.Exact}
			for _, p := range m.Params {
				row.Params = append(row.Params, clean(p))
			}
			for _, s := range []*string{&row.NameEN, &row.NameZH, &row.Cause, &row.Action, &row.CauseEN, &row.CauseZH,
				&row.ActionEN, &row.ActionZH} {
				*s = sentence(*s)
			}
			e.Candidates = append(e.Candidates, row)
		}
		out.Codes = append(out.Codes, e)
	}
	return out
}
