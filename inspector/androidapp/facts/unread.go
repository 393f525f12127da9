package facts

import "loginscope/lang"

// Unread is a part that could not be read.
type Unread struct {
	Part  string `json:"part"`
	Error string `json:"error"`
	// Said is the error in both languages, empty where it is in one only.
	Said lang.Text `json:"said,omitzero"`
	// Passed is true for what was left out on purpose, such as a source that is too
	// large or a link out of the folder: nothing is wrong with it.
	Passed bool `json:"passed,omitempty"`
	// Silent is true for the build script of the only module if it says nothing.
	Silent bool `json:"silent,omitempty"`
}

// MissingFile is a file or resource that something names, with the line that names it.
type MissingFile struct {
	Path string `json:"path"`
	File string `json:"file"`
	Line int    `json:"line"`
}
