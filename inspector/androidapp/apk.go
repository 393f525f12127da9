package androidapp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"loginscope/inspector/androidapp/aar"
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/dex"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/androidapp/xmltree"

	"loginscope/lang"
)

// apk is one APK between opening and joining.
type apk struct {
	name  string
	a     *archive.Archive
	root  *xmltree.Node
	table *res.Table
}

// maxContentDigest limits the file whose content digest is computed: reading
// and hashing all of a larger one would take longer than a check may.
const maxContentDigest = 512 << 20

func (o *opener) addAPK(ctx context.Context, name string, a *archive.Archive) error {
	x := &apk{name: name, a: a}
	src, err := a.Read("AndroidManifest.xml", res.MaxXML)
	if err != nil {
		return err
	}
	if x.root, err = readXML(src); err != nil {
		return fmt.Errorf("AndroidManifest.xml: %w", err)
	}
	o.found = true
	if o.app.Kind == facts.Files {
		o.app.Kind = facts.APK
	}
	o.readTable(x)
	o.readNative(name, a, "lib/")
	o.readDex(ctx, name, a)
	p := facts.Package{
		File:    name,
		Size:    a.Size,
		Signing: signing.Read(a, signing.Options{MaxContent: maxContentDigest, MinSDK: x.minSDK()}),
	}
	if s, ok := x.root.Attr("", "split"); ok {
		p.Split = s.Value
	}
	p.Problems = a.Problems
	o.app.Packages = append(o.app.Packages, p)
	o.apks = append(o.apks, x)
	return nil
}

// readXML reads binary XML, and text where a tool left it.
func readXML(src []byte) (*xmltree.Node, error) {
	text := bytes.TrimSpace(xmltree.UTF8(src))
	if !res.IsBinaryXML(src) && (len(text) == 0 || text[0] == '<' || utf8.Valid(text)) {
		return xmltree.Parse(src)
	}
	return res.ParseXML(src)
}

// minSDK is the oldest platform that the file installs on, 0 if the manifest
// hides it in a resource.
func (x *apk) minSDK() int {
	return manifest.Parse(x.root, "", nil).MinSDK.N
}

func (o *opener) readTable(x *apk) {
	src, err := x.a.Read("resources.arsc", res.MaxTable)
	if errors.Is(err, archive.ErrNotFound) {
		return
	}
	if err == nil {
		x.table, err = res.ParseTable(src)
	}
	o.unread(x.name+"!resources.arsc", err)
}

const maxNative = 2000

func (o *opener) readNative(name string, a *archive.Archive, prefix string) {
	for _, lib := range a.Names(prefix, ".so") {
		abi := path.Base(path.Dir(lib))
		if len(o.app.Native) < maxNative && strings.Count(lib, "/") == strings.Count(prefix, "/")+1 {
			o.app.Native = append(o.app.Native,
				facts.Native{ABI: abi, Name: path.Base(lib), File: name, Align: aar.Alignment(a, lib)})
		}
	}
}

var dexName = regexp.MustCompile(`(^|/)classes[0-9]*\.dex$`)

// readDex scans every dex file, one in memory at a time.
func (o *opener) readDex(ctx context.Context, name string, a *archive.Archive) {
	for _, e := range a.Names("", ".dex") {
		if !dexName.MatchString(e) || ctx.Err() != nil {
			continue
		}
		src, err := a.ReadInto(&o.dex, e, dex.MaxSize)
		if err == nil {
			err = o.app.Dex.Scan(src)
		}
		o.unread(name+"!"+e, err)
	}
}

// bases are the APKs that are not splits: one, or several builds of an app.
func (o *opener) bases() []*apk {
	var out []*apk
	for _, x := range o.apks {
		if !x.split() {
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		out = o.apks[:1]
	}
	return oneOfASet(out)
}

// oneOfASet keeps the first of the bases that one archive holds for the same
// package: bundletool's .apks has one for each group of phones, of the same app.
func oneOfASet(bases []*apk) []*apk {
	var out []*apk
	seen := map[string]bool{}
	for _, x := range bases {
		set, _, nested := strings.Cut(x.name, "!")
		m := manifest.Parse(x.root, "", nil)
		key := set + "\x00" + m.Package + "\x00" + strconv.FormatBool(m.Application.Debuggable.Is)
		if nested && seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, x)
	}
	return out
}

func (x *apk) split() bool {
	_, split := x.root.Attr("", "split")
	return split
}

// finishAPKs reads the manifests with the resources of all splits at hand,
// since a value may be hidden in any of them. Of several builds, the first
// debuggable and the first other one are judged; the signatures of all are.
func (o *opener) finishAPKs() {
	all := o.apks
	bases := o.bases()
	if len(bases) < len(all) {
		o.app.Kind = facts.Splits
	}
	for _, base := range bases {
		o.apks = []*apk{base}
		for _, x := range all {
			if x != base && x.split() {
				o.apks = append(o.apks, x)
			}
		}
		m, compiled := o.baseManifest(base)
		config, debug := o.compiledNSC(m, compiled)
		if len(bases) == 1 {
			o.addViews(m, config, debug)
			break
		}
		o.addBuild(m, config, debug)
	}
	o.apks = all
}

func (o *opener) baseManifest(base *apk) (*manifest.Manifest, *tables) {
	compiled := &tables{}
	for _, x := range o.apks {
		if x.table != nil {
			compiled.list = append(compiled.list, x.table)
		}
	}
	m := manifest.Parse(base.root, base.name+"!AndroidManifest.xml", compiled)
	for _, x := range o.apks {
		if x != base {
			more := manifest.Parse(x.root, x.name+"!AndroidManifest.xml", compiled)
			m.Activities = append(m.Activities, more.Activities...)
			m.Permissions = append(m.Permissions, more.Permissions...)
		}
	}
	return m, compiled
}

// addBuild adds one build of several, in its own view.
func (o *opener) addBuild(m *manifest.Manifest, n facts.NSC, debug *nsc.Config) {
	v := facts.Release
	if m.Application.Debuggable.Is {
		v = facts.Debug
	}
	if o.app.Build(v) != nil {
		o.unread(m.File, fmt.Errorf("a second %s build; only its signature is judged", v))
		return
	}
	o.app.Builds = append(o.app.Builds, view(v, m, n, debug))
}

// compiledNSC finds the configuration behind the manifest's reference, and the
// "_debug" resource beside it.
func (o *opener) compiledNSC(m *manifest.Manifest, compiled *tables) (n facts.NSC, debug *nsc.Config) {
	if !m.Application.NSC.Set {
		return n, nil
	}
	attr := m.Application.NSCAttr
	n.Referenced, n.Reference = true, m.Application.NSC.Text
	name := compiled.Name(attr)
	if name != "" {
		n.Reference = "@" + name
	}
	found := compiled.Resolve(attr)
	if len(found) == 0 {
		n.Fail(lang.Both("no resource table holds "+n.Reference, "资源表中没有 "+n.Reference))
		return n, nil
	}
	for i, v := range found {
		c, err := o.readNSC(v.Value.Str, compiled)
		switch {
		case err != nil && i == 0:
			n.Error, n.Said = err.Error(), describe(err)
		case err != nil:
			o.unread(v.Value.Str, err)
		case i == 0:
			c.Qualifier = v.Config
			n.Config = c
		default:
			c.Qualifier = v.Config
			n.Others = append(n.Others, *c)
		}
	}
	if more := compiled.byName(name + "_debug"); len(more) > 0 {
		if c, err := o.readNSC(more[0].Value.Str, compiled); err == nil {
			debug = c.Config
		}
	}
	return n, debug
}

// readNSC reads a configuration from whichever APK holds the entry.
func (o *opener) readNSC(entry string, compiled *tables) (*facts.Config, error) {
	for _, x := range o.apks {
		if _, ok := x.a.Lookup(entry); !ok {
			continue
		}
		src, err := x.a.Read(entry, res.MaxXML)
		if err != nil {
			return nil, err
		}
		root, err := readXML(src)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry, err)
		}
		compiled.spell(root)
		return &facts.Config{File: x.name + "!" + entry, Config: nsc.Parse(root), Decompiled: xmltree.Format(root)}, nil
	}
	return nil, fmt.Errorf("no archive holds %q: %w", entry, archive.ErrNotFound)
}

// addViews adds the build at hand and the view "the same, built the other way".
func (o *opener) addViews(m *manifest.Manifest, n facts.NSC, debug *nsc.Config) {
	for _, v := range []facts.Variant{facts.Debug, facts.Release} {
		o.app.Builds = append(o.app.Builds, view(v, m, n, debug))
	}
}

func view(v facts.Variant, m *manifest.Manifest, n facts.NSC, debug *nsc.Config) facts.Build {
	debuggable := v == facts.Debug
	target := m.TargetSDK.N
	if target == 0 && !m.TargetSDK.Set {
		target = max(1, m.MinSDK.N)
	}
	b := facts.Build{
		Variant: v, Actual: debuggable == m.Application.Debuggable.Is, Manifest: m, NSC: n,
		TargetSDK: target, MinSDK: max(1, m.MinSDK.N),
	}
	worstFirst(&b, debuggable, debug)
	b.Policy = policy(b, debuggable, debug)
	return b
}

// policy sets a build's network policy up.
func policy(b facts.Build, debuggable bool, debug *nsc.Config) *nsc.Policy {
	app := nsc.App{TargetSDK: b.TargetSDK, Debuggable: debuggable, DebugConfig: debug}
	if app.TargetSDK == 0 {
		app.TargetSDK = facts.AssumedTarget
	}
	if b.Manifest != nil {
		app.UsesCleartext = b.Manifest.Application.UsesCleartext.Pointer()
	}
	if b.NSC.Config != nil {
		app.Config = b.NSC.Config.Config
	} else if b.NSC.Referenced {
		// The platform cannot fall back: a referenced configuration that is not
		// there leaves the defaults of a file that says nothing.
		app.Config = &nsc.Config{}
	}
	return nsc.NewPolicy(app)
}
