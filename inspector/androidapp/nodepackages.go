package androidapp

import (
	"context"
	"io/fs"
	"path"
	"strings"
)

// maxPackages limits the packages of one node_modules that are read.
const maxPackages = 5000

// nodePackages takes the Android modules of the packages in a node_modules, which
// React Native links and Capacitor names: names and aars, not the sources, which
// are not the app's own.
func (o *opener) nodePackages(ctx context.Context, fsys fs.FS, dir string) {
	list, err := fs.ReadDir(fsys, dir)
	if err != nil {
		o.unread(dir, err)
		return
	}
	for _, e := range list[:min(len(list), maxPackages)] {
		at := path.Join(dir, e.Name())
		switch {
		case !e.IsDir():
		case strings.HasPrefix(e.Name(), "@"):
			o.nodePackages(ctx, fsys, at)
		case hasScript(fsys, path.Join(at, "android")):
			o.nodePackage(ctx, fsys, path.Join(at, "android"))
		}
	}
}

func hasScript(fsys fs.FS, dir string) bool {
	for _, name := range []string{"build.gradle", "build.gradle.kts"} {
		if _, err := fs.Stat(fsys, path.Join(dir, name)); err == nil {
			return true
		}
	}
	return false
}

func (o *opener) nodePackage(ctx context.Context, fsys fs.FS, dir string) {
	err := fs.WalkDir(fsys, dir, func(p string, d fs.DirEntry, err error) error {
		switch ext := path.Ext(p); {
		case err != nil:
			return err
		case d.IsDir() && passedOver(p):
			return fs.SkipDir
		case d.IsDir() || !wantedFile(p) || ext == ".java" || ext == ".kt" || len(o.files.names) > maxNames:
		case (ext == ".aar" || ext == ".arr") && len(o.app.Aars) < maxAars:
			o.files.names = append(o.files.names, p)
			o.unread(p, o.aarIn(fsys, p))
		default:
			o.files.names = append(o.files.names, p)
		}
		return ctx.Err()
	})
	o.unread(dir, err)
}

// ofPackage reports whether a file is one of a package's: it makes no build and no
// app of its own.
func ofPackage(name string) bool {
	return strings.HasPrefix(name, "node_modules/") || strings.Contains(name, "/node_modules/")
}
