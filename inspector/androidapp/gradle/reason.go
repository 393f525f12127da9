package gradle

import (
	"fmt"

	"loginscope/lang"
)

// Law of this file: why something is not known is said in both languages, where it
// becomes unknown. A reason is a clause without a full stop; it begins in lower case,
// since it stands behind a colon.

// onCondition is why a value is not known that a script sets on a condition.
var onCondition = reason("it depends on a condition that is not known", "取决于无法确定的条件")

// reason fills both wordings. Arguments that are a lang.Text are put into each wording
// in its own language; the others are the same in both.
func reason(en, zh string, args ...any) lang.Text {
	a, b := make([]any, len(args)), make([]any, len(args))
	for i, x := range args {
		a[i], b[i] = x, x
		if t, ok := x.(lang.Text); ok {
			a[i], b[i] = t.EN, t.ZH
		}
	}
	return lang.Text{EN: fmt.Sprintf(en, a...), ZH: fmt.Sprintf(zh, b...)}
}

// verbatim is a piece of a script, which reads the same in both languages.
func verbatim(s string) lang.Text { return lang.Text{EN: s, ZH: s} }

func notRead(name string) lang.Text {
	return reason("%s is not in the files that were read", "已读取的文件中没有 %s", name)
}

func notUnderstood(piece string) lang.Text {
	return reason("not understood: %s", "无法解析：%s", clip(piece))
}
