package engine_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/inspector/report"
	"loginscope/proxy/exchange"
)

// meddler appends events while a file is written.
type meddler struct {
	bytes.Buffer
	do func()
}

func (m *meddler) Write(p []byte) (int, error) {
	if m.do != nil {
		m.do()
		m.do = nil
	}
	return m.Buffer.Write(p)
}

func TestMaskedHAREndsWhereTheMaskerDoes(t *testing.T) {
	e := newEngine(t)
	addText(t, e, "first", failedLogin)
	s := e.Session()
	one := exchange.Exchange{ID: s.NewID(), Scheme: "https", Host: "a.example", Port: 443, Path: "/1",
		Request: exchange.Request{Method: "GET"}, Response: &exchange.Response{Status: 200}, Done: true}
	two := one
	two.ID, two.Response, two.Done, two.Path = s.NewID(), nil, false, "/2"
	s.Append(exchange.Finished{Exchange: one})
	s.Append(exchange.Started{Exchange: two})
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	const unknown = "qzplainvalue"
	w := &meddler{do: func() {
		end := two
		end.Response, end.Done = &exchange.Response{Status: 200, Reason: unknown}, true
		s.Append(exchange.Finished{Exchange: end})
		late := one
		late.ID, late.Path = s.NewID(), "/"+unknown
		s.Append(exchange.Finished{Exchange: late})
		s.Append(exchange.LogLine{Tag: "AuthSDK", Text: unknown})
	}}
	done, err := e.WriteHAR(t.Context(), w, engine.HAROptions{})
	if err != nil || done.Exchanges != 2 {
		t.Errorf("%+v, %v", done, err)
	}
	if strings.Contains(w.String(), unknown) {
		t.Error("the file has what came after the masker's last event")
	}
}

func TestNotesAreInReportsAndHAR(t *testing.T) {
	e := newEngine(t)
	captureOf(t, e, origin(t))
	login(t, phone(t, e))
	idle(t, e)
	for on, text := range map[engine.On]string{
		{}: "called from 13800138000", {Exchange: 1}: "first request", {Attempt: 1}: "the attempt",
	} {
		if err := e.SetNote(on, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.SetMark(engine.On{Exchange: 1}, session.MarkStar); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	path := filepath.Join(t.TempDir(), "a.har")
	if _, err := e.SaveHAR(t.Context(), path, engine.HAROptions{}); err != nil {
		t.Fatal(err)
	}
	back := newEngine(t)
	addText(t, back, "before", failedLogin)
	back.Session().NewID() // the exchanges get other numbers
	if _, err := back.Import(t.Context(), []string{path}, nil); err != nil {
		t.Fatal(err)
	}
	idle(t, back)
	for name, one := range map[string]*engine.Engine{"captured": e, "read back": back} {
		r := *one.Report()
		if len(r.Notes) != 3 {
			t.Errorf("%s: %+v", name, r.Notes)
		}
		for _, n := range r.Notes {
			if n.Lost || name == "read back" && n.Exchange == 1 {
				t.Errorf("%s: %+v", name, n)
			}
		}
		for _, lang := range []string{"en", "zh"} {
			var text, md, html, json bytes.Buffer
			o := report.Options{Lang: lang}
			for _, err := range []error{report.Text(&text, r, o), report.Markdown(&md, r, o), report.HTML(&html, r, o),
				report.JSON(&json, r, o)} {
				if err != nil {
					t.Fatal(err)
				}
			}
			for _, b := range []string{text.String(), md.String(), html.String(), json.String()} {
				if !strings.Contains(b, "first request") || !strings.Contains(b, "the attempt") {
					t.Errorf("%s, %s: no notes in\n%.300s", name, lang, b)
				}
				if strings.Contains(b, "13800138000") {
					t.Errorf("%s, %s: a note is not masked", name, lang)
				}
			}
		}
	}
}
