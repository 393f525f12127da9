package xmltree

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Type is the data type of a Value (Res_value::dataType).
type Type uint8

// The types that the platform defines.
const (
	Null             Type = 0x00
	Reference        Type = 0x01
	Attribute        Type = 0x02
	String           Type = 0x03
	Float            Type = 0x04
	Dimension        Type = 0x05
	Fraction         Type = 0x06
	DynamicReference Type = 0x07
	DynamicAttribute Type = 0x08
	IntDec           Type = 0x10
	IntHex           Type = 0x11
	IntBool          Type = 0x12
	ColorARGB8       Type = 0x1c
	FirstInt         Type = 0x10
	LastInt          Type = 0x1f
)

// Value is one typed value.
type Value struct {
	Type Type
	Data uint32
	// Str is the text of a String, and the written name of a reference whose
	// resource ID is not known, such as "@xml/config" in a text source.
	Str string
}

// Format writes a value as a person would write it in a source file.
func (v Value) Format() string {
	switch v.Type {
	case Null:
		return ""
	case String:
		return v.Str
	case Reference, DynamicReference:
		if v.Str != "" {
			return v.Str
		}
		return fmt.Sprintf("@0x%08x", v.Data)
	case Attribute, DynamicAttribute:
		return fmt.Sprintf("?0x%08x", v.Data)
	case Float:
		return strconv.FormatFloat(float64(math.Float32frombits(v.Data)), 'g', -1, 32)
	case IntBool:
		return strconv.FormatBool(v.Data != 0)
	case IntHex:
		return fmt.Sprintf("0x%x", v.Data)
	}
	if v.Type >= ColorARGB8 && v.Type <= LastInt {
		return fmt.Sprintf("#%08x", v.Data)
	}
	if v.Type >= FirstInt {
		return strconv.Itoa(int(int32(v.Data)))
	}
	return fmt.Sprintf("0x%08x", v.Data)
}

// Guess types a written value the way the build tools do for an attribute that
// no format was declared for: a reference, a boolean word, a number, or text.
func Guess(s string) Value {
	t := strings.TrimSpace(s)
	switch t {
	case "true", "TRUE", "True":
		return Value{Type: IntBool, Data: math.MaxUint32}
	case "false", "FALSE", "False":
		return Value{Type: IntBool}
	case "@null":
		return Value{Type: Reference, Str: t}
	}
	if strings.HasPrefix(t, "@") && len(t) > 1 && t[1] != '\\' {
		return Value{Type: Reference, Str: t}
	}
	if n, err := strconv.ParseInt(t, 10, 32); err == nil {
		return Value{Type: IntDec, Data: uint32(n)}
	}
	if rest, ok := strings.CutPrefix(strings.ToLower(t), "0x"); ok {
		if n, err := strconv.ParseUint(rest, 16, 32); err == nil {
			return Value{Type: IntHex, Data: uint32(n)}
		}
	}
	return Value{Type: String, Str: s}
}
