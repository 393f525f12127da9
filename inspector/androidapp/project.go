package androidapp

import (
	"bytes"
	"context"
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
	"loginscope/inspector/androidapp/source"
	"loginscope/inspector/androidapp/xmltree"
)

// addFolder walks a project: it keeps the names of what matters and reads the
// libraries, the sources and the decisions in them. Scripts, manifests and
// resources are read once it is known which of them are built.
func (o *opener) addFolder(ctx context.Context, in Input) error {
	o.files.fsys, o.app.Folder = in.FS, in.Path
	seen := 0
	err := fs.WalkDir(in.FS, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			o.unread(p, err)
			return nil
		}
		if seen++; seen > o.walk() || len(o.files.names) > maxNames {
			o.unread(p, fmt.Errorf("%w: everything behind this path was left out, after %d files and folders",
				ErrManyFiles, seen-1))
			return fs.SkipAll
		}
		if d.Type()&fs.ModeSymlink != 0 {
			o.link(in.FS, p)
			return ctx.Err()
		}
		if d.IsDir() {
			if path.Base(p) == "node_modules" {
				o.nodePackages(ctx, in.FS, p)
			}
			if p != "." && passedOver(p) {
				return fs.SkipDir
			}
			if copiedBuild(in.FS, p) {
				o.unread(p, errCopy)
				return fs.SkipDir
			}
			if strings.Count(p, "/") >= maxDeep {
				o.unread(p, fmt.Errorf("%w: everything in it was left out, %d folders deep", ErrDeepFolder, maxDeep))
				return fs.SkipDir
			}
			return ctx.Err()
		}
		if wantedFile(p) || p == accept.FileName {
			o.unread(p, o.projectFile(in.FS, p))
		}
		return ctx.Err()
	})
	slices.Sort(o.files.names)
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

// passedOver are folders that no app is built from.
func passedOver(p string) bool {
	base := path.Base(p)
	tests := base == "test" || base == "androidTest" || base == "testFixtures"
	return skipped[base] && !ofPackageName(p) || tests && path.Base(path.Dir(p)) == "src"
}

// ofPackageName reports whether a folder is a part of a package's name in a source set, such
// as "build" in src/main/java/com/acme/build.
func ofPackageName(p string) bool {
	for _, kind := range []string{"java", "kotlin", "groovy"} {
		if i := strings.Index("/"+p, "/"+kind+"/"); i >= 0 && strings.Contains("/"+p[:i], "/src/") {
			return true
		}
	}
	return false
}

// projectFile keeps a file's name and takes in what is needed of any folder.
func (o *opener) projectFile(fsys fs.FS, p string) error {
	ext := path.Ext(p)
	if ext == ".aar" || ext == ".arr" {
		o.files.names = append(o.files.names, p)
		if len(o.app.Aars) >= maxAars {
			return fmt.Errorf("more than %d aars", maxAars)
		}
		return o.aarIn(fsys, p)
	}
	isSource := ext == ".java" || ext == ".kt"
	o.files.names = append(o.files.names, p)
	o.found = o.found || isApp(p)
	if ext == ".jar" || ext == ".groovy" || !readAtOnce(p) {
		return nil
	}
	if (isSource || isOtherCode(p)) && o.sources >= maxSources {
		o.app.Code.Pass(p)
		return nil
	}
	if isAsset(p) && !o.packed.room() {
		o.app.Code.Pass(p)
		return nil
	}
	src, err := readText(fsys, p)
	o.packed.add(p, len(src))
	if err != nil {
		if isAsset(p) || isRes(p) || isOtherCode(p) {
			o.app.Code.Pass(p) // what is that large was not written by hand
			return nil
		}
		return err
	}
	o.takeIn(p, src)
	return nil
}

// readAtOnce are the files that say something wherever they lie.
func readAtOnce(p string) bool {
	return path.Ext(p) != ".xml" && path.Ext(p) != ".json" || manifestOrResource(p) || isAsset(p) || isRes(p) ||
		isPackages(p)
}

// takeIn reads the decisions and the code of a file.
func (o *opener) takeIn(p string, src []byte) {
	ext := path.Ext(p)
	if ext == ".xml" {
		src = xmltree.UTF8(src)
	}
	switch {
	case isPackages(p):
		o.plugins(p, src)
	case isOtherCode(p):
		o.sources++
		o.app.Code.AddResource(p, src)
	case isAsset(p):
		o.app.Code.AddResource(p, source.Plain(src))
	case isRes(p) && !manifestOrResource(p):
		o.app.Code.AddResource(p, src)
	case path.Base(p) == "AndroidManifest.xml" || manifestOrResource(p):
		o.remarks(p, src)
		o.app.Code.AddResource(p, src)
	case ext == ".java" || ext == ".kt":
		o.sources++
		o.remarks(p, src)
		o.app.Code.Add(p, src)
	default:
		o.remarks(p, src)
		if ext == ".gradle" || ext == ".kts" || ext == ".properties" {
			o.app.Code.AddScript(p, src)
		}
	}
}

// isPackages are the lists of packages of Flutter and React Native.
func isPackages(p string) bool {
	base := path.Base(p)
	return base == "pubspec.yaml" || base == "package.json"
}

// isRes reports whether a file is an XML resource that may hold texts: pictures
// and movements hold none.
func isRes(p string) bool {
	folder := path.Base(path.Dir(p))
	if path.Ext(p) != ".xml" || strings.HasPrefix(folder, "drawable") || strings.HasPrefix(folder, "mipmap") ||
		strings.HasPrefix(folder, "anim") {
		return false
	}
	return strings.HasPrefix(folder, "values") || strings.Contains("/"+p, "/res/")
}

// isOtherCode reports whether a file is code of an app in a language of which
// keys alone are looked for: native code, Flutter's Dart, React Native's scripts.
func isOtherCode(p string) bool {
	switch path.Ext(p) {
	case ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".rs",
		".aidl", ".dart", ".ts", ".tsx", ".jsx", ".mjs", ".vue", ".cmake":
		return true
	case ".js":
		return !isAsset(p) && !strings.HasSuffix(p, ".min.js")
	}
	return path.Base(p) == "CMakeLists.txt"
}

// isAsset reports whether a file is packed into the app as it is and may hold a
// text: an asset, a raw resource or a resource of Java, in any encoding and with
// any ending but those of pictures, sounds, fonts, films, models and code.
func isAsset(p string) bool {
	if media[strings.ToLower(path.Ext(p))] {
		return false
	}
	in := "/" + path.Dir(p) + "/"
	if strings.Contains(in, "/assets/") || strings.Contains(in, "/res/raw") {
		return true
	}
	_, set, ok := strings.Cut(in, "/src/")
	_, rest, deep := strings.Cut(set, "/")
	return ok && deep && strings.HasPrefix(rest, "resources/")
}

// media are the endings of packed files in which nobody writes a key.
var media = func() map[string]bool {
	out := map[string]bool{}
	for _, ext := range strings.Fields(`png jpg jpeg gif webp bmp ico svg svga pag heic avif mp3 ogg wav aac m4a flac
		mid mp4 webm mkv mov avi ttf otf ttc woff woff2 eot tflite onnx pt bin3d glb gltf obj fbx ktx astc
		so dex jar class aar apk java kt`) {
		out["."+ext] = true
	}
	return out
}()

// isApp are the files by which a folder is known as a project.
func isApp(p string) bool {
	base := path.Base(p)
	return base == "AndroidManifest.xml" || base == "gradle.properties" || base == "libs.versions.toml" ||
		isKeepRules(base) ||
		strings.HasPrefix(base, "build.gradle") || strings.HasPrefix(base, "settings.gradle") || manifestOrResource(p)
}

func manifestOrResource(p string) bool {
	folder := path.Base(path.Dir(p))
	return path.Base(p) == "AndroidManifest.xml" || path.Ext(p) == ".xml" && strings.HasPrefix(folder, "xml")
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
	} else {
		lib.Broken, lib.BrokenSaid = err.Error(), describe(err)
	}
	o.app.Aars = append(o.app.Aars, lib)
	o.app.Native = append(o.app.Native, lib.Native...)
	return err
}

// contents takes over what an aar holds.
func (o *opener) contents(lib *facts.Aar, c *aar.Contents) {
	lib.Manifest, lib.KeepRules, lib.Pages, lib.Resources = c.Manifest, c.KeepRules, c.Pages, c.Resources
	lib.Packages, lib.Classes, lib.MinCompileSDK = c.Packages, c.Classes, c.MinCompileSDK
	lib.Support = c.Support && !c.AndroidX
	for _, f := range c.Raw {
		lib.Raw = append(lib.Raw, rawName(f))
	}
	if c.Manifest != nil {
		m := manifest.Parse(c.Manifest, lib.File, nil)
		lib.Package, lib.MinSDK = m.Package, m.MinSDK.N
		if a, ok := c.Manifest.Android("versionName"); ok && lib.Version == "" && lib.Alibaba() {
			lib.Version = a.Value
		}
	}
	for _, n := range c.Native {
		if len(o.app.Native)+len(lib.Native) < maxNative {
			lib.Native = append(lib.Native, facts.Native{ABI: n.ABI, Name: n.Name, File: lib.File, Align: n.Align})
		}
	}
}

// single keeps a file that was given by itself.
func (o *opener) single(p string, src []byte) {
	o.takeIn(p, src)
	if path.Base(p) == accept.FileName {
		return // it says nothing of the app
	}
	o.found = true
	if _, ok := o.files.loose[p]; !ok {
		o.files.names = append(o.files.names, p)
		slices.Sort(o.files.names)
	}
	o.files.loose[p] = src
}

// addSingle takes a file given by itself, recognised by its name or root element.
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
		o.single(name, src)
		return nil
	}
	switch {
	case strings.HasSuffix(base, ".gradle"), strings.HasSuffix(base, ".gradle.kts"):
		o.single(name, src)
	case base == "gradle.properties", base == "libs.versions.toml", base == accept.FileName, isKeepRules(base):
		o.single(name, src)
	default:
		return ErrNothing
	}
	return nil
}
