package gradle_test

import "testing"

// TestSwitch follows the branches of Groovy's switch: one that is not run sets nothing, one
// without break runs on, and a value that is not known leaves the level open.
func TestSwitch(t *testing.T) {
	for _, c := range []struct{ name, code, want string }{
		{"known", "switch ('a') {\ncase 'a': targetSdk 30; break\ncase 'b': targetSdk 31; break\n}", "30"},
		{"second", "switch ('b') {\ncase 'a':\n targetSdk 30\n break\ncase 'b':\n targetSdk 31\n break\n}", "31"},
		{"default", "switch ('c') {\ncase 'a': targetSdk 30; break\ndefault: targetSdk 31\n}", "31"},
		{"default first", "switch ('a') {\ndefault: targetSdk 31; break\ncase 'a': targetSdk 30; break\n}", "30"},
		{"none", "switch ('c') {\ncase 'a': targetSdk 30; break\n}", "34"},
		{"falls through", "switch ('a') {\ncase 'a': targetSdk 30\ncase 'b': targetSdk 31; break\ncase 'c': targetSdk 32\n}",
			"31"},
		{"several", "switch ('b') {\ncase 'a':\ncase 'b': targetSdk 30; break\ndefault: targetSdk 31\n}", "30"},
		{"list", "switch ('b') {\ncase ['a', 'b']: targetSdk 30; break\ndefault: targetSdk 31\n}", "30"},
		{"pattern", "switch ('beta') {\ncase ~/b.*/: targetSdk 30; break\ndefault: targetSdk 31\n}", "30"},
		{"range", "switch (2) {\ncase 1..3: targetSdk 30; break\ndefault: targetSdk 31\n}", "30"},
		{"class", "switch ('x') {\ncase String: targetSdk 30; break\ndefault: targetSdk 31\n}", ""},
		{"closure", "switch ('x') {\ncase { it == 'x' }: targetSdk 30; break\ndefault: targetSdk 31\n}", "30"},
		{"unknown", "switch (System.getenv('X')) {\ncase 'a': targetSdk 30; break\n}", ""},
		{"unknown in a list", "[1].each { switch (System.getenv('X')) {\ncase 'a': targetSdk 30; break\n} }", ""},
		{"braces", "switch ('b') {\ncase 'a': { targetSdk 30; break }\ncase 'b': { targetSdk 31; break }\n}", "31"},
		{"in a function", "def f(x) { switch (x) {\ncase 'a': return 30\ndefault: return 31\n} }\ntargetSdk f('a')", "30"},
		{"if inside", "switch ('a') {\ncase 'a': if (true) { targetSdk 30 }\n break\ncase 'b': targetSdk 31\n}", "30"},
		{"value", "targetSdk(switch ('b') {\ncase 'a' -> 30\ncase 'b' -> 31\ndefault -> 32\n})", "31"},
		{"arrows", "switch ('b') {\ncase 'a' -> targetSdk 30\ncase 'b' -> { targetSdk 31 }\n}", "31"},
		{"return in if", "def f() { if (System.getenv('X')) { return 30 }\n 31 }\ntargetSdk f()", ""},
		{"return after if", "def f(d) { if (System.getenv('X')) { return }\n d.targetSdk 30 }\nf(delegate)\n", ""},
		{"after", "switch ('a') {\ncase 'a': break\n}\ntargetSdk 33", "33"},
		{"break in if", "switch ('a') {\ncase 'a':\n if (System.getenv('X')) { break }\n targetSdk 30\n}\n", ""},
	} {
		p, _ := release(t, app+"android { defaultConfig { minSdk 21\n targetSdk 34\n"+c.code+"\n} }\n")
		if p.TargetSDK.Value != c.want || len(p.Notes) > 0 {
			t.Errorf("%s: target %+v, want %q; notes %+v", c.name, p.TargetSDK, c.want, p.Notes)
		}
	}
}

// TestTyped reads declarations of arrays and of several names at once, and Kotlin's typealias.
func TestTyped(t *testing.T) {
	for _, line := range []string{
		"byte[] x = [1, 2]", "String[] names = ['a', 'b'] as String[]", "int[][] grid = [[1], [2]]", "def a, b\n(a, b) = [1, 2]",
		"int[] n = new int[3]", "List<String>[] l = []",
	} {
		p, _ := release(t, app+"android { defaultConfig { minSdk 21\n targetSdk 34 } }\n"+line+"\n")
		if p.TargetSDK.Value != "34" || len(p.Notes) > 0 {
			t.Errorf("%s: target %+v, notes %+v", line, p.TargetSDK, p.Notes)
		}
	}
	p, _ := release(t, app+"def (level, low) = [34, 21]\ndef a, b\n(a, b) = [30, 20]\n"+
		"String[] s = ['x', '33']\nandroid { defaultConfig { minSdk b\n targetSdk a } \n compileSdk s[1] as int }\n")
	if p.TargetSDK.Value != "30" || p.MinSDK.Value != "20" || p.CompileSDK.Value != "33" {
		t.Errorf("%+v %+v %+v", p.TargetSDK, p.MinSDK, p.CompileSDK)
	}
	p, _ = release(t, "-- settings.gradle --\ninclude ':app'\n-- app/build.gradle.kts --\ntypealias Level = Int\nprivate typealias F = (String) -> Unit\n"+
		"plugins { id(\"com.android.application\") }\nandroid { defaultConfig { minSdk = 21\n targetSdk = 34 } }\n")
	if p.TargetSDK.Value != "34" || len(p.Notes) > 0 {
		t.Errorf("typealias: %+v %+v", p.TargetSDK, p.Notes)
	}
}

// TestUnknownTree takes no file for a dependency where the folder of a tree is not known.
func TestUnknownTree(t *testing.T) {
	for _, line := range []string{
		"implementation fileTree(dir: System.getenv('LIBS'), include: ['*.aar'])",
		"implementation fileTree(System.getenv('LIBS'))",
		"implementation fileTree(System.getenv('LIBS')) { include '*.aar' }",
		"implementation fileTree(dir: \"${System.getenv('LIBS')}/x\", include: '*.aar')",
	} {
		p, _ := release(t, app+"dependencies { "+line+" }\n-- app/old/x.aar --\n\n-- app/x.aar --\n\n")
		if p.Depends("app/old/x.aar") || p.Depends("app/x.aar") || p.Incomplete().Empty() {
			t.Errorf("%s: %+v, %v", line, p.Dependencies, p.Incomplete())
		}
	}
}
