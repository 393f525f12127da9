package gradle

import (
	"path"
)

// kotlinLayout moves a source set of Android to where Kotlin's multiplatform plug-in has it
// from 1.9.0 on: src/main is src/androidMain, src/debug is src/androidDebug. Resources of
// the old folder still count; a manifest there counts where the new one has none. See
// https://kotlinlang.org/docs/multiplatform/multiplatform-android-layout.html.
func (m *Module) kotlinLayout(s *SourceSet) {
	if !m.multiplatform() {
		return
	}
	dir := path.Join(m.Dir, "src", "android"+title(s.Name))
	if f := path.Join(dir, "AndroidManifest.xml"); m.b.files.Has(f) {
		s.Manifest = f
	}
	s.Res = append(s.Res, path.Join(dir, "res"))
}

// multiplatform reports a module whose Android part Kotlin's multiplatform plug-in builds
// in the new layout. Where the old one was asked for, the new folders do not count.
func (m *Module) multiplatform() bool {
	if !m.env.plugins["org.jetbrains.kotlin.multiplatform"] && !m.env.plugins["kotlin-multiplatform"] {
		return false
	}
	return m.b.props["kotlin.mpp.androidSourceSetLayoutVersion"] != "1"
}
