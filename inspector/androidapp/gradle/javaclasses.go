package gradle

import (
	"encoding/json"
	"strings"
)

// javaStatic is a call of a class of Java's that every script sees.
func (x *exec) javaStatic(base value, name string, args []arg) (value, bool) {
	if base.kind != isNode || !base.node.loose || len(args) == 0 {
		return value{}, false
	}
	a := args[0].v
	switch base.node.Name {
	case "Integer", "Long":
		if n, ok := a.int(); ok && (strings.HasPrefix(name, "parse") || name == "valueOf" || name == "decode") {
			return num(n), true
		}
		return none(a.why()), true
	case "Boolean":
		if s, ok := a.text(); ok && (name == "parseBoolean" || name == "valueOf") {
			return boolOf(strings.EqualFold(s, "true")), true
		}
		return none(a.why()), true
	case "String":
		if name == "valueOf" {
			return a, true
		}
	case "Math":
		if len(args) != 2 || name != "max" && name != "min" {
			return value{}, false
		}
		p, ok1 := a.int()
		q, ok2 := args[1].v.int()
		if !ok1 || !ok2 {
			return none(reason("computed with a value that is not known", "由无法确定的值计算")), true
		}
		if name == "max" {
			return num(max(p, q)), true
		}
		return num(min(p, q)), true
	}
	return value{}, false
}

// jsonReader is Groovy's JsonSlurper.
type jsonReader struct{}

// parseJSON reads the JSON of a text or of a file in the folder.
func (x *exec) parseJSON(from value) value {
	if from.kind == isFile {
		from = x.content(from, "text", nil)
	}
	src, ok := from.text()
	if !ok {
		return none(from.why())
	}
	var v any
	if err := json.Unmarshal([]byte(src), &v); err != nil {
		return none(reason("JSON that is not understood: %s", "无法解析的 JSON：%s", clip(err.Error())))
	}
	return fromJSON(v)
}

func fromJSON(v any) value {
	switch t := v.(type) {
	case string:
		return str(t)
	case bool:
		return boolOf(t)
	case float64:
		return num(int64(t))
	case []any:
		out := value{kind: isList}
		for _, i := range t {
			out.list = append(out.list, fromJSON(i))
		}
		return out
	case map[string]any:
		d := newDict()
		for _, k := range sortedKeys(t) {
			d.set(k, fromJSON(t[k]))
		}
		return value{kind: isMapping, m: d}
	}
	return value{kind: isNull}
}
