package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
)

var sessionInfoHelp = []helpText{
	{"session_info", lang.Both(
		"Show what a session file is: format, program, dates, counts, apps, carriers, verdict, notes; values masked.",
		"显示会话文件的格式、写入程序、时间、数量、应用、运营商、结论和备注，敏感值脱敏。",
	)},
	{"arg_session", lang.Both("Session file. It is not changed.", "会话文件，不会被改动。")},
}

type sessionInfoCmd struct {
	File string `arg:"" help:"${arg_session}"`
	JSON bool   `help:"${flag_json}"`
}

// infoView is what session info prints as JSON; docs/json.md describes it.
type infoView struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	Path    string `json:"path"`
	Name    string `json:"name"`
	// Format is the file format's version, Program who wrote the newest part; "" if not known.
	Format   int       `json:"format"`
	Program  string    `json:"program"`
	Created  time.Time `json:"created"`
	Modified time.Time `json:"modified"`
	// First and Last are the earliest and the latest time of an attempt.
	First     time.Time      `json:"first,omitzero"`
	Last      time.Time      `json:"last,omitzero"`
	Bytes     int64          `json:"bytes"`
	Events    int64          `json:"events"`
	Exchanges int64          `json:"exchanges"`
	Attempts  int            `json:"attempts"`
	Outcomes  map[string]int `json:"outcomes"`
	Outcome   string         `json:"outcome"`
	Title     lang.Text      `json:"title,omitzero"`
	Code      string         `json:"code"`
	Apps      []string       `json:"apps"`
	Carriers  []string       `json:"carriers"`
	Answers   string         `json:"answers"`
	Notes     []noteView     `json:"notes"`
	Evidence  []evidenceView `json:"evidence"`
}

// noteView is a note, masked.
type noteView struct {
	Attempt  int    `json:"attempt,omitempty"`
	Exchange uint64 `json:"exchange,omitempty"`
	Lost     bool   `json:"lost,omitempty"`
	Mark     string `json:"mark,omitempty"`
	Text     string `json:"text,omitempty"`
}

// evidenceView is a piece of evidence, masked.
type evidenceView struct {
	ID     string               `json:"id"`
	Kind   session.EvidenceKind `json:"kind"`
	Name   string               `json:"name"`
	Off    bool                 `json:"off,omitempty"`
	Events int64                `json:"events,omitempty"`
}

func (c *sessionInfoCmd) run(ctx context.Context, t *terminal) (err error) {
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	sum, err := e.Summarize(ctx, c.File)
	if err != nil {
		return err
	}
	if err := e.OpenSession(ctx, c.File); err != nil {
		return err
	}
	if err := e.WaitIdle(ctx); err != nil {
		return err
	}
	info, err := session.Describe(ctx, c.File)
	if err != nil {
		return err
	}
	v := infoOf(e, info, sum)
	if c.JSON {
		return t.json(v)
	}
	t.info(v)
	return nil
}

// infoOf puts together what is shown of a session, masked.
func infoOf(e *engine.Engine, info session.Info, sum session.Summary) infoView {
	m := redact.Masker{}
	r := e.Report()
	if r != nil {
		m.Known = r.Known
	}
	v := infoView{Schema: "loginscope/session", Version: 1, Path: info.Path, Name: m.Text(info.Name),
		Format: info.Meta.Schema, Program: info.Program, Created: info.Created, Modified: info.Modified,
		Bytes: info.Bytes, Events: info.Events, Exchanges: info.Exchanges,
		Attempts: sum.Attempts, Outcomes: sum.Outcomes, Outcome: sum.Outcome, Code: m.Text(sum.Code),
		Title:   lang.Text{EN: m.Sentence(sum.Title.EN), ZH: m.Sentence(sum.Title.ZH)},
		Answers: info.Answers, Carriers: slices.Concat([]string{}, sum.Carriers), Apps: []string{},
		Notes: noteViews(m, e.Notes()), Evidence: []evidenceView{}}
	for _, app := range sum.Apps {
		v.Apps = append(v.Apps, m.Text(app))
	}
	for _, p := range e.Evidence() {
		v.Evidence = append(v.Evidence, evidenceView{p.ID, p.Kind, m.Text(p.Name), p.Off, p.Events})
	}
	if r != nil {
		v.First, v.Last = span(r.Flows)
	}
	return v
}

func noteViews(m redact.Masker, list []inspector.Note) []noteView {
	out := []noteView{}
	for _, n := range list {
		out = append(out, noteView{n.Attempt, uint64(n.Exchange), n.Lost, n.Mark, m.Text(n.Text)})
	}
	return out
}

// span is from the first to the last time of the attempts.
func span(flows []inspector.Flow) (first, last time.Time) {
	for i := range flows {
		f := &flows[i]
		if !f.Start.IsZero() && (first.IsZero() || f.Start.Before(first)) {
			first = f.Start
		}
		if f.End.After(last) {
			last = f.End
		}
	}
	return first, last
}

const infoTime = "2006-01-02 15:04:05"

// info prints what a session is.
func (t *terminal) info(v infoView) {
	row := func(key, text string) { t.entry(0, t.T(key), text) }
	row("cli.info.name", v.Name)
	row("cli.info.file", v.Path)
	row("cli.info.format", t.T("cli.info.formatof", v.Format, orUnknown(t, v.Program)))
	row("cli.info.created", v.Created.Local().Format(infoTime))
	row("cli.info.modified", v.Modified.Local().Format(infoTime))
	if !v.First.IsZero() {
		row("cli.info.span", v.First.Local().Format(infoTime)+" – "+v.Last.Local().Format(infoTime))
	}
	row("cli.info.size", t.T("cli.info.bytes", v.Bytes))
	row("cli.info.counts", t.T("cli.info.countsof", v.Exchanges, v.Events, v.Attempts))
	row("cli.info.apps", strings.Join(v.Apps, ", "))
	row("cli.info.carriers", strings.Join(t.carrierNames(v.Carriers), ", "))
	row("cli.info.verdict", t.outcome(v.Outcome, v.Attempts))
	row("cli.info.title", v.Title.In(string(t.cat.Lang())))
	row("cli.info.answers", v.Answers)
	for _, p := range v.Evidence {
		state := ""
		if p.Off {
			state = " " + t.T("cli.info.off")
		}
		row("cli.info.evidence", p.Name+state)
	}
	t.notes(v.Notes)
}

func orUnknown(t *terminal, s string) string {
	if s == "" {
		return t.T("cli.info.unknown")
	}
	return s
}

func (t *terminal) carrierNames(list []string) []string {
	var out []string
	for _, c := range list {
		out = append(out, codes.Issuer(c).Name().In(string(t.cat.Lang())))
	}
	return out
}

// outcome is the name of an outcome; "" is that of a session without an attempt.
func (t *terminal) outcome(o string, attempts int) string {
	if attempts == 0 {
		return t.T("cli.info.noattempt")
	}
	return inspector.FlowOutcome(o).Name().In(string(t.cat.Lang()))
}

// notes prints notes with what they stand on.
func (t *terminal) notes(list []noteView) {
	for _, n := range list {
		on := t.T("cli.note.session")
		switch {
		case n.Lost:
			on = t.T("cli.note.lost")
		case n.Attempt != 0:
			on = t.T("cli.note.attempt", n.Attempt)
		case n.Exchange != 0:
			on = t.T("cli.note.exchange", strconv.FormatUint(n.Exchange, 10))
		}
		text := n.Text
		if n.Mark != "" {
			text = strings.TrimSpace("[" + session.Mark(n.Mark).Name().In(string(t.cat.Lang())) + "] " + text)
		}
		t.entry(0, on, text)
	}
}

var sessionVerifyHelp = []helpText{
	{"session_verify", lang.Both(
		"Read a session file to its last byte; names position and kind of each fault and exits 1 if there is one.",
		"逐字节检查会话文件，列出每处错误的位置和类型；有错误时以 1 退出。",
	)},
}

type sessionVerifyCmd struct {
	File string `arg:"" help:"${arg_session}"`
	JSON bool   `help:"${flag_json}"`
}

// verifyView is what session verify prints as JSON; docs/json.md describes it.
type verifyView struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	session.Verdict
}

func (c *sessionVerifyCmd) run(ctx context.Context, t *terminal) error {
	v, err := session.Check(ctx, c.File)
	if err != nil {
		return err
	}
	if c.JSON {
		err = t.json(verifyView{"loginscope/verify", 1, v})
	} else {
		t.checked(v)
	}
	if err == nil && !v.Whole {
		return errProblems
	}
	return err
}

// checked prints what a check of a session found.
func (t *terminal) checked(v session.Verdict) {
	if v.Whole {
		t.para(t.T("cli.verify.whole", v.Bytes, v.Exchanges, v.Events, v.Bodies, v.Notes))
		return
	}
	t.para(t.T("cli.verify.damaged", len(v.Faults), filepath.Base(v.Path)))
	for _, f := range v.Faults {
		t.entry(2, t.T(faultKeys[f.Kind]), t.where(f))
	}
	t.para(t.T("cli.verify.do", v.Path))
}

// faultKeys are the keys of the sentences on faults.
var faultKeys = map[session.FaultKind]string{
	session.FaultPage:  "cli.broken.page",
	session.FaultCut:   "cli.broken.cut_off",
	session.FaultEvent: "cli.broken.event",
	session.FaultBody:  "cli.broken.body",
	session.FaultRow:   "cli.broken.row",
	session.FaultNote:  "cli.broken.note",
	session.FaultIndex: "cli.broken.index",
	session.FaultLimit: "cli.broken.too_many",
}

// where says where a fault is.
func (t *terminal) where(f session.Fault) string {
	var at []string
	add := func(key string, n int64) {
		if n != 0 {
			at = append(at, t.T(key, strconv.FormatInt(n, 10)))
		}
	}
	add("cli.broken.at.event", int64(f.Seq))
	add("cli.broken.at.exchange", int64(f.Exchange))
	add("cli.broken.at.page", f.Page)
	add("cli.broken.at.byte", f.Byte)
	if f.Kind == session.FaultBody {
		at = append(at, t.T("cli.broken.at.offset", fmt.Sprint(f.Side), strconv.FormatInt(f.Offset, 10)))
	}
	if f.Detail != "" {
		at = append(at, f.Detail)
	}
	return strings.Join(at, ", ")
}
