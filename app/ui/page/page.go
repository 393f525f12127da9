// Package page owns the seam between the window and its pages: what a page is
// (Page), what it may ask of the window (Host), and how one page refers to what
// another one shows (Ref). It draws nothing and knows no page.
//
// Law: the window knows pages by Page alone, and a page knows neither the window
// nor another page. Whoever wants what another page shows opens a Ref.
package page

import (
	"fyne.io/fyne/v2"

	"loginscope/lang"
)

// ID names a page, in the names of its button and in what tests read.
type ID string

// Page is one page of the window. It lives as long as the window; its fields are
// what it remembers. All methods are called on the UI goroutine, Build first
// before the page is shown, and Attach before anything else.
//
// Base has a plain version of all but Info, Build and Update.
type Page interface {
	// Attach hands over the Host that the page lives in.
	Attach(Host)
	// Info describes the page. It is quick and always the same but for Count.
	Info() Info
	// Build makes the page's parts in the Host's present language and appearance, and
	// returns what the middle of the window shows. A change of either builds anew.
	Build() fyne.CanvasObject
	// Update draws what the Host shows now.
	Update()
	// Open shows what a reference names and brings the page to the screen; it
	// returns false for a reference that is not this page's.
	Open(Ref) bool
	// Shortcuts lists what the keyboard does on the page.
	Shortcuts() []Shortcut
	// Key does what a key without modifier means while the page is on the screen;
	// it returns false for a key that means nothing here.
	Key(fyne.KeyName) bool
	// Words is what the page says now, for tests.
	Words() Words
}

// Info describes a page.
type Info struct {
	ID ID
	// Title names it in the rail.
	Title lang.Text
	// Count is shown beside the title, 0 for nothing.
	Count int
	// Aside is true for a page that is reached from another one and has no entry
	// in the rail.
	Aside bool
	// OfAttempt is true for a page whose subject is the shown attempt, which the
	// rail then marks.
	OfAttempt bool
	// Absent is true for a page whose service this window does not have.
	Absent bool
}

// Shortcut is one thing that the keyboard does; menu and help are made from it.
type Shortcut struct {
	Menu, Label string // keys of the translations
	Key         fyne.KeyName
	Mod         fyne.KeyModifier
	Do          func()
	// Here is true for one that means something only while its page is on the
	// screen. Several pages may have such a one under the same Label.
	Here bool
}

// Words is what a page says, for tests and for scripts that drive the window.
type Words struct {
	// Text is what a page without a table says.
	Text []string
	// Diagram has the arrows of an attempt.
	Diagram []string
	// Rows are the lines of the table that are on the screen, Selected is the
	// chosen one.
	Rows     [][]string
	Selected []string
	// Tab and Detail are what the detail of a line says.
	Tab    string
	Detail []string
}

// Base is a page with the minimum. A page embeds it and so has the Host's methods
// as its own, and Say, by which tests learn what it shows.
type Base struct {
	Host
	said []string
}

// Attach is for Page.
func (b *Base) Attach(h Host) { b.Host = h }

// Say notes parts of what the page says, but for those that are empty.
func (b *Base) Say(parts ...string) {
	for _, p := range parts {
		if p != "" {
			b.said = append(b.said, p)
		}
	}
}

// Hush forgets what was said, before the page is drawn anew.
func (b *Base) Hush() { b.said = nil }

// Open is for Page: no reference is this page's.
func (*Base) Open(Ref) bool { return false }

// Shortcuts is for Page: there are none.
func (*Base) Shortcuts() []Shortcut { return nil }

// Key is for Page: no key means anything.
func (*Base) Key(fyne.KeyName) bool { return false }

// Words is for Page: it is what was said.
func (b *Base) Words() Words { return Words{Text: b.said} }
