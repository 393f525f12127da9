package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"loginscope/app/session"
	"loginscope/codes"
	"loginscope/inspector"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/androidapp/live"
	"loginscope/inspector/finding"
	"loginscope/lang"
	"loginscope/problem"
	"loginscope/proxy/exchange"
)

// AppOptions is what an app is compared with.
type AppOptions struct {
	// Package and Signatures are the authentication scheme's values: the
	// package name and MD5 digests of certificates in any notation.
	Package    string
	Signatures []string
	// Module and Variant limit a project to one application module and to one
	// build, by Gradle's names; "" for all.
	Module, Variant string
}

// AppCheck is what became of an app's check.
type AppCheck struct {
	androidapp.Report
	// Failures name the paths that could not be read, beside those that could.
	Failures []*AppError
	// Compared is true when the app was held against the open session.
	Compared bool

	sources []appSource
	opt     androidapp.Options
}

// AppError says why a path was not checked.
type AppError struct {
	Path string
	Err  error
}

func (e *AppError) Error() string { return fmt.Sprintf("check app %q: %v", e.Path, e.Err) }

// Unwrap returns the cause.
func (e *AppError) Unwrap() error { return e.Err }

// errIrregular refuses what could block or never end.
var errIrregular = problem.New("neither a file nor a folder: pipes, sockets and devices are not read",
	lang.Text{},
	lang.Both("It is neither a file nor a folder: pipes, sockets and devices are not read.",
		"它不是普通文件或目录；管道、套接字与设备不会读取。"),
	lang.Both("Check the path.", "请检查路径。"))

// CheckApp reads files and folders as one app, checks it, compares it with the
// open session if that has anything, and gives the inspection what is known
// of the app. It writes nothing. Its error joins an *AppError for each path
// when none could be read.
func (e *Engine) CheckApp(ctx context.Context, paths []string, o AppOptions) (*AppCheck, error) {
	c, gen := &AppCheck{}, e.Generation()
	app, err := c.read(ctx, paths, androidapp.Choice{Module: o.Module, Variant: o.Variant})
	if err != nil {
		return nil, err
	}
	c.opt = androidapp.Options{Now: e.cfg.Now(), Package: o.Package, Signatures: o.Signatures}
	c.Report = androidapp.NewReport(app)
	known := c.Facts()
	known.Facts = androidapp.Settled(app, c.opt)
	e.giveAppTo(gen, &known, nil)
	if err := e.compare(ctx, c, known.Package); err != nil {
		return nil, err
	}
	c.localize()
	record, err := c.record()
	if err != nil {
		return nil, err
	}
	e.giveAppTo(gen, &known, record)
	return c, nil
}

// giveAppTo is giveApp for a check that began when the session gen was open; it does nothing
// once another one is, 0 for none.
func (e *Engine) giveAppTo(gen int, facts *inspector.AppFacts, check *appRecord) {
	if now := e.Generation(); gen == 0 || gen == now {
		e.giveApp(facts, check)
	}
}

// appSource is one path of the user's.
type appSource struct {
	path  string
	name  string // by which results call it
	isDir bool
}

// read opens the paths, has them read, and closes them again.
func (c *AppCheck) read(ctx context.Context, paths []string, choice androidapp.Choice) (*facts.App, error) {
	var inputs []androidapp.Input
	for _, p := range paths {
		in, src, closer, err := openInput(p)
		if err != nil {
			c.Failures = append(c.Failures, &AppError{p, err})
			continue
		}
		defer func() { _ = closer() }() // they were only read
		inputs, c.sources = append(inputs, in), append(c.sources, src)
	}
	if len(inputs) == 0 {
		return nil, joined(c.Failures)
	}
	app, err := androidapp.OpenChoice(ctx, choice, inputs...)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if errors.Is(err, androidapp.ErrChoice) {
			return nil, &AppError{c.sources[0].path, err}
		}
		c.fail(err)
		return nil, joined(c.Failures)
	}
	for _, u := range app.Unread {
		for _, s := range c.sources {
			if u.Part == s.name {
				c.Failures = append(c.Failures, &AppError{s.path, partErrorOf(u.Error)})
			}
		}
	}
	return app, nil
}

// fail shares out the error of an Open that read nothing: one for each source.
func (c *AppCheck) fail(err error) {
	each := []error{err}
	if many, ok := err.(interface{ Unwrap() []error }); ok && len(many.Unwrap()) == len(c.sources) {
		each = many.Unwrap()
	}
	for i, e := range each {
		if inner := errors.Unwrap(e); inner != nil {
			e = inner // without the name, which AppError has
		}
		c.Failures = append(c.Failures, &AppError{c.sources[min(i, len(c.sources)-1)].path, e})
	}
}

func joined(list []*AppError) error {
	var out []error
	for _, e := range list {
		out = append(out, e)
	}
	return errors.Join(out...)
}

func openInput(p string) (androidapp.Input, appSource, func() error, error) {
	src := appSource{path: p, name: filepath.ToSlash(p)}
	info, err := os.Stat(p)
	if err != nil {
		return androidapp.Input{}, src, nil, err
	}
	if info.IsDir() {
		return openFolder(p)
	}
	if !info.Mode().IsRegular() {
		return androidapp.Input{}, src, nil, errIrregular
	}
	f, err := os.Open(p)
	if err != nil {
		return androidapp.Input{}, src, nil, err
	}
	return androidapp.Input{Name: src.name, Content: f, Size: info.Size()}, src, f.Close, nil
}

// openFolder opens a project; see projectFS for what becomes of links.
func openFolder(p string) (androidapp.Input, appSource, func() error, error) {
	src := appSource{path: p, isDir: true}
	full, err := filepath.Abs(p)
	if err != nil {
		return androidapp.Input{}, src, nil, err
	}
	src.name = filepath.Base(full)
	project, err := openProject(p)
	if err != nil {
		return androidapp.Input{}, src, nil, err
	}
	return androidapp.Input{Name: src.name, FS: project, Path: filepath.ToSlash(full)}, src, project.root.Close, nil
}

// compare judges the app, against the open session as well if there is one.
func (e *Engine) compare(ctx context.Context, c *AppCheck, pkg string) error {
	var results []finding.Finding
	if sess := e.Session(); sess != nil && sess.Last() > 0 {
		if err := e.WaitIdle(ctx); err != nil {
			return err
		}
		id := carried(e.Report(), pkg)
		c.opt.SeenPackages, c.opt.SeenSignatures = id.packages, id.signatures
		var err error
		o := live.Options{Device: id.device}
		traffic := live.Collect(exchanges(ctx, sess, &err), o)
		if err != nil {
			return err
		}
		results = live.Check(c.App, traffic, o)
		c.Compared = true
	}
	c.Report = androidapp.NewReport(c.App, lint.Run(c.App, c.opt), results)
	return ctx.Err()
}

// identity is what captured requests say of the app that sent them.
type identity struct {
	packages, signatures []string
	device               string // the only phone that ran the app, "" if several or none did
}

func carried(r *inspector.Report, pkg string) identity {
	var id identity
	var devices []string
	for _, f := range r.Flows {
		for i := range f.Steps {
			for _, fd := range f.Steps[i].Fields {
				switch {
				case fd.Value == "":
				case fd.Name == "packageName":
					id.packages = with(id.packages, fd.Value)
					if fd.Value == pkg && f.Device != "" {
						devices = with(devices, f.Device)
					}
				case fd.Name == "signature":
					id.signatures = with(id.signatures, strings.ToLower(fd.Value))
				}
			}
		}
	}
	if len(devices) == 1 {
		id.device = devices[0]
	}
	return id
}

func with(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// exchanges yields what a comparison needs of each exchange of a session, once.
func exchanges(ctx context.Context, s *session.Session, failed *error) iter.Seq[exchange.Exchange] {
	return func(yield func(exchange.Exchange) bool) {
		seen := map[exchange.ID]bool{} // a row comes again when its exchange went on meanwhile
		for r, err := range s.Rows(ctx, 0) {
			if err != nil {
				*failed = err
				return
			}
			x := exchange.Exchange{ID: r.ID, Origin: r.Origin, Device: r.Device, Scheme: r.Scheme, Host: r.Host}
			if !seen[r.ID] && !yield(x) {
				return
			}
			seen[r.ID] = true
		}
	}
}

// localize puts the user's path before the files of a project, so that a reader
// or an editor finds them. With several inputs they stay as they are.
func (c *AppCheck) localize() {
	for i := range c.Results {
		r := &c.Results[i]
		where := slices.Clone(r.Where)
		for j := range where {
			where[j].File = c.OnDisk(where[j].File)
		}
		r.Where = where
		if s := r.Suppressed; s != nil && s.Where != nil {
			moved := *s
			moved.Where = &finding.Location{File: c.OnDisk(s.Where.File), Line: s.Where.Line}
			r.Suppressed = &moved
		}
	}
}

// OnDisk is the path of a file that the report on a single folder names,
// or of the folder itself for "" and for its name. Of other inputs it is the name
// itself, or the first input's path for "".
func (c *AppCheck) OnDisk(file string) string {
	if len(c.sources) == 0 {
		return file
	}
	first := c.sources[0]
	switch {
	case file == "":
		return filepath.ToSlash(first.path)
	case len(c.sources) != 1 || !first.isDir || file == first.name:
		return file
	}
	return path.Join(filepath.ToSlash(first.path), file)
}

// Findings are the errors and warnings as an inspection reports them, so that a
// report on a capture can carry them: the developer acts on an app.
func (c *AppCheck) Findings() []finding.Finding {
	var out []finding.Finding
	for _, f := range c.Results {
		if s := f.Shown(); s != finding.Error && s != finding.Warning {
			continue
		}
		f.Actor, f.Count = codes.Developer, 1
		f.Where = slices.Clone(f.Where)
		for i := range f.Where {
			f.Where[i].Kind = finding.OfText
		}
		out = append(out, f)
	}
	return out
}
