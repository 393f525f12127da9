package gradle

import (
	"strconv"
	"strings"

	"loginscope/lang"
)

// Setting is one value of a build file with its location.
type Setting struct {
	Value string `json:"value,omitempty"`
	// Unresolved says why the value is not known, although it is or may be set.
	Unresolved lang.Text `json:"unresolved,omitzero"`
	File       string    `json:"file,omitempty"`
	Line       int       `json:"line,omitempty"`
	// Default is true where no script sets the value and it is the build tools'
	// default.
	Default bool `json:"default,omitempty"`
	// Overruled says what was not read and may set another value, empty for
	// nothing.
	Overruled lang.Text `json:"overruled,omitzero"`
	// Said is the value that a script sets where Unresolved says that something not read may
	// set another one.
	Said string `json:"-"`
	// Other is what the value is instead where a property is given.
	Other Otherwise `json:"-"`
}

// Int is the value as a number, 0 if it is none.
func (s Setting) Int() int {
	n, _ := strconv.Atoi(s.Value)
	return n
}

// Set reports whether the build file says anything at all.
func (s Setting) Set() bool { return s.Value != "" || !s.Unresolved.Empty() }

// scalar is the last value that was set under one of the names. A value that is
// set on a condition that is not known makes the result unknown, unless it is the
// same as before.
func (n *Node) scalar(names ...string) Setting {
	var s Setting
	for _, st := range n.each(names...) {
		if len(st.args) == 0 || st.name != "" && !settable(st.name, names) {
			continue
		}
		next := Setting{File: st.file, Line: st.line}
		if text, ok := st.args[0].text(); ok && st.args[0].kind != isNull {
			next.Value, next.Other = text, otherSetting(st.args[0])
		} else {
			next.Unresolved = st.args[0].why()
		}
		if st.maybe && next.Value != s.Value {
			next.Value, next.Unresolved = "", onCondition
		}
		s = next
	}
	return s
}

// settable are the setters of a value that has a block or property of its own.
func settable(name string, names []string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return name == "version" || name == "set" || name == "value" || name == "release" || name == "convention" ||
		name == "preview"
}

// codeNames are the previews of Android by name, with the level that each became
// or is to become; https://developer.android.com/tools/releases/platforms.
var codeNames = map[string]string{
	"Q": "29", "R": "30", "S": "31", "Sv2": "32", "Tiramisu": "33", "UpsideDownCake": "34", "VanillaIceCream": "35",
	"Baklava":     "36",
	"CinnamonBun": "37",
}

// level is a setting as an API level: 36, "36", "android-36", "Baklava" or 36.1.
func (s Setting) level() Setting {
	if s.Value == "" {
		return s
	}
	if s.Other.Value != "" {
		s.Other.Value = Setting{Value: s.Other.Value}.level().Value
	}
	v := strings.TrimPrefix(strings.TrimSpace(s.Value), "android-")
	if n, ok := codeNames[v]; ok {
		v = n
	}
	v, _, _ = strings.Cut(v, ".")
	v, _, _ = strings.Cut(v, "-ext")
	if _, err := strconv.Atoi(v); err != nil {
		s.Value, s.Unresolved = "", reason("it is %s", "取值为 %s", s.Value)
		return s
	}
	s.Value = v
	return s
}

// major is the first number of a version, 0 if it is not known.
func (s Setting) major() int {
	v, _, _ := strings.Cut(s.Value, ".")
	n, _ := strconv.Atoi(strings.TrimSpace(v))
	return n
}
