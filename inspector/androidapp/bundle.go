package androidapp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/facts"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/signing"
	"loginscope/inspector/androidapp/xmltree"

	"loginscope/lang"
)

// addBundle reads the base module of an app bundle (.aab), whose XML and
// resources are protocol buffers.
func (o *opener) addBundle(ctx context.Context, name string, a *archive.Archive) error {
	src, err := a.Read("base/manifest/AndroidManifest.xml", res.MaxXML)
	if err != nil {
		return err
	}
	root, err := res.ParseProtoXML(src)
	if err != nil {
		return fmt.Errorf("base/manifest/AndroidManifest.xml: %w", err)
	}
	o.found, o.app.Kind = true, facts.Bundle
	compiled := &tables{}
	if src, err := a.Read("base/resources.pb", res.MaxTable); !errors.Is(err, archive.ErrNotFound) {
		if err == nil {
			compiled.named, err = res.ParseProtoTable(src)
		}
		o.unread(name+"!base/resources.pb", err)
	}
	o.readNative(name, a, "base/lib/")
	o.readDex(ctx, name, a)
	// A bundle is signed as a JAR with the upload key; the store signs the APKs.
	o.app.Packages = append(o.app.Packages, facts.Package{
		File: name, Size: a.Size, Signing: signing.Read(a, signing.Options{}), Problems: a.Problems,
	})
	m := manifest.Parse(root, name+"!base/manifest/AndroidManifest.xml", compiled)
	n, debug := bundleNSC(a, name, m, compiled)
	o.addViews(m, n, debug)
	return nil
}

func bundleNSC(a *archive.Archive, name string, m *manifest.Manifest, compiled *tables) (n facts.NSC,
	debug *nsc.Config) {
	if !m.Application.NSC.Set {
		return n, nil
	}
	n.Referenced, n.Reference = true, m.Application.NSC.Text
	paths := []string{"res/" + strings.TrimPrefix(n.Reference, "@") + ".xml"}
	for _, v := range compiled.Resolve(m.Application.NSCAttr) {
		paths = append(paths, v.Value.Str)
	}
	for _, p := range paths {
		c, err := bundleConfig(a, name, p)
		if err != nil {
			n.Error, n.Said = err.Error(), describe(err)
			continue
		}
		n.Config, n.Error, n.Said = c, "", lang.Text{}
		break
	}
	if n.Config != nil {
		if c, err := bundleConfig(a, name, strings.TrimSuffix(paths[0], ".xml")+"_debug.xml"); err == nil {
			debug = c.Config
		}
	}
	return n, debug
}

func bundleConfig(a *archive.Archive, name, entry string) (*facts.Config, error) {
	src, err := a.Read("base/"+entry, res.MaxXML)
	if err != nil {
		return nil, err
	}
	root, err := res.ParseProtoXML(src)
	if err != nil {
		return nil, fmt.Errorf("base/%s: %w", entry, err)
	}
	return &facts.Config{File: name + "!base/" + entry, Config: nsc.Parse(root), Decompiled: xmltree.Format(root)}, nil
}
