package table

import (
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"loginscope/app/feed"
)

// A layout is kept as "column:width" parted by spaces, with "-" before a
// hidden column: "time:104 -device:112".

func (t *Table) readLayout(s string) {
	for part := range strings.FieldsSeq(s) {
		id, width, _ := strings.Cut(strings.TrimPrefix(part, "-"), ":")
		for i := range t.columns {
			c := &t.columns[i]
			if string(c.id) != id || c.flex {
				continue
			}
			t.hidden[c.id] = strings.HasPrefix(part, "-")
			if w, err := strconv.ParseFloat(width, 32); err == nil && w >= 40 && w <= 1000 {
				c.width = float32(w)
			}
		}
	}
}

func (t *Table) saveLayout() {
	if t.act.SaveLayout == nil {
		return
	}
	var parts []string
	for _, c := range t.columns {
		if c.flex {
			continue
		}
		s := fmt.Sprintf("%s:%.0f", c.id, c.width)
		if t.hidden[c.id] {
			s = "-" + s
		}
		parts = append(parts, s)
	}
	t.act.SaveLayout(strings.Join(parts, " "))
}

// columnMenu lists the columns that can be hidden, with a mark at those shown.
func (t *Table) columnMenu() *fyne.Menu {
	m := fyne.NewMenu("")
	for _, c := range t.columns {
		if c.flex {
			continue
		}
		item := fyne.NewMenuItem(t.env.T(c.title), func() { t.hide(c.id, !t.hidden[c.id]) })
		item.Checked = !t.hidden[c.id]
		m.Items = append(m.Items, item)
	}
	return m
}

func (t *Table) hide(c feed.Column, hidden bool) {
	t.hidden[c] = hidden
	t.arrange()
	t.saveLayout()
}

// ColumnMenu is the menu of the columns, for a button or a key.
func (t *Table) ColumnMenu() *fyne.Menu { return t.columnMenu() }
