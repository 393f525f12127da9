package androidapp

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"loginscope/lang"
	"loginscope/problem"
)

// The bounds of a project folder.
const (
	maxWalk     = 2_000_000 // files and folders that are passed
	maxNames    = 400_000   // names of files that matter
	maxTextFile = 4 << 20
	maxSources  = 20_000
	// maxDeep are the folders in each other that are looked through. Each one makes all
	// below it slower to open, and build tools do not cope with paths of that length.
	maxDeep = 250
	// maxPacked and maxPackedBytes limit the packed files that are looked through.
	maxPacked      = 5_000
	maxPackedBytes = 64 << 20
	maxAarSize     = 64 << 20
	maxAars        = 500
)

// ErrDeepFolder says that folders lie deeper in each other than is looked through.
var ErrDeepFolder = errors.New("folder lies too deep in others")

// ErrManyFiles says that a folder holds more than is looked through.
var ErrManyFiles = errors.New("folder holds too many files")

// ErrText says that a file of a project is larger than people write.
var ErrText = problem.NewOfPart("text file too big",
	lang.Text{},
	lang.Both("It is larger than such a file is ever written.", "文件过大，不像手写的项目文件。"),
	lang.Both("Check that it is the right file.", "请确认文件是否正确。"))

// skipped are folders that hold what the tools made or what is not Android's.
var skipped = map[string]bool{
	"build": true, ".git": true, ".gradle": true, ".idea": true, "node_modules": true, "intermediates": true,
	".dart_tool": true, "Pods": true, "ios": true, ".svn": true, ".cxx": true,
}

// wanted are the files of a project whose names are kept.
func wantedFile(p string) bool {
	switch base, ext := path.Base(p), path.Ext(p); ext {
	case ".gradle", ".kts", ".toml", ".properties", ".xml", ".pro", ".aar", ".arr", ".jar", ".kt", ".java", ".groovy":
		return true
	default:
		return isKeepRules(base) || isOtherCode(p) || isAsset(p) || isPackages(p)
	}
}

// folder is the folder of a project, or files that were given one by one. It
// implements gradle.Files.
type folder struct {
	fsys  fs.FS             // nil for single files
	names []string          // sorted
	loose map[string][]byte // single files by name
}

func newFolder() *folder { return &folder{loose: map[string][]byte{}} }

// Has reports whether there is a file or folder of that name.
func (s *folder) Has(name string) bool {
	if i, ok := slices.BinarySearch(s.names, name); ok {
		return true
	} else if i < len(s.names) && strings.HasPrefix(s.names[i], name+"/") {
		return true
	}
	return s.byName(name) != "" || s.passed(name)
}

// passed reports whether there is a file or folder whose name was not kept.
func (s *folder) passed(name string) bool {
	if s.fsys == nil || !fs.ValidPath(name) {
		return false
	}
	_, err := fs.Stat(s.fsys, name)
	return err == nil
}

// byName finds a single file of which the folder is not known: a
// gradle.properties may come from anywhere.
func (s *folder) byName(name string) string {
	if s.fsys != nil {
		return ""
	}
	switch base := path.Base(name); base {
	case "gradle.properties", "libs.versions.toml":
		for _, n := range s.names {
			if path.Base(n) == base {
				return n
			}
		}
	}
	return ""
}

// Read reads a text file.
func (s *folder) Read(name string) ([]byte, error) {
	if b, ok := s.loose[name]; ok {
		return b, nil
	}
	if other := s.byName(name); other != "" {
		return s.loose[other], nil
	}
	if s.fsys == nil || !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	return readText(s.fsys, name)
}

// List names the files below a folder.
func (s *folder) List(dir string) []string {
	if dir == "." {
		return s.names
	}
	from, _ := slices.BinarySearch(s.names, dir+"/")
	to := from
	for to < len(s.names) && strings.HasPrefix(s.names[to], dir+"/") {
		to++
	}
	return s.names[from:to]
}

// changed is when a file was last written, zero if that is not known.
func (s *folder) changed(name string) time.Time {
	if s.fsys == nil || !fs.ValidPath(name) {
		return time.Time{}
	}
	info, err := fs.Stat(s.fsys, name)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// folders are those that hold a file of one of these names.
func (s *folder) folders(bases ...string) []string {
	var out []string
	for _, n := range s.names {
		if dir := path.Dir(n); !ofPackage(n) && slices.Contains(bases, path.Base(n)) && !slices.Contains(out, dir) {
			out = append(out, dir)
		}
	}
	return out
}

func readText(fsys fs.FS, p string) ([]byte, error) {
	f, err := fsys.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxTextFile+1))
	if err == nil && len(b) > maxTextFile {
		err = fmt.Errorf("%w: more than %d bytes", ErrText, maxTextFile)
	}
	return b, err
}

func isKeepRules(base string) bool {
	return strings.HasSuffix(base, ".pro") || strings.HasPrefix(base, "proguard") && strings.HasSuffix(base, ".txt") ||
		base == "consumer-rules.pro" || strings.HasSuffix(base, ".keep")
}

// packed counts the files that are packed into the app as they are.
type packed struct{ files, bytes int }

func (c *packed) room() bool { return c.files < maxPacked && c.bytes < maxPackedBytes }

func (c *packed) add(p string, n int) {
	if isAsset(p) {
		c.files++
		c.bytes += n
	}
}
