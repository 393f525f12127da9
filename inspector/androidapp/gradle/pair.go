package gradle

import (
	"regexp"

	"loginscope/inspector/androidapp/gradle/script"
)

// pair is a pair of Kotlin's: "a" to "b", Pair("a", "b"), new Pair('a', 'b'). It
// rides on a mapping of one entry, which mapOf and its like take over.
type pair struct{ first, second value }

func pairOf(a, b value) value {
	d := newDict()
	if k, ok := a.text(); ok {
		d.set(k, b)
	} else {
		d.open = a.why()
	}
	return value{kind: isMapping, m: d, ns: pair{a, b}}
}

// asPair is the pair that a value is.
func asPair(v value) (pair, bool) {
	p, ok := v.ns.(pair)
	return p, ok && v.kind == isMapping
}

// part is a member of a pair, or of the entry that it makes in a map.
func (p pair) part(name string) (value, bool) {
	switch name {
	case "first", "key", "component1", "getFirst", "getKey":
		return p.first, true
	case "second", "value", "component2", "getSecond", "getValue":
		return p.second, true
	}
	return value{}, false
}

// at is a part by its index, for a declaration that takes a pair apart.
func (p pair) at(i int) value {
	if i == 0 {
		return p.first
	}
	return p.second
}

// samePair compares two values of which one is a pair.
func samePair(a, b value) (is, known bool) {
	p, ok1 := asPair(a)
	q, ok2 := asPair(b)
	if !ok1 || !ok2 {
		return false, a.kind != isUnknown && b.kind != isUnknown
	}
	first, known1 := same(p.first, q.first)
	second, known2 := same(p.second, q.second)
	if known1 && !first || known2 && !second {
		return false, true
	}
	return first && second, known1 && known2
}

// pattern is a regular expression as a value: Groovy's ~/x/, Kotlin's Regex("x") and
// "x".toRegex(), Java's Pattern.compile("x").
type pattern string

// patternOf is the pattern that a text spells.
func patternOf(v value) value {
	s, ok := v.text()
	if !ok {
		return none(v.why())
	}
	return space(pattern(s))
}

// matches reports whether a pattern takes a text as a whole, or a part of it; known
// is false for what Go's expressions do not understand, such as a look-ahead.
func (p pattern) matches(s string, whole bool) (is, known bool) {
	src := "(?:" + string(p) + ")"
	if whole {
		src = `\A` + src + `\z`
	}
	re, err := regexp.Compile(src)
	return err == nil && re.MatchString(s), err == nil
}

// matching is a question of patterns on two values, either of which may be the
// pattern; a plain text is one on the right only.
func matching(text, by value, whole bool) value {
	p, ok := by.ns.(pattern)
	if s, isText := by.text(); !ok && isText {
		p, ok = pattern(s), true
	}
	s, known := text.text()
	if !ok || !known {
		return none(reason("compared with a pattern that is not known", "与无法确定的正则表达式比较"))
	}
	is, known := p.matches(s, whole)
	if !known {
		return none(reason("a pattern that is not understood: %s", "无法识别的正则表达式：%s", clip(string(p))))
	}
	return boolOf(is)
}

// method is a method of a pattern.
func (p pattern) method(name string, args []arg) value {
	switch name {
	case "matches", "matchEntire", "matcher":
		if name == "matches" {
			return matching(first(args), space(p), true)
		}
	case "containsMatchIn":
		return matching(first(args), space(p), false)
	case "toPattern", "toRegex":
		return space(p)
	case "pattern", "toString", "getPattern":
		return str(string(p))
	}
	return none(reason("%s of a pattern", "正则表达式的 %s", name))
}

// isPatternClass reports Java's and Kotlin's class of patterns.
func isPatternClass(v value) bool {
	return v.kind == isNode && (v.node.Name == "Pattern" || v.node.Name == "Regex")
}

// patternOperator is Groovy's =~ and ==~.
func (x *exec) patternOperator(t *script.Binary, a value, s *scope) value {
	return matching(a, x.eval(t.Y, s), t.Op == "==~")
}
