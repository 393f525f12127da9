package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"loginscope/inspector/androidapp"
)

// maxLinks limits the links to folders that one path of a project leads through.
const maxLinks = 8

// outside is the error for a path that leads out of a folder.
func outside(name, target, root string) error {
	return fmt.Errorf("%w: %q leads to %q, outside of %q", androidapp.ErrOutside, name, target, root)
}

// within follows the links of a path, of which the last parts need not be there
// yet, and returns the path relative to root. Its error is an ErrOutside if that
// path is not below root.
func within(root, name string) (rel string, err error) {
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return "", err
	}
	if root, err = filepath.Abs(root); err != nil {
		return "", err
	}
	full, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	resolved, err := followed(full)
	if err != nil {
		return "", err
	}
	rel, err = filepath.Rel(root, resolved)
	if err != nil || !filepath.IsLocal(rel) {
		return "", outside(name, resolved, root)
	}
	return rel, nil
}

// followed is a path without links. What is not there yet is kept as it is, but a
// link to something that is not there leads where it says.
func followed(full string) (string, error) {
	for hops := 0; ; hops++ {
		resolved, err := filepath.EvalSymlinks(full)
		if err == nil || !errors.Is(err, fs.ErrNotExist) || hops > maxLinks {
			return resolved, err
		}
		if target, err := os.Readlink(full); err == nil {
			if !filepath.IsAbs(target) {
				target = filepath.Join(filepath.Dir(full), target)
			}
			full = target
			continue
		}
		parent := filepath.Dir(full)
		if parent == full {
			return full, nil
		}
		above, err := followed(parent)
		return filepath.Join(above, filepath.Base(full)), err
	}
}

// projectFS is the folder of a project. Links are followed as long as they stay
// inside of it, absolute ones and those to folders as well; one that leads out is
// an androidapp.ErrOutside. A pipe is refused, since it would block.
type projectFS struct {
	dir  string // without links
	root *os.Root
	fsys fs.FS
}

// openProject opens a folder. Close its root when done.
func openProject(dir string) (*projectFS, error) {
	full, err := filepath.EvalSymlinks(dir)
	if err == nil {
		full, err = filepath.Abs(full)
	}
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(full)
	if err != nil {
		return nil, err
	}
	return &projectFS{full, root, root.FS()}, nil
}

// Open implements fs.FS.
func (p *projectFS) Open(name string) (fs.File, error) {
	resolved, info, err := p.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errIrregular}
	}
	return p.fsys.Open(resolved)
}

// Stat implements fs.StatFS.
func (p *projectFS) Stat(name string) (fs.FileInfo, error) {
	_, info, err := p.find(name)
	if err != nil {
		err = &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return info, err
}

// find returns a name's path without links and what is there.
func (p *projectFS) find(name string) (resolved string, info fs.FileInfo, err error) {
	if !fs.ValidPath(name) {
		return "", nil, fs.ErrInvalid
	}
	// Most names lead through no link that the root would refuse.
	if info, err = fs.Stat(p.fsys, name); err == nil || errors.Is(err, fs.ErrNotExist) {
		return name, info, err
	}
	rel, err := within(p.dir, filepath.Join(p.dir, filepath.FromSlash(name)))
	if err != nil {
		return "", nil, err
	}
	resolved = filepath.ToSlash(rel)
	info, err = fs.Stat(p.fsys, resolved)
	return resolved, info, err
}

// ReadDir implements fs.ReadDirFS. A link to a file or folder inside counts as
// what it leads to; one that leads out, to nothing, or back to a folder that
// holds it stays a link.
func (p *projectFS) ReadDir(name string) ([]fs.DirEntry, error) {
	resolved, _, err := p.find(name)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	list, err := fs.ReadDir(p.fsys, resolved)
	for i, e := range list {
		if e.Type()&fs.ModeSymlink == 0 {
			continue
		}
		if d := p.behind(path.Join(name, e.Name())); d != nil {
			list[i] = d
		}
	}
	return list, err
}

// behind is the entry of what a link leads to, nil where it stays a link.
func (p *projectFS) behind(name string) fs.DirEntry {
	_, info, err := p.find(name)
	if err != nil {
		return nil
	}
	if info.IsDir() && p.circles(name, info) {
		return nil
	}
	return linked{fs.FileInfoToDirEntry(info), path.Base(name)}
}

// circles reports whether a link leads to a folder that holds it, or through too
// many links.
func (p *projectFS) circles(name string, info fs.FileInfo) bool {
	links := 0
	for above := path.Dir(name); ; above = path.Dir(above) {
		_, dir, err := p.find(above)
		if err != nil || os.SameFile(dir, info) {
			return true
		}
		if l, err := os.Lstat(filepath.Join(p.dir, filepath.FromSlash(above))); err == nil &&
			l.Mode()&fs.ModeSymlink != 0 {
			links++
		}
		if above == "." {
			return links >= maxLinks
		}
	}
}

// linked is an entry by the name of its link.
type linked struct {
	fs.DirEntry
	name string
}

// Name implements fs.DirEntry.
func (l linked) Name() string { return l.name }

// target is where a fix writes, relative to the folder that it may write in. Its
// error is an ErrOutside if the file leads out of that.
func (f AppFix) target() (string, error) {
	rel, err := within(f.root, f.Path)
	if err != nil {
		return "", &fixError{f.Path, err}
	}
	return rel, nil
}

// fixError says why a file is not written.
type fixError struct {
	path string
	err  error
}

func (e *fixError) Error() string { return fmt.Sprintf("fix %q: %v", e.path, e.err) }

// Unwrap returns the cause.
func (e *fixError) Unwrap() error { return e.err }
