// Package sessions is the page that lists the sessions on this computer, and names,
// copies and begins them.
package sessions

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/page"
	"loginscope/app/ui/table"
	"loginscope/app/ui/theme"
	"loginscope/inspector/redact"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "sessions"

// Files is what the page asks about session files. Recent may block; the others
// return at once, and what became of them comes in the next Model.
type Files interface {
	// Recent lists the sessions that were saved automatically, newest first.
	Recent(ctx context.Context) ([]session.Info, error)
	// Open reads files; Continue opens a session to add to it.
	Open(paths []string)
	Continue(path string)
	// NewSession begins an empty session; the old one stays on the disk.
	NewSession()
	Rename(name string)
	// SaveMasked writes what the open session holds, without sensitive values, into a
	// new file in a folder and reports its name in a notice; SaveWithValues keeps them.
	SaveMasked(folder string)
	// ExportHAR writes the same as a HAR file.
	ExportHAR(folder string)
	SaveWithValues(folder string)
	// PreviewBundle says what a bundle of the open session would hold; it may block.
	// SaveBundle writes one into a folder, and OpenSealed opens one with its passphrase;
	// both return at once.
	PreviewBundle(ctx context.Context, o engine.BundleOptions) (bundle.Manifest, error)
	SaveBundle(folder string, o engine.BundleOptions)
	OpenSealed(path, passphrase string)
	// PlayCase plays the open session in the lab, into a new one; it returns at once.
	PlayCase()
}

// Page is the page.
type Page struct {
	page.Base
	files  Files
	name   *kit.Field
	list   *fyne.Container
	shown  string // path and name of the session for which the list was made
	named  string // the name that the entry was given
	ticket int    // of the newest reading; an older one is dropped
}

// New returns the page; without files it is absent.
func New(files Files) *Page { return &Page{files: files} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Sessions", ZH: "会话"}, Absent: p.files == nil}
}

// maxSessions limits the list; what is older is reached by opening its file.
const maxSessions = 100

// recentTimeout limits the reading of the list.
const recentTimeout = 30 * time.Second

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env := p.Env()
	p.list, p.shown, p.named = container.NewStack(), "?", ""
	p.name = env.Entry("session-name", env.T("sessions.name"), false)
	p.name.OnSubmitted = p.rename
	buttons := kit.NewFlow(env.S(8),
		env.NewButton("session-rename", env.T("sessions.rename"), kit.Normal, func() { p.rename(p.name.Text) }),
		env.NewButton("session-copy", env.T("sessions.copy"), kit.Normal, p.saveMasked),
		env.NewButton("session-har", env.T("sessions.har"), kit.Normal, func() { p.ChooseFolder(p.files.ExportHAR) }),
		env.NewButton("session-copy-values", env.T("sessions.copyvalues"), kit.Quiet, p.saveWithValues),
		env.NewButton("session-bundle", env.T("sessions.bundle"), kit.Normal, p.makeBundle),
		env.NewButton("session-play", env.T("sessions.play"), kit.Quiet, p.files.PlayCase),
		env.NewButton("session-open-sealed", env.T("sessions.sealed"), kit.Quiet, p.openSealed),
		env.NewButton("session-open", env.T("sessions.openfile"), kit.Normal, func() {
			p.ChooseFile(func(path string) { p.Refer(page.Files{Paths: []string{path}}) })
		}),
		env.NewButton("session-new", env.T("menu.new"), kit.Main, p.files.NewSession))
	top := kit.NewColumn(env.S(8), env.NewParagraph(env.T("sessions.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("sessions.text"), kit.Body, env.Muted), p.name, buttons, env.Rule(),
		env.Faint(env.T("sessions.recent"), kit.SmallStrong))
	p.list.Objects = []fyne.CanvasObject{container.NewCenter(env.Faint(env.T("detail.loading"), kit.Body))}
	return env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(8), top), nil, nil, nil, p.list))
}

// saveMasked asks for a folder and writes a masked copy of the open session into it. A
// folder and not a file: Fyne empties the file that a person chooses before
// the program learns its name, and that may be the open session itself.
func (p *Page) saveMasked() { p.ChooseFolder(p.files.SaveMasked) }

// saveWithValues asks whether values may leave, and then for a folder.
func (p *Page) saveWithValues() {
	p.Ask("session-values", "sessions.copyvalues", func() { p.ChooseFolder(p.files.SaveWithValues) })
}

// Shortcuts is for page.Page.
func (p *Page) Shortcuts() []page.Shortcut {
	return []page.Shortcut{
		{Menu: "menu.session", Label: "menu.savecopy", Key: fyne.KeyS, Mod: fyne.KeyModifierShortcutDefault,
			Do: p.saveMasked},
	}
}

// Update is for page.Page.
func (p *Page) Update() {
	s := p.Shown().Model.Status
	if s.Session != p.named {
		p.named = s.Session
		p.name.SetText(s.Session)
	}
	if key := s.Path + "\n" + s.Session; key != p.shown {
		p.shown = key
		p.load()
	}
}

func (p *Page) rename(to string) {
	to = strings.TrimSpace(to)
	if to == "" || to == p.Shown().Model.Status.Session {
		return
	}
	p.files.Rename(to)
}

// load reads the list off the UI goroutine.
func (p *Page) load() {
	p.ticket++
	ticket := p.ticket
	p.Run(recentTimeout, func(ctx context.Context) func() {
		found, err := p.files.Recent(ctx)
		return func() {
			if ticket == p.ticket {
				p.draw(found, err)
			}
		}
	})
}

func (p *Page) draw(found []session.Info, err error) {
	env := p.Env()
	p.Hush()
	col := kit.NewColumn(env.S(6))
	switch {
	case err != nil:
		col.Add(env.NewParagraph("✗ "+env.T("sessions.failed"), kit.Strong, env.Ink(theme.ToneBad)))
		col.Add(env.Paragraph(err.Error()))
	case len(found) == 0:
		col.Add(env.NewParagraph(env.T("sessions.none"), kit.Body, env.Muted))
	}
	for i, s := range found[:min(len(found), maxSessions)] {
		col.Add(p.card(i, s))
	}
	if n := len(found) - maxSessions; n > 0 {
		col.Add(env.NewParagraph(env.T("sessions.older", n), kit.Small, env.Muted))
	}
	p.list.Objects = []fyne.CanvasObject{kit.Page(col)}
	p.list.Refresh()
}

func (p *Page) card(i int, s session.Info) fyne.CanvasObject {
	env := p.Env()
	name := s.Name
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(s.Path), session.Ext)
	}
	own := s.Path == p.Shown().Model.Status.Path
	if own && p.Shown().Model.Status.Session != "" {
		name = p.Shown().Model.Status.Session // a new name may not be in the file yet
	}
	name = redact.Text(name)
	facts := []string{
		s.Modified.Local().Format("2006-01-02 15:04"),
		env.T("status.exchanges", s.Exchanges),
		table.Bytes(s.Bytes),
	}
	if own {
		facts = append([]string{env.T("sessions.isopen")}, facts...)
	}
	col := kit.NewColumn(env.S(2), env.NewParagraph(name, kit.Strong, env.Palette.Text))
	if s.Err != nil {
		col.Add(env.NewParagraph("✗ "+env.T("sessions.unreadable", redact.Text(s.Err.Error())), kit.Small,
			env.Ink(theme.ToneBad)))
	} else {
		col.Add(env.NewParagraph(strings.Join(facts, " · "), kit.Small, env.Muted))
	}
	p.Say(name + " · " + strings.Join(facts, " · "))
	buttons := container.NewHBox()
	if s.Err == nil && !own {
		add := func(name string, rank kit.Rank, do func()) {
			buttons.Add(env.NewButton(fmt.Sprintf("recent-%s-%d", name, i), env.T("sessions."+name), rank, do).Tight())
		}
		add("open", kit.Normal, func() { p.files.Open([]string{s.Path}) })
		add("continue", kit.Quiet, func() { p.files.Continue(s.Path) })
	}
	return env.Panel(env.Surface(env.Card), col, buttons)
}
