package androidapp

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/aar"
	"loginscope/inspector/androidapp/accept"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/gradle"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/nsc"
)

// The bounds of a project folder.
const (
	maxWalk     = 1_000_000
	maxTextFile = 4 << 20
	maxSources  = 20_000
	maxAarSize  = 64 << 20
)

// ErrManyFiles says that a folder holds more than is looked through.
var ErrManyFiles = errors.New("folder holds too many files")

// ErrText says that a file of a project is larger than people write.
var ErrText = errors.New("text file too big")

// skipped are folders that hold what the tools made or what is not Android's.
var skipped = map[string]bool{
	"build": true, ".git": true, ".gradle": true, ".idea": true, "node_modules": true, "intermediates": true,
	".dart_tool": true, "Pods": true, "ios": true, "androidTest": true, "test": true,
}

// files gathers the text files of a project or of single inputs.
type files struct {
	name      string
	manifests []textFile
	xml       []textFile // below res/xml*, or a single configuration
	builds    []textFile
	sources   int
}

type textFile struct {
	path string
	src  []byte
}

// addFolder walks a project.
func (o *opener) addFolder(in Input) error {
	o.files.name = in.Name
	seen := 0
	err := fs.WalkDir(in.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			o.unread(p, err)
			return nil
		}
		if seen++; seen > o.walk() {
			o.unread(p, fmt.Errorf("%w: everything behind this path was left out, after %d files and folders", ErrManyFiles, seen-1))
			return fs.SkipAll
		}
		if d.IsDir() {
			if p != "." && skipped[d.Name()] {
				return fs.SkipDir
			}
			return o.ctx.Err()
		}
		o.unread(p, o.projectFile(in.FS, p))
		return o.ctx.Err()
	})
	if !o.found && err == nil {
		err = fmt.Errorf("folder has no AndroidManifest.xml, build file or res/xml: %w", ErrNothing)
	}
	if o.found && o.app.Kind == facts.Files {
		o.app.Kind = facts.Project
	}
	return err
}

// walk is how many files and folders of a project are looked at.
func (o *opener) walk() int {
	if o.maxWalk > 0 {
		return o.maxWalk
	}
	return maxWalk
}

// projectFile takes one file in, if it is of a kind that matters.
func (o *opener) projectFile(fsys fs.FS, p string) error {
	base, dir := path.Base(p), path.Dir(p)
	switch ext := path.Ext(base); {
	case ext == ".aar" || ext == ".arr":
		return o.aarIn(fsys, p)
	case base == "AndroidManifest.xml", strings.HasPrefix(path.Base(dir), "xml") && ext == ".xml",
		base == "build.gradle", base == "build.gradle.kts", base == "gradle.properties", base == "libs.versions.toml",
		isKeepRules(base), p == accept.FileName:
		src, err := readText(fsys, p)
		if err != nil {
			return err
		}
		o.text(p, src)
	case ext == ".java" || ext == ".kt":
		if o.files.sources++; o.files.sources > maxSources {
			return nil
		}
		src, err := readText(fsys, p)
		if err != nil {
			return err
		}
		o.remarks(p, src)
		o.app.Code.Add(p, src)
	case isAsset(p) || isValues(p):
		src, err := readText(fsys, p)
		if err != nil {
			return nil // what is that large was not written by hand
		}
		o.app.Code.AddResource(p, src)
	case base == "pubspec.yaml" || base == "package.json":
		src, err := readText(fsys, p)
		if err != nil {
			return err
		}
		o.plugins(p, src)
	}
	return nil
}

// isValues reports whether a file holds values of resources.
func isValues(p string) bool {
	return path.Ext(p) == ".xml" && strings.HasPrefix(path.Base(path.Dir(p)), "values")
}

// isAsset reports whether a file is a text that the app carries as it is.
func isAsset(p string) bool {
	switch path.Ext(p) {
	case ".json", ".properties", ".xml", ".txt", ".js", ".yml", ".yaml", ".ini", ".conf":
		return strings.Contains("/"+p, "/assets/") || strings.Contains("/"+p, "/res/raw")
	}
	return false
}

func isKeepRules(base string) bool {
	return strings.HasSuffix(base, ".pro") || strings.HasPrefix(base, "proguard") && strings.HasSuffix(base, ".txt") ||
		base == "consumer-rules.pro"
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

// aarIn reads an aar of a folder in place if the file allows it.
func (o *opener) aarIn(fsys fs.FS, p string) error {
	f, err := fsys.Open(p)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if r, ok := f.(io.ReaderAt); ok {
		return o.addAar(p, r, info.Size())
	}
	b, err := io.ReadAll(io.LimitReader(f, maxAarSize+1))
	if err != nil || len(b) > maxAarSize {
		return errors.Join(err, fmt.Errorf("aar of %d bytes, at most %d", info.Size(), maxAarSize))
	}
	return o.addAar(p, bytes.NewReader(b), int64(len(b)))
}

// addAar reads an aar. One that cannot be opened still counts by its name.
func (o *opener) addAar(name string, r io.ReaderAt, size int64) error {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	lib := facts.Aar{File: name}
	lib.Name, lib.Version = gradle.SplitArtifact(strings.TrimSuffix(base, path.Ext(base)))
	o.found = true
	c, err := aar.Read(r, size)
	if err == nil {
		err = errors.Join(c.Problems...)
		o.contents(&lib, c)
	}
	o.app.Aars = append(o.app.Aars, lib)
	o.app.Native = append(o.app.Native, lib.Native...)
	return err
}

// contents takes over what an aar holds.
func (o *opener) contents(lib *facts.Aar, c *aar.Contents) {
	lib.Manifest, lib.KeepRules, lib.Pages, lib.Resources = c.Manifest, c.KeepRules, c.Pages, c.Resources
	if c.Manifest != nil {
		m := manifest.Parse(c.Manifest, lib.File, nil)
		lib.Package, lib.MinSDK = m.Package, m.MinSDK.N
	}
	for _, n := range c.Native {
		if len(o.app.Native)+len(lib.Native) < maxNative {
			lib.Native = append(lib.Native, facts.Native{ABI: n.ABI, Name: n.Name, File: lib.File, Align: n.Align})
		}
	}
}

// text sorts one text file.
func (o *opener) text(p string, src []byte) {
	o.remarks(p, src)
	if path.Base(p) == accept.FileName {
		return // it says nothing of the app
	}
	o.found = true
	switch base := path.Base(p); {
	case base == "AndroidManifest.xml":
		o.app.Code.AddResource(p, src)
		o.files.manifests = append(o.files.manifests, textFile{p, src})
	case strings.HasPrefix(base, "build.gradle"):
		o.app.Code.AddScript(p, src)
		o.files.builds = append(o.files.builds, textFile{p, src})
	case base == "gradle.properties":
		o.app.Code.AddScript(p, src)
		o.project().AddProperties(p, string(src))
	case base == "libs.versions.toml":
		o.project().AddCatalog(p, string(src))
	case isKeepRules(base):
		o.project().AddKeepRules(p, string(src))
	default:
		o.files.xml = append(o.files.xml, textFile{p, src})
	}
}

// addSingle takes a file given by itself, told by its name or its root element.
func (o *opener) addSingle(in Input) error {
	if in.Size > maxTextFile {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrText, in.Size, maxTextFile)
	}
	src, err := io.ReadAll(io.NewSectionReader(in.Content, 0, in.Size))
	if err != nil {
		return err
	}
	name := strings.ReplaceAll(in.Name, `\`, "/")
	base := path.Base(name)
	if strings.EqualFold(path.Ext(base), ".xml") || bytes.HasPrefix(bytes.TrimSpace(src), []byte("<")) {
		root, err := readXML(bytes.TrimPrefix(src, []byte("\ufeff")))
		if err != nil {
			return err
		}
		if root.Name == "manifest" {
			name = path.Join(path.Dir(name), "AndroidManifest.xml")
		}
		o.text(name, src)
		return nil
	}
	switch {
	case strings.HasSuffix(base, ".gradle"), strings.HasSuffix(base, ".gradle.kts"):
		o.found = true
		o.files.builds = append(o.files.builds, textFile{name, src})
	case base == "gradle.properties", base == "libs.versions.toml", base == accept.FileName, isKeepRules(base):
		o.text(name, src)
	default:
		return ErrNothing
	}
	return nil
}

// appModule is the folder of the application module: the build file that
// applies the application plug-in, else the one with an applicationId, else the
// manifest with the shortest path.
func (f *files) appModule() string {
	for _, mark := range []string{"com.android.application", "applicationId", "android {"} {
		for _, b := range f.builds {
			if bytes.Contains(b.src, []byte(mark)) && !bytes.Contains(b.src, []byte(mark+"' apply false")) &&
				!bytes.Contains(b.src, []byte(mark+`" apply false`)) && !bytes.Contains(b.src, []byte(mark+`") apply false`)) {
				return path.Dir(b.path)
			}
		}
	}
	shortest := slices.MinFunc(append([]textFile{{path: strings.Repeat("x/", 99)}}, f.manifests...), func(a, b textFile) int {
		return cmp.Compare(len(a.path), len(b.path))
	})
	return strings.TrimSuffix(path.Dir(shortest.path), "/src/main")
}

// parseConfigs reads every file whose root is a configuration.
func (o *opener) parseConfigs() []facts.Config {
	var out []facts.Config
	for _, x := range o.files.xml {
		root, err := readXML(bytes.TrimPrefix(x.src, []byte("\ufeff")))
		if err != nil {
			if bytes.Contains(x.src, []byte("network-security-config")) {
				o.unread(x.path, err)
			}
			continue
		}
		if root.Name == "network-security-config" {
			out = append(out, facts.Config{File: x.path, Config: nsc.Parse(root), Source: x.src})
		}
	}
	return out
}

// markUsed tells the aars that a dependency brings into the build from those
// that only lie in the folder.
func (o *opener) markUsed() {
	for i := range o.app.Aars {
		a := &o.app.Aars[i]
		a.Used = o.app.Project == nil || o.app.Project.BuildFile == "" || o.app.Project.Depends(a.File)
	}
}
