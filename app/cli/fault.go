package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/i18n"
	"loginscope/inspector/redact"
	"loginscope/inspector/report/cells"
)

// errProblems ends a command that found problems in what it inspected.
var errProblems = errors.New("problems were found")

// errNothingChecked ends a check that found no sign of the login SDK, so that
// nothing of the login could be judged: neither good nor bad.
var errNothingChecked = errors.New("nothing of the login was checked")

// fault is an error in words: what happened, why, what to do.
type fault struct {
	what, why, do string
	err           error
}

func (f *fault) Error() string { return f.what }

// Unwrap returns the cause.
func (f *fault) Unwrap() error { return f.err }

// fault words an error by the sentences KEY.what, KEY.why and KEY.do.
func (t *terminal) fault(err error, key string, args ...any) error {
	f := &fault{what: t.T("cli.fault."+key+".what", args...), do: t.T("cli.fault."+key+".do", args...), err: err}
	f.why = t.T("cli.fault."+key+".why", args...)
	return f
}

// usage words an error of the parser.
func (t *terminal) usage(err error) error {
	why := err.Error()
	if t.cat.Lang() == i18n.ZH {
		why = inChinese(why)
	}
	f := &fault{what: t.T("cli.fault.usage.what"), why: why, do: t.T("cli.fault.usage.do"), err: err}
	return f
}

// exit prints an error and gives its exit code.
func (t *terminal) exit(err error) int {
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errProblems):
		t.complainAll(err)
		return exitProblems
	case errors.Is(err, errNothingChecked):
		return exitBad
	}
	t.complain(err)
	return exitBad
}

// complainAll prints each error of those that were joined, except errProblems,
// which what was printed before has said already.
func (t *terminal) complainAll(err error) {
	if many, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // the joined ones themselves
		for _, one := range many.Unwrap() {
			t.complainAll(one)
		}
		return
	}
	if err != nil && !errors.Is(err, errProblems) {
		t.complain(err)
	}
}

// complain prints an error: what happened, why, what to do.
func (t *terminal) complain(err error) {
	var f *fault
	if !errors.As(err, &f) {
		f = t.word(err)
	}
	head := t.T("cli.error") + f.what
	for _, line := range []string{head, indent(t.T("cli.why"), f.why), indent(t.T("cli.do"), f.do)} {
		if line == "" {
			continue
		}
		for i, part := range cells.Wrap(cells.Tame(redact.Text(line)), t.width) {
			if i > 0 {
				part = "  " + part
			}
			fmt.Fprintln(t.err, part)
		}
	}
}

func indent(label, text string) string {
	if text == "" {
		return ""
	}
	return "  " + label + text
}

// word asks the engine for the sentences of an error.
func (t *terminal) word(err error) *fault {
	if errors.Is(err, context.Canceled) {
		return &fault{what: t.T("cli.fault.stopped.what"), do: t.T("cli.fault.stopped.do")}
	}
	p := engine.Explain(err)
	lang := t.lang()
	return &fault{what: p.What.In(lang), why: p.Why.In(lang), do: p.Do.In(lang), err: err}
}

// clip shortens a value of the user's for a sentence.
func clip(s string) string {
	r := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	if len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return string(r)
}
