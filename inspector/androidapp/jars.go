package androidapp

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/aar"
	"loginscope/inspector/androidapp/facts"
)

// The bounds of the local jars of one app.
const (
	maxJars    = 100
	maxJarSize = 64 << 20
)

// jars reads the names of the classes in the local jars that the groups of an app take.
func (s *moduleReader) jars(groups []group) {
	s.app.Jars = nil
	for _, g := range groups {
		for _, d := range g.Project.Dependencies {
			if !strings.HasSuffix(d.Path, ".jar") || !s.o.files.Has(d.Path) || s.o.files.fsys == nil ||
				slices.ContainsFunc(s.app.Jars, func(j facts.Jar) bool { return j.File == d.Path }) {
				continue
			}
			if len(s.app.Jars) == maxJars {
				s.fail(d.Path, "%w", errManyJars)
				return
			}
			classes, err := jarClasses(s.o.files.fsys, d.Path)
			s.app.Jars = append(s.app.Jars, facts.Jar{File: d.Path, Classes: classes})
			s.o.unreadOf(s.app, d.Path, err)
		}
	}
}

// maxLooseJars limits the jars of the SDK that no build takes.
const maxLooseJars = 20

// looseJars are the jars that are named like the login's SDK and that no build takes.
func (s *moduleReader) looseJars() []string {
	var out []string
	for _, f := range s.o.files.names {
		taken := slices.ContainsFunc(s.app.Jars, func(j facts.Jar) bool { return j.File == f })
		if alibaba, idaas := named(path.Base(f)); strings.HasSuffix(f, ".jar") && (alibaba || idaas) && !taken &&
			len(out) < maxLooseJars {
			out = append(out, f)
		}
	}
	return out
}

// The errors of jars whose classes were not compared.
var (
	errManyJars = fmt.Errorf("more than %d local jars; the classes of the others were not compared", maxJars)
	errBigJar   = errors.New("jar too big; its classes were not compared")
)

// jarClasses opens a jar of a folder in place if the file allows it.
func jarClasses(fsys fs.FS, name string) ([]string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > maxJarSize {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", errBigJar, info.Size(), maxJarSize)
	}
	if r, ok := f.(io.ReaderAt); ok {
		return aar.Classes(r, info.Size())
	}
	b, err := io.ReadAll(io.LimitReader(f, maxJarSize+1))
	if err == nil && len(b) > maxJarSize {
		err = errBigJar
	}
	if err != nil {
		return nil, err
	}
	return aar.Classes(bytes.NewReader(b), int64(len(b)))
}
