package androidapp

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"loginscope/inspector/androidapp/facts"
)

// ErrOutside says that a link or a path leads out of the folder at hand. What
// lies there is neither read nor written.
var ErrOutside = errors.New("it lies outside of the folder that was checked")

// link says of a link that the walk does not follow that what it leads to was not
// read. Links in hidden folders, where tools keep theirs, are passed over.
func (o *opener) link(fsys fs.FS, p string) {
	if strings.Contains("/"+p, "/.") || passedOver(p) {
		return
	}
	if _, err := fs.Stat(fsys, p); errors.Is(err, ErrOutside) || wantedFile(p) {
		o.unread(p, err)
	}
}

// unreadPart notes a part that was not read. A link that leads out and a source
// that a generator made are left out on purpose; anything else ought to be read.
func unreadPart(part string, err error) facts.Unread {
	ext := path.Ext(part)
	source := ext == ".java" || ext == ".kt"
	return facts.Unread{
		Part: part, Error: err.Error(),
		Passed: errors.Is(err, ErrOutside) || source && errors.Is(err, ErrText),
	}
}
