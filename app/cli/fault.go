package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"loginscope/app/i18n"
	"loginscope/inspector/redact"
	"loginscope/inspector/report/cells"
	"loginscope/lang"
	"loginscope/problem"
)

// errProblems ends a command that found problems in what it inspected.
var errProblems = errors.New("problems were found")

// errNothingChecked ends a check that found no trace of the login SDK, so that
// nothing of the login could be judged: neither good nor bad.
var errNothingChecked = errors.New("nothing of the login was checked")

// errReaderGone ends a command whose output nobody reads any more, as head does.
var errReaderGone = errors.New("the reader of the output is gone")

// spoken is an error in words of the language in use; "" for what is not said.
func spoken(what, why, do string, err error) *problem.Problem {
	return &problem.Problem{What: lang.Both(what, what), Why: lang.Both(why, why), Do: lang.Both(do, do), Err: err}
}

// fault describes an error by the sentences KEY.what, KEY.why and KEY.do.
func (t *terminal) fault(err error, key string, args ...any) error {
	key = "cli.fault." + key
	return spoken(t.T(key+".what", args...), t.T(key+".why", args...), t.T(key+".do", args...), err)
}

// usage describes an error of the parser.
func (t *terminal) usage(err error) error {
	why := err.Error()
	if t.cat.Lang() == i18n.ZH {
		why = inChinese(why)
	}
	return spoken(t.T("cli.fault.usage.what"), why, t.T("cli.fault.usage.do"), err)
}

// exit prints an error and gives its exit code.
func (t *terminal) exit(err error) int {
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errReaderGone):
		return exitPipe
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
	p := t.word(err)
	language := t.lang()
	head := t.T("cli.error") + p.What.In(language)
	for _, line := range []string{head, indent(t.T("cli.why"), p.Why.In(language)),
		indent(t.T("cli.do"), p.Do.In(language))} {
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

// word is an error in sentences.
func (t *terminal) word(err error) problem.Problem {
	var said *problem.Problem
	if !errors.As(err, &said) && errors.Is(err, context.Canceled) {
		return *spoken(t.T("cli.fault.stopped.what"), "", t.T("cli.fault.stopped.do"), err)
	}
	return problem.Of(err)
}

// clip shortens a value of the user's for a sentence.
func clip(s string) string {
	r := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	if len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return string(r)
}
