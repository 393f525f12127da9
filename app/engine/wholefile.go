package engine

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"loginscope/lang"
	"loginscope/problem"
)

// ExportError says why a file could not be written. The file of that name, if there
// was one, is as it was before.
type ExportError struct {
	Path string
	Err  error
}

func (e *ExportError) Error() string { return "export " + e.Path + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *ExportError) Unwrap() error { return e.Err }

// Problem implements problem.Worder.
func (e *ExportError) Problem() problem.Problem {
	name := filepath.Base(e.Path)
	p := problem.Problem{What: lang.Both("The file "+name+" was not written.", "文件 "+name+" 未写入。")}
	for _, c := range exportCauses {
		if errors.Is(e.Err, c.kind) {
			p.Why, p.Do = c.why, c.do
			return p
		}
	}
	cause, known := problem.Find(e.Err)
	if p.Why, p.Do = cause.Why, cause.Do; !known {
		p.Why = problem.Plain(e.Err)
		p.Do = lang.Both("Check the path and the disk.", "请检查路径和磁盘。")
	}
	return p
}

var exportCauses = []struct {
	kind    error
	why, do lang.Text
}{
	{fs.ErrExist, lang.Both("A file of that name is already there. It was not changed.", "同名文件已存在。文件未被改动。"),
		lang.Both("Choose another name, or replace it with --force.", "请换一个文件名，或用 --force 覆盖。")},
	{fs.ErrNotExist, lang.Both("Its folder is not there.", "所在目录不存在。"), lang.Both("Check the path.", "请检查路径。")},
	{fs.ErrPermission, lang.Both("You may not write in its folder.", "没有写入该目录的权限。"),
		lang.Both("Choose a folder where you may write, or correct the permissions.", "请换一个可写的位置，或修改权限。")},
	{syscall.ENOSPC, lang.Both("The disk is full.", "磁盘已满。"), lang.Both("Free some space.", "请清理磁盘空间。")},
	{syscall.EFBIG, lang.Both("It would be larger than the system allows.", "文件大小超过系统限制。"),
		lang.Both("Write fewer exchanges, or raise the limit (ulimit -f).", "请减少导出的请求，或提高上限（ulimit -f）。")},
}

// SaveFile lets write make a new file that only its owner may read. It gets its name when
// it is whole, and never takes that of another file. Its error is an [*ExportError].
func SaveFile(path string, write func(io.Writer) error) error { return writeWhole(path, false, write) }

// writeWhole lets write make a file under another name beside path, only for its
// owner, and gives it its name once it is whole and on the disk. So neither a failure
// nor a kill leaves a half file under the name, and a file that replace lets it
// replace stays whole until then.
func writeWhole(path string, replace bool, write func(io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			err = &ExportError{Path: path, Err: err}
		}
	}()
	if _, err := os.Lstat(path); err == nil && !replace {
		return fs.ErrExist
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".loginscope-*.part") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if rm := os.Remove(f.Name()); rm != nil && !errors.Is(rm, fs.ErrNotExist) {
			err = errors.Join(err, rm)
		}
	}()
	w := bufio.NewWriterSize(f, 256<<10)
	err = write(w)
	if err == nil {
		err = errors.Join(w.Flush(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if replace {
		err = os.Rename(f.Name(), path)
	} else {
		err = nameFile(f.Name(), path)
	}
	if err != nil {
		return err
	}
	return syncFolder(dir)
}

// nameFile gives a file a name that is free, and never replaces another.
func nameFile(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fs.ErrExist
	}
	return os.Rename(from, to) // a file system without links
}

// syncFolder puts a new name on the disk. Systems that cannot do this for a folder
// refuse to open or to sync it, and keep names by themselves.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil //nolint:nilerr // see above
	}
	_ = d.Sync()
	return d.Close()
}
