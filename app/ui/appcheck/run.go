package appcheck

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/job"
	"loginscope/app/ui/page"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
	"loginscope/problem"
)

// appEndings are files that are an app or one of its libraries; otherEndings are
// files that are none, whichever page is on the screen.
var (
	appEndings   = []string{".apk", ".aab", ".apks", ".xapk", ".apkm", ".aar"}
	otherEndings = []string{".loginscope", ".har", ".log", ".txt"}
)

// Open is for page.Page: apps and Android projects are checked, and while the page
// is on the screen everything that is no session and no capture.
func (p *Page) Open(r page.Ref) bool {
	switch r := r.(type) {
	case page.PhoneApp:
		p.checkOnPhone(r.Serial, r.Package)
		return true
	case page.Files:
		return p.engine != nil && len(r.Paths) > 0 && p.take(r.Paths)
	}
	return false
}

func (p *Page) take(paths []string) bool {
	among := func(endings []string) bool {
		return slices.ContainsFunc(paths, func(path string) bool { return slices.Contains(endings, ending(path)) })
	}
	switch {
	case slices.ContainsFunc(paths, isBundle):
		return false
	case among(appEndings), p.OnScreen() && !among(otherEndings):
		p.checkApp(paths)
	case ending(paths[0]) == "":
		p.openFolder(paths)
	default:
		return false
	}
	return true
}

// isBundle recognises a case by its name: its zip is no project.
func isBundle(path string) bool {
	path = strings.ToLower(path)
	return strings.HasSuffix(path, bundle.Ext) || strings.HasSuffix(path, bundle.ExtSealed)
}

func ending(path string) string { return strings.ToLower(filepath.Ext(path)) }

// recogniseTimeout limits how long the kind of a path is looked for.
const recogniseTimeout = 2 * time.Minute

// openFolder checks a folder, and opens a file whose name does not say what it is.
func (p *Page) openFolder(paths []string) {
	p.Run(recogniseTimeout, func(context.Context) func() {
		info, err := os.Stat(paths[0])
		return func() {
			if err == nil && info.IsDir() {
				p.checkApp(paths)
				return
			}
			p.open(paths)
		}
	})
}

func (p *Page) checkPath(path string) { p.checkApp([]string{path}) }

// checkApp comes to the screen and checks paths as one app, all of it.
func (p *Page) checkApp(paths []string) {
	p.state.choices, p.state.part = nil, facts.Chosen{}
	p.checkPaths(paths)
}

func (p *Page) checkPaths(paths []string) {
	p.check(func(ctx context.Context, o engine.AppOptions) (*answer, error) { return p.ask(ctx, paths, o) })
	p.state.paths = slices.Clone(paths)
	p.Show()
}

// recheck checks the same once more, after the scheme's values or the chosen part
// changed.
func (p *Page) recheck() {
	if len(p.state.paths) > 0 {
		p.checkPaths(p.state.paths)
	}
}

// checkOnPhone copies an installed app from a phone and checks that.
func (p *Page) checkOnPhone(serial, name string) {
	p.state.choices, p.state.part = nil, facts.Chosen{}
	p.check(func(ctx context.Context, o engine.AppOptions) (*answer, error) {
		app, err := p.engine.PullApp(ctx, serial, strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		defer func() { _ = app.Remove() }() // in the system's temporary folder, which is emptied anyway
		a, err := p.ask(ctx, app.Files, o)
		if a != nil {
			a.copied = true
		}
		return a, err
	})
	p.state.paths = nil
	p.Show()
}

// ask has the engine check paths and merge what is missing. It blocks.
func (p *Page) ask(ctx context.Context, paths []string, o engine.AppOptions) (*answer, error) {
	c, err := p.engine.CheckApp(ctx, paths, o)
	if err != nil {
		return nil, err
	}
	a := &answer{Report: c.Masked(), failures: c.Failures, compared: c.Compared}
	a.fixes, a.fixErr = c.Fixes(filepath.Dir(paths[0])) // beside what was checked
	return a, nil
}

// check runs a check; a newer one makes it pointless.
func (p *Page) check(work func(context.Context, engine.AppOptions) (*answer, error)) {
	s := &p.state
	p.stopCheck()
	stopped := make(chan struct{})
	s.run++
	s.turn++
	s.running, s.cancel = true, func() { close(stopped) }
	s.answer, s.problems, s.show, s.saved = nil, nil, "", map[string]bool{}
	run, o := s.run, p.options()
	p.Run(0, func(ctx context.Context) func() {
		ctx, cancel := job.Until(ctx, stopped)
		defer cancel()
		a, err := work(ctx, o)
		return func() {
			if run != s.run {
				return
			}
			s.running, s.cancel, s.answer, s.problems = false, nil, a, explain(err)
			if a != nil { // else there is still what another choice can be made from
				s.choices = a.App.Choices
			}
			s.turn++
		}
	})
}

// options are the scheme's values that were typed and the part that was chosen.
func (p *Page) options() engine.AppOptions {
	s := &p.state
	signals := strings.FieldsFunc(s.signals, func(r rune) bool { return strings.ContainsRune(" ,;，；", r) })
	return engine.AppOptions{
		Package: strings.TrimSpace(s.pkg), Signatures: signals, Module: s.part.Module, Variant: s.part.Variant,
	}
}

// stopCheck gives up the running check.
func (p *Page) stopCheck() {
	if p.state.cancel != nil {
		p.state.cancel()
		p.state.cancel = nil
	}
}

// explain words each of several joined errors; none for no error.
func explain(err error) []problem.Problem {
	if err == nil {
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []problem.Problem
		for _, e := range many.Unwrap() {
			out = append(out, explain(e)...)
		}
		return out
	}
	p := problem.Of(err)
	var one *engine.AppError
	if errors.As(err, &one) && !strings.Contains(p.What.EN, filepath.Base(one.Path)) {
		name := filepath.Base(one.Path)
		p.What.EN, p.What.ZH = name+": "+p.What.EN, name+"："+p.What.ZH
	}
	if errors.Is(err, androidapp.ErrChoice) {
		p.Do = chooseAnother
	}
	return []problem.Problem{p}
}
