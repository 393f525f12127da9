package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"loginscope/app/ui/kit"
)

// shortcut is one thing that the keyboard does; menu and help are made from it.
type shortcut struct {
	menu, label string // keys of the translations
	key         fyne.KeyName
	mod         fyne.KeyModifier
	do          func()
}

// shortcuts lists everything that has a key, in the order of the menus.
func (w *Window) shortcuts() []shortcut {
	ctrl, both := fyne.KeyModifierShortcutDefault, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift
	list := []shortcut{
		{"menu.session", "menu.capture", fyne.KeyR, ctrl, w.toggleCapture},
		{"menu.session", "menu.sample", fyne.KeyL, ctrl, w.runDefaultScenario},
		{"menu.session", "menu.attach", fyne.KeyP, ctrl, w.showAttach},
		{"menu.session", "menu.open", fyne.KeyO, ctrl, w.openDialog},
		{"menu.session", "menu.new", fyne.KeyN, ctrl, w.cfg.Commands.NewSession},
		{"menu.view", "menu.filter", fyne.KeyF, ctrl, func() { w.win.Canvas().Focus(w.top.filter) }},
		{"menu.view", "menu.table", fyne.KeyT, ctrl, w.focusTable},
		{"menu.view", "menu.zoomin", fyne.KeyEqual, ctrl, func() { w.zoom(1.15) }},
		{"menu.view", "menu.zoomout", fyne.KeyMinus, ctrl, func() { w.zoom(1 / 1.15) }},
		{"menu.view", "menu.present", fyne.KeyB, ctrl, func() { w.setPresenting(w.env.Scale == 1) }},
		{"menu.view", "menu.theme", fyne.KeyD, ctrl, w.otherTheme},
		{"menu.view", "menu.language", fyne.KeyG, ctrl, w.otherLanguage},
		{"menu.view", "menu.reveal", fyne.KeyM, both, w.toggleReveal},
		{"menu.diagnosis", "menu.copy", fyne.KeyC, both, func() { w.copyText(false) }},
		{"menu.diagnosis", "menu.copymd", fyne.KeyD, both, func() { w.copyText(true) }},
		{"menu.diagnosis", "menu.export", fyne.KeyE, ctrl, w.exportPicture},
		{"menu.diagnosis", "menu.older", fyne.KeyDown, fyne.KeyModifierAlt, func() { w.stepFlow(-1) }},
		{"menu.diagnosis", "menu.newer", fyne.KeyUp, fyne.KeyModifierAlt, func() { w.stepFlow(1) }},
	}
	numbers := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9, fyne.Key0}
	for i, p := range w.places()[:min(len(w.places()), len(numbers))] {
		list = append(list, shortcut{"menu.go", "place." + string(p), numbers[i], ctrl, func() { w.goTo(p) }})
	}
	list = append(list, w.depthShortcuts()...)
	list = append(list, shortcut{"menu.help", "menu.keys", fyne.KeyF1, 0, w.showKeys})
	order := map[string]int{}
	for i, s := range list {
		if _, ok := order[s.menu]; !ok {
			order[s.menu] = i
		}
	}
	slices.SortStableFunc(list, func(a, b shortcut) int { return order[a.menu] - order[b.menu] })
	return list
}

// menu holds every shortcut: a shortcut of a menu item works whatever has the
// focus, one of the canvas does not while a text box has it.
func (w *Window) menu() *fyne.MainMenu {
	var menus []*fyne.Menu
	byName := map[string]*fyne.Menu{}
	for _, s := range w.shortcuts() {
		m := byName[s.menu]
		if m == nil {
			m = fyne.NewMenu(w.env.T(s.menu))
			byName[s.menu] = m
			menus = append(menus, m)
		}
		item := fyne.NewMenuItem(w.env.T(s.label), s.do)
		item.Shortcut = &desktop.CustomShortcut{KeyName: s.key, Modifier: s.mod}
		m.Items = append(m.Items, item)
	}
	return fyne.NewMainMenu(menus...)
}

// keyText words a shortcut: "Ctrl+R".
func keyText(s shortcut) string {
	out := ""
	for _, m := range []struct {
		mod  fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl+"}, {fyne.KeyModifierSuper, "⌘"}, {fyne.KeyModifierAlt, "Alt+"}, {fyne.KeyModifierShift, "Shift+"}} {
		if s.mod&m.mod != 0 {
			out += m.name
		}
	}
	names := map[fyne.KeyName]string{fyne.KeyEqual: "+", fyne.KeyMinus: "−", fyne.KeyUp: "↑", fyne.KeyDown: "↓"}
	if n, ok := names[s.key]; ok {
		return out + n
	}
	return out + string(s.key)
}

// key does what a key means everywhere. F1 has no modifier, so Fyne does not
// take it for a menu's shortcut.
func (w *Window) key(k *fyne.KeyEvent) {
	if w.depthKey(k) {
		return
	}
	switch k.Name {
	case fyne.KeyEscape:
		w.escape()
	case fyne.KeyF1:
		w.showKeys()
	}
}

// showKeys lists the shortcuts.
func (w *Window) showKeys() {
	w.escape()
	env := w.env
	col := kit.NewColumn(env.S(3))
	last := ""
	for _, s := range w.shortcuts() {
		if s.menu != last {
			last = s.menu
			col.Add(kit.Around(0, env.S(6), 0, 0, env.Faint(env.T(s.menu), kit.SmallStrong)))
		}
		col.Add(newKeyLine(env, keyText(s), env.T(s.label)))
	}
	col.Add(kit.Around(0, env.S(6), 0, 0, env.Faint(env.T("menu.everywhere"), kit.SmallStrong)))
	for _, k := range [][2]string{{"Tab", "keys.tab"}, {"↑ ↓", "keys.arrows"}, {"Enter", "keys.enter"}, {"Space", "keys.space"}, {"Esc", "keys.escape"}} {
		col.Add(newKeyLine(env, k[0], env.T(k[1])))
	}
	d := dialog.NewCustom(env.T("menu.keys"), env.T("dialog.close"), kit.Page(col), w.win)
	w.open(d, fyne.NewSize(460, 560))
}

// stepFlow goes to a newer or an older attempt.
func (w *Window) stepFlow(by int) {
	i := slices.Index(w.flows, w.shownFlow()) - by
	if i >= 0 && i < len(w.flows) {
		w.selectFlow(w.flows[i].ID)
	}
}

func (w *Window) zoom(by float32) {
	if p, ok := w.pages[Attempts].(*attemptsPage); ok && w.place == Attempts && p.drawn != nil {
		p.setZoom(p.diagram.Zoom() * by)
	}
}

func (w *Window) setPresenting(on bool) {
	w.cfg.Settings.SetBool(keyPresent, on)
	w.build()
}
