package engine

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/merge"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
	"loginscope/problem"
)

// Problem says why a path was not checked, or a file in it not fixed.
func (e *AppError) Problem() problem.Problem {
	p := appProblem(e.Err)
	if !errors.Is(e.Err, merge.ErrConflict) && !errors.Is(e.Err, androidapp.ErrOutside) {
		name := filepath.Base(e.Path)
		if full, err := filepath.Abs(e.Path); err == nil { // a folder may be given as "."
			name = filepath.Base(full)
		}
		p.What = lang.Both(name+" could not be checked.", "无法检查 "+name+"。")
	}
	return p
}

func appProblem(err error) problem.Problem {
	for _, c := range systemCauses {
		if errors.Is(err, c.kind) {
			return problem.Problem{Why: c.why, Do: c.do}
		}
	}
	p, known := problem.Find(err)
	if !known {
		p.Why = problem.Plain(err)
		p.Do = lang.Both("Check the file itself: build it again, or copy it again.", "请检查文件本身：重新构建或重新复制。")
	}
	return p
}

// systemCauses are the operating system's refusals.
var systemCauses = []struct {
	kind    error
	why, do lang.Text
}{
	{fs.ErrNotExist, lang.Both("It is not there.", "文件不存在。"), lang.Both("Check the path.", "请检查路径。")},
	{fs.ErrExist, lang.Both("It appeared meanwhile and was not changed.", "该文件刚被创建，未作改动。"), lang.Both(
		"Try again.",
		"请重试。",
	)},
	{fs.ErrPermission, lang.Both("You may not access it.", "没有访问权限。"), lang.Both("Correct its permissions.", "请修改权限。")},
}

// partError is the error of a part of an app that could not be read. The app's
// facts keep its text alone, by which its kind is found again.
type partError struct {
	text string
	kind error // nil for none that is known
}

func (e *partError) Error() string { return e.text }

// Unwrap returns the kind.
func (e *partError) Unwrap() error { return e.kind }

func partErrorOf(text string) error {
	for _, kind := range []error{
		androidapp.ErrNothing, androidapp.ErrSilent, archive.ErrTruncated, archive.ErrNotZip, archive.ErrZip64,
		androidapp.ErrText, archive.ErrTooBig,
		xmltree.ErrEntities, merge.ErrConflict, androidapp.ErrOutside, errIrregular, fs.ErrNotExist, fs.ErrExist,
		fs.ErrPermission,
	} {
		if strings.Contains(text, kind.Error()) {
			return &partError{text, kind}
		}
	}
	return &partError{text, nil}
}
