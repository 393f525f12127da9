package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"loginscope/app/engine"
	"loginscope/inspector/androidapp/accept"
)

// baseline sets the results aside that the baseline lists, and writes a new one.
func (c *checkCmd) baseline(t *terminal, app *engine.AppCheck) error {
	if c.Baseline != "" {
		b, err := readBaseline(c.Baseline)
		if err != nil {
			what := t.T("check.fault.baseline.what", filepath.ToSlash(c.Baseline))
			return t.baselineFault(what, t.T("check.fault.baseline.do"), err)
		}
		t.accept(app, b, c.Baseline)
	}
	if c.Write == "" {
		return nil
	}
	b := accept.NewBaseline(app.Masked().Results)
	if err := writeBaseline(c.Write, b); err != nil {
		what := t.T("check.fault.writebaseline.what", filepath.ToSlash(c.Write))
		return t.baselineFault(what, t.T("check.fault.writebaseline.do"), err)
	}
	t.say("check.baseline.written", filepath.ToSlash(c.Write), len(b.Results))
	t.accept(app, b, c.Write)
	return nil
}

// accept applies a baseline and says which of its entries are of no use.
func (t *terminal) accept(app *engine.AppCheck, b accept.Baseline, file string) {
	var gone int
	app.Report, gone = app.Accept(b)
	if gone > 0 {
		t.say("check.baseline.gone", filepath.ToSlash(file), gone)
	}
}

func readBaseline(name string) (accept.Baseline, error) {
	f, err := os.Open(name)
	if err != nil {
		return accept.Baseline{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	return accept.ReadBaseline(f)
}

// writeBaseline puts the whole file in place at once, so that a failure leaves
// an older one as it was.
func writeBaseline(name string, b accept.Baseline) error {
	var buf bytes.Buffer
	if err := b.Write(&buf); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".baseline-*")
	if err != nil {
		return err
	}
	_, err = f.Write(buf.Bytes())
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// baselineFault describes an error of a baseline file.
func (t *terminal) baselineFault(what, do string, err error) error {
	why := t.word(err).Why.In(t.lang())
	if errors.Is(err, accept.ErrBaseline) || why == "" {
		why = err.Error()
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		why = pe.Err.Error()
	}
	return spoken(what, why, do, err)
}
