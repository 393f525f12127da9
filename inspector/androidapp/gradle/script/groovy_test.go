package script_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle/script"
)

// TestGroovy reads Groovy's statements without a problem, and what stands before and behind
// each of them.
func TestGroovy(t *testing.T) {
	for _, s := range []string{
		"manifestPlaceholders = [key: KEY as String]", "x = [a as String, b as int]", "x = a as String ? 1 : 2",
		"x = a as String[]", "x = (String[]) a", "String[] x = a", "int[] x = [1] as int[]",
		"storePassword((a.b['x'] | a.c['x']).string)", "x = a | b & c ^ d", "x = a >> 2", "x = a >>> 2",
		"x = 1 << 2", `"baselineProfile" project(":x")`, `'implementation' "a:b:1"`,
		`"${f}Implementation" project(path: ':x')`, `"x" ("a")`,
		"switch (x) {\n case 'a':\n  y = 1\n  break\n case ['b', 'c']:\n y = 2; break\n default:\n y = 4\n}",
		"assert x : 'message'", "assert x != null, \"no ${y}\"", "assert x != null,\n 'no'",
		"x = \"a${b.c { d ->\n d ? 1 : 2\n}}e\"", "maven{ url'http://a.b/c' }", "assert(x.y('z')) : \"no\"", "assert x != null", "x = a?[0]", "x = a.&b", "x = this.&b", "x = String::valueOf",
		"x = [*a, *b]", "f(*a)", "f(*:a, b: 1)", "a = b = 1", "f { -> 1 }", "x ?= 1", "x = a.@b", "x = (a as Map).b",
		"x = ~/a|b/", "if (!(x in y)) { z() }", "if (x !in y) z()", "if (x !instanceof Y) z()",
		"synchronized (x) { y() }", "final String x = 'a'", "for (int i = 0; i < 3; i++) { f(i) }",
		"for (i in 0..3) f(i)", "for (String s : list) { f(s) }", "for (def e in m) { }", "do { x() } while (y)",
		"f { a = 1 -> a }", "f { String a, int b = 2 -> a }", "f { Map<String, List<String>> a -> a }",
		"x = a =~ /b\\/c/", "x /= 2", "x %= 2", "x |= 2", "x &= 2", "x ^= 2", "x <<= 2", "x **= 2", "x >>= 2",
		"x = 1G + 1.5f + 0x1F + 1_000L", "x = a\n  ? b\n  : c", "x = a\n ?: b", "@groovy.transform.Field def x = 1",
		"import static a.b.C.*", "def \"a b\"() { 1 }", "static <T> T f(T a) { a }", "def f(String... a) { a }",
		"def f() throws IOException { }", "enum A { B, C }",
		"class A extends B implements C, D { def x = 1\n A(int y) { super(y) }\n}", "x = new A(1) { void f() { } }",
		"x = new int[3]", "x = new String[]{'a'}", "try { f() } catch (A | B e) { g() } finally { h() }",
		"try (def x = f()) { g() }", "label: for (x in y) { continue label }", "x++", "++x", "x = -y", "x = !y",
		"x.y++", "x[0] = 1", "x['a'] += 1", "x?.y?.z()", "x*.y", "def (a, b) = [1, 2]",
		"def (String a, int b) = f()", "x = { it }", "x = { a, b -> a + b }", "x.each { k, v -> println k }",
		"println \"a ${b.collect { \"$it\" }.join(',')}\"", "x = \"\"\"a\n${b}\n\"\"\"", "x = '''a'''", "x = $/a/$",
		"return", "f a, b, c: 1", "f a: 1, b: 2", "f(a) { b }", "f(a: [b: 1, 'c': 2, (d): 3, \"e\": 4])",
		"x = a ? b ? 1 : 2 : 3", "x = a <=> b", "x = a ==~ b", "if (a) b else c", "if (a) b; else c",
		"if (a)\n b\nelse\n c", "if (a) {\n} else if (b) {\n} else {\n}", "while (x) y()", "throw new A('b')",
		"x = a in [1, 2]", "x = a instanceof B && c", "x = (a == b) | (c == d)", "x = y.z as int",
		"f(x as int, y as String)", "f x as int", "x = a..b", "x = a..<b", "x[1..-1]", "x = a ** b",
		"tasks.withType(A) { b }", "tasks.register('a', B) { c }", "task a(type: B) { c }", "task a << { b }",
		"task('a') { b }", "a.b = c.d { e }", "a.'b-c' = 1", "a.\"b\" = 1", "a.\"$b\"(c)", "this.a = 1", "super.a()",
		"x = a ?: b ?: c", "def x = 1, y = 2", "def x, y", "int x", "List<String> x = []", "Map<String, ?> x = [:]",
		"def x = [:] as Map<String, String>", "x = a.b.c.D.E", "x = a.class", "x = A.B[0]", "x = (a) b",
		"x = \"a\" + \"b\"", "x = a +\n b", "x = a\n .b()\n .c()", "x = a /* c */ + b // d", "f(a,\n b,\n)",
		"x = [\n 1,\n 2,\n]", "x = [\n a: 1,\n b: 2,\n]", "if (a &&\n b) { }", "if (a\n && b) { }",
		"x = 'a' as File", "x = a.b { c }.d", "f { }.g()", "x = { }()", "x = (a + b).c", "x = !a.b", "println()",
		"x = a.any { it.b } || c", "x = a ? [b: 1] : [:]", "x = [a ?: 'b', c]", "x = {\n a\n}.call()",
		"apply plugin: 'a'; apply plugin: 'b'", "x = \"a\".b('c')", "def x = { String a -> a } as B",
		"x = a ? \"b\" : 'c'", "x = +1", "x = ~1", "def x(a, b = 1) { a }", "private static final String A = 'b'",
		"public void x() { }", "boolean x() { return true }", "interface A { void b() }", "@Override String a() { }",
		"x = a.b(c)[0].d", "f x: y, { z }", "f 'a', { b }", "f('a', { b })", "x = a as boolean ?: b",
		"x = y ? z as String : w", "var x = 1", "record A(int b) { }",
		"x = switch (a) { case 1 -> 2\n default -> 3 }", "x = a === b", "x = a !== b", "f((a) -> b)",
		"f(() -> { b })", "f(a -> b)", "f(A::b)", "x = 'a'.toString() | b", "if (a & b) { }",
		"x = \"${a ? \"b\" : \"c\"}\"", "x = \"$a.b.c\"", "x = a /b/ c",
	} {
		parsed := script.Parse("before = 1\n"+s+"\nafter = 1\n", script.Groovy)
		if len(parsed.Problems) > 0 {
			t.Errorf("%q: %v", s, parsed.Problems)
		}
		for i, name := range map[int]string{0: "before", len(parsed.Body) - 1: "after"} {
			a, ok := parsed.Body[i].(*script.Assign)
			if !ok || a.Target.(*script.Name).Name != name {
				t.Errorf("%q: statement %d is %T, not that of %s", s, i, parsed.Body[i], name)
			}
		}
	}
}

// TestGroovyTrees parses statements and compares the trees of their operators.
func TestGroovyTrees(t *testing.T) {
	tests := []struct{ src, op string }{
		{"x = a | b == c", "|"}, {"x = a || b | c", "||"}, {"x = a & b ^ c", "^"}, {"x = a >> b + c", ">>"},
		{"x = a > b", ">"}, {"x = a !instanceof B", "!is"}, {"x = a as String", "as"},
	}
	for _, tt := range tests {
		a := script.Parse(tt.src, script.Groovy).Body[0].(*script.Assign)
		if b, ok := a.Value.(*script.Binary); !ok || b.Op != tt.op {
			t.Errorf("%s: %#v", tt.src, a.Value)
		}
	}
	list := script.Parse("x = [a: b as String, c: d as String[]]", script.Groovy).Body[0].(*script.Assign)
	items := list.Value.(*script.List)
	if len(items.Items) != 2 || len(items.Keys) != 2 {
		t.Errorf("%#v", items)
	}
	for _, s := range script.Parse("def a = 1, b\nint c = 2, d = 3", script.Groovy).Body {
		if d, ok := s.(*script.Decl); !ok || len(d.Names) != 1 {
			t.Errorf("%#v", s)
		}
	}
}
