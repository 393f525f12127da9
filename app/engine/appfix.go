package engine

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/facts"
)

// FixFile is the file that a fix for a compiled app is written to.
const FixFile = "network_security_config.xml"

// maxConfig limits an existing configuration that a fix is merged into.
const maxConfig = 4 << 20

// AppFix is a network security configuration as it should be, and its file.
type AppFix struct {
	androidapp.Fix
	// Path is the file on disk.
	Path string
	// root is the folder that nothing is written out of: the project, or the folder
	// of a file that was given by itself.
	root string
	// Home is where the file belongs in the project of a compiled app, such as
	// "res/xml/network_security_config.xml"; "" if Path is the file itself.
	Home string
}

// Fixes merges what the login needs into the app's configurations. It writes
// nothing; see AppFix.Write. For a compiled app, whose own configuration cannot
// be written, and for files that do not show where it belongs, there is one file
// FixFile in the folder dir: one that is there already is completed, and never
// replaced by another app's rules. Its error is an androidapp.ErrOutside if a
// file lies outside of what was checked, by a link or by its path.
func (c *AppCheck) Fixes(dir string) ([]AppFix, error) {
	if c.Compiled() {
		return c.fixApart(filepath.Join(dir, FixFile))
	}
	fixes, err := androidapp.FixNSC(c.App, c.opt)
	if err != nil {
		return nil, err
	}
	if c.Single() && len(fixes) == 1 && fixes[0].New && !c.hasManifest() {
		return c.fixApart(filepath.Join(dir, FixFile)) // nothing shows where it belongs
	}
	var out []AppFix
	for _, f := range fixes {
		fix, err := c.writable(f)
		if err != nil {
			return nil, err
		}
		out = append(out, fix)
	}
	return out, nil
}

// writable finds the file of a fix. One that the inputs did not hold may be there
// all the same, when a manifest is checked by itself.
func (c *AppCheck) writable(f androidapp.Fix) (AppFix, error) {
	path, root := c.onDisk(f.File)
	fix := AppFix{Fix: f, Path: path, root: root}
	if _, err := fix.target(); err != nil || !f.New {
		return fix, err
	}
	src, err := readConfig(path)
	if err == nil && src != nil {
		fix.Fix, err = androidapp.FixText(c.App, c.opt, f.File, src)
	}
	return fix, err
}

// Compiled reports whether the app came as an APK or a bundle.
func (c *AppCheck) Compiled() bool { return !c.Single() && c.App.Kind != facts.Project }

// home follows the reference of the manifest.
func (c *AppCheck) home() string {
	for _, b := range c.App.Builds {
		if name, ok := strings.CutPrefix(b.NSC.Reference, "@xml/"); ok {
			return "res/xml/" + name + ".xml"
		}
	}
	return "res/xml/" + FixFile
}

// Single reports whether the app came as single files of a project.
func (c *AppCheck) Single() bool { return c.App.Kind == facts.Files }

func (c *AppCheck) hasManifest() bool {
	return slices.ContainsFunc(c.App.Builds, func(b facts.Build) bool { return b.Manifest != nil })
}

func (c *AppCheck) fixApart(path string) ([]AppFix, error) {
	apart := AppFix{Path: path, root: filepath.Dir(path), Home: c.home()}
	if _, err := apart.target(); err != nil {
		return nil, err
	}
	src, err := readConfig(path)
	if err != nil {
		return nil, err
	}
	fix, err := androidapp.FixText(c.App, c.opt, filepath.ToSlash(path), src)
	if err != nil {
		return nil, err
	}
	apart.Fix = fix
	return []AppFix{apart}, nil
}

// readConfig returns nil if there is no file.
func readConfig(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("read %q: %w", path, errIrregular)
	case info.Size() > maxConfig:
		return nil, fmt.Errorf("read %q: %d bytes, at most %d", path, info.Size(), maxConfig)
	}
	b, err := os.ReadFile(path)
	if b == nil {
		b = []byte{} // an empty file is there all the same
	}
	return b, err
}

// onDisk finds the file by the name that results call it: that of a file given
// by itself, or one below the folder; and the folder that it must not leave.
func (c *AppCheck) onDisk(name string) (file, root string) {
	folder := ""
	for _, s := range c.sources {
		switch {
		case s.isDir && folder == "":
			folder = s.path
		case s.name == name:
			return s.path, filepath.Dir(s.path)
		}
	}
	file = filepath.FromSlash(name)
	if folder != "" && !filepath.IsAbs(file) {
		return filepath.Join(folder, file), folder
	}
	if folder == "" && len(c.sources) > 0 {
		return file, filepath.Dir(c.sources[0].path) // beside the manifest
	}
	return file, folder
}

// Write puts the text into its file: whole or not at all, with the rights that
// the file has. A new file is not written over one that came meanwhile. No copy
// of the old file is left, since the build tools refuse any other file in
// res/xml; the Diff holds what was there.
func (f AppFix) Write() error {
	if !f.Changed {
		return nil
	}
	if err := f.write(); err != nil {
		return fmt.Errorf("write configuration: %w", err)
	}
	return nil
}

func (f AppFix) write() error {
	path, err := f.target()
	if err != nil {
		return err
	}
	// A link that is set meanwhile does not lead out of the root either.
	root, err := os.OpenRoot(f.root)
	if err != nil {
		return err
	}
	defer root.Close()
	if f.New {
		return create(root, path, f.Text)
	}
	return replace(root, path, f.Text)
}

// create writes a file that is not there.
func create(root *os.Root, path string, text []byte) error {
	if err := root.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := root.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return fill(file, text)
}

// replace writes a file anew beside the old one and then puts it in its place,
// with the old one's rights.
func replace(root *os.Root, path string, text []byte) error {
	mode := fs.FileMode(0o644)
	if info, err := root.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	base := strings.TrimSuffix(filepath.Base(path), ".xml")
	name := filepath.Join(filepath.Dir(path), "."+base+"-"+strings.ToLower(rand.Text()))
	tmp, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = errors.Join(fill(tmp, text), root.Chmod(name, mode))
	if err == nil {
		err = root.Rename(name, path)
	}
	if err != nil {
		return errors.Join(err, root.Remove(name))
	}
	return nil
}

// fill writes a file that was just opened and closes it.
func fill(file *os.File, b []byte) error {
	_, err := file.Write(b)
	return errors.Join(err, file.Close())
}
