package app

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/ui"
	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/lint"
	"loginscope/inspector/redact"
)

// appDesk checks apps for the window. It is the window's AppDesk.
type appDesk struct{ engine *engine.Engine }

// CheckApp is for ui.AppDesk.
func (a *appDesk) CheckApp(ctx context.Context, q ui.AppQuestion) (*ui.AppAnswer, []ui.Problem) {
	check, err := a.engine.CheckApp(ctx, q.Paths, engine.AppOptions{Package: q.Package, Signatures: q.Signatures})
	if err != nil {
		return nil, problems(err)
	}
	out := &ui.AppAnswer{Report: masked(check.Report), Compared: check.Compared}
	for _, f := range check.Failures {
		out.Failures = append(out.Failures, problems(f)...)
	}
	fixes, err := check.Fixes(fixFolder(q.Paths[0]))
	out.FixProblem = problem(err)
	for _, f := range fixes {
		out.Fixes = append(out.Fixes, ui.AppFix{Fix: f.Fix, Path: f.Path, Home: f.Home, Write: func() *ui.Problem { return problem(f.Write()) }})
	}
	return out, nil
}

// fixFolder is where a new configuration goes that has no place of its own:
// beside what was checked.
func fixFolder(path string) string { return filepath.Dir(path) }

// problems words each of several joined errors.
func problems(err error) []ui.Problem {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var out []ui.Problem
		for _, e := range many.Unwrap() {
			out = append(out, problems(e)...)
		}
		return out
	}
	p := *problem(err)
	var one *engine.AppError
	if errors.As(err, &one) && !strings.Contains(p.What.EN, filepath.Base(one.Path)) {
		p.What.EN, p.What.ZH = filepath.Base(one.Path)+": "+p.What.EN, filepath.Base(one.Path)+"："+p.What.ZH
	}
	return []ui.Problem{p}
}

// masked masks what comes from code and from captures. The rest is public by
// nature, and its certificate digests must stay whole.
func masked(r androidapp.Report) androidapp.Report {
	out := make([]lint.Result, 0, len(r.Results))
	for _, x := range r.Results {
		if strings.HasPrefix(x.Check, "code.") || strings.HasPrefix(x.Check, "live.") {
			x.Subject, x.Paste = redact.Text(x.Subject), redact.Text(x.Paste)
			x.What.EN, x.What.ZH = redact.Text(x.What.EN), redact.Text(x.What.ZH)
		}
		out = append(out, x)
	}
	r.Results = out
	return r
}
