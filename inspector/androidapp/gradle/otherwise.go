package gradle

import (
	"strings"

	"loginscope/inspector/androidapp/gradle/script"
	"loginscope/lang"
)

// Law of this file: a property that no file of the folder sets is taken as not given, and
// it is kept what follows if the command line or the developer's own computer gives it. A
// decisive value has then two worths, and neither of them is forgotten.

// alternative is what a value is instead, where a property is given.
type alternative struct {
	v    value
	when lang.Text
}

// Otherwise is what a setting is instead, in builds to which a property is given.
type Otherwise struct {
	// Value is empty where it follows from the property itself.
	Value string
	// When says what has to be given, empty where the setting has no other value.
	When lang.Text
}

// given is a value that holds as long as a property is not given, and the one that holds
// otherwise. Words of Gradle's own, such as android, are no properties of that kind.
func given(key string, without, with value) value {
	if gradleWords[key] {
		return without
	}
	without.other = &alternative{with, reason("the property %s is given", "给出属性 %s", key)}
	return without
}

// gradleWords are names that a project has by its plug-ins, whatever is given.
var gradleWords = map[string]bool{"android": true, "kotlin": true, "java": true, "publishing": true,
	"dependencies": true, "sourceSets": true, "ext": true, "signing": true, "flutter": true, "react": true}

// unless gives a value the alternative that follows from that of another one.
func (v value) unless(from value, with func(other value) value) value {
	if from.other != nil && v.kind != isUnknown {
		v.other = &alternative{with(from.other.v), from.other.when}
	}
	return v
}

// undecided is unless for what nobody knows of the alternative.
func (v value) undecided(from value) value {
	return v.unless(from, func(value) value { return none(onCondition) })
}

// otherBranch is the alternative that a condition gives, if it is written as a constant.
func (x *exec) otherBranch(e script.Expr, s *scope) value {
	if c, ok := e.(*script.Closure); ok && len(c.Body) == 1 {
		if inner, ok := c.Body[0].(script.Expr); ok {
			e = inner
		}
	}
	switch e.(type) {
	case *script.Lit, *script.Str, *script.Name, *script.Prop:
		return x.eval(e, s)
	}
	return none(onCondition)
}

// otherSetting is the alternative of a value that a script sets; nothing if it is the same.
func otherSetting(v value) Otherwise {
	if v.other == nil {
		return Otherwise{}
	}
	own, _ := v.text()
	text, ok := v.other.v.text()
	if ok && text == own {
		return Otherwise{}
	}
	return Otherwise{Value: text, When: v.other.when}
}

// deciding are words whose effect may answer the main question, beside the levels.
var deciding = map[string]bool{
	"manifestPlaceholders": true, "addManifestPlaceholders": true, "srcDir": true, "srcDirs": true,
	"setSrcDirs": true, "srcFile": true, "productFlavors": true, "flavorDimensions": true,
}

// notRun keeps what the statements of a branch decide that is not taken as long as a
// property is not given.
func (x *exec) notRun(list []script.Stmt, cond value) {
	if cond.other == nil {
		return
	}
	script.Walk(list, func(st script.Stmt) bool {
		name, ok := levelWord(st)
		switch {
		case ok && (name == "signingConfig" || name == "setSigningConfig"):
			x.mod.otherSigning = true
		case ok && strings.Contains(strings.ToLower(name), "targetsdk"):
			if x.mod.otherTarget.When.Empty() {
				x.mod.otherTarget = Otherwise{Value: written(st), When: cond.other.when}
			}
		case ok && deciding[name]:
			keep(&x.mod.doubts, noteAt(x.file, st.Line(), reason("a block that is run only if %s",
				"仅在%s时执行的代码块", cond.other.when)))
		}
		return true
	})
}

// written is the number that a statement gives a level, "" if it is computed.
func written(st script.Stmt) string {
	var e script.Expr
	switch t := st.(type) {
	case *script.Assign:
		e = t.Value
	case *script.Call:
		if len(t.Args) == 1 {
			e = t.Args[0].Value
		}
	}
	if l, ok := e.(*script.Lit); ok {
		text, _ := literal(l.Value).text()
		return text
	}
	return ""
}
