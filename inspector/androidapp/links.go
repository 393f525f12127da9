package androidapp

import (
	"errors"
	"io/fs"
	"strings"

	"loginscope/inspector/androidapp/facts"
	"loginscope/lang"
	"loginscope/problem"
)

// ErrOutside says that a link or a path leads out of the folder at hand. What
// lies there is neither read nor written.
var ErrOutside = problem.NewOfPart("it lies outside of the folder that was checked",
	lang.Both("The network security configuration was not changed.", "网络安全配置未修改。"),
	lang.Both(
		"A link or a path leads out of the folder that was checked; nothing is written there.",
		"链接或路径指向所检查目录之外，不会写入那里。",
	),
	lang.Both("Check the folder that contains the file itself, or put the configuration into the project.",
		"请检查该文件实际所在的目录，或将配置放入项目内。"))

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

// unreadPart notes a part that was not read. A link that leads out and a text that
// is larger than people write are left out on purpose, and a build script that
// says nothing leaves nothing to check; anything else ought to be read.
func unreadPart(part string, err error) facts.Unread {
	return facts.Unread{
		Part: part, Error: err.Error(), Said: describe(err),
		Passed: errors.Is(err, ErrOutside) || errors.Is(err, ErrText) || errors.Is(err, ErrSilent) ||
			errors.Is(err, errCopy) || errors.Is(err, ErrOtherSet) || errors.Is(err, ErrManyApps),
		Silent: errors.Is(err, ErrSilent),
	}
}
