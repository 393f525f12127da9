package table

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"loginscope/app/feed"
	"loginscope/app/feed/filter"
	"loginscope/app/i18n"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/assets"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

func open(t testing.TB, act Actions, width float32) (*Table, fyne.Window) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New(theme.DarkPalette(), 1))
	words, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	tb := New(&kit.Env{Palette: theme.DarkPalette(), Scale: 1, Words: words, Controls: kit.NewControls()}, act)
	w := test.NewTempWindow(t, tb)
	w.Resize(fyne.NewSize(width, 400))
	return tb, w
}

func rows(from, n int) []*feed.Row {
	var out []*feed.Row
	for i := from; i < from+n; i++ {
		out = append(
			out,
			&feed.Row{
				Key:     feed.ExchangeKey(exchange.ID(i)),
				Time:    time.Unix(int64(i), 0),
				Done:    true,
				Outcome: inspector.OutcomeOK,
				Item: filter.Item{
					Host:     "dypnsapi.aliyuncs.com",
					Method:   "POST",
					Path:     "/?AccessKeyId=made-up",
					Status:   200,
					Size:     1234,
					Duration: 96 * time.Millisecond,
				},
			},
		)
	}
	return out
}

func TestTailFollowsUntilScrolled(t *testing.T) {
	tb, _ := open(t, Actions{}, 900)
	all := rows(1, 300)
	tb.SetRows(all[:100:100], feed.View{Sort: feed.ByTime})
	tb.SetRows(all[:200:200], feed.View{Sort: feed.ByTime})
	if first, n := tb.OnScreen(); first+n < 199 {
		t.Errorf("at the end: rows %d to %d of 200 are seen", first, first+n)
	}
	tb.list.ScrollToTop()
	tb.SetRows(all, feed.View{Sort: feed.ByTime})
	if first, _ := tb.OnScreen(); first != 0 {
		t.Errorf("scrolled up, but row %d is the first", first)
	}
}

func TestSelectionStaysOnItsRow(t *testing.T) {
	var reported []feed.Key
	tb, _ := open(t, Actions{Select: func(r *feed.Row) { reported = append(reported, r.Key) }}, 900)
	all := rows(1, 50)
	tb.SetRows(all[10:], feed.View{})
	tb.list.Select(5)
	tb.SetRows(all, feed.View{})
	if r := tb.Selected(); r == nil || r.Key != all[15].Key || tb.list.At != 15 {
		t.Errorf("selected %+v at %d", r, tb.list.At)
	}
	if len(reported) != 1 {
		t.Errorf("told %d times of one choice", len(reported))
	}
	if tb.Select(feed.ExchangeKey(999)) || tb.Selected() != nil {
		t.Error("a row that is not there is selected")
	}
}

// TestPressSelectsRow: whatever stands there when the button is
// released.
func TestPressSelectsRow(t *testing.T) {
	var reported []feed.Key
	tb, w := open(t, Actions{Select: func(r *feed.Row) { reported = append(reported, r.Key) }}, 900)
	all := rows(1, 300)
	tb.SetRows(all[:100:100], feed.View{Sort: feed.ByTime})
	l := newLine(tb)
	l.set(all[95])
	press := func(b desktop.MouseButton) { l.MouseDown(&desktop.MouseEvent{Button: b}) }
	press(desktop.MouseButtonSecondary)
	if tb.Selected() != nil {
		t.Error("the other button selects")
	}
	press(desktop.MouseButtonPrimary)
	tb.SetRows(all, feed.View{Sort: feed.ByTime})
	l.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	press(desktop.MouseButtonPrimary) // again: the same row
	if r := tb.Selected(); r == nil || r.Key != all[95].Key || len(reported) != 1 {
		t.Errorf("selected %+v, told %v", r, reported)
	}
	if w.Canvas().Focused() != tb.list || !tb.list.HasFocus() {
		t.Error("the keyboard stays elsewhere, or nothing shows that it does not")
	}
	if w.Canvas().Unfocus(); tb.list.HasFocus() {
		t.Error("the list still looks as if it had the keyboard")
	}
	l.key = feed.ExchangeKey(999) // gone since
	press(desktop.MouseButtonPrimary)
	if r := tb.Selected(); r == nil || r.Key != all[95].Key {
		t.Errorf("a row that is gone is selected: %+v", r)
	}
}

func TestKeysMoveTheSelection(t *testing.T) {
	var last feed.Key
	opened := false
	tb, _ := open(t, Actions{Select: func(r *feed.Row) { last = r.Key }, Open: func(*feed.Row) { opened = true }}, 900)
	tb.SetRows(rows(1, 40), feed.View{})
	for _, k := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyUp, fyne.KeyHome, fyne.KeyDown, fyne.KeyReturn} {
		tb.list.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if last != feed.ExchangeKey(2) || !opened {
		t.Errorf("at %v, opened %v", last, opened)
	}
}

func TestNarrowTableKeepsWhatMatters(t *testing.T) {
	for _, c := range []struct {
		width float32
		want  string
	}{
		{1400, "time step party host path status code size took device egress "},
		{990, "time step party host path status code took "},
		{900, "time step host path status code took "},
		{640, "time step path code "},
		{530, "time step path code "},
	} {
		tb, _ := open(t, Actions{}, c.width)
		got := ""
		for i, col := range tb.columns {
			if tb.placed[i].width > 0 {
				got += string(col.id) + " "
			}
		}
		if got != c.want {
			t.Errorf("at %v: %s, want %s", c.width, got, c.want)
		}
	}
}

func TestHeaderSortsAndResizes(t *testing.T) {
	asked := ""
	tb, _ := open(t, Actions{Sort: func(c feed.Column, desc bool) { asked += fmt.Sprintf("%s %v;", c, desc) }}, 1400)
	tb.SetRows(rows(1, 3), feed.View{Sort: feed.ByTime})
	status := tb.placed[5]
	tb.header.Tapped(&fyne.PointEvent{Position: fyne.NewPos(status.x+20, 5)})
	tb.SetRows(rows(1, 3), feed.View{Sort: feed.ByStatus})
	tb.header.Tapped(&fyne.PointEvent{Position: fyne.NewPos(status.x+20, 5)})
	if asked != "status false;status true;" {
		t.Errorf("asked %q", asked)
	}
	edge := tb.placed[1].x + tb.placed[1].width
	tb.header.Dragged(
		&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(edge+30, 5)}, Dragged: fyne.NewDelta(30, 0)},
	)
	tb.header.DragEnd()
	if got := tb.placed[1].width - 170; got != 30 {
		t.Errorf("the column grew by %v, want 30", got)
	}
}

func TestQueryIsHidden(t *testing.T) {
	tb, _ := open(t, Actions{}, 1400)
	for _, cell := range tb.Cells(rows(1, 1)[0]) {
		if cell == "POST /?…" {
			return
		}
	}
	t.Errorf("cells %q", tb.Cells(rows(1, 1)[0]))
}

func TestCutMono(t *testing.T) {
	e := &kit.Env{Scale: 1}
	size, _ := e.Font(kit.Mono)
	for _, c := range []struct {
		in    string
		width float32
		want  string
	}{
		{"abcdef", size * 3.61, "abcdef"},
		{"abcdef", size * 3.5, "abcd…"},
		{"国国国", size * 2.7, "国国…"},
		{"ab", 0, "…"},
	} {
		if got := cut(e, c.in, kit.Mono, c.width); got != c.want {
			t.Errorf("%q in %v: got %q, want %q", c.in, c.width, got, c.want)
		}
	}
}

func TestBytesAndDuration(t *testing.T) {
	for in, want := range map[int64]string{0: "0 B", 999: "999 B", 1229: "1.2 KB", 5 << 20: "5.0 MB",
		3 << 30: "3.0 GB"} {
		if got := Bytes(in); got != want {
			t.Errorf("%d: %s, want %s", in, got, want)
		}
	}
	for in, want := range map[time.Duration]string{time.Microsecond: "<1 ms", 96 * time.Millisecond: "96 ms",
		1300 * time.Millisecond: "1.3 s", 2 * time.Minute: "2 min"} {
		if got := Duration(in); got != want {
			t.Errorf("%v: %s, want %s", in, got, want)
		}
	}
}

func BenchmarkSetRows100k(b *testing.B) {
	tb, _ := open(b, Actions{}, 1200)
	one, two := rows(1, 100_000), rows(1, 100_000)
	tb.SetRows(one, feed.View{})
	tb.Select(one[500].Key)
	for b.Loop() {
		tb.SetRows(two, feed.View{})
		one, two = two, one
	}
}

func TestSeveralRowsAreChosen(t *testing.T) {
	copied := ""
	tb, _ := open(t, Actions{
		Cover: func(s string) string { return strings.ReplaceAll(s, "h1", "***") },
		Copy: func(n int, masked string, values func() string) {
			copied = fmt.Sprint(n, " ", strings.Count(masked, "\n")+1)
			if lines := strings.Count(values(), "\n") + 1; lines != n {
				t.Errorf("%d lines with values, %d rows", lines, n)
			}
		},
	}, 900)
	tb.SetRows(rows(1, 20), feed.View{})
	tb.list.Select(3)
	tb.chooseWith(7, fyne.KeyModifierShift)
	if tb.Chosen() != 5 {
		t.Errorf("a run holds %d rows", tb.Chosen())
	}
	tb.chooseWith(12, fyne.KeyModifierShortcutDefault)
	tb.list.TypedShortcut(&fyne.ShortcutCopy{})
	if copied != "6 6" {
		t.Errorf("copied %s", copied)
	}
	tb.chooseWith(1, 0)
	if tb.Chosen() != 1 {
		t.Errorf("a plain click leaves %d rows", tb.Chosen())
	}
}

func TestLayoutIsSavedAndRead(t *testing.T) {
	saved := ""
	tb, _ := open(t, Actions{SaveLayout: func(s string) { saved = s }}, 1400)
	tb.hide(feed.ByRole, true)
	tb.columns[1].width = 200
	tb.saveLayout()
	again, _ := open(t, Actions{Layout: saved + " nonsense:x -path:9"}, 1400)
	if again.placed[2].width != 0 || again.placed[1].width != 200 || again.placed[4].width == 0 {
		t.Errorf("layout %q gives %+v", saved, again.placed)
	}
}

func TestLastRowIsWhole(t *testing.T) {
	for _, height := range []float32{300, 311, 324.5} {
		tb, w := open(t, Actions{}, 900)
		w.Resize(fyne.NewSize(900, height))
		tb.SetRows(rows(1, 300), feed.View{Sort: feed.ByTime})
		tb.list.ScrollToBottom()
		at, row := tb.list.GetScrollOffset(), tb.list.rowHeight()
		if over := at - float32(int(at/row+0.5))*row; over > 0.01 || over < -0.01 || at == 0 {
			t.Errorf("%v high: the list stands at %v, %v from a whole row of %v", height, at, over, row)
		}
	}
}

func TestHostJoinsPathInNarrowTable(t *testing.T) {
	r := rows(1, 1)
	has := func(tb *Table, s string) bool { return strings.Contains(strings.Join(tb.Cells(r[0]), "|"), s) }
	wide, _ := open(t, Actions{}, 1400)
	wide.SetRows(r, feed.View{})
	if !has(wide, "|dypnsapi.aliyuncs.com|POST /?…|") || len(wide.Cells(r[0])) != 11 {
		t.Errorf("wide: %q", wide.Cells(r[0]))
	}
	narrow, _ := open(t, Actions{}, 640)
	narrow.SetRows(r, feed.View{})
	if !has(narrow, "POST dypnsapi.aliyuncs.com/?…") {
		t.Errorf("narrow: %q", narrow.Cells(r[0]))
	}
	if key, by := narrow.title(4); key != "col.hostpath" || by != feed.ByHost {
		t.Errorf("narrow: the column is %s and sorts by %s", key, by)
	}
	wide.hide(feed.ByHost, true) // by a person, who does not want to see it
	if has(wide, "dypnsapi") {
		t.Errorf("the host was hidden: %q", wide.Cells(r[0]))
	}
}

func TestCellsShareBaseline(t *testing.T) {
	tb, _ := open(t, Actions{}, 1400)
	tb.SetRows(rows(1, 1), feed.View{})
	l := newLine(tb)
	l.Resize(fyne.NewSize(1400, 24))
	l.set(tb.rows[0])
	stands := func(i int, s kit.Style) float32 { return l.cells[i].Position().Y + tb.env.Baseline(s) }
	if time, step := stands(0, kit.Mono), stands(1, kit.Body); time != step || tb.env.Baseline(kit.Mono) <= 0 {
		t.Errorf("the time stands at %v, the step at %v", time, step)
	}
}
