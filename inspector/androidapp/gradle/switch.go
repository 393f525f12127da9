package gradle

import (
	"slices"

	"loginscope/inspector/androidapp/gradle/script"
)

// when follows Kotlin's when and Groovy's switch: the branches that are run, all of them
// with doubt where that is not known. ended is true once one returned from the function.
func (x *exec) when(t *script.When, s *scope) (v value, ended bool) {
	hit, known := x.chosen(t, s)
	if !known {
		x.unsure(func() {
			for _, c := range t.Cases {
				x.body(c.Body, &scope{parent: s})
				x.broke, x.mayBreak = false, false
			}
		})
		return none(onCondition), false
	}
	run := t.Cases[hit:x.runsUntil(t, hit)]
	for i, c := range t.Cases {
		if i < hit || i >= hit+len(run) {
			x.b.ruleOut(x.file, c.Body)
		}
	}
	v = value{kind: isNull}
	inner := &scope{parent: s}
	for _, c := range run {
		if v, ended = x.body(c.Body, inner); ended {
			break
		}
	}
	ended, x.broke, x.mayBreak = ended && !x.broke, false, false
	return v, ended
}

// runsUntil is the first branch behind the one at hand that is not run: that behind a
// branch which does not run on, as far as its text shows.
func (x *exec) runsUntil(t *script.When, from int) int {
	for i := from; i < len(t.Cases); i++ {
		body := t.Cases[i].Body
		ends := len(body) > 0
		if ends {
			_, ends = body[len(body)-1].(*script.Return)
		}
		if !t.Cases[i].Falls || ends {
			return i + 1
		}
	}
	return len(t.Cases)
}

// chosen is the first branch that a subject takes, len(t.Cases) for none; known is false
// if that cannot be said.
func (x *exec) chosen(t *script.When, s *scope) (at int, known bool) {
	var subject value
	if t.Subject != nil {
		subject = x.eval(t.Subject, s)
	}
	last := len(t.Cases)
	for i, c := range t.Cases {
		if len(c.Conditions) == 0 {
			last = i
			continue
		}
		for _, cond := range c.Conditions {
			switch is, ok := x.takes(t, subject, cond, s); {
			case !ok:
				return 0, false
			case is:
				return i, true
			}
		}
	}
	return last, true
}

// takes reports whether a condition of a branch holds for the subject.
func (x *exec) takes(t *script.When, subject value, cond script.Expr, s *scope) (is, known bool) {
	v := x.eval(cond, s)
	switch {
	case t.Subject == nil:
		return v.truth()
	case t.Switch:
		return x.isCase(subject, v)
	}
	return same(subject, v)
}

// isCase is Groovy's test of a subject against the value of a case: a list and a range hold
// it, a pattern matches it, a closure says so, any other value is equal to it.
func (x *exec) isCase(subject, v value) (is, known bool) {
	switch {
	case v.kind == isClosure:
		return x.call(v.fn, []arg{{v: subject}}, value{}).truth()
	case v.kind == isList && subject.kind != isList:
		known = true
		hit := slices.ContainsFunc(v.list, func(item value) bool {
			is, ok := same(subject, item)
			known = known && ok
			return is && ok
		})
		return hit, known || hit
	}
	if p, ok := v.ns.(pattern); ok && v.kind == isNamespace {
		if text, ok := subject.text(); ok {
			return p.matches(text, true)
		}
		return false, false
	}
	return same(subject, v)
}
