package cli

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/feed/filter"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/intake"
	"loginscope/inspector/report"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
	"loginscope/problem"
)

var inspectEntry = entry{
	word: "inspect", value: newOf[inspectCmd],
	help: []helpText{
		{"inspect", lang.Both("Read captures and logs, and say what broke.", "读取抓包和日志，指出问题所在。")},
		{"arg_file", lang.Both(
			"Session, bundle, HAR, device log or text; several are merged on one time line; - is standard input.",
			"会话、案例包、HAR、设备日志或文本；多个文件按时间合并；- 表示标准输入。",
		)},
		{"flag_html", lang.Both("Print one self-contained HTML file.", "输出单个独立的 HTML 文件。")},
		{"flag_app", lang.Both(
			"The app that was captured: an APK or a project, judged with it; may be repeated for splits.",
			"被抓包的应用：APK 或项目，与抓包一并判断；拆分 APK 可重复指定。",
		)},
		{"flag_filter", lang.Both(
			"Show only attempts with a matching line, in the syntax of the window's filter box: host:, code:, "+
				"step:, status:>=400 ...",
			"只显示含匹配记录的登录，语法同窗口的过滤框：host:、code:、step:、status:>=400 等。",
		)},
		{"flag_zone", lang.Both(
			"Time zone of log times that name none: Asia/Shanghai, +08:00; default: this machine's.",
			"未注明时区的日志时间所属时区：Asia/Shanghai、+08:00；默认本机时区。",
		)},
		{"flag_fact", lang.Both(
			"What you know of phone and app, as NAME=VALUE; repeatable. It counts as said by the person. One of: "+
				"{answers}.",
			"已知的手机或应用情况，格式为 名称=值，可重复；在结果中标明为用户告知。可用：{answers}。",
		)},
	},
	prints: []document{
		{"inspect --json, lab --json, record --json", []any{report.Document{}}},
	},
}

type inspectCmd struct {
	Files    []string `arg:"" name:"file" help:"${arg_file}"`
	JSON     bool     `help:"${flag_json}" xor:"form"`
	SARIF    bool     `name:"sarif" help:"${flag_sarif}" xor:"form"`
	Markdown bool     `help:"${flag_markdown}" xor:"form"`
	HTML     bool     `name:"html" help:"${flag_html}" xor:"form"`
	Details  bool     `help:"${flag_details}"`
	App      []string `help:"${flag_app}" placeholder:"PATH" sep:"none"`
	Package  string   `help:"${flag_package}" placeholder:"NAME"`
	Sign     []string `help:"${flag_sign}" placeholder:"MD5"`
	Filter   string   `help:"${flag_filter}" placeholder:"EXPR"`
	Reveal   bool     `help:"${flag_reveal}"`
	Zone     string   `help:"${flag_zone}" placeholder:"ZONE"`
	Fact     []string `help:"${flag_fact}" placeholder:"NAME=VALUE" sep:"none"`

	PassphraseFile string `help:"${flag_passphrase_file}" placeholder:"FILE"`
}

// maxStdin limits what inspect takes from standard input.
const maxStdin = 4 << 30

// closeWithin limits the time for the last writes.
const closeWithin = 30 * time.Second

func (c *inspectCmd) run(ctx context.Context, t *terminal) (err error) {
	flt, err := t.filter(c.Filter)
	if err != nil {
		return err
	}
	if err := t.digests(c.Sign); err != nil {
		return err
	}
	zone, err := zoneOf(c.Zone)
	if err != nil {
		return t.fault(err, "zone", clip(c.Zone))
	}
	facts, err := t.facts(c.Fact)
	if err != nil {
		return err
	}
	e, err := engine.New(
		ctx,
		engine.Config{
			Rules: ruleset.Default(), Temporary: true, Zone: zone, Facts: facts, EntryLines: c.SARIF,
			Passphrase: t.unsealing(c.PassphraseFile),
		},
	)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	files, drop, err := t.withStdin(c.Files)
	defer drop()
	if err != nil {
		return err
	}
	in, inspected, failed := c.load(ctx, t, e, files, flt)
	if len(in.sources) == 0 {
		return failed
	}
	app, err := c.judge(ctx, t, e)
	if err != nil {
		failed = t.next(failed, err)
	}
	now, err := inspected()
	if now == nil {
		return err
	}
	if err != nil {
		failed = t.next(failed, err) // what was read is printed
	}
	r := *now
	r.Findings = append(slices.Clone(r.Findings), app...)
	in.failed = failed != nil
	if r, err = c.print(ctx, t, e, r, flt, in); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if r.Problems() {
		return errProblems
	}
	return nil
}

// judge checks the app that was captured, so that the verdicts know it, and
// returns what is wrong with it. Its error says that a path was not read.
func (c *inspectCmd) judge(ctx context.Context, t *terminal, e *engine.Engine) ([]finding.Finding, error) {
	if len(c.App) == 0 {
		return nil, nil
	}
	app, err := e.CheckApp(ctx, c.App, engine.AppOptions{Package: c.Package, Signatures: c.Sign})
	if err != nil {
		return nil, t.appFaults(err)
	}
	for _, f := range app.Failures {
		err = t.next(err, f)
	}
	if !c.Reveal {
		app.Report = app.Masked()
	}
	out := app.Findings()
	if c.SARIF {
		asPaths(out)
	}
	return out, err
}

// print prints what the filter leaves of a report, and returns that.
func (c *inspectCmd) print(
	ctx context.Context,
	t *terminal,
	e *engine.Engine,
	r inspector.Report,
	flt filter.Filter,
	in loaded,
) (inspector.Report, error) {
	if flt.Empty() {
		return r, c.write(t, r, in)
	}
	s, err := sift(ctx, e, &r, flt)
	if err != nil {
		return r, err
	}
	all := len(r.Flows)
	r = s.report(r)
	if err := c.write(t, r, in); err != nil {
		return r, err
	}
	if !c.JSON && !c.SARIF && !c.Markdown && !c.HTML {
		t.printLines(s, r.Known, c.Reveal)
	}
	t.say("check.filter.count", s.matched, s.all, len(r.Flows), all)
	return r, nil
}

func (c *inspectCmd) write(t *terminal, r inspector.Report, in loaded) error {
	o := t.report(c.Reveal, in.sources)
	o.Details = c.Details
	switch {
	case c.SARIF:
		return c.writeSARIF(t, r, in)
	case c.JSON:
		return report.JSON(t.out, r, o)
	case c.Markdown:
		return report.Markdown(t.out, r, o)
	case c.HTML:
		return report.HTML(t.out, r, o)
	}
	return report.Text(t.out, r, o)
}

// reporter makes the report of what was loaded. Where a report comes with an
// error, a part was inspected.
type reporter func() (*inspector.Report, error)

// loaded is what was read.
type loaded struct {
	sources []report.Source
	files   []engine.Imported // one for each source
	failed  bool              // a part of the input could not be read
}

// load reads the files into a session only if that is needed: to keep the
// numbers of one, or because a filter reads every line once more.
func (c *inspectCmd) load(
	ctx context.Context,
	t *terminal,
	e *engine.Engine,
	files []string,
	flt filter.Filter,
) (loaded, reporter, error) {
	if flt.Empty() && !(len(files) == 1 && isSession(files[0])) {
		folding, done, err := e.Fold(ctx, files, nil)
		in, err := t.sources(ctx, done, err)
		return in, func() (*inspector.Report, error) { r := folding.Report(); return &r, nil }, err
	}
	in, err := t.load(ctx, e, files)
	return in, func() (*inspector.Report, error) {
		err := e.WaitIdle(ctx)
		if ctx.Err() != nil {
			return nil, err
		}
		return e.Report(), err
	}, err
}

// load reads the files into the engine's session. The sources are those that
// were read, to their end or in part; the error describes what went wrong first,
// and the rest is printed.
func (t *terminal) load(ctx context.Context, e *engine.Engine, files []string) (loaded, error) {
	if len(files) == 1 && isSession(files[0]) {
		return t.openSession(ctx, e, files[0])
	}
	done, err := e.Import(ctx, files, nil)
	return t.sources(ctx, done, err)
}

// sources says what was read, and describes what was not.
func (t *terminal) sources(ctx context.Context, done []engine.Imported, err error) (in loaded, failed error) {
	if err != nil && len(done) == 0 {
		return in, err
	}
	if err := ctx.Err(); err != nil {
		return in, err // stopped between two files: half a report would mislead
	}
	for _, f := range done {
		if f.Err != nil {
			if failed != nil {
				t.complain(failed)
			}
			failed = importFault(f)
		}
		if f.Err == nil || f.Stats.Kept > 0 {
			in.sources, in.files = append(in.sources, source(f)), append(in.files, f)
		}
		if f.Stats.Dropped > 0 {
			t.say("cli.inspect.dropped", f.Name, f.Stats.Dropped)
		}
		if f.Stats.YearUnknown {
			t.say("cli.inspect.year", f.Name)
		}
	}
	return in, failed
}

// openSession reads a session, or one in a bundle, in place, so that exchanges keep their numbers.
func (t *terminal) openSession(ctx context.Context, e *engine.Engine, file string) (loaded, error) {
	if err := e.OpenSession(ctx, file); err != nil {
		return loaded{}, err
	}
	n := int(e.Session().Last())
	name := filepath.Base(file)
	return loaded{
		sources: []report.Source{{Name: name, Kind: string(intake.Session), Read: n, Kept: n}},
		files:   []engine.Imported{{Path: file, Name: name, First: 1, Last: math.MaxUint64}},
	}, nil
}

// isSession reports whether a file is opened as it is: a session, or a bundle with one.
func isSession(file string) bool {
	if bundle.Detect(file) != bundle.None {
		return true
	}
	f, err := os.Open(file)
	if err != nil {
		return false // Import says why
	}
	defer f.Close()
	head := make([]byte, intake.HeadSize)
	n, _ := io.ReadFull(f, head)
	return intake.Detect(head[:n], file) == intake.Session
}

func source(f engine.Imported) report.Source {
	s := report.Source{Name: f.Name, Kind: string(f.Stats.Kind), Read: f.Stats.Read, Kept: f.Stats.Kept}
	if f.Zone != nil {
		s.Assumed = zoneName(f.Zone)
	}
	if f.Skew.Basis != "" && f.Skew.Basis != intake.ByNothing {
		s.SkewMS, s.Skew, s.Certainty = f.Skew.Offset.Milliseconds(), string(f.Skew.Basis), f.Skew.Certainty
	}
	if s.Certainty == "" && s.Skew != "" {
		s.Certainty = codes.Unconfirmed
	}
	return s
}

// importFault describes why a file was not read, with its name.
func importFault(f engine.Imported) error {
	p := problem.Of(f.Err)
	name := clip(f.Path)
	p.What = lang.Both(name+": "+p.What.EN, name+"："+p.What.ZH)
	return &p
}

// withStdin puts standard input, named "-", into a file of its own, since a
// source may be read twice. drop removes it.
func (t *terminal) withStdin(files []string) (out []string, drop func(), err error) {
	drop = func() {}
	for _, f := range files {
		if f != "-" {
			out = append(out, f)
			continue
		}
		dir, err := os.MkdirTemp("", "loginscope-")
		if err != nil {
			return nil, drop, t.fault(err, "write", os.TempDir(), err)
		}
		before := drop
		drop = func() { _ = os.RemoveAll(dir); before() } // best effort: the system clears its own folder
		name := filepath.Join(dir, "stdin")
		if err := copyTo(name, io.LimitReader(t.in, maxStdin)); err != nil {
			return nil, drop, t.fault(err, "stdin", err)
		}
		out = append(out, name)
	}
	return out, drop, nil
}

func copyTo(name string, r io.Reader) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// closed closes the engine, also when the command's own context has ended.
func closed(ctx context.Context, e *engine.Engine) error {
	ctx, cancel := lastWork(ctx)
	defer cancel()
	return e.Close(ctx)
}
