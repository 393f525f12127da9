package engine

import (
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

// maxConfig bounds an existing configuration that a fix is merged into.
const maxConfig = 4 << 20

// AppFix is a network security configuration as it should be, and its file.
type AppFix struct {
	androidapp.Fix
	// Path is the file on disk.
	Path string
	// Home is where the file belongs in the project of a compiled app, such as
	// "res/xml/network_security_config.xml"; "" if Path is in its place already.
	Home string
}

// Fixes merges what the login needs into the app's configurations. It writes
// nothing; see AppFix.Write. For a compiled app, whose own configuration cannot
// be written, and for files that do not tell where it belongs, there is one file
// FixFile in the folder dir: one that is there already is completed, and never
// replaced by another app's rules.
func (c *AppCheck) Fixes(dir string) ([]AppFix, error) {
	if c.Compiled() {
		return c.fixApart(filepath.Join(dir, FixFile))
	}
	fixes, err := androidapp.FixNSC(c.App, c.opt)
	if err != nil {
		return nil, err
	}
	if c.Single() && len(fixes) == 1 && fixes[0].New && !c.hasManifest() {
		return c.fixApart(filepath.Join(dir, FixFile)) // nothing tells where it belongs
	}
	var out []AppFix
	for _, f := range fixes {
		fix, err := c.inPlace(f)
		if err != nil {
			return nil, err
		}
		out = append(out, fix)
	}
	return out, nil
}

// inPlace finds the file of a fix. One that the inputs did not hold may be there
// all the same, when a manifest is checked by itself.
func (c *AppCheck) inPlace(f androidapp.Fix) (AppFix, error) {
	path := c.onDisk(f.File)
	if !f.New {
		return AppFix{Fix: f, Path: path}, nil
	}
	src, err := readConfig(path)
	if err == nil && src != nil {
		f, err = androidapp.FixText(c.App, c.opt, f.File, src)
	}
	return AppFix{Fix: f, Path: path}, err
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
	src, err := readConfig(path)
	if err != nil {
		return nil, err
	}
	fix, err := androidapp.FixText(c.App, c.opt, filepath.ToSlash(path), src)
	if err != nil {
		return nil, err
	}
	return []AppFix{{Fix: fix, Path: path, Home: c.home()}}, nil
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
// by itself, or one below the folder.
func (c *AppCheck) onDisk(name string) string {
	folder := ""
	for _, s := range c.sources {
		switch {
		case s.isDir && folder == "":
			folder = s.path
		case s.name == name:
			return s.path
		}
	}
	file := filepath.FromSlash(name)
	if folder != "" && !filepath.IsAbs(file) {
		return filepath.Join(folder, file)
	}
	return file
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
	mode := fs.FileMode(0o644)
	if f.New {
		if err := os.MkdirAll(filepath.Dir(f.Path), 0o755); err != nil {
			return err
		}
		file, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if err != nil {
			return err
		}
		return fill(file, f.Text)
	}
	path, err := filepath.EvalSymlinks(f.Path)
	if err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+strings.TrimSuffix(filepath.Base(path), ".xml")+"-*")
	if err != nil {
		return err
	}
	if err := errors.Join(fill(tmp, f.Text), os.Chmod(tmp.Name(), mode)); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return os.Rename(tmp.Name(), path)
}

// fill writes a file that was just opened and closes it.
func fill(file *os.File, b []byte) error {
	_, err := file.Write(b)
	return errors.Join(err, file.Close())
}
