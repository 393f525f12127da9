package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"loginscope/app/bundle"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/androidapp/render"
	"loginscope/inspector/redact"
	"loginscope/inspector/report"
	"loginscope/lang"
)

// attempts are the verdicts of a report in the words of a manifest; titles are masked.
func (p *preparation) attempts(r inspector.Report) []bundle.Attempt {
	out := []bundle.Attempt{}
	for i := range r.Flows {
		f := &r.Flows[i]
		v := f.Verdict
		a := bundle.Attempt{ID: f.ID, Outcome: string(v.Outcome), Carrier: string(f.Carrier),
			Title: lang.Text{EN: p.masker.Texts.Sentence(v.Title.EN), ZH: p.masker.Texts.Sentence(v.Title.ZH)}}
		if v.Broken >= 0 && v.Broken < len(f.Steps) {
			a.Broken, a.Trouble = string(f.Steps[v.Broken].Kind), string(f.Steps[v.Broken].Trouble)
		}
		if v.Root != nil {
			a.Issuer, a.Space, a.Code = string(v.Root.Issuer), string(v.Root.Space), v.Root.Code
		}
		out = append(out, a)
	}
	return out
}

// essence is what a report says without the values in it: two reports that have the same
// come to the same verdicts by the same steps, causes and findings.
func essence(r inspector.Report) string {
	var b strings.Builder
	masked := report.Masked(r)
	for i := range r.Flows {
		f, v := &r.Flows[i], &r.Flows[i].Verdict
		fmt.Fprintf(&b, "attempt %d %s broken %d %s %s", f.ID, v.Outcome, v.Broken, v.Certainty, v.RootCheck)
		for _, c := range v.Chain {
			fmt.Fprintf(&b, " %s/%s", c.Space, c.Code)
		}
		for _, c := range v.Causes {
			fmt.Fprintf(&b, " %s(%s)", c.ID, c.Standing)
		}
		for _, s := range f.Steps {
			fmt.Fprintf(&b, "\n  %s %s %s %s", s.Kind, s.Outcome, s.Visibility, s.Trouble)
			for _, c := range s.Codes {
				fmt.Fprintf(&b, " %s/%s", c.Space, c.Code)
			}
		}
		b.WriteString("\n")
	}
	for _, f := range masked.Findings {
		fmt.Fprintf(&b, "%s %s %d\n", f.Check, f.Status, f.Count)
	}
	return b.String()
}

// appForm is app-check.json.
type appForm struct {
	Schema  string          `json:"schema"`
	Version int             `json:"version"`
	Name    string          `json:"name"`
	Kind    string          `json:"kind"`
	Package string          `json:"package"`
	Results []render.Result `json:"results"`
}

// appRecord is the stored part of an app's check, for the bundle: without the folders of
// this machine, and masked as the check's own output is.
type appRecord struct {
	Form appForm `json:"form"`
	// Markdown is the check's report, by language.
	Markdown map[string]string `json:"markdown"`
}

// record returns the part of a check that is stored.
func (c *AppCheck) record() (*appRecord, error) {
	r := c.Masked()
	r.Results = slices.Clone(r.Results)
	for i := range r.Results {
		f := &r.Results[i]
		f.Where = slices.Clone(f.Where)
		for j := range f.Where {
			f.Where[j].File = c.portable(f.Where[j].File)
		}
		if s := f.Suppressed; s != nil {
			moved := *s
			moved.Where = nil
			f.Suppressed = &moved
		}
		for _, t := range []*lang.Text{&f.Title, &f.What, &f.Why, &f.Fix} {
			t.EN, t.ZH = c.unplaced(t.EN), c.unplaced(t.ZH)
		}
		f.Subject = c.unplaced(f.Subject)
	}
	out := &appRecord{Markdown: map[string]string{}, Form: appForm{"loginscope/bundle-app", 1,
		path.Base(filepath.ToSlash(r.App.Name)), string(r.App.Kind), c.Facts().Package, render.Results(r.Results)}}
	for _, l := range []string{"en", "zh"} {
		var b bytes.Buffer
		if err := render.Markdown(&b, r, l); err != nil {
			return nil, err
		}
		out.Markdown[l] = c.unplaced(b.String())
	}
	return out, nil
}

// appRecordOf is what the session keeps of the check of its app, nil if there was none or it
// is taken off.
func appRecordOf(s *session.Session) *appRecord {
	p, err := pieceOf(s, appID)
	var d appData
	if err != nil || p.Off || json.Unmarshal(p.Data, &d) != nil {
		return nil
	}
	return d.Check
}

// app writes what the check of the app found.
func (p *preparation) app(inspector.Report) error {
	if p.check == nil {
		return nil
	}
	f := p.check.masked(p.masker.Texts)
	raw, err := indentedJSON(f.Form)
	if err != nil {
		return err
	}
	p.add(bundle.App, bundle.AppName, raw)
	p.add(bundle.App, bundle.AppMarkdownEN, []byte(f.Markdown["en"]))
	p.add(bundle.App, bundle.AppMarkdownZH, []byte(f.Markdown["zh"]))
	return nil
}

// masked is a copy for others.
func (a *appRecord) masked(m redact.Masker) *appRecord {
	out := &appRecord{Form: a.Form, Markdown: map[string]string{}}
	out.Form.Name, out.Form.Results = m.Text(a.Form.Name), slices.Clone(a.Form.Results)
	for i := range out.Form.Results {
		r := &out.Form.Results[i]
		r.Where = slices.Clone(r.Where)
		for j := range r.Where {
			r.Where[j].File = m.Text(r.Where[j].File)
		}
		for _, t := range []*lang.Text{&r.Title, &r.What, &r.Why, &r.Fix} {
			t.EN, t.ZH = m.Sentence(t.EN), m.Sentence(t.ZH)
		}
		r.Subject = m.Text(r.Subject)
		if r.Suppressed != nil {
			s := *r.Suppressed
			s.Reason = m.Text(s.Reason)
			r.Suppressed = &s
		}
	}
	for l, text := range a.Markdown {
		out.Markdown[l] = m.Sentence(text)
	}
	return out
}

// portable is a file's name without what only this machine has: relative to the folder
// that was checked, or without its folder.
func (c *AppCheck) portable(file string) string {
	for _, s := range c.sources {
		given := filepath.ToSlash(s.path)
		if rest, ok := strings.CutPrefix(file, strings.TrimSuffix(given, "/")+"/"); ok && s.isDir {
			return rest
		}
		if file == given {
			return path.Base(given)
		}
	}
	if path.IsAbs(file) {
		return path.Base(file)
	}
	return file
}

// unplaced takes the folders of what was checked out of a text.
func (c *AppCheck) unplaced(text string) string {
	for _, s := range c.sources {
		full, err := filepath.Abs(s.path)
		if err != nil {
			continue
		}
		full = filepath.ToSlash(full)
		if dir := path.Dir(full); dir != "/" && dir != "." {
			text = strings.ReplaceAll(text, dir+"/", "")
		}
		if dir := path.Dir(filepath.ToSlash(s.path)); dir != "/" && dir != "." {
			text = strings.ReplaceAll(text, dir+"/", "")
		}
	}
	return text
}

// phoneForm is a phone that adb sees.
type phoneForm struct {
	Serial string `json:"id"` // a stand-in in the bundle
	Model  string `json:"model,omitempty"`
	State  string `json:"state"`
}

// phonesForm is phone.json.
type phonesForm struct {
	Schema   string        `json:"schema"`
	Version  int           `json:"version"`
	Phones   []phoneForm   `json:"phones,omitempty"`
	Attempts []attemptForm `json:"attempts,omitempty"`
}

type attemptForm struct {
	ID         int    `json:"id"`
	Device     string `json:"device,omitempty"`
	Model      string `json:"model,omitempty"`
	Package    string `json:"package,omitempty"`
	SDKVersion string `json:"sdk_version,omitempty"`
	Carrier    string `json:"carrier,omitempty"`
}

func (e *Engine) phoneForms() []phoneForm {
	var out []phoneForm
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, d := range e.phones {
		out = append(out, phoneForm{d.Serial, d.Model, string(d.State)})
	}
	return out
}

// phone writes what is known of the phones.
func (p *preparation) phone(r inspector.Report) error {
	f := phonesForm{Schema: "loginscope/bundle-phone", Version: 1}
	for _, d := range p.phones {
		d.Serial, d.Model = p.masker.Device(d.Serial), p.masker.Texts.Text(d.Model)
		f.Phones = append(f.Phones, d)
	}
	for _, a := range report.Masked(r).Flows {
		f.Attempts = append(f.Attempts,
			attemptForm{a.ID, a.Device, a.Model, a.Package, a.SDKVersion, string(a.Carrier)})
	}
	if len(f.Phones) == 0 && len(f.Attempts) == 0 {
		return nil
	}
	raw, err := indentedJSON(f)
	p.add(bundle.Phone, bundle.PhoneName, raw)
	return err
}

func indentedJSON(v any) ([]byte, error) {
	raw, err := json.MarshalIndent(v, "", "  ")
	return append(raw, '\n'), err
}
