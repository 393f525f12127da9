package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"loginscope/app/i18n"
	"loginscope/app/ui/reveal"
)

// revealNow shows sensitive values as a person does.
func revealNow(t *testing.T, w *Window) {
	t.Helper()
	press(t, w, "reveal")
	press(t, w, "reveal-confirm")
	if !w.State().Revealed {
		t.Fatal("values are not revealed after the question")
	}
}

// fakeClock is a time that a test moves. Its timers run when it is moved past them.
type fakeClock struct {
	now    time.Time
	timers []*fakeTimer
}

type fakeTimer struct {
	at   time.Time
	f    func()
	done bool
}

func newFakeClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 11, 30, 12, 0, 0, 0, time.Local)}
}

func (c *fakeClock) clock() reveal.Clock {
	return reveal.Clock{Now: func() time.Time { return c.now }, After: func(d time.Duration, f func()) func() {
		timer := &fakeTimer{at: c.now.Add(d), f: f}
		c.timers = append(c.timers, timer)
		return func() { timer.done = true }
	}}
}

func (c *fakeClock) move(d time.Duration) {
	c.now = c.now.Add(d)
	for _, timer := range slices.Clone(c.timers) {
		if !timer.done && !timer.at.After(c.now) {
			timer.done = true
			timer.f()
		}
	}
}

// revealWindow is a window under a fake clock, with the response of an exchange on display.
func revealWindow(t *testing.T) (*Window, *fakeClock) {
	t.Helper()
	clock := newFakeClock()
	w, d := open(t, func(c *Config) { c.Clock = clock.clock() })
	d.x, d.body = dirtyExchange(), dirtyBody
	show(w, dirtyModel())
	chooseRow(w, w.shown.Model.Rows[0])
	goTo(t, w, "exchanges")
	waitFor(t, w, "detail-response")
	press(t, w, "detail-response")
	return w, clock
}

// readable is the first sensitive value that the window draws, "" for none.
func readable(w *Window) string { return leak(test.RenderToMarkup(w.win.Canvas())) }

func TestRevealingAsksAndMarksTheWindow(t *testing.T) {
	w, _ := revealWindow(t)
	press(t, w, "reveal")
	if w.State().Revealed || !w.State().Dialog || readable(w) != "" {
		t.Fatal("values are shown before the question is answered")
	}
	press(t, w, "reveal-cancel")
	if w.State().Revealed || w.State().Dialog || w.band.box.Visible() {
		t.Fatal("a refused question shows values or a band")
	}
	revealNow(t, w)
	if readable(w) == "" {
		t.Error("nothing is shown")
	}
	for _, id := range []string{"attempts", "findings", "settings", "exchanges"} {
		press(t, w, "place-"+id)
		if !w.band.box.Visible() || !strings.Contains(w.band.text, "12:10") {
			t.Errorf("page %s: the band says %q", id, w.band.text)
		}
	}
	w.look.SetLanguage(i18n.ZH)
	if !strings.Contains(w.band.text, "明文") || !w.band.box.Visible() {
		t.Errorf("in Chinese the band says %q", w.band.text)
	}
	press(t, w, "reveal-end")
	if w.State().Revealed || w.band.box.Visible() || readable(w) != "" {
		t.Error("values are shown after they were masked")
	}
}

func TestRevealingEndsByItselfAfterTheChosenTime(t *testing.T) {
	w, clock := revealWindow(t)
	press(t, w, "place-settings")
	press(t, w, "reveal-5")
	goTo(t, w, "exchanges")
	revealNow(t, w)
	if want := clock.now.Add(5 * time.Minute).Format("15:04"); !strings.Contains(w.band.text, want) {
		t.Errorf("the band says %q, not until %s", w.band.text, want)
	}
	clock.move(4*time.Minute + 59*time.Second)
	run(w, 0)
	if !w.State().Revealed {
		t.Fatal("ended early")
	}
	clock.move(2 * time.Second)
	run(w, 0)
	if w.State().Revealed || w.band.box.Visible() || readable(w) != "" {
		t.Error("values stay on the screen after their time")
	}
}

func TestATimerOfAnEarlierPeriodDoesNotEndTheNext(t *testing.T) {
	w, clock := revealWindow(t)
	revealNow(t, w)
	stale := clock.timers[len(clock.timers)-1].f // as if it had fired just before it was stopped
	press(t, w, "reveal-end")
	clock.move(9 * time.Minute)
	revealNow(t, w)
	stale()
	run(w, 0)
	if !w.State().Revealed {
		t.Error("the second period ended with the first one's timer")
	}
}

// TestASleepDoesNotProlongThePeriod: timers stand still while a computer sleeps.
func TestASleepDoesNotProlongThePeriod(t *testing.T) {
	w, clock := revealWindow(t)
	revealNow(t, w)
	clock.now = clock.now.Add(8 * time.Hour) // no timer runs
	w.update()
	if w.State().Revealed || readable(w) != "" {
		t.Error("values are shown after a sleep")
	}
}

func TestRevealingEndsWithTheSession(t *testing.T) {
	w, clock := revealWindow(t)
	press(t, w, "reveal")
	show(w, model(2)) // another session while the question is open
	press(t, w, "reveal-confirm")
	if w.State().Revealed {
		t.Fatal("an answer about one session reveals another")
	}
	revealNow(t, w)
	show(w, model(3))
	if w.State().Revealed || w.band.box.Visible() {
		t.Error("values are shown in the next session")
	}
	for _, timer := range clock.timers {
		if !timer.done && timer.at.Sub(clock.now) > time.Minute {
			t.Error("the timer of the ended period still runs")
		}
	}
}

func TestACopySaysWhatIsMaskedAndOffersTheValues(t *testing.T) {
	w, clock := revealWindow(t)
	for _, revealed := range []bool{false, true} {
		if revealed {
			revealNow(t, w)
		}
		for _, name := range []string{"copy-curl", "copy-har", "copy-message", "copy-body"} {
			press(t, w, name)
			copied(t, w, name)
			if !strings.Contains(w.notices.text, "masked") {
				t.Errorf("revealed %v, %s: notice %q", revealed, name, w.notices.text)
			}
			press(t, w, "copy-values")
			copied(t, w, name)
			press(t, w, "copy-values-cancel")
			copied(t, w, name)
			press(t, w, name)
			press(t, w, "copy-values")
			press(t, w, "copy-values-confirm")
			if leak(w.cfg.App.Clipboard().Content()) == "" {
				t.Errorf("%s with values has none", name)
			}
			if !strings.Contains(w.notices.text, "clear text") {
				t.Errorf("%s with values: notice %q", name, w.notices.text)
			}
			clock.move(time.Minute)
			run(w, 0)
		}
	}
}

func TestTheDiagnosisAndRowsAreCopiedMaskedAndWithValuesOnDemand(t *testing.T) {
	w, _ := revealWindow(t)
	revealNow(t, w)
	goTo(t, w, "attempts")
	for _, name := range []string{"copy-text", "copy-markdown"} {
		press(t, w, name)
		copied(t, w, name)
		press(t, w, "copy-values")
		press(t, w, "copy-values-confirm")
		if leak(w.cfg.App.Clipboard().Content()) == "" {
			t.Errorf("%s with values has none", name)
		}
	}
	goTo(t, w, "exchanges")
	tb := tableOf(t, w)
	tb.Focus(w.win.Canvas())
	for _, cut := range []fyne.Shortcut{&fyne.ShortcutSelectAll{}, &fyne.ShortcutCopy{}} {
		w.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(cut)
	}
	copied(t, w, "rows")
	press(t, w, "copy-values")
	press(t, w, "copy-values-confirm")
	if leak(w.cfg.App.Clipboard().Content()) == "" {
		t.Error("rows with values have none")
	}
}

func TestAnOfferOfOneSessionCopiesNothingInTheNext(t *testing.T) {
	w, _ := revealWindow(t)
	press(t, w, "copy-har")
	show(w, model(2))
	press(t, w, "copy-values")
	press(t, w, "copy-values-confirm")
	copied(t, w, "an offer of another session")
	if !strings.Contains(w.notices.text, "Another session") {
		t.Errorf("notice %q", w.notices.text)
	}
}
