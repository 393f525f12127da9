package script_test

import (
	"testing"

	"loginscope/inspector/androidapp/gradle/script"
)

// TestKotlin reads what Kotlin's scripts have beside calls and values.
func TestKotlin(t *testing.T) {
	for _, line := range []string{
		"tasks.withType<Detekt> detekt@{ x = 1 }", "list.forEach loop@{ return@loop }",
		"fun f(p: List<String>): String? {\nval a = p.getOrNull(0) ?: return null\nreturn a\n}",
		"fun g(p: String?) { val a = p ?: return\n println(a) }",
		"abstract class Up\n@Inject\nconstructor(private val ops: ExecOperations) : DefaultTask() {\nval a = 1\n}",
		"class Plain\nval after = 1", "typealias F = (String) -> Unit", "list.forEach(::create)", "list.map(String::trim)",
		"x.onVariants { v: Variant -> println(v) }", "x.y { v: a.b.V?, w: (A) -> B -> z(v) }", "val f: (A, B) -> C = g",
		"private companion object {\n private const val A = 1\n}", "val c = Foo::class.java", "val a = \"x${b.c { d ->\n if (d) e else f\n}}g\"",
		"fun q(v: String?) = v?.let { \"\"\"\"$it\"\"\"\" } ?: \"null\"",
	} {
		if s := script.Parse(line+"\n", script.Kotlin); len(s.Problems) > 0 {
			t.Errorf("%s: %+v", line, s.Problems)
		}
	}
}
