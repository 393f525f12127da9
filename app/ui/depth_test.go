package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/feed"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/table"
	"loginscope/inspector"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// files notes what is asked of the session files, too.
type files struct {
	*desk
	asked []string
	list  []session.Info
	trash []session.Trashed
}

func (f *files) Recent(context.Context) ([]session.Info, error) { return f.list, nil }
func (f *files) Continue(p string)                              { f.asked = append(f.asked, "continue "+p) }
func (f *files) Delete(_ context.Context, p string) (session.Trashed, error) {
	f.asked = append(f.asked, "delete "+p)
	return session.Trashed{ID: "/s/.trash/1"}, nil
}
func (f *files) Restore(_ context.Context, id string) (string, error) {
	f.asked = append(f.asked, "restore "+id)
	return "/s/a.loginscope", nil
}
func (f *files) Trash(context.Context) ([]session.Trashed, error) { return f.trash, nil }
func (f *files) Verify(_ context.Context, p string) (session.Verdict, error) {
	f.asked = append(f.asked, "verify "+p)
	return session.Verdict{Path: p, Faults: []session.Fault{{Kind: session.FaultEvent}, {Kind: session.FaultEvent}}}, nil
}
func (f *files) Compact(_ context.Context, p string) (session.Compaction, error) {
	f.asked = append(f.asked, "compact "+p)
	return session.Compaction{Path: p, Before: 4096, After: 2048}, nil
}
func (f *files) Rename(n string)           { f.asked = append(f.asked, "rename "+n) }
func (f *files) SaveMasked(p string)       { f.asked = append(f.asked, "masked "+p) }
func (f *files) SaveWithValues(p string)   { f.asked = append(f.asked, "values "+p) }
func (f *files) ExportHAR(p string)        { f.asked = append(f.asked, "har "+p) }
func (f *files) PlayCase()                 { f.asked = append(f.asked, "play") }
func (f *files) OpenSealed(p, pass string) { f.asked = append(f.asked, "sealed "+p+pass) }
func (f *files) SaveBundle(p string, o engine.BundleOptions) {
	f.asked = append(f.asked, fmt.Sprint("bundle ", p, o.Keep, o.LeaveOut, o.Passphrase))
}

func (f *files) PreviewBundle(context.Context, engine.BundleOptions) (bundle.Manifest, error) {
	return bundle.Manifest{
		Parts:  []bundle.Part{{Name: bundle.SessionName, Kind: bundle.Session, Bytes: 9}},
		Masked: []redact.Count{{Kind: "phone", Values: 3}}, SameVerdict: true,
	}, nil
}

func typeKey(w *Window, k fyne.KeyName) { w.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: k}) }

func TestSessionsAreListedOpenedAndRenamed(t *testing.T) {
	f := &files{list: []session.Info{
		{Path: "/s/a.loginscope", Meta: session.Meta{Name: "Tuesday"}, Exchanges: 12, Modified: start},
		{Path: "/s/b.loginscope", Err: errors.New("damaged")},
	}}
	w, d := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	m := model(1)
	m.Status.Session, m.Status.Path = "today", "/s/now.loginscope"
	show(w, m)
	press(t, w, "place-sessions")
	run(w, 5*time.Second)
	if s := strings.Join(w.State().Text, "\n"); !strings.Contains(s, "Tuesday") || !strings.Contains(s, "12") {
		t.Fatalf("listed %q", s)
	}
	if _, ok := w.State().Controls["recent-open-1"]; ok {
		t.Error("a damaged session can be opened")
	}
	press(t, w, "recent-open-0")
	press(t, w, "recent-continue-0")
	name := w.env.Controls.All()["session-name"].(*kit.Field)
	if name.Text != "today" {
		t.Errorf("named %q", name.Text)
	}
	name.SetText("Ticket 7")
	press(t, w, "session-rename")
	if got := strings.Join(append(d.asked, f.asked...),
		"; "); got != "open /s/a.loginscope; continue /s/a.loginscope; rename Ticket 7" {
		t.Errorf("asked %q", got)
	}
}

// TestSessionsAreSearchedAndOrdered: by words of the card, and by name.
func TestSessionsAreSearchedAndOrdered(t *testing.T) {
	f := &files{list: []session.Info{
		{Path: "/s/b.loginscope", Meta: session.Meta{Name: "beta 13812345678"}, Modified: start},
		{Path: "/s/a.loginscope", Meta: session.Meta{Name: "Alpha"}, Modified: start.Add(-time.Hour)},
	}}
	w, _ := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	show(w, model(1))
	press(t, w, "place-sessions")
	run(w, 5*time.Second)
	names := func() string {
		var out []string
		for _, l := range w.State().Text {
			out = append(out, strings.Fields(l)[0])
		}
		return strings.Join(out, " ")
	}
	if got := names(); got != "beta Alpha" {
		t.Errorf("by date: %s", got)
	}
	press(t, w, "session-order-name")
	if got := names(); got != "Alpha beta" {
		t.Errorf("by name: %s", got)
	}
	search := w.env.Controls.All()["session-search"].(*kit.Field)
	for query, want := range map[string]string{"alpha": "Alpha", "BETA 2026": "beta", "nothing": "No"} {
		search.SetText(query)
		if got := names(); got != want {
			t.Errorf("search %q: %s", query, got)
		}
	}
	press(t, w, "language")
	if got := w.env.Controls.All()["session-search"].(*kit.Field).Text; got == "" {
		t.Error("the search is gone after a change of language")
	}
}

// TestDetailsOfASession: what is known of its file, masked, and what can be done with it.
func TestDetailsOfASession(t *testing.T) {
	f := &files{list: []session.Info{{Path: "/s/13812345678.loginscope", Meta: session.Meta{Name: "Tuesday", Schema: 3}}}}
	w, _ := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	show(w, model(1))
	press(t, w, "place-sessions")
	run(w, 5*time.Second)
	for _, c := range []struct{ button, notice string }{{"verify", "2"}, {"compact", "2.0 KB"}} {
		press(t, w, "recent-details-0")
		if !w.State().Dialog {
			t.Fatal("there are no details")
		}
		press(t, w, "details-"+c.button)
		run(w, 5*time.Second)
		if got := w.State().Notice; !strings.Contains(got, "Tuesday") || !strings.Contains(got, c.notice) {
			t.Errorf("%s: notice %q", c.button, got)
		}
	}
	if got := strings.Join(f.asked, "; "); got != "verify /s/13812345678.loginscope; compact /s/13812345678.loginscope" {
		t.Errorf("asked %q", got)
	}
}

// TestSessionsAreOrderedByWhatIsKnown: what failed first, what is not known last.
func TestSessionsAreOrderedByWhatIsKnown(t *testing.T) {
	sum := func(outcome, code, app, carrier string) *session.Summary {
		return &session.Summary{Outcome: outcome, Code: code, Apps: []string{app}, Carriers: []string{carrier}}
	}
	f := &files{list: []session.Info{
		{Path: "/s/a.loginscope", Meta: session.Meta{Name: "good"}, Summary: sum("signed-in", "", "com.b", "cu")},
		{Path: "/s/b.loginscope", Meta: session.Meta{Name: "unknown"}},
		{Path: "/s/c.loginscope", Meta: session.Meta{Name: "bad"}, Summary: sum("failed", "1105", "com.c", "cm")},
	}}
	w, _ := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	show(w, model(1))
	press(t, w, "place-sessions")
	run(w, 5*time.Second)
	for order, want := range map[string]string{"verdict": "bad good unknown", "app": "good bad unknown",
		"carrier": "bad good unknown", "name": "bad good unknown"} {
		press(t, w, "session-order-"+order)
		var got []string
		for _, l := range w.State().Text {
			got = append(got, strings.Fields(l)[0])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("by %s: %q, want %s", order, got, want)
		}
	}
	w.env.Controls.All()["session-search"].(*kit.Field).SetText("移动 1105")
	if got := w.State().Text; len(got) != 1 || !strings.Contains(got[0], "failed 1105 · com.c · China Mobile") {
		t.Errorf("found %q", got)
	}
}

// TestDeletingASessionCanBeUndone: without a question, by the notice or from the list.
func TestDeletingASessionCanBeUndone(t *testing.T) {
	f := &files{
		list:  []session.Info{{Path: "/s/a.loginscope", Meta: session.Meta{Name: "Tuesday 13812345678"}}},
		trash: []session.Trashed{{ID: "/s/.trash/2", Path: "/s/old.loginscope", Deleted: start}},
	}
	w, _ := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	show(w, model(1))
	press(t, w, "place-sessions")
	run(w, 5*time.Second)
	press(t, w, "recent-delete-0")
	run(w, 5*time.Second)
	run(w, 5*time.Second)
	if got := w.State().Notice; !strings.Contains(got, "Tuesday") || strings.Contains(got, "13812345678") {
		t.Errorf("notice %q", got)
	}
	press(t, w, "session-undo")
	run(w, 5*time.Second)
	run(w, 5*time.Second)
	press(t, w, "trash-restore-0")
	run(w, 5*time.Second)
	if got := strings.Join(f.asked, "; "); got != "delete /s/a.loginscope; restore /s/.trash/1; restore /s/.trash/2" {
		t.Errorf("asked %q", got)
	}
}

// TestAQuestionOfTheProgramIsAsked: once, and whatever is answered it is dismissed.
func TestAQuestionOfTheProgramIsAsked(t *testing.T) {
	w, d := open(t)
	m := model(1)
	m.Status.Notices = []feed.Notice{{ID: 7, Question: &feed.Question{Title: lang.Both("A capture is running", "正在抓包"),
		Answers: []feed.Answer{{Name: "end", Text: lang.Both("Stop", "停止"), Do: func() { d.note("end it") }}}}}}
	show(w, m)
	if !w.State().Dialog || w.State().Notice != "" {
		t.Fatalf("dialog %v, notice %q", w.State().Dialog, w.State().Notice)
	}
	press(t, w, "question-end")
	show(w, m) // the notice is not dismissed yet
	if got := strings.Join(d.asked, "; "); got != "dismiss 7; end it" || w.State().Dialog {
		t.Errorf("asked %q, dialog %v", got, w.State().Dialog)
	}
	m.Status.Notices[0].ID = 8
	show(w, m)
	typeKey(w, fyne.KeyEscape)
	if got := strings.Join(d.asked, "; "); got != "dismiss 7; end it; dismiss 8" || w.State().Dialog {
		t.Errorf("after Escape: asked %q, dialog %v", got, w.State().Dialog)
	}
}

// TestTheTitleNamesTheSession: masked, also while values are shown.
func TestTheTitleNamesTheSession(t *testing.T) {
	w, _ := open(t)
	m := model(1)
	m.Status.Session, m.Status.ReadOnly = "case 13812345678", true
	show(w, m)
	revealNow(t, w)
	if got := w.win.Title(); got != "case 138****5678 – Loginscope (read only)" {
		t.Errorf("title %q", got)
	}
	if got := w.State().Status; !strings.Contains(got, "case 138****5678") || !strings.Contains(got, "for reading") {
		t.Errorf("status %q", got)
	}
}

// TestEvidenceIsTakenOffAndPutBack: each piece where the verdict is.
func TestEvidenceIsTakenOffAndPutBack(t *testing.T) {
	w, d := open(t)
	m := model(1)
	m.Status.Evidence = []feed.Evidence{
		{ID: "app", Kind: session.EvidenceApp, Name: "shop 13812345678.apk"},
		{ID: "file-1", Kind: session.EvidenceFile, Name: "a.log", Events: 12, Off: true},
		{ID: "answer:vpn", Kind: session.EvidenceAnswer, Name: "vpn=off"},
		{ID: "file-2", Kind: session.EvidenceFile, Name: "b.log", Fixed: true},
	}
	show(w, m)
	for name, want := range map[string]string{"given-app": "App: shop 138****5678.apk",
		"given-file-1": "File: a.log (12 events) (taken off)", "given-answer:vpn": "VPN"} {
		b, ok := w.env.Controls.All()[name].(*kit.Button)
		if !ok || !strings.Contains(b.Text(), want) {
			t.Errorf("%s: %v, want %q", name, b, want)
			continue
		}
		press(t, w, name)
	}
	if _, ok := w.env.Controls.All()["given-file-2"]; ok {
		t.Error("a file that cannot be taken off has a button")
	}
	slices.Sort(d.asked)
	if got := strings.Join(d.asked, "; "); got != "give answer:vpn false; give app false; give file-1 true" {
		t.Errorf("asked %q", got)
	}
}

// TestNotesAreWrittenAndShown: on an exchange, an attempt and the session, masked where
// they are shown.
func TestNotesAreWrittenAndShown(t *testing.T) {
	f := &files{}
	w, d := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	m := model(1)
	m.Report.Notes = []inspector.Note{{Attempt: 1, Mark: "star", Text: "ask 13812345678"}}
	m.Rows[0].Noted = &inspector.Note{Exchange: 1, Mark: "red", Text: "odd"}
	show(w, m)
	write := func(button, mark, text string) {
		press(t, w, button)
		w.env.Controls.All()["note-text"].(*kit.Field).SetText(text)
		press(t, w, "note-mark-"+mark)
		press(t, w, "note-save")
	}
	w.refer(page.Attempt{ID: 1})
	if cells := strings.Join(w.State().Rows[0], " "); !strings.Contains(cells, "●≡ STS token") {
		t.Errorf("the line of a marked exchange: %s", cells)
	}
	press(t, w, "attempt-note")
	if got := w.env.Controls.All()["note-text"].(*kit.Field).Text; got != "ask 13812345678" {
		t.Errorf("whoever wrote the note sees %q", got)
	}
	press(t, w, "note-cancel")
	write("attempt-note", "none", " later ")
	chooseRow(w, w.shown.Model.Rows[0])
	goTo(t, w, "exchanges")
	write("exchange-note", "blue", "this one")
	w.here("menu.note")
	press(t, w, "note-cancel")
	goTo(t, w, "sessions")
	write("session-note", "none", "ticket 7")
	if got := strings.Join(d.asked, "; "); got != "note {0 1}  later; note {1 0} blue this one; note {0 0}  ticket 7" {
		t.Errorf("asked %q", got)
	}
}

// TestCopyWithValuesAsks: a copy with values is asked about, and the answer no
// asks for no folder.
func TestCopyWithValuesAsks(t *testing.T) {
	f := &files{}
	w, _ := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	show(w, model(1))
	press(t, w, "place-sessions")
	run(w, 5*time.Second)
	press(t, w, "session-copy-values")
	if _, asked := w.State().Controls["session-values-cancel"]; !asked || !w.State().Dialog {
		t.Fatal("no question was asked")
	}
	press(t, w, "session-values-cancel")
	if w.State().Dialog || len(f.asked) > 0 {
		t.Errorf("after no: dialog %v, asked %q", w.State().Dialog, f.asked)
	}
	press(t, w, "session-copy-values")
	press(t, w, "session-values-confirm")
	if !w.State().Dialog {
		t.Error("after yes no folder is asked for")
	}
}

// TestABundleIsShownBeforeItLeaves: the preview counts what is masked, and takes parts out.
func TestABundleIsShownBeforeItLeaves(t *testing.T) {
	f := &files{}
	w, _ := open(t, func(c *Config) { f.desk = c.Commands.(*desk); c.Files = f })
	show(w, model(1))
	press(t, w, "place-sessions")
	run(w, 5*time.Second)
	press(t, w, "session-bundle")
	run(w, 5*time.Second)
	controls := w.State().Controls
	for _, name := range []string{"bundle-part-session", "bundle-keep-phone", "bundle-passphrase", "bundle-cancel"} {
		if _, ok := controls[name]; !ok {
			t.Errorf("the preview has no %s", name)
		}
	}
	w.env.Controls.All()["bundle-passphrase"].(*kit.Field).SetText("open sesame")
	press(t, w, "bundle-confirm")
	if !w.State().Dialog || len(f.asked) > 0 {
		t.Error("a passphrase that was typed once was taken")
	}
	press(t, w, "bundle-cancel")
	if w.State().Dialog || len(f.asked) > 0 {
		t.Errorf("after no: dialog %v, asked %q", w.State().Dialog, f.asked)
	}
}

func TestCompareNamesTheFirstDifference(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	w.refer(page.Attempt{ID: 1})
	press(t, w, "compare")
	s := w.State()
	if s.Page != "compare" || len(s.Text) < 3 || !strings.HasPrefix(s.Text[0], "First difference") {
		t.Fatalf("place %s says %q", s.Page, s.Text)
	}
	before := s.Text[len(s.Text)-1]
	press(t, w, "compare-swap")
	if after := w.State().Text; after[len(after)-1] == before {
		t.Errorf("the sides did not change: %q", after)
	}
	m := model(2)
	m.Report.Flows = m.Report.Flows[:1]
	show(w, m)
	if _, ok := w.State().Controls["door-sample"]; !ok {
		t.Error("with one attempt there is no way on")
	}
}

func TestPlaybackSteps(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	w.refer(page.Attempt{ID: 1})
	press(t, w, "play")
	arrows := func() int { return len(w.State().Diagram) }
	if n := arrows(); n != 1 {
		t.Errorf("%d arrows at the first step", n)
	}
	if s := strings.Join(w.State().Text, "\n"); !strings.Contains(s, "STS token") ||
		!strings.Contains(s, "short-lived credential") {
		t.Errorf("notes %q", s)
	}
	typeKey(w, fyne.KeyRight)
	if s := strings.Join(w.State().Text, "\n"); !strings.Contains(s, "1105") || arrows() != 2 {
		t.Errorf("second step: %q", s)
	}
	typeKey(w, fyne.KeySpace)
	typeKey(w, fyne.KeySpace)
	if s := strings.Join(w.State().Text, "\n"); !strings.Contains(s, "Carrier refused the app key") {
		t.Errorf("end: %q", s)
	}
	typeKey(w, fyne.KeyLeft)
	if s := strings.Join(w.State().Text, "\n"); strings.Contains(s, "Carrier refused the app key") ||
		!strings.Contains(s, "1105") {
		t.Errorf("back at %q", s)
	}
	typeKey(w, fyne.KeyEscape)
	if w.State().Page != "attempts" {
		t.Errorf("Escape leads to %s", w.State().Page)
	}
}

func TestEveryKindOfStepHasANote(t *testing.T) {
	w, _ := open(t)
	for _, k := range inspector.StepKinds() {
		for range 2 {
			if s := w.env.T("note." + string(k)); strings.Contains(s, "«") || s == "note."+string(k) {
				t.Errorf("no note for %s in %s", k, w.cfg.Words.Lang())
			}
			w.otherLanguage()
		}
	}
}

func TestLongWorkCanBeCancelled(t *testing.T) {
	w, d := open(t)
	m := model(1)
	m.Status.Busy, m.Status.Progress = lang.Text{EN: "Reading a.har"}, 0.25
	show(w, m)
	if _, ok := w.State().Controls["cancel"]; ok {
		t.Error("short work flickers")
	}
	run(w, 5*time.Second)
	if w.busy.text != "Reading a.har 25%" {
		t.Errorf("says %q", w.busy.text)
	}
	press(t, w, "cancel")
	if len(d.asked) != 1 || d.asked[0] != "cancel" {
		t.Errorf("asked %q", d.asked)
	}
	m = model(1)
	m.Status = feed.Status{Started: true}
	show(w, m)
	if len(w.busy.box.Objects) != 0 {
		t.Error("the card stays after the work ended")
	}
}

func TestTheIconCanBeRead(t *testing.T) {
	if n := brand().Bounds().Dx(); n != 128 {
		t.Errorf("the icon is %d pixels wide", n)
	}
}

func TestRestyleKeepsPosition(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	w.refer(page.Attempt{ID: 1})
	press(t, w, "play")
	typeKey(w, fyne.KeyRight)
	press(t, w, "theme")
	if s := w.State(); len(s.Diagram) != 2 || s.Page != "play" {
		t.Errorf("at step %d of %s", len(s.Diagram), s.Page)
	}
	goTo(t, w, "codes")
	w.env.Controls.All()["codes-search"].(*kit.Field).SetText("1105")
	press(t, w, "language")
	if s := strings.Join(w.State().Text, " "); !strings.Contains(s, "1105") {
		t.Errorf("the codes show %q", s)
	}
}

func TestFilterHistory(t *testing.T) {
	w, d := open(t)
	show(w, model(1))
	w.top.filter.SetText("host:aliyuncs")
	w.top.filter.kept.toggle(w.shown.Filter.Filter)
	w.top.filter.SetText("hots:bad")
	w.top.filter.kept.toggle(w.shown.Filter.Filter)
	w.top.filter.SetText("")
	w.top.filter.complete()
	if len(w.top.filter.found) == 0 || w.top.filter.found[0].Text != "host:aliyuncs" {
		t.Fatalf("offered %+v", w.top.filter.found)
	}
	w.top.filter.take(0)
	if strings.TrimSpace(d.view.Filter) != "host:aliyuncs" || len(w.top.filter.kept.all()) != 1 {
		t.Errorf("filter %q, kept %q", d.view.Filter, w.top.filter.kept.all())
	}
	w.top.filter.kept.toggle(w.shown.Filter.Filter)
	if len(w.top.filter.kept.all()) != 0 {
		t.Errorf("still kept: %q", w.top.filter.kept.all())
	}
}

func TestColumnsRememberedRowsCopied(t *testing.T) {
	w, _ := open(t)
	show(w, model(1))
	goTo(t, w, "exchanges")
	tb := tableOf(t, w)
	tb.ColumnMenu().Items[1].Action() // hides the step
	tb.Select(w.shown.Model.Rows[0].Key)
	tb.Focus(w.win.Canvas())
	w.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	w.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutCopy{})
	got := w.cfg.App.Clipboard().Content()
	if n := strings.Count(got, "\n"); n != 1 || strings.Contains(got, "STS token\t") ||
		!strings.Contains(got, "dypnsapi") {
		t.Errorf("copied %q", got)
	}
	press(t, w, "theme")
	if tb := tableOf(t, w); tb.ColumnMenu().Items[1].Checked {
		t.Error("the hidden column came back with another look")
	}
}

// tableOf is the table that is on the screen.
func tableOf(t *testing.T, w *Window) *table.Table {
	t.Helper()
	var find func(o fyne.CanvasObject) *table.Table
	find = func(o fyne.CanvasObject) *table.Table {
		var parts []fyne.CanvasObject
		switch v := o.(type) {
		case *table.Table:
			return v
		case *container.Split:
			parts = []fyne.CanvasObject{v.Leading, v.Trailing}
		case *fyne.Container:
			parts = v.Objects
		}
		for _, part := range parts {
			if found := find(part); found != nil {
				return found
			}
		}
		return nil
	}
	found := find(w.middle)
	if found == nil {
		t.Fatal("there is no table on the screen")
	}
	return found
}
