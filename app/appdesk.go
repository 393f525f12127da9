package app

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/ui"
)

// appDesk checks apps for the window. It is the window's AppDesk.
type appDesk struct{ engine *engine.Engine }

// CheckApp is for ui.AppDesk.
func (a *appDesk) CheckApp(ctx context.Context, q ui.AppQuestion) (*ui.AppAnswer, []ui.Problem) {
	check, err := a.engine.CheckApp(ctx, q.Paths, engine.AppOptions{Package: q.Package, Signatures: q.Signatures})
	if err != nil {
		return nil, problems(err)
	}
	out := &ui.AppAnswer{Report: check.Report.Masked(), Compared: check.Compared}
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
