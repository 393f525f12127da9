package table

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"loginscope/app/feed"
)

// This file lets a person choose several rows: Ctrl with a click or Space adds
// one, Shift with a click or an arrow key a run, Ctrl+A all; Ctrl+C copies.

// maxCopied limits the rows of one copy.
const maxCopied = 10_000

// modifiers are the keys that are held down.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// press selects the row that a person pressed, or chooses by it anew.
func (t *Table) press(k feed.Key) {
	switch i := t.index(k); {
	case i < 0:
	case i == t.list.At:
		t.choose(i)
	default:
		t.list.Select(i)
	}
}

// choose is called when a person selected a row.
func (t *Table) choose(i int) {
	t.list.TakeFocus()
	t.chooseWith(i, modifiers())
}

func (t *Table) chooseWith(i int, mod fyne.KeyModifier) {
	switch {
	case mod&fyne.KeyModifierShift != 0:
		clear(t.many)
		for n := min(t.anchor, i); n <= max(t.anchor, i) && n < len(t.rows); n++ {
			t.many[t.rows[n].Key] = true
		}
	case mod&fyne.KeyModifierShortcutDefault != 0:
		if len(t.many) == 0 && t.picked {
			t.many[t.selected] = true
		}
		t.flip(i)
		t.anchor = i
	default:
		t.anchor = i
		if len(t.many) == 0 {
			return
		}
		clear(t.many)
	}
	t.list.Refresh()
}

func (t *Table) flip(i int) {
	k := t.rows[i].Key
	if t.many[k] {
		delete(t.many, k)
	} else {
		t.many[k] = true
	}
}

// toggle chooses a row beside others, or leaves it out.
func (t *Table) toggle(i int) {
	if i < 0 || i >= len(t.rows) {
		return
	}
	t.flip(i)
	t.anchor = i
	t.list.Refresh()
}

func (t *Table) chooseAll() {
	clear(t.many)
	for _, r := range t.rows[:min(len(t.rows), maxCopied)] {
		t.many[r.Key] = true
	}
	t.list.Refresh()
}

// Chosen counts the rows that a copy would take.
func (t *Table) Chosen() int {
	if len(t.many) > 0 {
		return len(t.many)
	}
	if t.Selected() != nil {
		return 1
	}
	return 0
}

// copyChosen hands the chosen rows over in the order on the screen, masked also
// while values are shown.
func (t *Table) copyChosen() {
	var chosen []*feed.Row
	for _, r := range t.rows {
		one := len(t.many) == 0 && t.picked && r.Key == t.selected
		if (one || t.many[r.Key]) && len(chosen) < maxCopied {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) > 0 && t.act.Copy != nil {
		t.act.Copy(len(chosen), t.textOf(chosen, t.act.Cover), func() string { return t.textOf(chosen, nil) })
	}
}

// textOf is one line a row, whose words of the evidence went through a mask, unless
// that is nil.
func (t *Table) textOf(rows []*feed.Row, mask func(string) string) string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, strings.Join(t.cellsWith(r, mask), "\t"))
	}
	return strings.Join(lines, "\n")
}
