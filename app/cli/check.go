package cli

import (
	"context"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/version"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/render"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/finding"
	"loginscope/inspector/ruleset"
	"loginscope/inspector/sarif"
	"loginscope/lang"
)

var checkEntry = entry{
	word: "check", value: newOf[checkCmd],
	help: []helpText{
		{"check", lang.Both("Check an app or an Android project before it runs.", "在运行前检查应用或 Android 项目。")},
		{"arg_path", lang.Both(
			"An APK, all its splits, an AAB, a project folder, or single files of one.",
			"APK、全部拆分 APK、AAB、项目目录，或其中的单个文件。",
		)},
		{"flag_fix", lang.Both(
			"Write the network security configuration that the login needs, after showing the diff.",
			"显示差异后，写入登录所需的网络安全配置。",
		)},
		{"flag_module", lang.Both(
			"Check only this application module of a project, such as :app.",
			"只检查项目中的该应用模块，例如 :app。",
		)},
		{"flag_variant", lang.Both(
			"Check only this build of a project, such as demoRelease.",
			"只检查项目中的该构建变体，例如 demoRelease。",
		)},
		{"flag_check_session", lang.Both("A capture or log of the same app, to compare with.", "同一应用的抓包或日志，用于比对。")},
		{"flag_junit", lang.Both(
			"Print JUnit XML for build servers: a test case for each result.",
			"输出 JUnit XML，供构建服务器使用，每项结果一个用例。",
		)},
		{"flag_check_details", lang.Both("List what passed and what was not checked, too.", "同时列出已通过和未检查的项目。")},
		{"flag_fail_on", lang.Both(
			"The least severity that makes the exit code 1: error (the default) or warning.",
			"达到该严重程度即以退出码 1 结束：error（默认）或 warning。",
		)},
		{"flag_baseline", lang.Both("Do not count results that this baseline file lists.", "不计入该基线文件中列出的结果。")},
		{"flag_write_baseline", lang.Both(
			"Write all open results to this baseline file, and do not count them.",
			"将所有未处理的结果写入该基线文件，且不再计入。",
		)},
	},
	prints: []document{
		{"check --json", []any{checkView{}}},
	},
}

// checkCmd checks an app before it runs.
type checkCmd struct {
	Paths    []string `arg:"" name:"path" help:"${arg_path}"`
	Fix      bool     `help:"${flag_fix}"`
	Package  string   `help:"${flag_package}" placeholder:"NAME"`
	Sign     []string `help:"${flag_sign}" placeholder:"MD5"`
	Module   string   `help:"${flag_module}" placeholder:"NAME"`
	Variant  string   `help:"${flag_variant}" placeholder:"NAME"`
	Session  string   `help:"${flag_check_session}" placeholder:"FILE"`
	JSON     bool     `help:"${flag_json}" xor:"form"`
	SARIF    bool     `name:"sarif" help:"${flag_sarif}" xor:"form"`
	Markdown bool     `help:"${flag_markdown}" xor:"form"`
	JUnit    bool     `name:"junit" help:"${flag_junit}" xor:"form"`
	Details  bool     `help:"${flag_check_details}"`
	Reveal   bool     `help:"${flag_reveal}"`
	FailOn   string   `help:"${flag_fail_on}" enum:"error,warning" default:"error" placeholder:"error|warning"`
	Baseline string   `help:"${flag_baseline}" placeholder:"FILE"`
	Write    string   `name:"write-baseline" help:"${flag_write_baseline}" placeholder:"FILE"`
}

func (c *checkCmd) run(ctx context.Context, t *terminal) (err error) {
	if err := t.digests(c.Sign); err != nil {
		return err
	}
	e, err := engine.New(ctx, engine.Config{Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	ok, failed := c.capture(ctx, t, e)
	if !ok {
		return failed
	}
	app, err := e.CheckApp(ctx, c.Paths,
		engine.AppOptions{Package: c.Package, Signatures: c.Sign, Module: c.Module, Variant: c.Variant})
	if err != nil {
		if failed := c.writeEmpty(ctx, t); failed != nil {
			return failed
		}
		return t.appFaults(err)
	}
	var fixes []engine.AppFix
	if c.Fix {
		if app, fixes, err = c.fix(ctx, t, e, app); err != nil {
			failed = t.next(failed, err)
		}
	}
	for _, f := range app.Failures {
		failed = t.next(failed, f)
	}
	if err := c.baseline(t, app); err != nil {
		return err
	}
	if err := c.write(t, app, fixes); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if app.FailedOn(finding.Status(c.FailOn)) {
		return errProblems
	}
	if a := app.App; a.SDK.NoLogin() || a.Untold() || len(a.Hidden) > 0 || a.Unused() && !a.SDK.Named() {
		return errNothingChecked // the report says so
	}
	return nil
}

// digests refuses a signature that cannot be an MD5 sum: SHA-1 and SHA-256 of
// the same certificate stand beside it wherever it is shown.
func (t *terminal) digests(list []string) error {
	for _, s := range list {
		d := signing.NormalDigest(s)
		if _, err := hex.DecodeString(d); err != nil || len(d) != 32 {
			return spoken(t.T("check.fault.sign.what", clip(s)), t.T("check.fault.sign.why", len(d)),
				t.T("check.fault.sign.do"), nil)
		}
	}
	return nil
}

// capture reads what the app is compared with. Where ok comes with an error, a
// part of the capture was read.
func (c *checkCmd) capture(ctx context.Context, t *terminal, e *engine.Engine) (ok bool, err error) {
	if c.Session == "" {
		return true, nil
	}
	in, err := t.load(ctx, e, []string{c.Session})
	return len(in.sources) > 0, err
}

// next keeps an error for the exit code and complains of the one before it.
func (t *terminal) next(before, err error) error {
	if before != nil {
		t.complain(before)
	}
	return err
}

// appFaults complains of all paths but the last, which it returns.
func (t *terminal) appFaults(err error) error {
	many, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err
	}
	var last error
	for _, e := range many.Unwrap() {
		last = t.next(last, t.appFaults(e))
	}
	return last
}

// writeEmpty writes a document without results for a reader of JSON, SARIF or JUnit XML,
// which takes nothing at all for a fault of its own. The reason follows on standard error.
func (c *checkCmd) writeEmpty(ctx context.Context, t *terminal) error {
	if ctx.Err() != nil || !c.JSON && !c.SARIF && !c.JUnit {
		return nil
	}
	names := make([]string, len(c.Paths))
	for i, p := range c.Paths {
		names[i] = filepath.ToSlash(p)
	}
	nothing := androidapp.NewReport(&facts.App{Name: strings.Join(names, " ")})
	return c.write(t, &engine.AppCheck{Report: nothing}, nil)
}

func (c *checkCmd) write(t *terminal, app *engine.AppCheck, fixes []engine.AppFix) error {
	r := app.Report
	if !c.Reveal {
		r = r.Masked()
	}
	switch {
	case c.JSON:
		return t.json(c.view(app, r, fixes))
	case c.SARIF:
		r, anchor := c.fromRoot(app, r)
		return render.SARIF(t.out, r, sarif.Options{Lang: t.lang(), Version: version.Number, Anchor: anchor})
	case c.JUnit:
		return render.JUnit(t.out, r, t.lang(), finding.Status(c.FailOn))
	case c.Markdown:
		return render.Markdown(t.out, r, t.lang())
	}
	t.printCheck(r, c.Details)
	return nil
}

// fix shows what is missing, writes it, and checks again what can change by it.
// Its error says why a file was not written; the check is good all the same.
func (c *checkCmd) fix(ctx context.Context, t *terminal, e *engine.Engine, app *engine.AppCheck) (*engine.AppCheck,
	[]engine.AppFix, error) {
	fixes, err := app.Fixes(".")
	if err != nil {
		return app, nil, err
	}
	paths, changed := c.Paths, false
	for _, f := range fixes {
		if err := c.apply(t, f); err != nil {
			return app, fixes, err
		}
		changed = changed || f.Changed
		if f.New && app.Single() {
			paths = append(paths, f.Path)
		}
	}
	if !changed || app.Compiled() {
		return app, fixes, nil
	}
	again, err := e.CheckApp(ctx, paths,
		engine.AppOptions{Package: c.Package, Signatures: c.Sign, Module: c.Module, Variant: c.Variant})
	if err != nil {
		return app, fixes, err
	}
	return again, fixes, nil
}

// apply shows one diff, and only then writes its file.
func (c *checkCmd) apply(t *terminal, f engine.AppFix) error {
	show := t.err
	if !c.JSON && !c.SARIF && !c.Markdown && !c.JUnit {
		show = t.out
	}
	if err := t.printDiff(show, f); err != nil {
		return err
	}
	name := filepath.ToSlash(f.Path)
	if !f.Changed {
		t.say("check.fix.nothing", name)
		return nil
	}
	if err := f.Write(); err != nil {
		if f.Diff != "" {
			t.say("check.fix.failed", name)
		}
		return t.fault(err, "write", name, err)
	}
	t.say("check.fix.written", name)
	if f.Home != "" {
		t.say("check.fix.compiled", name, f.Home)
	}
	if f.Reference != "" {
		t.say("check.fix.reference", f.Reference)
	}
	return nil
}
