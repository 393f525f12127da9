package ui

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver/desktop"

	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
)

// entry is a shortcut with its word.
type entry struct {
	page.Shortcut
	text string
}

// menuOrder is the order of the menus' entries by their Labels; others come last.
var menuOrder = []string{
	"menu.capture", "menu.sample", "menu.attach", "menu.open", "menu.new", "menu.savecopy",
	"menu.filter", "menu.table", "menu.zoomin", "menu.zoomout", "menu.present",
	"menu.theme", "menu.language", "menu.reveal",
	"menu.columns", "filter.keep", "menu.fullscreen",
	"menu.copy", "menu.copymd", "menu.export", "menu.note", "menu.older", "menu.newer", "menu.compare", "menu.play",
}

// menus is the order of the menus.
var menus = []string{"menu.session", "menu.view", "menu.diagnosis", "menu.go", "menu.help"}

// own are the shortcuts of the window itself.
func (w *Window) own() []page.Shortcut {
	ctrl, both := fyne.KeyModifierShortcutDefault, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift
	return []page.Shortcut{
		{Menu: "menu.session", Label: "menu.capture", Key: fyne.KeyR, Mod: ctrl, Do: w.toggleCapture},
		{Menu: "menu.session", Label: "menu.sample", Key: fyne.KeyL, Mod: ctrl, Do: w.runSample},
		{Menu: "menu.session", Label: "menu.attach", Key: fyne.KeyP, Mod: ctrl, Do: w.showPhones},
		{Menu: "menu.session", Label: "menu.open", Key: fyne.KeyO, Mod: ctrl, Do: func() { openFile(w) }},
		{Menu: "menu.session", Label: "menu.new", Key: fyne.KeyN, Mod: ctrl, Do: w.cfg.Commands.NewSession},
		{
			Menu:  "menu.view",
			Label: "menu.filter",
			Key:   fyne.KeyF,
			Mod:   ctrl,
			Do:    func() { w.win.Canvas().Focus(w.top.filter) },
		},
		{
			Menu:  "menu.view",
			Label: "menu.present",
			Key:   fyne.KeyB,
			Mod:   ctrl,
			Do:    func() { w.look.SetPresenting(w.env.Scale == 1) },
		},
		{Menu: "menu.view", Label: "menu.theme", Key: fyne.KeyD, Mod: ctrl, Do: func() { w.look.SetLight(w.env.Dark) }},
		{Menu: "menu.view", Label: "menu.language", Key: fyne.KeyG, Mod: ctrl, Do: w.otherLanguage},
		{
			Menu:  "menu.view",
			Label: "menu.reveal",
			Key:   fyne.KeyM,
			Mod:   both,
			Do:    w.toggleReveal,
		},
		{
			Menu:  "menu.view",
			Label: "filter.keep",
			Key:   fyne.KeyS,
			Mod:   both,
			Do:    func() { w.top.filter.kept.toggle(w.shown.Filter.Filter) },
		},
		{Menu: "menu.view", Label: "menu.fullscreen", Key: fyne.KeyF11, Do: w.toggleFullScreen},
		{Menu: "menu.help", Label: "menu.keys", Key: fyne.KeyF1, Do: w.showKeys},
	}
}

func (w *Window) toggleFullScreen() { w.win.SetFullScreen(!w.win.FullScreen()) }

// entries lists everything that has a key, in the order of the menus.
func (w *Window) entries() []entry {
	var list []entry
	for _, s := range w.own() {
		list = append(list, entry{s, w.env.T(s.Label)})
	}
	numbers := []fyne.KeyName{
		fyne.Key1,
		fyne.Key2,
		fyne.Key3,
		fyne.Key4,
		fyne.Key5,
		fyne.Key6,
		fyne.Key7,
		fyne.Key8,
		fyne.Key9,
		fyne.Key0,
	}
	for _, p := range w.pages {
		if info := p.Info(); !info.Aside && len(numbers) > 0 {
			s := page.Shortcut{
				Menu:  "menu.go",
				Label: string(info.ID),
				Key:   numbers[0],
				Mod:   fyne.KeyModifierShortcutDefault,
				Do:    func() { w.show(p) },
			}
			list, numbers = append(list, entry{s, w.env.In(info.Title)}), numbers[1:]
		}
		for _, s := range p.Shortcuts() {
			if s.Here {
				s.Do = func() { w.here(s.Label) }
			}
			if !slices.ContainsFunc(list, func(e entry) bool { return e.Label == s.Label }) {
				list = append(list, entry{s, w.env.T(s.Label)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b entry) int {
		return cmp.Or(slices.Index(menus, a.Menu)-slices.Index(menus, b.Menu), menuIndex(a.Label)-menuIndex(b.Label))
	})
	return list
}

// menuIndex is where an entry stands among the others of its menu.
func menuIndex(label string) int {
	if i := slices.Index(menuOrder, label); i >= 0 {
		return i
	}
	return len(menuOrder)
}

// here does what a Label means on the page that is on the screen.
func (w *Window) here(label string) {
	for _, s := range w.current.Shortcuts() {
		if s.Label == label {
			s.Do()
		}
	}
}

// menu holds every shortcut: a shortcut of a menu item works whatever has the
// focus, one of the canvas does not while a text box has it.
func (w *Window) menu() *fyne.MainMenu {
	var all []*fyne.Menu
	last := ""
	for _, e := range w.entries() {
		if e.Menu != last {
			last = e.Menu
			all = append(all, fyne.NewMenu(w.env.T(e.Menu)))
		}
		item := fyne.NewMenuItem(e.text, e.Do)
		item.Shortcut = &desktop.CustomShortcut{KeyName: e.Key, Modifier: e.Mod}
		m := all[len(all)-1]
		m.Items = append(m.Items, item)
	}
	return fyne.NewMainMenu(all...)
}

// keyText formats a shortcut: "Ctrl+R".
func keyText(s page.Shortcut) string {
	out := ""
	for _, m := range []struct {
		mod  fyne.KeyModifier
		name string
	}{
		{fyne.KeyModifierControl, "Ctrl+"}, {fyne.KeyModifierSuper, "⌘"},
		{fyne.KeyModifierAlt, "Alt+"}, {fyne.KeyModifierShift, "Shift+"},
	} {
		if s.Mod&m.mod != 0 {
			out += m.name
		}
	}
	names := map[fyne.KeyName]string{fyne.KeyEqual: "+", fyne.KeyMinus: "−", fyne.KeyUp: "↑", fyne.KeyDown: "↓"}
	if n, ok := names[s.Key]; ok {
		return out + n
	}
	return out + string(s.Key)
}

// key does what a key means without a modifier. F1 and F11 have none, so Fyne does
// not take them for a menu's shortcut.
func (w *Window) key(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeyF11:
		w.toggleFullScreen()
	case w.dialog == nil && w.current.Key(k.Name):
	case k.Name == fyne.KeyEscape && w.dialog != nil:
		w.dialog.Hide()
	case k.Name == fyne.KeyF1:
		w.showKeys()
	}
}

// showKeys lists the shortcuts.
func (w *Window) showKeys() {
	if w.dialog != nil {
		w.dialog.Hide()
	}
	env := w.env
	col := kit.NewColumn(env.S(3))
	last := ""
	for _, s := range w.entries() {
		if s.Menu != last {
			last = s.Menu
			col.Add(kit.Around(0, env.S(6), 0, 0, env.Faint(env.T(s.Menu), kit.SmallStrong)))
		}
		col.Add(newKeyLine(env, keyText(s.Shortcut), s.text))
	}
	col.Add(kit.Around(0, env.S(6), 0, 0, env.Faint(env.T("menu.everywhere"), kit.SmallStrong)))
	for _, k := range [][2]string{
		{"Tab", "keys.tab"}, {"↑ ↓", "keys.arrows"}, {"Enter", "keys.enter"}, {"Space", "keys.space"}, {
			"Esc",
			"keys.escape",
		},
	} {
		col.Add(newKeyLine(env, k[0], env.T(k[1])))
	}
	d := dialog.NewCustom(env.T("menu.keys"), env.T("dialog.close"), kit.Page(col), w.win)
	w.open(d, fyne.NewSize(460, 560))
}
