package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/version"
	"loginscope/inspector/redact"
	"loginscope/inspector/report/cells"
	"loginscope/inspector/ruleset"
	"loginscope/lang"
)

var bundleEntry = entry{
	word: "bundle", value: newOf[bundleCmd],
	help: []helpText{
		{"bundle", lang.Both(
			"Put a case into one file to hand over: masked, searched for leaks, with the diagnosis.",
			"将案例打包为一个可移交的文件：已脱敏、已检查泄漏，并附诊断报告。",
		)},
		{"flag_bundle_output", lang.Both(
			"File to write, which must not exist; by default in this folder, named after the first input.",
			"写入的文件，不能已存在；默认写入当前目录，以首个输入文件命名。",
		)},
		{"flag_preview", lang.Both(
			"Show what would leave, by kind and count, and write nothing.",
			"只显示将移交的内容及各类数据的数量，不写入文件。",
		)},
		{"flag_keep", lang.Both(
			"Leave this kind of datum readable; --preview names the kinds. Repeatable.",
			"保留此类数据不脱敏，种类见 --preview。可重复。",
		)},
		{"flag_leave_out", lang.Both(
			"Leave this part out: reports, session, har, app, phone, notes, environment. Repeatable.",
			"不放入此内容：reports、session、har、app、phone、notes、environment。可重复。",
		)},
		{"flag_seal", lang.Both(
			"Seal the file with a passphrase, which is asked for, or taken from LOGINSCOPE_BUNDLE_PASSPHRASE.",
			"用口令加密文件；口令在提示时输入，或取自环境变量 LOGINSCOPE_BUNDLE_PASSPHRASE。",
		)},
		{"flag_notes", lang.Both("Text file with notes for the reader; it is masked as well.", "给接收者的备注（文本文件），同样会脱敏。")},
	},
	prints: []document{
		{"bundle --json", []any{bundleView{}}},
	},
}

type bundleCmd struct {
	Files          []string `arg:"" name:"file" help:"${arg_file}"`
	Output         string   `short:"o" help:"${flag_bundle_output}" placeholder:"FILE"`
	Preview        bool     `help:"${flag_preview}"`
	Keep           []string `help:"${flag_keep}" placeholder:"KIND"`
	LeaveOut       []string `help:"${flag_leave_out}" placeholder:"PART"`
	Seal           bool     `help:"${flag_seal}"`
	PassphraseFile string   `help:"${flag_passphrase_file}" placeholder:"FILE"`
	Notes          string   `help:"${flag_notes}" placeholder:"FILE"`
	App            []string `help:"${flag_app}" placeholder:"PATH" sep:"none"`
	Package        string   `help:"${flag_package}" placeholder:"NAME"`
	Sign           []string `help:"${flag_sign}" placeholder:"MD5"`
	Zone           string   `help:"${flag_zone}" placeholder:"ZONE"`
	Fact           []string `help:"${flag_fact}" placeholder:"NAME=VALUE" sep:"none"`
	JSON           bool     `help:"${flag_json}"`
}

// bundleView is what bundle prints as JSON; docs/json.md describes it.
type bundleView struct {
	Schema  string `json:"schema"`
	Version int    `json:"version"`
	// Path is "" for a preview.
	Path     string          `json:"path,omitempty"`
	Bytes    int64           `json:"bytes,omitempty"`
	Sealed   bool            `json:"sealed"`
	Preview  bool            `json:"preview"`
	Manifest bundle.Manifest `json:"manifest"`
}

// maxNotes limits the notes of a bundle.
const maxNotes = 1 << 20

func (c *bundleCmd) run(ctx context.Context, t *terminal) (err error) {
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
	o, err := c.options(t)
	if err != nil {
		return err
	}
	e, err := engine.New(ctx, engine.Config{
		Rules: ruleset.Default(), Temporary: true, Zone: zone, Facts: facts, Passphrase: t.unsealing(c.PassphraseFile),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(ctx, e)) }()
	if err := c.load(ctx, t, e); err != nil {
		return err
	}
	return c.make(ctx, t, e, o)
}

// load reads the case; a bundle of half of it would mislead.
func (c *bundleCmd) load(ctx context.Context, t *terminal, e *engine.Engine) error {
	files, drop, err := t.withStdin(c.Files)
	defer drop()
	if err != nil {
		return err
	}
	if _, err := t.load(ctx, e, files); err != nil {
		return err
	}
	if len(c.App) == 0 {
		return nil
	}
	app, err := e.CheckApp(ctx, c.App, engine.AppOptions{Package: c.Package, Signatures: c.Sign})
	if err != nil {
		return t.appFaults(err)
	}
	for _, f := range app.Failures {
		err = t.next(err, f)
	}
	return err
}

func (c *bundleCmd) options(t *terminal) (engine.BundleOptions, error) {
	b := version.Read()
	o := engine.BundleOptions{
		Keep: c.Keep, Zone: t.zone, Maker: bundle.Maker{
			Tool: "Loginscope " + version.Number, Commit: b.Commit, Go: b.Go, OS: b.OS, Arch: b.Arch,
		},
	}
	for _, k := range c.LeaveOut {
		o.LeaveOut = append(o.LeaveOut, bundle.Kind(k))
	}
	if c.Notes != "" {
		raw, err := readUpTo(c.Notes, maxNotes)
		if err != nil {
			return o, err
		}
		o.Notes = string(raw)
	}
	if c.Preview || !c.Seal && c.PassphraseFile == "" {
		return o, nil
	}
	var err error
	o.Passphrase, err = t.sealing(c.PassphraseFile)
	return o, err
}

// readUpTo reads a file of at most limit bytes.
func readUpTo(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(raw)) > limit {
		err = fmt.Errorf("%s: %w", filepath.Base(path), bundle.ErrTooBig)
	}
	return raw, err
}

func (c *bundleCmd) make(ctx context.Context, t *terminal, e *engine.Engine, o engine.BundleOptions) error {
	v := bundleView{Schema: "loginscope/bundle-result", Version: 1, Sealed: o.Passphrase != "", Preview: c.Preview}
	var err error
	if c.Preview {
		v.Manifest, err = e.PreviewBundle(ctx, o)
	} else {
		v.Path = c.path(o)
		v.Manifest, err = e.SaveBundle(ctx, v.Path, o)
	}
	if err != nil {
		return err
	}
	if info, err := os.Stat(v.Path); err == nil && v.Path != "" {
		v.Bytes = info.Size()
	}
	if c.JSON {
		err = t.json(v)
	} else {
		t.bundle(v)
	}
	if err == nil && !v.Manifest.SameVerdict {
		t.say("cli.bundle.differs")
		return errProblems
	}
	return err
}

// path is where the bundle goes.
func (c *bundleCmd) path(o engine.BundleOptions) string {
	if c.Output != "" {
		return c.Output
	}
	stem := filepath.Base(c.Files[0])
	for _, end := range []string{bundle.ExtSealed, bundle.Ext, filepath.Ext(stem)} {
		if s, ok := strings.CutSuffix(stem, end); ok && s != "" {
			stem = s
			break
		}
	}
	if stem == "-" {
		stem = "case"
	}
	if o.Passphrase != "" {
		return redact.Text(stem) + bundle.ExtSealed
	}
	return redact.Text(stem) + bundle.Ext
}

// bundle prints what a bundle holds.
func (t *terminal) bundle(v bundleView) {
	m, l := v.Manifest, t.lang()
	head := func(key string) { fmt.Fprintln(t.out, t.T(key)) }
	head("cli.bundle.parts")
	for _, p := range m.Parts {
		fmt.Fprintf(t.out, "  %s %10d  %s\n", cells.Pad(p.Name, 22), p.Bytes, p.Kind.Title().In(l))
	}
	head("cli.bundle.masked")
	for _, c := range m.Masked {
		fmt.Fprintf(t.out, "  %s %6d  %s\n", cells.Pad(c.Kind, 22), c.Values, bundle.KindName(c.Kind).In(l))
	}
	if len(m.Kept) > 0 {
		head("cli.bundle.kept")
		for _, k := range m.Kept {
			fmt.Fprintf(t.out, "  %s %s\n", cells.Pad(k, 22), bundle.KindName(k).In(l))
		}
	}
	if len(m.LeftOut) > 0 {
		head("cli.bundle.leftout")
		for _, x := range m.LeftOut {
			line := x.Title().In(l)
			if x.Count > 0 {
				line = fmt.Sprintf("%s: %d", line, x.Count)
			}
			fmt.Fprintf(t.out, "  %s\n", line)
		}
	}
	if v.Preview {
		head("cli.bundle.preview")
		return
	}
	fmt.Fprintln(t.out, t.T("cli.bundle.written", redact.Text(v.Path), v.Bytes))
}
