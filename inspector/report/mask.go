package report

import (
	"slices"
	"strings"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/inspector/report/cells"
	"loginscope/lang"
)

// sources masks the names of files, which people write as they like.
func (c cleaner) sources(list []Source) []Source {
	list = slices.Clone(list)
	for i := range list {
		list[i].Name = c.str(list[i].Name)
	}
	return list
}

// cleaner makes the copy of a report that may leave.
type cleaner struct {
	reveal bool // leave values readable
	flat   bool // one line each, without control characters
	redact redact.Masker
}

// Masked returns a copy of a report in which every value and every sentence that may
// quote one is masked: what a window shows while nothing is revealed.
func Masked(r inspector.Report) inspector.Report { return cleaner{}.mask(r) }

// mask returns a copy in which every value and every sentence that may quote
// one is masked.
func (c cleaner) mask(r inspector.Report) inspector.Report {
	c.redact = redact.Masker{Known: r.Known}
	r.Flows = slices.Clone(r.Flows)
	for i := range r.Flows {
		c.flow(&r.Flows[i])
	}
	r.Findings = slices.Clone(r.Findings)
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Title, f.What, f.Why, f.Fix = c.text(f.Title), c.text(f.What), c.text(f.Why), c.text(f.Fix)
		f.Where = c.refs(f.Where)
	}
	r.Notes, r.Given = slices.Clone(r.Notes), slices.Clone(r.Given)
	for i := range r.Notes {
		r.Notes[i].Text = c.str(r.Notes[i].Text)
	}
	for i := range r.Given {
		r.Given[i].Name = c.str(r.Given[i].Name)
	}
	r.Unknown = slices.Clone(r.Unknown)
	for i := range r.Unknown {
		u := &r.Unknown[i]
		u.Why, u.Where = c.text(u.Why), c.ref(u.Where)
	}
	return r
}

// str masks a text in which values may stand.
func (c cleaner) str(s string) string {
	if !c.reveal {
		s = c.redact.Text(s)
	}
	if c.flat {
		s = cells.Tame(s)
	}
	return s
}

// value masks a value by what it is.
func (c cleaner) value(kind inspector.Sensitivity, s string) string {
	if !c.reveal && kind != inspector.Public {
		s = c.redact.Value(kind, s)
	}
	return c.str(s)
}

// text masks a sentence of ours: the evidence that it quotes, not its words.
func (c cleaner) text(t lang.Text) lang.Text {
	return lang.Text{EN: c.sentence(t.EN), ZH: c.sentence(t.ZH)}
}

func (c cleaner) sentence(s string) string {
	if !c.reveal {
		s = c.redact.Sentence(s)
	}
	if c.flat {
		s = cells.Tame(s)
	}
	return s
}

func (c cleaner) texts(list []lang.Text) []lang.Text {
	list = slices.Clone(list)
	for i := range list {
		list[i] = c.text(list[i])
	}
	return list
}

func (c cleaner) flow(f *inspector.Flow) {
	for _, s := range []*string{&f.Device, &f.Model, &f.Package, &f.SDKVersion, &f.ClientID} {
		*s = c.str(*s)
	}
	f.RequestIDs = slices.Clone(f.RequestIDs)
	for i := range f.RequestIDs {
		f.RequestIDs[i] = c.str(f.RequestIDs[i])
	}
	f.Steps = slices.Clone(f.Steps)
	for i := range f.Steps {
		c.step(&f.Steps[i])
	}
	v := &f.Verdict
	v.Chain = c.codes(v.Chain)
	if v.Root != nil {
		root := c.code(*v.Root)
		v.Root = &root
	}
	v.Title, v.Cause, v.Meanwhile, v.Reason = c.text(v.Title), c.text(v.Cause), c.text(v.Meanwhile), c.text(v.Reason)
	v.Fix = slices.Clone(v.Fix)
	for i := range v.Fix {
		v.Fix[i].Text = c.text(v.Fix[i].Text)
	}
	v.Causes = c.causes(v.Causes)
}

// causes masks what the evidence quotes and fills it in.
func (c cleaner) causes(list []cause.Ranked) []cause.Ranked {
	list = slices.Clone(list)
	for i := range list {
		r := &list[i]
		r.Text, r.Test, r.Fix = c.text(r.Text), c.text(r.Test), c.text(r.Fix)
		r.For, r.Against = c.evidence(r.For), c.evidence(r.Against)
	}
	return list
}

func (c cleaner) evidence(list []cause.Evidence) []cause.Evidence {
	list = slices.Clone(list)
	for i := range list {
		e := &list[i]
		e.Detail = c.str(e.Detail)
		e.Words = c.text(e.Describe())
	}
	return list
}

func (c cleaner) step(s *inspector.Step) {
	s.Label, s.InferredFrom, s.Detail = c.text(s.Label), c.text(s.InferredFrom), c.str(s.Detail)
	s.Codes, s.Notes, s.Evidence = c.codes(s.Codes), c.texts(s.Notes), c.refs(s.Evidence)
	s.Fields = slices.Clone(s.Fields)
	for i := range s.Fields {
		f := &s.Fields[i]
		f.Name, f.Value, f.Note = c.str(f.Name), c.value(f.Sensitivity, f.Value), c.text(f.Note)
	}
}

func (c cleaner) codes(list []inspector.CodeAt) []inspector.CodeAt {
	list = slices.Clone(list)
	for i := range list {
		list[i] = c.code(list[i])
	}
	return list
}

// code masks the message, the parameters copied out of it and the sentences
// into which they were filled.
func (c cleaner) code(at inspector.CodeAt) inspector.CodeAt {
	at.Code, at.Message = c.str(at.Code), c.str(at.Message)
	at.Lookup.Candidates = slices.Clone(at.Lookup.Candidates)
	for i := range at.Lookup.Candidates {
		m := &at.Lookup.Candidates[i]
		if len(m.Params) == 0 {
			continue // the table's own sentences hold nothing personal
		}
		m.Params = slices.Clone(m.Params)
		for j, p := range m.Params {
			m.Params[j] = c.str(p)
			for _, t := range []*lang.Text{&m.Name, &m.Cause, &m.Action} {
				*t = replaced(*t, p, m.Params[j])
			}
		}
		m.Name, m.Cause, m.Action = c.text(m.Name), c.text(m.Cause), c.text(m.Action)
	}
	return at
}

// replaced puts the masked form of a value where the value was filled in.
func replaced(t lang.Text, value, masked string) lang.Text {
	if value == masked || value == "" {
		return t
	}
	return lang.Text{EN: strings.ReplaceAll(t.EN, value, masked), ZH: strings.ReplaceAll(t.ZH, value, masked)}
}

func (c cleaner) refs(list []finding.Location) []finding.Location {
	list = slices.Clone(list)
	for i := range list {
		list[i] = c.ref(list[i])
	}
	return list
}

func (c cleaner) ref(r finding.Location) finding.Location {
	r.File, r.Element, r.Said = c.str(r.File), c.str(r.Element), c.str(r.Said)
	return r
}

// Verdict returns a verdict by itself as every report shows it: masked unless
// reveal is set. known are the secrets of the text that it speaks of, nil for none.
func Verdict(v inspector.Verdict, known *redact.Known, reveal bool) inspector.Verdict {
	f := inspector.Flow{Verdict: v}
	cleaner{reveal: reveal, redact: redact.Masker{Known: known}}.flow(&f)
	return f.Verdict
}
