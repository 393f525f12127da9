package gradle_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle"
)

// TestNativeExcludes reads what a packaging block leaves out, and its patterns as the
// build tools do.
func TestNativeExcludes(t *testing.T) {
	const variant = "androidComponents { onVariants(selector().withBuildType('release')) { v -> " +
		"v.packaging.jniLibs.excludes.add('**/*x.so') } }"
	for own, want := range map[string]int{
		"": 0,
		"android { packagingOptions { exclude 'lib/*/libx.so' } }":                          1,
		"android { packagingOptions { exclude '/lib/arm64-v8a/*.so' } }":                    1,
		"android { packaging { jniLibs { excludes += ['**/*x.so', 'lib/mips/**'] } } }":     1,
		"android { packaging { jniLibs.excludes.add('**/lib{x,y}.so') } }":                  1,
		"android { packaging { jniLibs { excludes.addAll('lib/x86/**', '**/libx.so') } } }": 1,
		"android { packagingOptions.jniLibs.excludes = ['**/libx.so'] }":                    1,
		variant: 1,
		"android { packaging { resources { excludes += '**/*.so' } } }":                     0,
		"android { packaging { jniLibs { pickFirsts += '**/libx.so' } } }":                  0,
		"android { packagingOptions { exclude 'META-INF/LICENSE'\n exclude 'libx.so' } }":   0,
		"android { packaging { jniLibs { excludes += '**/libx.so'\n excludes = ['a'] } } }": 0,
	} {
		p, _ := release(t, lowered(own))
		got := 0
		for _, s := range p.NativeExcludes {
			if s.Packs("arm64-v8a", "libx.so") {
				got++
			}
		}
		if got != want {
			t.Errorf("%s: got %d, want %d: %v", own, got, want, p.NativeExcludes)
		}
	}
}

// TestUnknownExclude keeps a pattern that is not known as such.
func TestUnknownExclude(t *testing.T) {
	p, _ := release(t, lowered("android { packaging { jniLibs { excludes += System.getenv('X') } } }"))
	if len(p.NativeExcludes) != 1 || p.NativeExcludes[0].Unresolved.Empty() {
		t.Errorf("got %v", p.NativeExcludes)
	}
	var none gradle.Setting
	if none.Packs("x86", "libx.so") {
		t.Error("nothing takes a library")
	}
}
