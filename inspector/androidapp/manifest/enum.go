package manifest

import (
	"strings"

	"loginscope/inspector/androidapp/xmltree"
)

// The enumerations of attrs_manifest.xml of the platform.
var (
	launchModes = map[int]string{
		0: "standard", 1: "singleTop", 2: "singleTask", 3: "singleInstance", 4: "singleInstancePerTask",
	}
	orientations = map[int]string{
		-1: "unspecified", 0: "landscape", 1: "portrait", 2: "user", 3: "behind", 4: "sensor", 5: "nosensor",
		6: "sensorLandscape", 7: "sensorPortrait", 8: "reverseLandscape", 9: "reversePortrait", 10: "fullSensor",
		11: "userLandscape", 12: "userPortrait", 13: "fullUser", 14: "locked",
	}
	configFlags = []struct {
		bit  uint32
		name string
	}{
		{0x0001, "mcc"}, {0x0002, "mnc"}, {0x0004, "locale"}, {0x0008, "touchscreen"}, {0x0010, "keyboard"},
		{0x0020, "keyboardHidden"}, {0x0040, "navigation"}, {0x0080, "orientation"}, {0x0100, "screenLayout"},
		{0x0200, "uiMode"}, {0x0400, "screenSize"}, {0x0800, "smallestScreenSize"}, {0x1000, "density"},
		{0x2000, "layoutDirection"}, {0x4000, "colorMode"}, {0x40000000, "fontScale"},
	}
)

// FixedOrientation reports whether an orientation pins an activity down, as
// ActivityInfo.isFixedOrientation of the platform does.
func FixedOrientation(name string) bool {
	switch name {
	case "landscape", "portrait", "sensorLandscape", "sensorPortrait", "reverseLandscape", "reversePortrait",
		"userLandscape", "userPortrait", "locked":
		return true
	}
	return false
}

func (p *parser) enum(n *xmltree.Node, name string, names map[int]string) Value {
	v, typed := p.value(n, name)
	if typed.Type < xmltree.FirstInt || typed.Type > xmltree.LastInt {
		return v
	}
	if word, ok := names[int(int32(typed.Data))]; ok {
		v.Text = word
	}
	return v
}

func flags(a xmltree.Attr) []string {
	if a.Typed.Type < xmltree.FirstInt || a.Typed.Type > xmltree.LastInt {
		var out []string
		for f := range strings.SplitSeq(a.Value, "|") {
			out = append(out, strings.TrimSpace(f))
		}
		return out
	}
	var out []string
	for _, f := range configFlags {
		if a.Typed.Data&f.bit != 0 {
			out = append(out, f.name)
		}
	}
	return out
}
