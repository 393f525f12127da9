package source_test

import (
	"strings"
	"testing"

	"loginscope/inspector/androidapp/source"
)

// released are what a release build passes to isCheckSSL; "?" where that cannot be
// known, "debug" where a release build does not make the call.
var released = []struct{ name, src, want string }{
	{"the build type", `class A { void f() { b.isCheckSSL(BuildConfig.DEBUG); } }`, "false"},
	{"not the build type", `class A { void f() { b.isCheckSSL(!BuildConfig.DEBUG); } }`, "true"},
	{"with its package", `class A { void f() { b.isCheckSSL(com.example.BuildConfig.DEBUG); } }`, "false"},
	{"ternary", `class A { void f() { b.isCheckSSL(BuildConfig.DEBUG ? true : false); } }`, "false"},
	{"ternary the right way", `class A { void f() { b.isCheckSSL(BuildConfig.DEBUG ? false : true); } }`, "true"},
	{"ternary, unknown", `class A { void f(boolean x) { b.isCheckSSL(x ? false : true); } }`, "?"},
	{"ternary, the same both times", `class A { void f(boolean x) { b.isCheckSSL(x ? false : false); } }`, "false"},
	{"and false", `class A { void f(boolean x) { b.isCheckSSL(x && false); } }`, "false"},
	{"or true", `class A { void f(boolean x) { b.isCheckSSL(x || true); } }`, "true"},
	{"or of two", `class A { void f(boolean x) { b.isCheckSSL(x || BuildConfig.DEBUG); } }`, "?"},
	{"comparison", `class A { void f() { b.isCheckSSL(BuildConfig.DEBUG == true); } }`, "false"},
	{"comparison, not equal", `class A { void f() { b.isCheckSSL(BuildConfig.DEBUG != true); } }`, "true"},
	{"name of the build type", `class A { void f() { b.isCheckSSL("release".equals(BuildConfig.BUILD_TYPE)); } }`,
		"true"},
	{"name of the build type, debug", `class A { void f() { b.isCheckSSL(BuildConfig.BUILD_TYPE.equals("debug")); } }`,
		"false"},
	{"wrapper with its package", `class A { void f() { b.isCheckSSL(java.lang.Boolean.FALSE); } }`, "false"},
	{"parsed", `class A { void f() { b.isCheckSSL(Boolean.parseBoolean("no")); } }`, "false"},
	{"valueOf", `class A { void f() { b.isCheckSSL(Boolean.valueOf(false)); } }`, "false"},
	{"cast", `class A { void f() { b.isCheckSSL((boolean) false); } }`, "false"},
	{"local", `class A { void f() { boolean c = BuildConfig.DEBUG; b.isCheckSSL(c); } }`, "false"},
	{"local, set again", `class A { void f() { boolean c = true; c = false; b.isCheckSSL(c); } }`, "false"},
	{"local, set for debug",
		`class A { void f() { boolean c = true; if (BuildConfig.DEBUG) { c = false; } b.isCheckSSL(c); } }`, "true"},
	{"local, set for debug without braces",
		`class A { void f() { boolean c = true; if (BuildConfig.DEBUG) c = false; b.isCheckSSL(c); } }`, "true"},
	{"local, set for release",
		`class A { void f() { boolean c = true; if (!BuildConfig.DEBUG) c = false; b.isCheckSSL(c); } }`, "false"},
	{"local, set on a condition",
		`class A { void f(int x) { boolean c = true; if (x > 1) c = false; b.isCheckSSL(c); } }`, "?"},
	{"local, either way",
		`class A { void f() { boolean c; if (BuildConfig.DEBUG) { c = true; } else { c = false; } b.isCheckSSL(c); } }`,
		"false"},
	{"local, set in a loop", `class A { void f() { boolean c = true; for (;;) { b.isCheckSSL(c); c = false; } } }`,
		"?"},
	{"local, set behind", `class A { void f() { boolean c = true; b.isCheckSSL(c); c = false; } }`, "true"},
	{"local, changed by an operator", `class A { void f(boolean x) { boolean c = true; c &= x; b.isCheckSSL(c); } }`,
		"?"},
	{"two functions with one name each",
		`class A { void f() { boolean c = true; } void g() { boolean c = false; b.isCheckSSL(c); } }`, "false"},
	{"parameter hides a field", `class A { boolean c = true; void f(boolean c) { b.isCheckSSL(c); } }`, "?"},
	{"field", `class A { private boolean c = false; void f() { b.isCheckSSL(c); } }`, "false"},
	{"field without a value", `class A { private boolean c; void f() { b.isCheckSSL(c); } }`, "false"},
	{"field with a setter",
		`class A { private boolean c = true; void setC(boolean x) { c = x; } void f() { b.isCheckSSL(c); } }`, "?"},
	{"field set by this",
		`class A { private boolean c = true; A(boolean c) { this.c = c; } void f() { b.isCheckSSL(this.c); } }`, "?"},
	{"field set just before", `class A { private boolean c = true; void f() { c = false; b.isCheckSSL(c); } }`,
		"false"},
	{"field set for debug elsewhere",
		`class A { boolean c = true; void g() { if (BuildConfig.DEBUG) { c = false; } } void f() { b.isCheckSSL(c); } }`, "true"},
	{"field of an instance set",
		`class A { boolean c = true; void f() { b.isCheckSSL(c); } } class B { void g(A a) { a.c = false; } }`, "?"},
	{"function",
		`class A { static boolean check() { return !BuildConfig.DEBUG; } void f() { b.isCheckSSL(check()); } }`,
		"true"},
	{"function that says false",
		`class A { static boolean check() { return false; } void f() { b.isCheckSSL(A.check()); } }`, "false"},
	{"function of more",
		`class A { static boolean check() { log(); return false; } void f() { b.isCheckSSL(check()); } }`, "?"},
	{"function of something else", `class A { void f() { b.isCheckSSL(config.check()); } }`, "?"},
	{"function of an object",
		`class C { boolean ok() { return true; } } class A { void f(D d) { b.isCheckSSL(d.ok()); } }`, "?"},
	{"field of an object", `class C { final boolean ok = true; } class A { void f(D d) { b.isCheckSSL(d.ok); } }`, "?"},
	{"constants in a ring", `class A { static final boolean X = Y, Y = X; void f() { b.isCheckSSL(X); } }`, "?"},
	{"preferences", `class A { void f() { b.isCheckSSL(prefs.getBoolean("ssl", true)); } }`, "?"},
	{"resource", `class A { void f() { b.isCheckSSL(getResources().getBoolean(R.bool.check)); } }`, "false"},
	{"resource that varies", `class A { void f() { b.isCheckSSL(getResources().getBoolean(R.bool.varies)); } }`, "?"},
	{"resource that is not there", `class A { void f() { b.isCheckSSL(getResources().getBoolean(R.bool.none)); } }`,
		"?"},
	{"build field", `class A { void f() { b.isCheckSSL(BuildConfig.CHECK); } }`, "false"},
	{"build field of the build type", `class A { void f() { b.isCheckSSL(BuildConfig.SAFE); } }`, "true"},
	{"build field that is not there", `class A { void f() { b.isCheckSSL(BuildConfig.NONE); } }`, "?"},
	{"behind the build type", `class A { void f() { if (BuildConfig.DEBUG) { b.isCheckSSL(false); } } }`, "debug"},
	{"else if", `class A { void f(int x) { if (x > 1) { g(); } else if (BuildConfig.DEBUG) { b.isCheckSSL(false); } } }`, "debug"},
	{"behind and", `class A { void f(boolean x) { if (x && BuildConfig.DEBUG) b.isCheckSSL(false); } }`, "debug"},
	{"behind or", `class A { void f(boolean x) { if (x || BuildConfig.DEBUG) b.isCheckSSL(false); } }`, "false"},
	{"behind a constant",
		`class A { static final boolean D = BuildConfig.DEBUG; void f() { if (D) { b.isCheckSSL(false); } } }`,
		"debug"},
	{"behind a return", `class A { void f() { if (!BuildConfig.DEBUG) return; b.isCheckSSL(false); } }`, "debug"},
	{"behind a return in braces",
		`class A { void f() { if (!BuildConfig.DEBUG) { log(); return; } b.isCheckSSL(false); } }`, "debug"},
	{"behind a return of debug", `class A { void f() { if (BuildConfig.DEBUG) { return; } b.isCheckSSL(false); } }`,
		"false"},
	{"another function behind a return",
		`class A { void g() { if (!BuildConfig.DEBUG) return; } void f() { b.isCheckSSL(false); } }`, "false"},

	{"Kotlin if", "fun f() { b.isCheckSSL(if (BuildConfig.DEBUG) true else false) }", "false"},
	{"Kotlin if with braces", "fun f() { b.isCheckSSL(if (BuildConfig.DEBUG) { false } else { true }) }", "true"},
	{"Kotlin if over lines",
		"class A {\n  private val c = if (BuildConfig.DEBUG)\n    true\n  else\n    false\n  fun f() { " +
			"b.isCheckSSL(c) }\n}", "false"},
	{"Kotlin not()", "fun f() { b.isCheckSSL(BuildConfig.DEBUG.not()) }", "true"},
	{"Kotlin template", "fun f() { b.isCheckSSL(\"${BuildConfig.DEBUG}\".toBoolean()) }", "false"},
	{"Kotlin short template", "const val C = false\nfun f() { b.isCheckSSL(\"$C\".toBoolean()) }", "false"},
	{"Kotlin var", "fun f() {\n  var c = true\n  c = false\n  b.isCheckSSL(c)\n}", "false"},
	{"Kotlin var in a lambda", "fun f() {\n  var c = true\n  go { c = false }\n  b.isCheckSSL(c)\n}", "?"},
	{"Kotlin getter", "class A {\n  val c: Boolean\n    get() = !BuildConfig.DEBUG\n  fun f() { b.isCheckSSL(c) }\n}",
		"true"},
	{"Kotlin lazy", "class A {\n  val c by lazy { false }\n  fun f() { b.isCheckSSL(c) }\n}", "false"},
	{"Kotlin delegate", "class A {\n  val c by prefs\n  fun f() { b.isCheckSSL(c) }\n}", "?"},
	{"Kotlin function", "fun check() = BuildConfig.DEBUG\nfun f() { b.isCheckSSL(check()) }", "false"},
	{"Kotlin companion",
		"class A {\n  companion object {\n    private const val C = false\n  }\n  fun f() { b.isCheckSSL(C) }\n}",
		"false"},
	{"Kotlin constructor", "class A(private val c: Boolean = true) {\n  fun f() { b.isCheckSSL(c) }\n}", "?"},
	{"Kotlin parameter", "const val c = true\nfun f(c: Boolean) { b.isCheckSSL(c) }", "?"},
	{"Kotlin parameter of an expression", "const val c = true\nfun f(c: Boolean) = b.isCheckSSL(c)", "?"},
	{"Kotlin lambda parameter", "const val c = true\nfun f() { go { c -> b.isCheckSSL(c) } }", "?"},
	{"Kotlin elvis", "fun f(x: Boolean?) { b.isCheckSSL(x ?: false) }", "?"},
	{"Kotlin when", "fun f() { b.isCheckSSL(when { BuildConfig.DEBUG -> false; else -> true }) }", "?"},
	{"Kotlin property set in apply",
		"class A {\n  var c = true\n  fun f() { b.isCheckSSL(c) }\n}\nfun g() = A().apply { c = false }", "?"},
	{"Kotlin if else without braces", "fun f() {\n  if (BuildConfig.DEBUG) b.isCheckSSL(false)\n  else log()\n}",
		"debug"},
	{"Kotlin return", "fun f() {\n  if (!BuildConfig.DEBUG) return\n  b.isCheckSSL(false)\n}", "debug"},
}

var build = source.Env{
	Field: func(_, name string) (string, bool) {
		s, ok := map[string]string{"CHECK": "false", "SAFE": "!DEBUG || true", "HOST": `"http://t.example.com"`}[name]
		return s, ok
	},
	Resource: func(name string) []string {
		return map[string][]string{"bool/check": {"false"}, "bool/varies": {"true", "false"},
			"string/host": {"http://r.example.com"}}[name]
	},
}

func evaluated(f *source.Facts, env source.Env) string {
	f.Finish()
	var out []string
	for _, c := range f.Evaluate(env) {
		switch {
		case c.Debug:
			out = append(out, "debug")
		case c.Release == "":
			out = append(out, "?")
		default:
			out = append(out, c.Release)
		}
	}
	return strings.Join(out, " ")
}

func TestRelease(t *testing.T) {
	for _, tt := range released {
		t.Run(tt.name, func(t *testing.T) {
			name := "A.java"
			if strings.HasPrefix(tt.name, "Kotlin") {
				name = "A.kt"
			}
			var f source.Facts
			f.Add(name, []byte(tt.src))
			if got := evaluated(&f, build); got != tt.want {
				t.Errorf("%s\ngot %q, want %q", tt.src, got, tt.want)
			}
		})
	}
}

// TestReleaseOverFiles: the use stands in A.java or A.kt, in whatever order.
func TestReleaseOverFiles(t *testing.T) {
	tests := []struct{ name, use, file, other, want string }{
		{"interface", "class A implements Keys { void f() { b.isCheckSSL(CHECK); } }", "Keys.java",
			"interface Keys { boolean CHECK = false; }", "false"},
		{"interface by name", "class A { void f() { b.isCheckSSL(Keys.CHECK); } }", "Keys.java",
			"public interface Keys { boolean CHECK = false; }", "false"},
		{"companion", "class A { void f() { b.isCheckSSL(Keys.CHECK); } }", "Keys.kt",
			"class Keys {\n  companion object {\n    const val CHECK = false\n  }\n}", "false"},
		{"companion by name", "class A { void f() { b.isCheckSSL(Keys.Companion.getCheck()); } }", "Keys.kt",
			"class Keys { companion object { val check = false } }", "?"},
		{"top level of Kotlin", "class A { void f() { b.isCheckSSL(KeysKt.CHECK); } }", "Keys.kt",
			"const val CHECK = false", "?"},
		{"static import", "class A { void f() { b.isCheckSSL(CHECK); } }", "Keys.java",
			"class Keys { static final boolean CHECK = BuildConfig.DEBUG; }", "false"},
		{"set from elsewhere", "class A { void f() { b.isCheckSSL(Keys.check); } }", "Keys.java",
			"class Keys { static boolean check = true; } class M { void m() { Keys.check = false; } }", "?"},
		{"two of one name", "class A { void f() { b.isCheckSSL(Keys.CHECK); } }", "Keys.java",
			"class Keys { static final boolean CHECK = true; } class X { class Keys { static final boolean CHECK = " +
				"false; } }", "?"},
		{"function", "class A { void f() { b.isCheckSSL(Keys.check()); } }", "Keys.java",
			"class Keys { static boolean check() { return BuildConfig.DEBUG; } }", "false"},
		{"address", `class A { void f() { b.setBaseUrl(Keys.HOST); } }`, "Keys.kt",
			"object Keys {\n  const val SCHEME = \"http\"\n  const val HOST = \"$SCHEME://t.example.com\"\n}",
			`"http://t.example.com"`},
		{"address with an open end", `class A { void f(String host) { b.setBaseUrl("http://" + host); } }`, "B.java",
			"class B {}", `"http://…"`},
		{"address of the build", `class A { void f() { b.setBaseUrl(BuildConfig.HOST); } }`, "B.java", "class B {}",
			`"http://t.example.com"`},
		{"address of a resource", `class A { void f() { b.setBaseUrl(getString(R.string.host)); } }`, "B.java",
			"class B {}", `"http://r.example.com"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, first := range []bool{true, false} {
				var f source.Facts
				if first {
					f.Add("A.java", []byte(tt.use))
				}
				f.Add(tt.file, []byte(tt.other))
				if !first {
					f.Add("A.java", []byte(tt.use))
				}
				if got := evaluated(&f, build); got != tt.want {
					t.Errorf("use first %v: got %q, want %q", first, got, tt.want)
				}
			}
		})
	}
}

// TestReleaseIsBounded: names that stand for each other many times over.
func TestReleaseIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("class A {")
	for i := range 2000 {
		n, next := strings.Repeat("x", 1+i/26)+string(rune('a'+i%26)),
			strings.Repeat("x", 1+(i+1)/26)+string(rune('a'+(i+1)%26))
		b.WriteString("static final boolean " + n + " = " + next + " && " + next + " || C." + next + ";\n")
	}
	b.WriteString("void f() { b.isCheckSSL(xa && A.xb && A.xc); } }")
	var f source.Facts
	for _, name := range []string{"A.java", "C.java", "B.java"} {
		f.Add(name, []byte(strings.Replace(b.String(), "class A", "class "+name[:1], 1)))
	}
	if got := evaluated(&f, build); strings.Trim(got, "? ") != "" {
		t.Errorf("got %q", got)
	}
}
