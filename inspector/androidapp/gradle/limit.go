package gradle

import (
	"slices"

	"loginscope/lang"
)

// Law of this file: the evaluation may end before the scripts do, but never in silence.
// What lies behind a limit may set any value of any module, so each limit leaves a note
// that says where it was reached, and no answer on the build is certain any more. What
// was read before stays.

// The words of the limits, which stand behind "a part of the build was not read".
var (
	tooLong  = reason("the script takes too long", "脚本执行过久")
	allLong  = reason("the scripts of the build take too long together", "构建的全部脚本合计执行过久")
	tooDeep  = reason("calls that are nested too deeply", "嵌套过深的调用")
	tooMany  = reason("a list or repetition that is too long", "过长的列表或循环")
	tooLarge = reason("more than the evaluation can store", "超出解析容量的内容")
)

// maxRecursion limits how often one function is at work at the same time. Functions that
// walk folders come to some five.
const maxRecursion = 10

// limit records that the evaluation stopped at a line.
func (b *Build) limit(file string, line int, why lang.Text) {
	n := noteAt(file, line, why)
	keep(&b.limits, n)
	keep(&b.overrulers, n)
}

// limited keeps that the script at work reached a limit, and gives the value for what
// lies behind it.
func (x *exec) limited(why lang.Text) value {
	x.b.limit(x.file, x.line, why)
	return none(why)
}

// spent are the steps that a script has taken in one module.
type spent struct {
	file  string
	mod   *moduleEnv
	steps int
}

// work identifies a script at work in a module.
type workOf struct {
	file string
	mod  *moduleEnv
}

// stop reports that the script, or all of them together, have taken the steps that they
// may.
func (x *exec) stop() bool {
	x.spend(1)
	return x.b.steps > maxSteps || x.spent.steps > maxScriptSteps
}

// spend counts work as so many steps.
func (x *exec) spend(steps int) {
	if x.spent == nil || x.spent.file != x.file || x.spent.mod != x.mod {
		x.spent = x.b.spentBy(x.file, x.mod)
	}
	within, ownWithin := x.b.steps <= maxSteps, x.spent.steps <= maxScriptSteps
	x.spent.steps += steps
	if ownWithin {
		x.b.steps += steps
	}
	switch {
	case within && x.b.steps > maxSteps:
		x.limited(allLong)
	case ownWithin && x.spent.steps > maxScriptSteps:
		x.limited(tooLong)
	}
}

// spentBy is the account of a script in a module.
func (b *Build) spentBy(file string, mod *moduleEnv) *spent {
	key := workOf{file, mod}
	s := b.spent[key]
	if s == nil {
		s = &spent{file: file, mod: mod}
		b.spent[key] = s
	}
	return s
}

// enough reports that a repetition ends before its step i.
func (x *exec) enough(i int) bool {
	if i >= maxRepeats {
		x.limited(tooMany)
		return true
	}
	return x.stop()
}

// room reports whether a list of that length may take one more.
func (x *exec) room(length int) bool { return x.b.room(length, x.file, x.line) }

func (b *Build) room(length int, file string, line int) bool {
	if length >= maxRepeats {
		b.limit(file, line, tooMany)
	}
	return length < maxRepeats
}

// atWork is a function at work.
type atWork struct {
	name, receiver, file string
	params               int
}

// recurs reports that a function calls itself too often. One that did so once is not
// followed into itself again, since the calls would multiply.
func (x *exec) recurs(fn *callable) bool {
	if !fn.isFunc {
		return false
	}
	f := atWork{fn.name, fn.receiver, fn.file, len(fn.params)}
	depth := 0
	for _, g := range x.work {
		if f == g {
			depth++
		}
	}
	if depth > 0 && x.b.endless[f] || depth > maxRecursion {
		if x.b.endless == nil {
			x.b.endless = map[atWork]bool{}
		}
		x.b.endless[f] = true
		return true
	}
	x.work = append(slices.Clip(x.work), f)
	return false
}

func recursion(fn *callable) lang.Text {
	return reason("the function %s, which seems to call itself without end", "似乎无限递归的函数 %s", fn.name)
}

// partOf reports whether a block is a value in one of a Kotlin type: a function that
// extends the type is then none of the block's.
func partOf(n *Node, class string) bool {
	key := extensionOf(class)
	for y := n.parent; y != nil; y = y.parent {
		if y.Name == key {
			return n.isUnset()
		}
	}
	return false
}

// reachedLimits are the limits of the build and of those that it includes.
func (b *Build) reachedLimits() []Note {
	out := slices.Clone(b.limits)
	for _, dir := range b.included {
		if c := b.composed[dir]; c != nil {
			out = append(out, c.reachedLimits()...)
		}
	}
	return out
}
