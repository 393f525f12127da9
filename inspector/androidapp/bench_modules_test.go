package androidapp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/inspector/androidapp"
)

// BenchmarkModules checks a build of many modules with flavours, which name each other by
// accessors. The allocations for each module stay the same however many there are.
func BenchmarkModules(b *testing.B) {
	for _, n := range []int{40, 80, 160} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			modules(b, dir, n)
			b.ReportAllocs()
			for b.Loop() {
				app, err := androidapp.Open(b.Context(), androidapp.Input{Name: dir, FS: os.DirFS(dir)})
				if err != nil {
					b.Fatal(err)
				}
				androidapp.Check(app, androidapp.Options{})
			}
			allocs := testing.AllocsPerRun(1, func() {
				if _, err := androidapp.Open(b.Context(), androidapp.Input{Name: dir, FS: os.DirFS(dir)}); err != nil {
					b.Fatal(err)
				}
			})
			b.ReportMetric(allocs/float64(n), "allocs/module")
		})
	}
}

// modules writes a build of an app with four flavours and n libraries, each of which
// depends on the six before it and has values in three languages.
func modules(t testing.TB, dir string, n int) {
	t.Helper()
	var settings, app strings.Builder
	settings.WriteString("include(\":app\")\n")
	for i := range n {
		name := fmt.Sprintf("feature-part%d", i)
		fmt.Fprintf(&settings, "include(\":%s\")\n", name)
		fmt.Fprintf(&app, "  implementation(projects.featurePart%d)\n", i)
		var lines strings.Builder
		for j := max(0, i-6); j < i; j++ {
			fmt.Fprintf(&lines, "  api(projects.featurePart%d)\n", j)
		}
		write(t, filepath.Join(dir, name, "build.gradle.kts"), "plugins { id(\"com.android.library\") }\n"+
			"android { namespace = \"com.example.p"+fmt.Sprint(i)+"\"; compileSdk = 35 }\ndependencies {\n"+
			lines.String()+"}\n")
		for _, folder := range []string{"values", "values-zh", "values-de"} {
			write(t, filepath.Join(dir, name, "src/main/res", folder, "strings.xml"),
				"<resources>"+strings.Repeat("\n", 20)+fmt.Sprintf("<string name=\"s%d\">text</string></resources>", i))
		}
	}
	write(t, filepath.Join(dir, "settings.gradle.kts"), settings.String())
	write(t, filepath.Join(dir, "app/src/main/AndroidManifest.xml"), probe(34, "none", "").manifest)
	write(t, filepath.Join(dir, "app/build.gradle.kts"), `plugins { id("com.android.application") }
android {
  namespace = "com.example.app"
  compileSdk = 35
  defaultConfig { minSdk = 24; targetSdk = 35 }
  flavorDimensions += "store"
  productFlavors { create("a"); create("b"); create("c"); create("d") }
}
dependencies {
`+app.String()+"}\n")
}
