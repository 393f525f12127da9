package detail

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// openAll is how many lines a tree may have to be opened as a whole.
const openAll = 300

// treeView shows a body as a tree; arrow keys move, left and right fold.
func (p *Pane) treeView(c *content) fyne.CanvasObject {
	t, texts := c.tree, c.tree.masked
	if p.cfg.Revealed() {
		texts = c.tree.plain
	}
	w := widget.NewTree(
		func(id widget.TreeNodeID) []widget.TreeNodeID { return t.children[id] },
		func(id widget.TreeNodeID) bool { return id == "" || len(t.children[id]) > 0 },
		func(bool) fyne.CanvasObject { return newCodeLine(p.env) },
		func(id widget.TreeNodeID, _ bool, o fyne.CanvasObject) { o.(*codeLine).pair(oneLine(texts[id])) })
	w.HideSeparators = true
	if len(t.plain) <= openAll {
		w.OpenAllBranches()
	}
	for _, id := range t.children[""] {
		p.text = append(p.text, texts[id])
		for _, below := range t.children[id] {
			p.text = append(p.text, "  "+texts[below])
		}
	}
	p.env.Controls.Add("body-tree", w)
	return w
}

// oneLine shortens a value to what a line of a tree can show.
func oneLine(s string) string {
	const most = 300
	n := 0
	for i, r := range s {
		if n++; n > most || r == '\n' {
			return s[:i] + "…"
		}
	}
	return s
}
