// Package androidapp checks an Android app for the one-click login: an APK, a
// split set, an app bundle, a project folder or single files of one.
//
//	app, err := androidapp.Open(ctx, androidapp.Input{Name: "app.apk", Size: n, Content: f})
//	report := androidapp.Check(app, androidapp.Options{Now: time.Now()})
//
// Open reads, Check judges, and neither touches a file system, a network or a
// clock of its own: files come in as io.ReaderAt or fs.FS, time as a value.
// Every reader below is bounded in memory; a hostile or broken file ends in an
// error that names the part, never in a panic or an exhausted machine.
//
// The parts: archive (zip), aar, res (resources, compiled and as source), xmltree
// (every XML document), signing, dex, manifest, nsc (the platform's network rules),
// gradle, merger (manifests of a project) and source (its Java and Kotlin) are
// readers; facts is what was read; lint judges it;
// accept sets results aside; merge is the --fix; live compares app and capture;
// render writes SARIF, JUnit and Markdown.
package androidapp
