package ui

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/inspector"
	"loginscope/inspector/finding"
	"loginscope/inspector/redact"
	"loginscope/lang"
	"loginscope/proxy/exchange"
)

// secretValues must not be seen in a window before they are revealed. The second has no
// shape and stands under no key: only the evidence knows it.
var secretValues = []string{
	"13812345678", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "11010519491231002X", "诸葛小三", "sanfeng.zhang@",
	"北京市朝阳区建国路88号", "S3cr3tCookieVal123456",
}

// dirty is a text that holds them all.
const dirty = `user 13812345678 x 0f1e2d3c4b5a69788796a5b4c3d2e1f0 id 11010519491231002X {"realName":"诸葛小三",` +
	`"email":"sanfeng.zhang@example.com","address":"北京市朝阳区建国路88号"} S3cr3tCookieVal123456`

// dirtyModel holds the values in every text that evidence can fill.
func dirtyModel() *feed.Model {
	m := model(1)
	known := &redact.Known{}
	known.Add(redact.Token, "0f1e2d3c4b5a69788796a5b4c3d2e1f0")
	known.Add(redact.Token, "S3cr3tCookieVal123456")
	r := m.Report
	r.Known = known
	said := lang.Both("It says “"+dirty+"”.", "内容为“"+dirty+"”。")
	f := &r.Flows[0]
	f.Model, f.Package, f.ClientID, f.RequestIDs = dirty, dirty, dirty, []string{dirty}
	f.Verdict.Cause, f.Verdict.Meanwhile, f.Verdict.Reason = said, said, said
	for i := range f.Steps {
		s := &f.Steps[i]
		s.Detail, s.Notes, s.InferredFrom = dirty, []lang.Text{said}, said
		s.Fields = append(s.Fields, inspector.Field{Name: "OutId", Value: dirty})
		line := finding.Location{Kind: finding.OfLog, File: dirty + ".log", Line: 3, Said: dirty}
		s.Evidence = append(s.Evidence, line)
		for j := range s.Codes {
			s.Codes[j].Message = dirty
		}
	}
	r.Findings = []finding.Finding{{Check: "x", Status: finding.Warning, Title: said, What: said, Why: said, Fix: said,
		Flows: []int{1}, Where: f.Steps[0].Evidence}}
	for _, row := range m.Rows {
		row.Detail, row.Note = "", lang.Text{}
		row.Item.Path, row.Item.Device = "/u/13812345678/0f1e2d3c4b5a69788796a5b4c3d2e1f0?id=11010519491231002X", dirty
	}
	m.Rows[0].Item.Host = "13812345678.example.com"
	return m
}

// dirtyExchange holds them in each part of a message.
func dirtyExchange() exchange.Exchange {
	h := exchange.Header{{Name: "X-Who", Value: dirty}, {Name: "Cookie", Value: "a=S3cr3tCookieVal123456"},
		{Name: "Content-Type", Value: "application/json"}}
	return exchange.Exchange{
		ID: 1, Scheme: "https", Host: "13812345678.example.com", Device: dirty,
		Path: "/u/13812345678/0f1e2d3c4b5a69788796a5b4c3d2e1f0?id=11010519491231002X" +
			"&name=%E8%AF%B8%E8%91%9B%E5%B0%8F%E4%B8%89&realName=%E8%AF%B8%E8%91%9B%E5%B0%8F%E4%B8%89",
		Request: exchange.Request{Method: "POST", Proto: "HTTP/1.1", Header: h,
			Body: exchange.Body{Size: int64(len(dirtyBody)), Complete: true}},
		Response: &exchange.Response{Status: 200, Reason: dirty, Header: h,
			Body: exchange.Body{Size: int64(len(dirtyBody)), Complete: true}},
		Failure: &exchange.Failure{Cause: exchange.FailReset, Detail: dirty}, Done: true,
	}
}

var dirtyBody = func() string {
	inside, _ := json.Marshal(map[string]any{"d": dirty, "realName": "诸葛小三", "idCard": "11010519491231002X"})
	outside, _ := json.Marshal(map[string]any{"body": string(inside), "text": dirty, "mobile": 13812345678})
	return string(outside)
}()

// leak is the first of the values that a text holds, "" for none.
func leak(text string) string {
	for _, v := range secretValues {
		if strings.Contains(text, v) {
			return v
		}
	}
	return ""
}

// TestNoValueShownBeforeReveal looks through each page, each tab and each copy.
func TestNoValueShownBeforeReveal(t *testing.T) {
	f := &files{list: []session.Info{{Path: "/s/13812345678.loginscope", Meta: session.Meta{Name: "case 13812345678"}}}}
	w, d := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	d.x, d.body = dirtyExchange(), dirtyBody
	show(w, dirtyModel())
	chooseRow(w, w.shown.Model.Rows[0])
	seen := func(where string) {
		t.Helper()
		state, err := json.Marshal(w.State())
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{string(state), test.RenderToMarkup(w.win.Canvas()), w.win.Title()} {
			if v := leak(text); v != "" {
				at := strings.Index(text, v)
				t.Errorf("%s shows %q: …%s…", where, v, text[max(0, at-200):min(len(text), at+60)])
			}
		}
	}
	for _, pg := range w.pages {
		if pg.Info().Aside {
			continue
		}
		press(t, w, "place-"+string(pg.Info().ID))
		run(w, 200*time.Millisecond)
		seen("page " + string(pg.Info().ID))
	}
	goTo(t, w, "exchanges")
	waitFor(t, w, "detail-response")
	for _, tab := range []string{"overview", "decoded", "headers", "request", "response"} {
		press(t, w, "detail-"+tab)
		seen("tab " + tab)
		for name := range w.State().Controls {
			if strings.HasPrefix(name, "form-") {
				press(t, w, name)
				seen(tab + " as " + name)
			}
		}
	}
	for _, name := range []string{"copy-curl", "copy-har", "copy-message", "copy-body"} {
		if _, ok := w.env.Controls.All()[name]; ok {
			press(t, w, name)
			copied(t, w, name)
		}
	}
	revealNow(t, w)
	press(t, w, "detail-headers")
	if v := leak(detailText(w)); v == "" {
		t.Error("nothing is revealed: the test looks at the wrong texts")
	}
	if v := leak(test.RenderToMarkup(w.win.Canvas())); v == "" {
		t.Error("no value is drawn: the test looks at the wrong picture")
	}
}

// copied looks through the clipboard after a copy.
func copied(t *testing.T, w *Window, name string) {
	t.Helper()
	text := w.cfg.App.Clipboard().Content()
	if v := leak(text); v != "" || text == "" {
		t.Errorf("%s copies %q: %s", name, v, text)
	}
}

// waitFor waits for a control.
func waitFor(t *testing.T, w *Window, name string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); run(w, 10*time.Millisecond) {
		if _, ok := w.env.Controls.All()[name]; ok {
			return
		}
	}
	t.Fatalf("no control %s", name)
}
