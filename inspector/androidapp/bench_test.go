package androidapp_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"

	"loginscope/inspector/androidapp"
)

// bigAPK signs an APK of about 100 MB: ten dex files of 9 MB with a hundred
// thousand strings each, and libraries that do not compress.
func bigAPK(b *testing.B) string {
	b.Helper()
	s := probe(34, "rich", "all")
	s.extra = map[string][]byte{}
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range 10 {
		name := "classes.dex"
		if i > 0 {
			name = fmt.Sprintf("classes%d.dex", i+1)
		}
		s.extra[name] = syntheticDex(rnd, 9<<20)
	}
	for _, abi := range []string{"arm64-v8a", "armeabi-v7a"} {
		s.extra["lib/"+abi+"/libbig.so"] = noise(rnd, 28<<20)
		s.extra["lib/"+abi+"/libpns-2.13.3-LogOnlineStandardCuumRelease_alijtca_plus.so"] = noise(rnd, 1<<20)
	}
	return build(b, s)[0]
}

func noise(rnd *rand.Rand, n int) []byte {
	out := make([]byte, 0, n+8)
	for len(out) < n {
		out = binary.LittleEndian.AppendUint64(out, rnd.Uint64())
	}
	return out[:n]
}

// syntheticDex has a real header and string table; the rest is noise that
// compresses by about half, as code does.
func syntheticDex(rnd *rand.Rand, size int) []byte {
	const count = 100_000
	out := make([]byte, 112+4*count, size)
	copy(out, "dex\n035\x00")
	binary.LittleEndian.PutUint32(out[56:], count)
	binary.LittleEndian.PutUint32(out[60:], 112)
	for i := range count {
		binary.LittleEndian.PutUint32(out[112+4*i:], uint32(len(out)))
		s := fmt.Sprintf("Lcom/example/feature%d/Class%x;", i%500, rnd.Uint32())
		out = append(binary.AppendUvarint(out, uint64(len(s))), s...)
		out = append(out, 0)
	}
	for len(out)+8 <= size {
		out = binary.LittleEndian.AppendUint64(out, rnd.Uint64()&0x00ff00ff0fff00ff)
	}
	return out[:size]
}

// BenchmarkHundredMegabytes checks a signed APK of 100 MB and, in the same run,
// times "aapt dump badging" plus "apksigner verify" on the same file. The heap's
// highest value is reported beside the time. Run it with -benchtime=5x.
func BenchmarkHundredMegabytes(b *testing.B) {
	path := bigAPK(b)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	run(b, "aapt", "dump", "badging", path)
	run(b, "apksigner", "verify", "--print-certs", "--max-sdk-version", "29", path)
	tools := time.Since(start)
	debug.FreeOSMemory() // what building the file left behind does not count
	peak := watchHeap(b)
	time.Sleep(10 * time.Millisecond)
	before := peak() // what the test itself holds
	for b.Loop() {
		app := openApp(b, path)
		r := androidapp.Check(app, androidapp.Options{Now: today})
		if app.Dex.Files != 10 || app.SDK.AlibabaVersion() != "2.13.3" || len(r.Results) < 30 ||
			app.Packages[0].Signing.Content != "intact" {
			b.Fatalf("%d dex files, SDK %q, %d results, content %q", app.Dex.Files, app.SDK.AlibabaVersion(),
				len(r.Results), app.Packages[0].Signing.Content)
		}
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB-file")
	b.ReportMetric(float64(peak()-before)/(1<<20), "MiB-heap")
	b.ReportMetric(tools.Seconds(), "s-tools")
}

// BenchmarkProject checks a folder of a thousand sources.
func BenchmarkProject(b *testing.B) {
	dir := b.TempDir()
	write(b, filepath.Join(dir, "app/src/main/AndroidManifest.xml"), probe(34, "none", "").manifest)
	write(b, filepath.Join(dir, "app/build.gradle"),
		"apply plugin: 'com.android.application'\nandroid { defaultConfig { targetSdk 34 } }\n")
	for i := range 1000 {
		write(b, filepath.Join(dir, fmt.Sprintf("app/src/main/java/p%d/C%d.java", i%50, i)),
			string(bytes.Repeat([]byte("// line of a source\nint f() { return 1; }\n"), 100)))
	}
	for b.Loop() {
		app, err := androidapp.Open(b.Context(), androidapp.Input{Name: dir, FS: os.DirFS(dir)})
		if err != nil {
			b.Fatal(err)
		}
		androidapp.Check(app, androidapp.Options{})
	}
}
