package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"loginscope/app/engine"
	"loginscope/inspector"
	"loginscope/inspector/compare"
	"loginscope/inspector/redact"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

var compareEntry = entry{
	word: "compare", value: newOf[compareCmd],
	help: []helpText{
		{"compare", lang.Both(
			"Compare two sign-in attempts step by step and field by field; exits 1 if they went differently.",
			"逐步、逐字段对比两次登录；结果不同时以 1 退出。",
		)},
		{"arg_compare", lang.Both(
			"One or two of: session, HAR, bundle, log. With one, its two attempts, or the pinned reference and it.",
			"一个或两个文件：会话、HAR、支持包、日志。只有一个时，对比其中两次登录，或与固定的参照对比。",
		)},
		{"flag_compare_left", lang.Both(
			"Number of the attempt at the left; default: the newest that signed in.",
			"左侧登录的编号；默认为最近一次成功的登录。",
		)},
		{"flag_compare_right", lang.Both("Number of the attempt at the right; default: the newest other one.",
			"右侧登录的编号；默认为另一次最近的登录。")},
		{"flag_compare_all", lang.Both("Show also what differs in every run: times, nonces, tokens.",
			"同时显示每次都会不同的内容：时间、随机数、token。")},
		{"flag_pin", lang.Both("Keep the file, masked, as the reference that later ones are compared with.",
			"将该文件脱敏后固定为参照，供以后对比。")},
	},
	prints: []document{{"compare --json", []any{compareView{}}}},
}

type compareCmd struct {
	Files  []string `arg:"" name:"file" help:"${arg_compare}"`
	Left   int      `help:"${flag_compare_left}" placeholder:"N"`
	Right  int      `help:"${flag_compare_right}" placeholder:"N"`
	All    bool     `help:"${flag_compare_all}"`
	Pin    bool     `help:"${flag_pin}"`
	Reveal bool     `help:"${flag_reveal}"`
	JSON   bool     `help:"${flag_json}"`
}

// compareView is what compare prints as JSON; docs/json.md describes it.
type compareView struct {
	Schema  string         `json:"schema"`
	Version int            `json:"version"`
	Masked  bool           `json:"masked"`
	Left    compareSide    `json:"left"`
	Right   compareSide    `json:"right"`
	Alike   bool           `json:"alike"`
	First   int            `json:"first"` // index in steps, -1 for none
	Attempt []compareField `json:"attempt"`
	Steps   []compareStep  `json:"steps"`
	// Uncompared counts values that one side has masked.
	Uncompared int `json:"uncompared"`
}

type compareSide struct {
	File    string `json:"file"`
	Attempt int    `json:"attempt"`
}

type compareStep struct {
	Kind    string         `json:"kind"`
	Left    string         `json:"left"` // "absent", "not-reached", a code or an outcome
	Right   string         `json:"right"`
	Differs bool           `json:"differs"`
	Fields  []compareField `json:"fields,omitempty"`
	label   string
}

type compareField struct {
	Part   string  `json:"part"`
	Name   string  `json:"name"`
	Left   *string `json:"left"` // null: the side does not have it
	Right  *string `json:"right"`
	Varies bool    `json:"varies"`
	label  string
}

func (c *compareCmd) run(ctx context.Context, t *terminal) (err error) {
	pinned, err := referencePath()
	if err != nil {
		return err
	}
	if len(c.Files) > 2 || c.Pin && len(c.Files) > 1 {
		return t.fault(nil, "comparefiles")
	}
	left, err := t.side(ctx, c.Files[0])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, left.e)) }()
	if c.Pin {
		return t.pin(ctx, left.e, pinned)
	}
	right := left
	if len(c.Files) == 2 || len(left.r.Flows) < 2 {
		other := pinned
		if len(c.Files) == 2 {
			other = c.Files[1]
		}
		second, err := t.side(ctx, other)
		if err != nil && len(c.Files) == 1 {
			return t.fault(err, "comparenone")
		}
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, closed(ctx, second.e)) }()
		if right = second; len(c.Files) == 1 { // the reference stands at the left
			left, right = second, left
		}
	}
	return c.compare(ctx, t, left, right)
}

// side is one file that is compared.
type side struct {
	file string
	e    *engine.Engine
	r    *inspector.Report
}

func (t *terminal) side(ctx context.Context, file string) (*side, error) {
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		return nil, err
	}
	in, failed := t.load(ctx, e, []string{file})
	if len(in.sources) > 0 && failed != nil {
		t.complain(failed) // what was read is compared
		failed = nil
	}
	if failed == nil {
		failed = e.WaitIdle(ctx)
	}
	if failed != nil {
		return nil, errors.Join(failed, closed(ctx, e))
	}
	return &side{file: file, e: e, r: e.Report()}, nil
}

// attempt is the one with a number, or else the newest that is wanted, or else the
// newest other one.
func (s *side) attempt(number int, wanted func(*inspector.Flow) bool) *inspector.Flow {
	var found *inspector.Flow
	for i := range s.r.Flows {
		f := &s.r.Flows[i]
		switch {
		case f.ID == number:
			return f
		case number != 0:
		case found == nil, wanted(f), !wanted(found):
			found = f
		}
	}
	return found
}

func (c *compareCmd) compare(ctx context.Context, t *terminal, left, right *side) error {
	l := left.attempt(c.Left, func(f *inspector.Flow) bool { return f.Verdict.Outcome == inspector.SignedIn })
	r := right.attempt(c.Right, func(f *inspector.Flow) bool { return left != right || l == nil || f.ID != l.ID })
	if l == nil || r == nil || left == right && l.ID == r.ID {
		return t.fault(nil, "comparenone")
	}
	of := func(s *side, f *inspector.Flow) compare.Attempt {
		return compare.Attempt{Flow: f, Exchange: func(id exchange.ID) (exchange.Exchange, bool) {
			x, err := s.e.Session().Exchange(ctx, id)
			return x, err == nil
		}}
	}
	v := compareView{Schema: "loginscope/compare", Version: 1, Masked: !c.Reveal,
		Left:    compareSide{redact.Text(filepath.Base(left.file)), l.ID},
		Right:   compareSide{redact.Text(filepath.Base(right.file)), r.ID},
		Attempt: []compareField{}, Steps: []compareStep{}}
	c.fill(&v, t, compare.Of(of(left, l), of(right, r)), redact.Masker{Known: left.r.Known},
		redact.Masker{Known: right.r.Known})
	if c.JSON {
		if err := t.json(v); err != nil {
			return err
		}
	} else {
		c.print(t, v)
	}
	if !v.Alike {
		return errProblems
	}
	return nil
}

// fill puts a comparison into words, masked by what each side knows to be secret.
func (c *compareCmd) fill(v *compareView, t *terminal, cmp compare.Comparison, left, right redact.Masker) {
	v.First, v.Alike, v.Uncompared = cmp.First, cmp.First < 0, cmp.Uncompared
	field := func(f compare.Field) compareField {
		out := compareField{Part: string(f.Part), Name: f.Name, Varies: f.Varies, label: f.Name}
		if label := f.Label.In(t.lang()); label != "" {
			out.label = label
		}
		if f.HasLeft {
			out.Left = c.shown(left, f.Name, f.Sensitivity, f.Left)
		}
		if f.HasRight {
			out.Right = c.shown(right, f.Name, f.Sensitivity, f.Right)
		}
		return out
	}
	for _, f := range cmp.Attempt {
		if f.HasLeft || f.HasRight {
			v.Attempt = append(v.Attempt, field(f))
		}
	}
	for _, r := range cmp.Rows {
		s := r.Left
		if s == nil {
			s = r.Right
		}
		out := compareStep{Kind: string(s.Kind), Left: fate(r.Left), Right: fate(r.Right), Differs: r.Differs,
			label: s.Label.In(t.lang())}
		for _, f := range r.Fields {
			if c.All || !f.Varies {
				out.Fields = append(out.Fields, field(f))
			}
		}
		v.Steps = append(v.Steps, out)
	}
}

func (c *compareCmd) shown(m redact.Masker, name string, sens inspector.Sensitivity, value string) *string {
	if !c.Reveal {
		value = m.Value(sens, m.Header(exchange.Field{Name: name, Value: value}).Value)
	}
	return &value
}

// fate is how a step went, in the words of JSON.
func fate(s *inspector.Step) string {
	switch {
	case s == nil:
		return "absent"
	case s.Visibility == inspector.NotReached:
		return string(inspector.NotReached)
	case s.Visibility == inspector.NotVisible:
		return string(inspector.NotVisible)
	case compare.Code(s) != "":
		return compare.Code(s)
	}
	return string(s.Outcome)
}

// fateName is a fate in the language in use.
func (t *terminal) fateName(fate string) string {
	switch {
	case fate == "absent":
		return t.T("cli.compare.absent")
	case fate == string(inspector.NotReached) || fate == string(inspector.NotVisible):
		return inspector.Visibility(fate).Name().In(t.lang())
	}
	if name := inspector.Outcome(fate).Name().In(t.lang()); name != "" {
		return name
	}
	return fate
}

func (c *compareCmd) print(t *terminal, v compareView) {
	fmt.Fprintln(t.out, t.T("cli.compare.sides", v.Left.File, v.Left.Attempt, v.Right.File, v.Right.Attempt))
	if v.Alike {
		fmt.Fprintln(t.out, t.T("cli.compare.alike"))
	} else {
		s := v.Steps[v.First]
		fmt.Fprintln(t.out, t.T("cli.compare.first", s.label, t.fateName(s.Left), t.fateName(s.Right)))
	}
	if v.Uncompared > 0 {
		fmt.Fprintln(t.out, t.T("cli.compare.uncompared", v.Uncompared))
	}
	fmt.Fprintln(t.out)
	for _, f := range v.Attempt {
		t.printField("", f)
	}
	for i, s := range v.Steps {
		mark := "  "
		switch {
		case i == v.First:
			mark = "≠>"
		case s.Differs:
			mark = "≠ "
		}
		fmt.Fprintf(t.out, "%s %s: %s | %s\n", mark, s.label, t.fateName(s.Left), t.fateName(s.Right))
		for _, f := range s.Fields {
			t.printField("     ", f)
		}
	}
}

func (t *terminal) printField(indent string, f compareField) {
	value := func(v *string) string {
		if v == nil {
			return "–"
		}
		return clip(strings.Join(strings.Fields(*v), " "))
	}
	part := ""
	switch f.Part {
	case string(compare.PartRequest):
		part = t.T("cli.compare.request_header") + " "
	case string(compare.PartResponse):
		part = t.T("cli.compare.response_header") + " "
	}
	fmt.Fprintf(t.out, "%s   %s%s: %s | %s\n", indent, part, f.label, value(f.Left), value(f.Right))
}

// referencePath is where the pinned reference is kept.
func referencePath() (string, error) {
	dir, err := engine.DefaultDir()
	return filepath.Join(dir, engine.ReferenceName), err
}

func (t *terminal) pin(ctx context.Context, e *engine.Engine, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return t.fault(err, "write", filepath.Dir(to), err)
	}
	done, err := e.SaveHAR(ctx, to, engine.HAROptions{Replace: true})
	if err != nil {
		return err
	}
	t.say("cli.compare.pinned", done.Exchanges, done.Path)
	return nil
}
