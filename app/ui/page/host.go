package page

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"loginscope/app/feed"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/shown"
)

// Host is the window as its page sees it. All methods belong to the UI goroutine,
// but Post, which may be called from any.
type Host interface {
	// Env is the present appearance and language; it changes with each Build.
	Env() *kit.Env
	// Shown is what the window shows of the session. After changing it a page
	// calls Redraw.
	Shown() *shown.View
	// Narrow is true while the window has no room for two panes side by side.
	Narrow() bool
	// OnScreen is true while this page is shown.
	OnScreen() bool
	// Show brings this page to the screen.
	Show()
	// Redraw draws the window and the page on the screen.
	Redraw()
	// Refer opens a reference: the page that it is for comes to the screen. A
	// reference that no page is for does nothing.
	Refer(Ref)

	// Run runs work on a goroutine of its own and then what it returns on the UI
	// goroutine, after which the page is updated if it is on the screen. The
	// context ends after limit (0 for none) or with the window, which waits for it.
	Run(limit time.Duration, work func(context.Context) (then func()))
	// Go runs work on a goroutine of its own, with a context as Run has it.
	Go(work func(context.Context))
	// Post runs a function on the UI goroutine, soon.
	Post(func())

	// Notify says what happened, and why, above the page. What is good goes away
	// by itself.
	Notify(bad bool, what, why string)
	// Offer is Notify of something good with a button, which does do.
	Offer(what, why, name, button string, do func())
	// Copy puts text on the clipboard and says so, and how many values in it are masked.
	// Clipboard is what is on it.
	Copy(text string)
	// CopyMasked is Copy for what exists also with its values, which the notice offers
	// then: they are copied after a question. Done says what was copied.
	CopyMasked(done, masked string, values func() string)
	Clipboard() fyne.Clipboard
	// Window is for making a dialog; Dialog shows one as large as there is room,
	// so that Escape closes it.
	Window() fyne.Window
	Dialog(d dialog.Dialog, want fyne.Size)
	// Ask shows a question with a sentence on what will happen, and calls yes if that is
	// wanted. The texts are the translations of key, key.text, key.yes and key.no;
	// name begins the names of the two buttons.
	Ask(name, key string, yes func())
	// ChooseFile and ChooseFolder ask for a path.
	ChooseFile(take func(path string))
	ChooseFolder(take func(path string))
	// Save asks for a folder and writes a new file into it; a notice reports its name.
	Save(name string, content []byte)
	// Nothing is a pane that says what is not there, by a key of the translations,
	// and offers the ways to begin.
	Nothing(key string) fyne.CanvasObject
}

// Ref names something that a page shows.
type Ref interface{ ref() }

// The references.
type (
	// Attempt is one attempt as diagram and verdict, 0 for the newest.
	Attempt struct{ ID int }
	// Exchange is a line of the table with its detail.
	Exchange struct{ Key feed.Key }
	// Code is a return code in the code tables.
	Code struct{ Code string }
	// Comparison is the shown attempt beside another one.
	Comparison struct{}
	// Playback is the shown attempt step by step.
	Playback struct{}
	// Phones is how a phone gets to the proxy.
	Phones struct{}
	// PhoneApp is the check of an app that is installed on a phone.
	PhoneApp struct{ Serial, Package string }
	// Files were dropped or chosen. A page takes those that it reads; the rest
	// goes into the session.
	Files struct{ Paths []string }
)

func (Attempt) ref()    {}
func (Exchange) ref()   {}
func (Code) ref()       {}
func (Comparison) ref() {}
func (Playback) ref()   {}
func (Phones) ref()     {}
func (PhoneApp) ref()   {}
func (Files) ref()      {}
