package source_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/source"
)

// call wants one isCheckSSL call with that argument; arg "none" wants none.
type call struct {
	name, file, src, arg string
	debug                bool
}

var calls = []call{
	{"plain", "A.java", `class A { void f() { b.isCheckSSL(false).build(); } }`, "false", false},
	{"over lines", "A.java", "class A { void f() { b.isCheckSSL(\n   false\n  ); } }", "false", false},
	{"blank before the parenthesis", "A.java", "class A { void f() { b.isCheckSSL\n(true); } }", "true", false},
	{"line comment", "A.java", "class A { // b.isCheckSSL(false)\n}", "none", false},
	{"block comment", "A.java", "class A { /* b.isCheckSSL(false) */ }", "none", false},
	{"comment inside the call", "A.java", "class A { void f() { b.isCheckSSL(/* true */ false); } }", "false", false},
	{"slashes in a string", "A.java", `class A { void f() { b.setX("https://x").isCheckSSL(false); } }`, "false",
		false},
	{"comment marks in a string", "A.java",
		`class A { String s = "/*"; void f() { b.isCheckSSL(false); } String e = "*/"; }`, "false", false},
	{"text of the call in a string", "A.java", `class A { String s = "b.isCheckSSL(false)"; }`, "none", false},
	{"quote in a character", "A.java", `class A { char c = '"'; void f() { b.isCheckSSL(false); } }`, "false", false},
	{"constant", "A.java", `class A { static final boolean CHECK = false; void f() { b.isCheckSSL(CHECK); } }`, "false",
		false},
	{"constant of the class by name", "A.java",
		`class A { static final boolean CHECK = false; void f() { b.isCheckSSL(A.CHECK); } }`, "false", false},
	{"negated constant", "A.java",
		`class A { static final boolean INSECURE = true; void f() { b.isCheckSSL(!INSECURE); } }`, "false", false},
	{"constant of the wrapper", "A.java", `class A { void f() { b.isCheckSSL(Boolean.FALSE); } }`, "false", false},
	{"variable that changes", "A.java", `class A { void f() { boolean c = false; c = true; b.isCheckSSL(c); } }`,
		"true", false},
	{"parameter", "A.java", `class A { boolean c = false; void f(boolean c) { b.isCheckSSL(c); } }`, "c", false},
	{"declaration", "A.java", `class A { Builder isCheckSSL(boolean c) { return this; } }`, "none", false},
	{"build type", "A.java", `class A { void f() { b.isCheckSSL(!BuildConfig.DEBUG); } }`, "!BuildConfig.DEBUG", false},
	{"behind the build type", "A.java", `class A { void f() { if (BuildConfig.DEBUG) { b.isCheckSSL(false); } } }`,
		"false", true},
	{"behind the build type, no braces", "A.java",
		`class A { void f() { if (BuildConfig.DEBUG) b.isCheckSSL(false); } }`, "false", true},
	{"behind the statement of the build type", "A.java",
		`class A { void f() { if (BuildConfig.DEBUG) log(); b.isCheckSSL(false); } }`, "false", false},
	{"not debug", "A.java", `class A { void f() { if (!BuildConfig.DEBUG) { b.isCheckSSL(false); } } }`, "false",
		false},
	{"else of not debug", "A.java",
		`class A { void f() { if (!BuildConfig.DEBUG) { x(); } else { b.isCheckSSL(false); } } }`, "false", true},
	{"else of debug", "A.java",
		`class A { void f() { if (BuildConfig.DEBUG) { x(); } else { b.isCheckSSL(false); } } }`, "false", false},
	{"debug or something else", "A.java",
		`class A { void f() { if (BuildConfig.DEBUG || x) { b.isCheckSSL(false); } } }`, "false", false},
	{"debug source set", "app/src/debug/java/A.java", `class A { void f() { b.isCheckSSL(false); } }`, "false", true},
	{"source set of a variant", "app/src/demoDebug/java/A.java", `class A { void f() { b.isCheckSSL(false); } }`,
		"false", true},
	{"Kotlin named argument", "A.kt", "fun f() { b.isCheckSSL(isCheck = false) }", "false", false},
	{"Kotlin nested comment", "A.kt", "/* /* */ b.isCheckSSL(false) */ fun f() {}", "none", false},
	{"Java comments do not nest", "A.java", "/* /* */ class A { void f() { b.isCheckSSL(false); } } /* */", "false",
		false},
	{"Kotlin constant", "A.kt",
		"object A {\n  private const val CHECK: Boolean = false\n  fun f() { b.isCheckSSL(CHECK) }\n}", "false", false},
	{"Kotlin value without a type", "A.kt", "class A {\n  val check = false\n  fun f() { b.isCheckSSL(check) }\n}",
		"false", false},
	{"Kotlin template", "A.kt", "fun f() { log(\"${b.name(\"isCheckSSL(false)\")}\") }", "none", false},
	{"Kotlin raw string", "A.kt",
		"val s = \"\"\"\n b.isCheckSSL(false) \"quoted\"\n\"\"\"\nfun f() { b.isCheckSSL(true) }", "true", false},
	{"Kotlin if without braces", "A.kt", "fun f() {\n  if (BuildConfig.DEBUG) b.isCheckSSL(false)\n  x()\n}", "false",
		true},
	{"Kotlin line behind an if", "A.kt", "fun f() {\n  if (BuildConfig.DEBUG) log()\n  b.isCheckSSL(false)\n}", "false",
		false},
	{"cut off", "A.java", "class A { void f() { b.isCheckSSL(", "", false},
}

func TestCalls(t *testing.T) {
	for _, tt := range calls {
		t.Run(tt.name, func(t *testing.T) {
			var f source.Facts
			f.Add(tt.file, []byte(tt.src))
			f.Finish()
			var got []source.Call
			for _, c := range f.Calls {
				if c.Name == "isCheckSSL" {
					got = append(got, c)
				}
			}
			if tt.arg == "none" {
				if len(got) > 0 {
					t.Errorf("found %+v", got)
				}
				return
			}
			if len(got) != 1 || got[0].Arg != tt.arg || got[0].Debug != tt.debug {
				t.Errorf("found %+v, want %q, debug %v", got, tt.arg, tt.debug)
			}
		})
	}
}

// TestConstantOfAnotherClass: whichever file comes first.
func TestConstantOfAnotherClass(t *testing.T) {
	use := "class A { void f() { b.isCheckSSL(Config.CHECK).setBaseUrl(Urls.BASE); } }"
	for _, first := range []bool{true, false} {
		var f source.Facts
		if first {
			f.Add("A.java", []byte(use))
		}
		f.Add("Config.kt", []byte("object Config {\n  const val CHECK = false\n}"))
		f.Add("Urls.java",
			[]byte(`class Urls { public static final String BASE = "http://" + "x"; static final boolean A = true; }`))
		if !first {
			f.Add("A.java", []byte(use))
		}
		f.Finish()
		if len(f.Calls) != 2 || f.Calls[0].Arg != "false" || f.Calls[0].Line != 1 || f.Calls[1].Arg != `"http://x"` {
			t.Errorf("use first %v: %+v", first, f.Calls)
		}
	}
}

func TestTextsAreHidden(t *testing.T) {
	var f source.Facts
	f.Add("A.kt", []byte(`fun f() { b.setAliOneKeyLoginSecret("made" + " up").setBaseUrl("https://t.example.com") }`))
	f.Finish()
	if len(f.Calls) != 2 || f.Calls[0].Arg != `"…"` || f.Calls[1].Arg != `"https://t.example.com"` {
		t.Errorf("%+v", f.Calls)
	}
}

func TestSecrets(t *testing.T) {
	const id, secret = "LTAI5tQwErTyUiOpAsDfGhJk", "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123"
	tests := []struct {
		name, file, src, kinds string
	}{
		{"constant", "A.java", `class A { static final String ID = "` + id + `"; }`, "access-key-id"},
		{"in a larger text", "A.kt", `val json = "{\"ak\": \"` + id + `\"}"`, "access-key-id"},
		{"secret by its name", "A.java", `class A { String accessKeySecret = "` + secret + `"; }`, "access-key-secret"},
		{"secret in a map", "A.kt", `val m = mapOf("AccessKeySecret" to "` + secret + `")`, "access-key-secret"},
		{"thirty characters of something else", "A.java",
			`class A { String accessKeySecret; String id = "` + secret + `"; }`, ""},
		{"comment", "A.java", `class A { /* "` + id + `" */ } // "` + id + `"`, ""},
		{"placeholder", "A.java", `class A { String id = "LTAIxxxxxxxxxxxxxxxx"; }`, ""},
		{"longer than a key", "A.java", `class A { String id = "` + id + id + `"; }`, ""},
		{"resource", "res/values/strings.xml",
			"<resources>\n<string name=\"ak\">" + id + "</string>\n<string name=\"access_key_secret\">" + secret +
				"</string></resources>", "access-key-id access-key-secret"},
		{"resource in a comment", "res/values/strings.xml",
			"<resources><!-- <string>" + id + "</string> --></resources>", ""},
		{"asset", "assets/config.json", "{\n  \"accessKeyId\": \"" + id + "\",\n  \"accessKeySecret\": \"" + secret +
			"\"\n}", "access-key-secret access-key-id"},
		{"script", "build.gradle", "// '" + id + "'\nbuildConfigField 'String', 'AK', '\"" + id + "\"'",
			"access-key-id"},
		{"joined", "A.java", `class A { String s = "LTAI5tQwErTy" + "UiOpAsDfGhJk"; }`, "access-key-id"},
		{"joined of constants", "A.java",
			`class A { static final String P = "LTAI5tQwErTy"; String s = P + "UiOpAsDfGhJk"; }`, "access-key-id"},
		{"template", "A.kt", `class A { val p = "5tQwErTyUiOpAsDfGhJk"; val s = "LTAI${p}" }`, "access-key-id"},
		{"base64", "A.java", `class A { String s = "TFRBSTV0UXdFclR5VWlPcEFzRGZHaEpr"; }`, "access-key-id"},
		{"base64 of a secret", "A.java",
			`class A { String accessKeySecret = "YUJjRGVGZ0hpSmtMbU5vUHFSc1R1VndYeVowMTIz"; }`, "access-key-secret"},
		{"base64 of thirty characters of something else", "A.java",
			`class A { String s = "YUJjRGVGZ0hpSmtMbU5vUHFSc1R1VndYeVowMTIz"; }`, ""},
		{"base64 in an asset", "assets/config.json", `{"k": "TFRBSTV0UXdFclR5VWlPcEFzRGZHaEpr"}`, "access-key-id"},
		{"attribute", "res/layout/a.xml",
			"<T android:tag=\"accessKeySecret\"\n  android:text=\"" + secret + "\"/>", "access-key-secret"},
		{"attribute of another element", "res/layout/a.xml", `<T tag="accessKeySecret"/><T text="` + secret + `"/>`,
			""},
		{"text of an element", "res/xml/a.xml", "<a><b>" + id + "</b></a>", "access-key-id"},
		{"definition of a header", "src/main/cpp/a.h", `#define ALIYUN_ID "` + id + `"`, "access-key-id"},
		{"comment of a makefile", "CMakeLists.txt", "# " + id, ""},
		{"page", "assets/www/index.html", "<script>let k='" + id + "'</script>", "access-key-id"},
		{"very long line", "assets/index.bundle", strings.Repeat("x;", 1<<20) + `"` + id + `"`, "access-key-id"},
		{"properties", "gradle.properties", "#ak=" + id + "\nak=" + id, "access-key-id"},
	}
	for _, tt := range tests {
		var f source.Facts
		switch {
		case strings.HasSuffix(tt.file, ".java"), strings.HasSuffix(tt.file, ".kt"):
			f.Add(tt.file, []byte(tt.src))
		case strings.Contains(tt.file, "gradle"):
			f.AddScript(tt.file, []byte(tt.src))
		default:
			f.AddResource(tt.file, []byte(tt.src))
		}
		got := map[string]bool{}
		for _, s := range f.Secrets {
			got[s.Kind] = true
			if strings.Contains(s.Masked, "QwErTy") || strings.Contains(s.Masked, "aBcD") ||
				s.Script != strings.Contains(tt.file, "gradle") {
				t.Errorf("%s: %+v", tt.name, s)
			}
		}
		for _, want := range strings.Fields(tt.kinds) {
			if !got[want] {
				t.Errorf("%s: no %s in %+v", tt.name, want, f.Secrets)
			}
			delete(got, want)
		}
		if len(got) > 0 {
			t.Errorf("%s: too much: %+v", tt.name, f.Secrets)
		}
	}
}

func FuzzAdd(f *testing.F) {
	for _, c := range calls {
		f.Add(c.src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, name := range []string{"A.java", "A.kt"} {
			var facts source.Facts
			facts.Add(name, []byte(src+" isCheckSSL"))
			facts.Finish()
		}
	})
}

func TestPassedFiles(t *testing.T) {
	var f source.Facts
	f.AddResource("assets/index.bundle", []byte(strings.Repeat("x;", 1<<20)))
	for range 30 {
		f.Pass("b.ts")
	}
	if f.PassedCount != 31 || len(f.Passed) != 20 || f.Passed[0] != "assets/index.bundle" {
		t.Errorf("%d: %q", f.PassedCount, f.Passed)
	}
}
