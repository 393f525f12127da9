package compare

import (
	"fmt"
	"slices"
	"strings"

	"loginscope/app/ui/sequence"
	"loginscope/app/ui/verdict"
	"loginscope/codes"
	"loginscope/inspector"
	pairs "loginscope/inspector/compare"
	"loginscope/inspector/redact"
	"loginscope/proxy/exchange"
)

// description is a comparison in words, in the language in use.
type description struct {
	names    [2]string
	say      string // the first difference, or that there is none
	first    int    // its index in rows, -1 for none
	unknown  string // how many values are masked in a file, "" for none
	facts    []field
	rows     []row
	attempts [2]*inspector.Flow
}

// row is one pair of steps; a step is -1 where the side lacks it.
type row struct {
	label   string
	fates   [2]string
	steps   [2]int
	differs bool
	fields  []field
}

// field is a value that differs.
type field struct {
	name   string
	values [2]string
}

// describe compares what was captured, and puts it into words without sensitive values
// unless they are wanted: two numbers that differ also differ where both are masked.
func (p *Page) describe(values bool) description {
	d := description{}
	var attempts [2]pairs.Attempt
	var maskers [2]redact.Masker
	for i, s := range p.sides {
		d.names[i] = p.name(s)
		d.attempts[i] = p.captured(s)
		attempts[i] = pairs.Attempt{Flow: d.attempts[i], Exchange: p.exchangeOf(s)}
		maskers[i] = p.masker(s)
	}
	c := pairs.Of(attempts[0], attempts[1])
	w := &wording{p: p, values: values, maskers: maskers}
	d.first, d.facts = c.First, w.fields(c.Attempt)
	for _, r := range c.Rows {
		d.rows = append(d.rows, row{label: w.label(r.Left, r.Right), differs: r.Differs, fields: w.fields(r.Fields),
			fates: [2]string{w.fate(r.Left), w.fate(r.Right)},
			steps: [2]int{indexOf(d.attempts[0], r.Left), indexOf(d.attempts[1], r.Right)}})
	}
	if c.Uncompared > 0 {
		d.unknown = p.Env().Count("compare.unknown", c.Uncompared)
	}
	d.say = p.Env().T("compare.alike")
	if c.First >= 0 {
		f := d.rows[c.First]
		d.say = p.Env().T("compare.first", f.label, f.fates[0], f.fates[1])
	}
	return d
}

// captured is the attempt of a side with its values.
func (p *Page) captured(s side) *inspector.Flow {
	r := p.Shown().Model.Report
	if s.other {
		r = p.other.Report
	}
	i := slices.IndexFunc(r.Flows, func(f inspector.Flow) bool { return f.ID == s.id })
	return &r.Flows[i] // the masked report has the same attempts
}

func (p *Page) masker(s side) redact.Masker {
	if s.other {
		return redact.Masker{Known: p.other.Report.Known}
	}
	return p.Shown().Model.Masker()
}

// name is an attempt in a line; the file is named where there are two.
func (p *Page) name(s side) string {
	f := p.flow(s)
	when, who, word := verdict.Brief(p.Env(), f)
	name := fmt.Sprintf("%d · %s · %s", f.ID, when, word)
	if who != "" {
		name += " · " + who
	}
	if s.other {
		name += " · " + redact.Text(p.other.Name)
	}
	return name
}

// indexOf is where a step stands in its own attempt, -1 for a step that is not there.
func indexOf(f *inspector.Flow, s *inspector.Step) int {
	for i := range f.Steps {
		if &f.Steps[i] == s {
			return i
		}
	}
	return -1
}

// wording puts parts of a comparison into words.
type wording struct {
	p       *Page
	values  bool
	maskers [2]redact.Masker
}

// text is a text of one of the sides as it may be shown.
func (w *wording) text(s string) string {
	if w.values {
		return s
	}
	return w.maskers[1].Text(w.maskers[0].Text(s))
}

// fields are those that differ and do not in every run.
func (w *wording) fields(list []pairs.Field) []field {
	var out []field
	for i := range list {
		f := &list[i]
		if f.Varies || !f.Differs() {
			continue
		}
		name := w.p.Env().In(f.Label)
		if name == "" {
			name = f.Name
		}
		switch f.Part {
		case pairs.PartRequest:
			name = w.p.Env().T("compare.requestheader", name)
		case pairs.PartResponse:
			name = w.p.Env().T("compare.responseheader", name)
		}
		both := [2]string{w.value(f, 0, f.Left, f.HasLeft), w.value(f, 1, f.Right, f.HasRight)}
		if both[0] == both[1] && !w.values {
			both[1] = w.p.Env().T("compare.othervalue")
		}
		out = append(out, field{name, both})
	}
	return out
}

// value is a field's value on one line, in words where it is one of a closed list.
func (w *wording) value(f *pairs.Field, side int, v string, has bool) string {
	env := w.p.Env()
	switch {
	case !has:
		return "–"
	case f.Part == pairs.PartAttempt && f.Name == "outcome":
		return env.T("outcome." + v)
	case f.Part == pairs.PartAttempt && f.Name == "carrier":
		return sequence.CarrierName(env, codes.Issuer(v))
	}
	if !w.values {
		m := w.maskers[side]
		if f.Part == pairs.PartRequest || f.Part == pairs.PartResponse {
			v = m.Header(exchange.Field{Name: f.Name, Value: v}).Value
		}
		v = w.text(m.Value(f.Sensitivity, v))
	}
	return strings.Join(strings.Fields(v), " ")
}

func (w *wording) label(a, b *inspector.Step) string {
	if a == nil {
		a = b
	}
	return w.text(w.p.Env().In(a.Label))
}

// fate is how a step went in a few words.
func (w *wording) fate(s *inspector.Step) string {
	env := w.p.Env()
	switch {
	case s == nil:
		return env.T("compare.absent")
	case s.Visibility == inspector.NotReached:
		return env.T("visibility.not-reached")
	case pairs.Code(s) != "":
		return verdict.Short(pairs.Code(s))
	}
	return env.In(s.Outcome.Name())
}
