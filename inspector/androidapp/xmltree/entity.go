package xmltree

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"loginscope/lang"
	"loginscope/problem"
)

// The limits of the entities of one document. A hand-written file has a few words
// in each; a few hundred bytes of nested ones can stand for gigabytes.
const (
	maxEntities = 1000
	maxNesting  = 20
	maxExpanded = 1 << 20 // bytes that all references of a document stand for
)

// ErrEntities says that the entities of a document were not expanded; the error that
// wraps it says why.
var ErrEntities = problem.NewOfPart("XML entities that cannot be expanded",
	lang.Text{},
	lang.Both("The XML entities of the file cannot be expanded.", "文件中的 XML 实体无法展开。"),
	lang.Both("Write the text itself instead of the entities.", "请直接写出文本，不使用实体。"))

// EntityError is an ErrEntities with the reason, a part of a sentence.
type EntityError struct{ Why lang.Text }

func (e *EntityError) Error() string { return ErrEntities.Error() + ": " + e.Why.EN }

// Unwrap is ErrEntities.
func (e *EntityError) Unwrap() error { return ErrEntities }

// Problem describes the error in both languages.
func (e *EntityError) Problem() problem.Problem {
	p, _ := problem.Find(ErrEntities)
	p.Err = e
	p.Why = lang.Both(p.Why.EN+" ("+e.Why.EN+")", strings.TrimSuffix(p.Why.ZH, "。")+"（"+e.Why.ZH+"）。")
	return p
}

func entityError(en, zh string) error { return &EntityError{lang.Both(en, zh)} }

// entities are what the internal subset of a DOCTYPE declares. As the build tools'
// parsers do, it takes the first declaration of a name and loads nothing from
// outside.
type entities struct {
	text     map[string]string // what stands in the declaration, its character references read
	external map[string]bool   // declared with SYSTEM or PUBLIC
	outside  bool              // the DOCTYPE names an external subset, which may declare more
	values   map[string]string // of those that were resolved: plain text with marks
	failed   map[string]error  // of those that could not be
	open     map[string]bool   // being resolved
	mark     rune              // stands around the name of an entity that holds markup
	budget   int               // bytes that may still be put in
}

var (
	declaration = regexp.MustCompile(`^<!ENTITY\s+(%\s+)?([^\s%;&]+)\s+("[^"]*"|'[^']*'|[^>]*)`)
	reference   = regexp.MustCompile(`&([^\s&;<>"']+);`)
)

// doctype reads a DOCTYPE whose text is without its "<!" and ">".
func doctype(text string) (*entities, error) {
	e := &entities{text: map[string]string{}, external: map[string]bool{}, values: map[string]string{},
		failed: map[string]error{}, open: map[string]bool{}, budget: maxExpanded}
	head, subset, found := strings.Cut(text, "[")
	e.outside = strings.Contains(head, "SYSTEM") || strings.Contains(head, "PUBLIC")
	if !found {
		return e, nil
	}
	for rest := strings.TrimLeft(subset, space); rest != "" && rest[0] != ']'; rest = strings.TrimLeft(rest, space) {
		if rest[0] == '%' {
			return nil, entityError("a parameter entity is used, which is not read", "使用了参数实体，无法读取")
		}
		one := whole(rest)
		if err := e.declare(one); err != nil {
			return nil, err
		}
		rest = rest[len(one):]
	}
	return e, nil
}

const space = " \t\r\n"

// whole is the declaration at the start of a text, up to its ">" outside of quotes.
func whole(s string) string {
	quote := byte(0)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && c == '>':
			return s[:i+1]
		}
	}
	return s
}

// declare takes one declaration. Defaults of attributes, which would have to stand in
// elements that do not write them, are not applied.
func (e *entities) declare(one string) error {
	if strings.HasPrefix(one, "<!ATTLIST") && strings.ContainsAny(one, `"'`) {
		return entityError("the DOCTYPE has defaults of attributes, which are not applied",
			"DOCTYPE 声明了属性默认值，无法应用")
	}
	m := declaration.FindStringSubmatch(one)
	if m == nil || m[1] != "" {
		return nil
	}
	name, value := m[2], m[3]
	if _, again := e.text[name]; again || e.external[name] {
		return nil
	}
	if len(e.text)+len(e.external) >= maxEntities {
		return entityError(fmt.Sprintf("there are more than %d", maxEntities), fmt.Sprintf("多于 %d 个", maxEntities))
	}
	if value == "" || value[0] != '"' && value[0] != '\'' {
		e.external[name] = true
		return nil
	}
	e.text[name] = reference.ReplaceAllStringFunc(value[1:len(value)-1], func(ref string) string {
		if c, ok := character(ref[1 : len(ref)-1]); ok {
			return c
		}
		return ref
	})
	return nil
}

// character reads what a character reference, "#38" or "#x26", stands for.
func character(name string) (string, bool) {
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if !ok || err != nil || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return "", false
	}
	return string(rune(n)), true
}

// predefined need no declaration.
var predefined = map[string]string{"lt": "<", "gt": ">", "amp": "&", "apos": "'", "quot": `"`}

// resolve works out the entities to which a text refers and takes what they stand for
// off the budget, before a decoder puts it in.
func (e *entities) resolve(text []byte) error {
	if e.mark == 0 {
		e.chooseMark(text)
	}
	for _, m := range reference.FindAllSubmatch(text, -1) {
		name := string(m[1])
		if predefined[name] != "" || name[0] == '#' {
			continue
		}
		value, err := e.value(name, 0)
		if err != nil {
			e.failed[name] = err // it may stand in a comment, where it does not count
			continue
		}
		if err := e.spend(len(value)); err != nil {
			return err
		}
	}
	return nil
}

func tooLarge() error {
	return entityError(fmt.Sprintf("they stand for more than %d KiB of text", maxExpanded>>10),
		fmt.Sprintf("展开后的文本超过 %d KiB", maxExpanded>>10))
}

// chooseMark takes a character for private use that the document does not have.
func (e *entities) chooseMark(text []byte) {
	have := string(text)
	for _, t := range e.text {
		have += t
	}
	for e.mark = 0x10fffd; strings.ContainsRune(have, e.mark); e.mark-- {
	}
}

// value is what a reference stands for: text, in which a marked name stands for an
// entity that holds markup.
func (e *entities) value(name string, depth int) (string, error) {
	if v, ok := e.values[name]; ok {
		return v, nil
	}
	text, ok := e.text[name]
	switch {
	case e.external[name]:
		return "", entityError("&"+name+"; is an external entity, which is not loaded", "&"+name+"; 是外部实体，不会加载")
	case !ok && e.outside:
		return "", entityError("&"+name+"; is not declared in the file, and its external DTD is not loaded",
			"文件中未声明 &"+name+";，且不会加载其外部 DTD")
	case !ok:
		return "", entityError("nothing declares &"+name+";", "&"+name+"; 未声明")
	case depth > maxNesting || e.open[name]:
		return "", tooDeep(name)
	}
	if strings.Contains(text, "<") {
		e.values[name] = string(e.mark) + name + string(e.mark)
		return e.values[name], nil
	}
	e.open[name] = true
	defer delete(e.open, name)
	v, err := e.plain(text, depth)
	if err == nil {
		e.values[name] = v
	}
	return v, err
}

func tooDeep(name string) error {
	return entityError(fmt.Sprintf("&%s; refers to itself, or through more than %d others", name, maxNesting),
		fmt.Sprintf("&%s; 引用了自身，或嵌套超过 %d 层", name, maxNesting))
}

// plain puts what they stand for in place of the references of a text without markup.
func (e *entities) plain(text string, depth int) (string, error) {
	var out strings.Builder
	for {
		at := reference.FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		name := text[at[2]:at[3]]
		v, ok := character(name)
		if !ok {
			v, ok = predefined[name]
		}
		if !ok {
			var err error
			if v, err = e.value(name, depth+1); err != nil {
				return "", err
			}
		}
		out.WriteString(text[:at[0]] + v)
		if text = text[at[1]:]; out.Len() > maxExpanded {
			return "", tooLarge()
		}
	}
	if strings.Contains(text, "&") {
		return "", entityError("one of them has a lone &", "其中一个含有单独的 &")
	}
	out.WriteString(text)
	return out.String(), e.spend(out.Len())
}

// spend takes text that is put in off the budget.
func (e *entities) spend(n int) error {
	if e.budget -= n + 1; e.budget < 0 {
		return tooLarge()
	}
	return nil
}
