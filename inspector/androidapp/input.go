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

	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/dex"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/res"
	"loginscope/lang"
	"loginscope/problem"
)

// Input is one file or folder to check.
type Input struct {
	// Name is shown in results and distinguishes single files by their base name.
	Name string
	// Content and Size are set for a file.
	Content io.ReaderAt
	Size    int64
	// FS is set for a folder.
	FS fs.FS
	// Path is the folder's absolute path with slashes, "" if it is not known. It is not
	// read: by it a sentence can name the folder above that has to be checked.
	Path string
}

// ErrNothing says that no input was of a kind that can be checked.
var ErrNothing = problem.New(
	"nothing to check: expected an APK, AAB, aar, project folder, AndroidManifest.xml, network_security_config.xml, "+
		"build.gradle, gradle.properties or keep rules",
	lang.Text{},
	lang.Both(
		"It is neither an app nor any of the files of an Android project that are checked.",
		"它不是应用安装包，也不是可检查的 Android 项目文件。",
	),
	lang.Both("Give an APK, an AAB, a project folder, AndroidManifest.xml, network_security_config.xml, "+
		"build.gradle, gradle.properties, keep rules or an aar.",
		"请指定 APK、AAB、项目目录、AndroidManifest.xml、network_security_config.xml、build.gradle、gradle.properties、混淆规则或 aar。"))

// Open reads the inputs as one app. Parts that cannot be read are listed in the
// app's Unread; Open fails only when nothing could be read at all, or when ctx
// ends. Its memory stays below 256 MB whatever the inputs.
func Open(ctx context.Context, inputs ...Input) (*facts.App, error) {
	return OpenChoice(ctx, Choice{}, inputs...)
}

// Choice limits a project to one of its apps and to one of that app's builds.
type Choice struct {
	// Module is a module's path (":app"), name ("app") or folder; "" for every
	// application module.
	Module string
	// Variant is Gradle's name of a build ("huaweiProdRelease"); "" for all.
	Variant string
}

// ErrChoice says that a Choice matches nothing in the project.
var ErrChoice = errors.New("no such part of the project")

// OpenChoice is Open for a part of a project. Its error is an ErrChoice that
// lists what there is, when the choice matches nothing.
func OpenChoice(ctx context.Context, choice Choice, inputs ...Input) (*facts.App, error) {
	o := &opener{app: &facts.App{Kind: facts.Files}, files: newFolder(), choice: choice}
	var errs []error
	for _, in := range inputs {
		if o.app.Name == "" {
			o.app.Name = in.Name
		}
		if err := o.add(ctx, in); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", in.Name, err))
			o.unread(in.Name, err)
		}
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("open %q: %w", in.Name, err)
		}
	}
	if !o.found {
		if len(errs) == 0 {
			errs = append(errs, ErrNothing)
		}
		return nil, errors.Join(errs...)
	}
	if err := o.finish(); err != nil {
		return nil, err
	}
	return o.app, ctx.Err()
}

type opener struct {
	app     *facts.App
	found   bool
	apks    []*apk
	files   *folder
	sources int
	packed  packed
	choice  Choice
	// maxWalk is smaller than the constant in tests; 0 for the constant.
	maxWalk int
	dex     bytes.Buffer // one dex file after the other
	parts   map[string]keptPart
	kept    int                      // resources in parts
	sets    map[string][]res.Problem // of source sets, by their folders
}

func (o *opener) unread(part string, err error) {
	if err != nil && len(o.app.Unread) < 100 {
		o.app.Unread = append(o.app.Unread, unreadPart(part, err))
	}
}

func (o *opener) add(ctx context.Context, in Input) error {
	if in.FS != nil {
		return o.addFolder(ctx, in)
	}
	switch strings.ToLower(path.Ext(in.Name)) {
	case ".aar", ".arr":
		return o.addAar(in.Name, in.Content, in.Size)
	}
	magic := make([]byte, 4)
	if _, err := in.Content.ReadAt(magic, 0); err != nil && err != io.EOF {
		return fmt.Errorf("read: %w", err)
	}
	if string(magic) == "PK\x03\x04" || isArchiveName(in.Name) {
		return o.addArchive(ctx, in.Name, in.Content, in.Size)
	}
	return o.addSingle(in)
}

func isArchiveName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".apk", ".aab", ".apks", ".xapk", ".apkm", ".zip":
		return true
	}
	return false
}

// addArchive distinguishes an APK, a bundle and a set of splits by their content.
func (o *opener) addArchive(ctx context.Context, name string, r io.ReaderAt, size int64) error {
	a, err := archive.Open(r, size)
	if err != nil {
		return err
	}
	if _, ok := a.Lookup("AndroidManifest.xml"); ok {
		return o.addAPK(ctx, name, a)
	}
	if _, ok := a.Lookup("base/manifest/AndroidManifest.xml"); ok {
		return o.addBundle(ctx, name, a)
	}
	if inner := a.Names("", ".apk"); len(inner) > 0 {
		return o.addSplits(ctx, name, a, inner)
	}
	return fmt.Errorf("archive has no AndroidManifest.xml: %w", ErrNothing)
}

const (
	maxSplits    = 40
	maxSplitSize = 96 << 20
)

// addSplits reads the APKs inside an archive. A stored one, the usual case, is
// read in place; a deflated one is inflated if it is small enough.
func (o *opener) addSplits(ctx context.Context, name string, a *archive.Archive, inner []string) error {
	var errs []error
	for i, n := range inner {
		if i == maxSplits {
			errs = append(errs, fmt.Errorf("more than %d splits", maxSplits))
			break
		}
		r, size, err := a.Nested(n, maxSplitSize)
		if err == nil {
			err = o.addArchive(ctx, name+"!"+n, r, size)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("split %q: %w", n, err))
		}
	}
	if o.found {
		o.app.Kind = facts.Splits
		for _, err := range errs {
			o.unread(name, err)
		}
		return nil
	}
	return errors.Join(errs...)
}

// finish joins what the inputs gave.
func (o *opener) finish() error {
	o.app.Code.Finish()
	if len(o.apks) > 0 {
		o.finishAPKs()
	} else if len(o.app.Aars) > 0 && len(o.files.names) == 0 && o.files.fsys == nil {
		o.app.Kind = facts.Library
		markUsed(o.app, nil)
	} else if o.app.Kind == facts.Files || o.app.Kind == facts.Project {
		if err := o.finishFiles(); err != nil {
			return err
		}
	}
	for _, app := range o.app.All() {
		app.Code.Close()
		for i := range app.Flavors {
			one := app.Of(app.Flavors[i])
			versions(one)
			o.presence(one)
			app.Flavors[i].SDK = one.SDK
		}
		versions(app)
		o.presence(app)
	}
	o.loginFirst()
	return nil
}

// loginFirst puts an app with the login before those without, so that the first one
// of a folder stands for all, in whatever order the builds have them.
func (o *opener) loginFirst() {
	all := o.app.All()
	i := slices.IndexFunc(all, func(a *facts.App) bool { return !a.SDK.Absent() })
	if i < 0 {
		i = slices.IndexFunc(all, func(a *facts.App) bool { return !a.SDK.NoLogin() })
	}
	if i <= 0 {
		return
	}
	first := all[i]
	o.app.Others, first.Others = nil, slices.Delete(all, i, i+1)
	o.app = first
}

// versions gathers the SDKs' versions from every file that names them.
func versions(app *facts.App) {
	sdk := &app.SDK
	seen := map[facts.Version]bool{}
	note := func(list *[]facts.Version, version, where string) {
		v := facts.Version{Version: version, Where: where}
		if version != "" && !seen[v] {
			seen[v] = true
			*list = append(*list, v)
		}
	}
	bundles := map[string]string{}
	for _, a := range app.Aars {
		if bundled(a) {
			bundles[a.File] = a.Version
		}
	}
	for _, n := range app.Native {
		if v, ok := dex.AlibabaVersion(n.Name); ok && (bundles[n.File] == "" || bundles[n.File] != v) {
			note(&sdk.Alibaba, v, n.File+"!"+n.Name)
		}
	}
	for _, v := range app.Dex.Versions["alibaba"] {
		note(&sdk.Alibaba, v, "dex")
	}
	for _, a := range app.Aars {
		switch {
		case !a.Used:
		case a.Alibaba():
			if bundles[a.File] == "" {
				note(&sdk.Alibaba, a.Version, a.File)
			}
			sdk.Present = true
		default:
			note(sdkList(sdk, a.Name), a.Version, a.File)
		}
	}
	if p := app.Project; p != nil {
		for _, d := range p.Dependencies {
			note(sdkList(sdk, d.Name), d.Version, fmt.Sprintf("%s:%d", d.File, d.Line))
		}
	}
	sdk.Present = sdk.Present || app.Dex.Has(dex.MarkAlibaba) || len(sdk.Alibaba) > 0
	sdk.JPush = sdk.JPush || app.Dex.Has(dex.MarkJPush)
}

// bundled reports whether an aar holds the SDK under another name and with a version of
// its own, as Alibaba's fusion SDK does: a native library that is not of the file's own
// version has that of the SDK.
func bundled(a facts.Aar) bool {
	return a.Alibaba() && !facts.AlibabaArtifact(a.Name) && slices.ContainsFunc(a.Native, func(n facts.Native) bool {
		v, ok := dex.AlibabaVersion(n.Name)
		return ok && v != a.Version
	})
}

// sdkList is where the version of an artifact belongs; other artifacts go to a
// list that nobody reads.
func sdkList(s *facts.SDK, name string) *[]facts.Version {
	switch {
	case facts.AlibabaArtifact(name):
		return &s.Alibaba
	case strings.HasPrefix(strings.ToLower(name), "authncenter"):
		return &s.IDaaS
	}
	return &[]facts.Version{}
}
