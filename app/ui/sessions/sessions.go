// Package sessions is the page that lists the sessions on this computer, and names,
// copies and begins them.
package sessions

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"loginscope/app/bundle"
	"loginscope/app/engine"
	"loginscope/app/session"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/note"
	"loginscope/app/ui/page"
	"loginscope/app/ui/verdict"
	"loginscope/lang"
)

// ID names the page.
const ID page.ID = "sessions"

// Files is what the page asks about session files. Recent may block; the others
// return at once, and what became of them comes in the next Model.
type Files interface {
	// Recent lists the sessions that were saved automatically, newest first.
	Recent(ctx context.Context) ([]session.Info, error)
	// Open reads files, a session for reading; Continue opens a session to add to it. While
	// a capture runs the program asks what becomes of it.
	Open(paths []string)
	Continue(path string)
	// Delete moves a session aside and Restore puts it back; Trash lists what can be put
	// back. They may block.
	Delete(ctx context.Context, path string) (session.Trashed, error)
	Restore(ctx context.Context, id string) (path string, err error)
	Trash(ctx context.Context) ([]session.Trashed, error)
	// Verify reads every byte of a session file, and Compact puts a smaller file with the
	// same content in its place. They may block.
	Verify(ctx context.Context, path string) (session.Verdict, error)
	Compact(ctx context.Context, path string) (session.Compaction, error)
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
	act    Actions
	about  *fyne.Container // note and evidence of the open session
	drawn  string          // for which about was drawn
	name   *kit.Field
	list   *fyne.Container
	shown  string // path and name of the session for which the list was made
	named  string // the name that the entry was given
	ticket int    // of the newest reading; an older one is dropped

	found   []session.Info // as read, newest first
	trash   []session.Trashed
	failure error // of the reading
	loaded  bool  // found is of this computer
	query   string
	order   order
	orders  *fyne.Container
}

// Actions are what a person does with the open session beside its file. They return at
// once.
type Actions struct {
	// Give takes a piece of evidence off, or puts it back.
	Give func(id string, on bool)
	// Note keeps what a person marks and writes.
	Note note.Save
}

// New returns the page; without files it is absent.
func New(files Files, act Actions) *Page { return &Page{files: files, act: act, order: byDate} }

// Info is for page.Page.
func (p *Page) Info() page.Info {
	return page.Info{ID: ID, Title: lang.Text{EN: "Sessions", ZH: "会话"}, Absent: p.files == nil}
}

// Build is for page.Page.
func (p *Page) Build() fyne.CanvasObject {
	env := p.Env()
	p.about, p.drawn = container.NewStack(), "?"
	p.list, p.orders, p.shown, p.named = container.NewStack(), container.NewStack(), "?", ""
	p.name = env.Entry("session-name", env.T("sessions.name"), false)
	p.name.OnSubmitted = p.rename
	rename := env.NewButton("session-rename", env.T("sessions.rename"), kit.Normal, func() { p.rename(p.name.Text) })
	search := env.Entry("session-search", env.T("sessions.search"), false)
	search.Text = p.query
	search.OnChanged = func(s string) { p.query = s; p.draw() }
	head := kit.NewColumn(
		env.S(8),
		env.NewParagraph(env.T("sessions.title"), kit.Title, env.Palette.Text),
		env.NewParagraph(env.T("sessions.text"), kit.Body, env.Muted),
		container.NewBorder(
			nil,
			nil,
			nil,
			kit.Around(env.S(8), 0, 0, 0, rename),
			p.name,
		),
		p.about,
		p.buttons(),
		env.Rule(),
		env.Faint(env.T("sessions.recent"), kit.SmallStrong),
		search,
		p.orders,
	)
	p.draw()
	return env.InPane(container.NewBorder(kit.Around(0, 0, 0, env.S(8), head), nil, nil, nil, p.list))
}

// buttons are what is done with the open session, and the ways to another one.
func (p *Page) buttons() fyne.CanvasObject {
	env := p.Env()
	row := kit.NewFlow(env.S(8))
	add := func(name, key string, rank kit.Rank, do func()) {
		row.Add(env.NewButton("session-"+name, env.T(key), rank, do).Tight())
	}
	add("new", "menu.new", kit.Main, p.files.NewSession)
	add("open", "sessions.openfile", kit.Normal, func() {
		p.ChooseFile(func(path string) { p.Refer(page.Files{Paths: []string{path}}) })
	})
	add("open-sealed", "sessions.sealed", kit.Normal, p.openSealed)
	add("bundle", "sessions.bundle", kit.Normal, p.makeBundle)
	add("copy", "sessions.copy", kit.Normal, p.saveMasked)
	add("har", "sessions.har", kit.Normal, func() { p.ChooseFolder(p.files.ExportHAR) })
	add("copy-values", "sessions.copyvalues", kit.Quiet, p.saveWithValues)
	add("play", "sessions.play", kit.Quiet, p.files.PlayCase)
	return row
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
	p.showAbout()
}

// showAbout shows note and evidence of the open session.
func (p *Page) showAbout() {
	v, env := p.Shown(), p.Env()
	m := v.Model
	key := fmt.Sprint(m.Status.Evidence, v.Note(0, 0), v.Revealed, m.Gen)
	if key == p.drawn {
		return
	}
	p.drawn = key
	col := kit.NewColumn(env.S(6), note.Strip(p.Host, "session", env.T("note.session"), engine.On{}, p.act.Note))
	if given := verdict.Given(env, m.Status.Evidence, p.Shown().Mask, p.act.Give); given != nil {
		col.Add(given)
	}
	p.about.Objects = []fyne.CanvasObject{col}
	p.about.Refresh()
}

func (p *Page) rename(to string) {
	to = strings.TrimSpace(to)
	if to == "" || to == p.Shown().Model.Status.Session {
		return
	}
	p.files.Rename(to)
}
