// Package state is the form in which the window reports what it shows to tests and
// to scripts that press real keys and buttons: the answer on the socket that Env
// names, as JSON. Its values are texts and positions of the screen, in pixels. Only
// a program that was built with the tag e2e, or ci for tests, has that socket.
package state

// Env names the environment variable with the path of a Unix socket on which the
// window reports its State.
const Env = "LOGINSCOPE_UI_STATE"

// LoadEnv names the environment variable with a number of exchanges a second that
// are appended to the open session, for the measurement of the window
// (make bench-ui).
const LoadEnv = "LOGINSCOPE_UI_LOAD"

// State is what the window shows, in words and positions, for tests and for
// scripts that press real keys and buttons.
type State struct {
	Language  string `json:"language"`
	Theme     string `json:"theme"`
	Page      string `json:"place"` // ID of the page
	Filter    string `json:"filter"`
	FilterErr string `json:"filter_error,omitempty"`
	Capturing bool   `json:"capturing"`
	Address   string `json:"address"`
	Notice    string `json:"notice,omitempty"`
	Status    string `json:"status"`
	Revealed  bool   `json:"revealed"`
	Narrow    bool   `json:"narrow"`

	Attempts []Attempt `json:"attempts"`
	Verdict  *Verdict  `json:"verdict,omitempty"`
	Diagram  []string  `json:"diagram,omitempty"`
	Step     int       `json:"step"`

	// Rows are those on the screen; Total counts all that pass the filter.
	Rows     [][]string `json:"rows,omitempty"`
	Total    int        `json:"total"`
	Selected []string   `json:"selected,omitempty"`

	DetailTab string   `json:"detail_tab,omitempty"`
	Detail    []string `json:"detail,omitempty"`
	// Text is what a page without a table says: findings, codes.
	Text []string `json:"text,omitempty"`

	Width  float32 `json:"width"`
	Height float32 `json:"height"`
	Scale  float32 `json:"scale"` // pixels a unit
	Focus  string  `json:"focus,omitempty"`
	// Holder identifies what has the focus, named or not; "" is nothing.
	Holder string `json:"holder,omitempty"`
	// Busy is the work that goes on, Dialog true while one is open.
	Busy   string `json:"busy,omitempty"`
	Dialog bool   `json:"dialog,omitempty"`
	// Over is the button under the pointer, by Fyne's own reckoning when the
	// pointer last moved, and OverX, OverY where that was, in pixels. Pressed
	// is the button that was pressed last, Presses counts all.
	Over         string  `json:"over,omitempty"`
	OverX, OverY float32 `json:",omitempty"`
	Pressed      string  `json:"pressed,omitempty"`
	Presses      int     `json:"presses"`
	// View is the middle, in pixels: what lies outside is scrolled away.
	View Box `json:"view"`
	// Waits is how long the UI goroutine kept others waiting since the
	// State before.
	Waits    Waits          `json:"waits"`
	Controls map[string]Box `json:"controls"`
}

// Attempt is one card.
type Attempt struct {
	ID       int    `json:"id"`
	When     string `json:"when"`
	Who      string `json:"who"`
	Word     string `json:"word"`
	Selected bool   `json:"selected"`
}

// Verdict is the verdict card.
type Verdict struct {
	Title    string   `json:"title"`
	Chain    []string `json:"chain"`
	Cause    string   `json:"cause"`
	Fix      []string `json:"fix"`
	Coverage string   `json:"coverage"`
	Outcome  string   `json:"outcome"`
}

// Box is a control's position and size in the window, in pixels of the screen.
type Box struct {
	X, Y, W, H float32
	// Text is a button's word or what was typed, "" for what is typed hidden.
	Text string `json:",omitempty"`
	// Kind is "button", "entry" or "" for anything else.
	Kind string `json:",omitempty"`
}

// Waits says how long a function that was handed to the UI goroutine waited
// until it ran, in milliseconds: what a person feels as a window that sticks.
type Waits struct {
	Count  int     `json:"count"`
	Median float64 `json:"median"`
	P99    float64 `json:"p99"`
	Max    float64 `json:"max"`
	// Lean is the longest wait without the time in which the UI goroutine's
	// thread was ready and stood in the queue for a processor: what a machine
	// that is busy with other work adds. It is Max where the system does not
	// report it (Linux does).
	Lean float64 `json:"lean"`
	// Work is the longest that the window itself was busy with one hand-over:
	// a Model, a body that was read. The rest of a wait is Fyne laying out and
	// painting.
	Work float64 `json:"work"`
}
