// Package aar reads what an Android library archive adds to an app: its
// manifest, its resources, the keep rules that it brings, the superclasses of
// its pages and its native libraries. It owns the layout of the archive, as
// https://developer.android.com/studio/projects/android-library#aar-contents
// describes it; what an app makes of the parts is worked out elsewhere.
package aar

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/xmltree"
)

// The bounds of one aar. An SDK's aar holds a few dozen resources and some
// thousand classes.
const (
	maxManifest  = 1 << 20
	maxRules     = 1 << 20
	maxResource  = 1 << 20
	maxResources = 8 << 20
	maxJar       = 64 << 20
	maxJars      = 20
	maxNative    = 500
	maxPages     = 2000
	maxRaw       = 1000
	maxPackages  = 2000
	maxClasses   = 20_000
	maxMetadata  = 64 << 10
)

// Contents is what one aar holds.
type Contents struct {
	// Manifest is nil if the aar has none or it cannot be read.
	Manifest *xmltree.Node
	// KeepRules is the text that the build adds to the app's own rules: of
	// proguard.txt and of META-INF/proguard in its jars.
	KeepRules string
	// Resources are the XML files below res/values* and res/xml*, by their path.
	Resources []Resource
	// Raw are the names of its files below res/raw*, at most 1,000.
	Raw []string
	// Pages maps each class that may be an activity to its superclass, both with
	// dots: those whose superclass is named like one.
	Pages  map[string]string
	Native []Native
	// Packages are those of the classes in its jars, with dots, at most 2,000.
	Packages []string
	// Classes are the names of the classes in its jars, with dots, at most 20,000; those
	// inside of others are left out.
	Classes []string
	// Support and AndroidX are true if a class speaks of the old support library, and of the
	// library that replaced it.
	Support, AndroidX bool
	// MinCompileSDK is minCompileSdk of its aar-metadata.properties, 0 if it has none.
	MinCompileSDK int
	// Problems are parts that could not be read.
	Problems []error
}

// Resource is one resource file, path and text.
type Resource struct {
	Path   string // "res/xml/nsc.xml"
	Source []byte
}

// Native is one native library.
type Native struct {
	ABI, Name string
	// Align is the alignment of its loadable segments in bytes, 0 if unknown.
	Align int64
}

// ErrNoLibrary says that an archive is no aar: it lacks what every aar holds.
var ErrNoLibrary = errors.New("it holds no AndroidManifest.xml, which every aar has")

// Read reads an aar of that size. Parts that cannot be read are among the
// Problems; its error says that the file is no archive or ErrNoLibrary.
func Read(r io.ReaderAt, size int64) (*Contents, error) {
	a, err := archive.Open(r, size)
	if err != nil {
		return nil, err
	}
	if _, ok := a.Lookup("AndroidManifest.xml"); !ok {
		return nil, ErrNoLibrary
	}
	c := &Contents{Pages: map[string]string{}}
	c.manifest(a)
	c.rules(a, "proguard.txt")
	c.metadata(a)
	c.resources(a)
	c.raw(a)
	c.native(a)
	jars := append(a.Names("libs/", ".jar"), "classes.jar")
	for i, jar := range jars {
		if i == maxJars {
			c.problem(jar, fmt.Errorf("more than %d jars", maxJars))
			break
		}
		c.jar(a, jar)
	}
	return c, nil
}

func (c *Contents) problem(part string, err error) {
	if err != nil && !errors.Is(err, archive.ErrNotFound) && len(c.Problems) < 20 {
		c.Problems = append(c.Problems, fmt.Errorf("%s: %w", part, err))
	}
}

func (c *Contents) manifest(a *archive.Archive) {
	src, err := a.Read("AndroidManifest.xml", maxManifest)
	if err == nil {
		c.Manifest, err = xmltree.Parse(bytes.TrimPrefix(src, []byte("\ufeff")))
	}
	c.problem("AndroidManifest.xml", err)
}

func (c *Contents) rules(a *archive.Archive, name string) {
	src, err := a.Read(name, maxRules)
	c.problem(name, err)
	if err == nil && len(c.KeepRules)+len(src) <= maxRules {
		c.KeepRules += string(src) + "\n"
	}
}

func (c *Contents) resources(a *archive.Archive) {
	total := 0
	for _, name := range a.Names("res/", ".xml") {
		folder := path.Base(path.Dir(name))
		if !strings.HasPrefix(folder, "values") && !strings.HasPrefix(folder, "xml") {
			continue
		}
		src, err := a.Read(name, maxResource)
		if total += len(src); err == nil && total > maxResources {
			err = fmt.Errorf("%w: resources of more than %d bytes", archive.ErrTooBig, maxResources)
		}
		if err != nil {
			c.problem(name, err)
			continue
		}
		c.Resources = append(c.Resources, Resource{Path: name, Source: src})
	}
}

func (c *Contents) raw(a *archive.Archive) {
	for _, name := range a.Names("res/raw", "") {
		if len(c.Raw) < maxRaw {
			c.Raw = append(c.Raw, path.Base(name))
		}
	}
}

func (c *Contents) native(a *archive.Archive) {
	for _, name := range a.Names("jni/", ".so") {
		if len(c.Native) == maxNative {
			return
		}
		c.Native = append(c.Native, Native{
			ABI: path.Base(path.Dir(name)), Name: path.Base(name), Align: Alignment(a, name),
		})
	}
}

// jar reads the keep rules and the pages of a jar inside.
func (c *Contents) jar(a *archive.Archive, name string) {
	r, size, err := a.Nested(name, maxJar)
	if errors.Is(err, archive.ErrNotFound) {
		return
	}
	var inner *archive.Archive
	if err == nil {
		inner, err = archive.Open(r, size)
	}
	if err != nil {
		c.problem(name, err)
		return
	}
	for _, rules := range inner.Names("META-INF/proguard/", "") {
		if !strings.HasSuffix(rules, "/") {
			c.rules(inner, rules)
		}
	}
	var buf bytes.Buffer
	for _, class := range inner.Names("", ".class") {
		c.inPackage(class)
		c.Classes = addClass(c.Classes, class)
		src, err := inner.ReadInto(&buf, class, maxClass)
		if err != nil || len(c.Pages) >= maxPages {
			c.problem(name+"!"+class, err)
			continue
		}
		c.Support = c.Support || bytes.Contains(src, []byte("android/support/"))
		c.AndroidX = c.AndroidX || bytes.Contains(src, []byte("androidx/"))
		if this, super,
			ok := classNames(src); ok && strings.Contains(path.Base(strings.ReplaceAll(super, ".", "/")), "Activity") {
			c.Pages[this] = super
		}
	}
}

// inPackage notes the package of a class by its path in a jar. Classes of a package
// stand together.
func (c *Contents) inPackage(class string) {
	name := strings.ReplaceAll(path.Dir(class), "/", ".")
	if n := len(c.Packages); n < maxPackages && (n == 0 || c.Packages[n-1] != name) &&
		!slices.Contains(c.Packages, name) {
		c.Packages = append(c.Packages, name)
	}
}
