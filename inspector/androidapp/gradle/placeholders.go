package gradle

import (
	"strings"

	"loginscope/lang"
)

// AnyPlaceholder is the key under which a Variant's placeholders say why further
// ones may be set that are not known by name.
const AnyPlaceholder = "*"

// placeholders join those of defaultConfig, the flavours and the build type; the
// later ones win.
func (m *Module) placeholders(buildType string, flavors []flavor) map[string]Setting {
	out := map[string]Setting{}
	m.android().find("defaultConfig").placeholders(out)
	for i := len(flavors) - 1; i >= 0; i-- {
		m.item("productFlavors", flavors[i].name).placeholders(out)
	}
	m.item("buildTypes", buildType).placeholders(out)
	m.reactPlaceholder(buildType, out)
	if id := m.env.filler(); id != "" {
		if _, any := out[AnyPlaceholder]; !any {
			out[AnyPlaceholder] = Setting{
				Unresolved: reason("the plug-in %s may set it", "插件 %s 可能设置它", id),
				File:       m.File,
			}
		}
	}
	if list := m.rewriters(); len(list) > 0 {
		by := list[0]
		if _, any := out[AnyPlaceholder]; !any {
			out[AnyPlaceholder] = Setting{Unresolved: reason("%s may set it", "%s可能设置它", by.Text), File: by.File,
				Line: by.Line}
		}
	}
	for k, s := range out {
		if list := m.rewritersOf(s); len(list) > 0 {
			by := list[0]
			s.Overruled = reason("%s may set another value (%s)", "%s可能设置其他值（%s）", by.Text, by.Location())
			out[k] = s
		}
	}
	return out
}

// reactPlaceholder fills usesCleartextTraffic as the plug-in of React Native 0.81 and later
// does: true for its debug build types, false for release. An older one leaves it to the
// scripts, so that a value of theirs for release may or may not hold. Source:
// ReactPlugin and AgpConfiguratorUtils of https://github.com/facebook/react-native.
func (m *Module) reactPlaceholder(buildType string, out map[string]Setting) {
	const name = "usesCleartextTraffic"
	fills := map[string]string{"debug": "true", "debugOptimized": "true", "release": "false"}[buildType]
	if fills == "" || !m.env.plugins[reactPlugin] {
		return
	}
	s, set := out[name]
	if !set {
		out[name] = Setting{Value: fills, File: m.File, Default: true}
		return
	}
	if s.Value != fills {
		s.Overruled = reason("the plug-in %s sets %s in newer versions", "新版插件 %s 会将其设为 %s", reactPlugin, fills)
		out[name] = s
	}
}

// reactPlugin is the id of React Native's plug-in for apps.
const reactPlugin = "com.facebook.react"

// placeholders lays those of one block over others.
func (n *Node) placeholders(out map[string]Setting) {
	p := placeholderSet{under: out, own: map[string]Setting{}}
	for _, st := range n.each("manifestPlaceholders", "addManifestPlaceholders") {
		p.apply(st)
	}
	if !p.unknown.Unresolved.Empty() {
		for k, s := range out {
			out[k] = Setting{Unresolved: p.unknown.Unresolved, File: s.File, Line: s.Line}
		}
		out[AnyPlaceholder] = p.unknown
	}
	for k, s := range p.own {
		out[k] = s
	}
}

// placeholderSet are the placeholders of one block while its statements are read.
type placeholderSet struct {
	under, own map[string]Setting
	unknown    Setting // set if any may be set
}

// replaces are statements after which only what they give is left.
func (st set) replaces() bool {
	return st.op == "=" && (st.name == "manifestPlaceholders" || st.name == "value") || st.name == "clear" ||
		st.name == "empty"
}

func (p *placeholderSet) apply(st set) {
	if st.replaces() && !st.maybe {
		p.own, p.unknown = map[string]Setting{}, Setting{}
	}
	switch {
	case st.op == "=" && !st.replaces(): // manifestPlaceholders.key = value
		p.put(st, str(st.name), st.args[0])
	case st.op == "[]=",
		len(st.args) == 2 && (st.name == "put" || st.name == "set" || st.name == "putAt" || st.name == "putIfAbsent"):
		if len(st.args) == 2 {
			p.put(st, st.args[0], st.args[1])
		}
	default:
		for i, v := range st.args {
			if i < len(st.names) && st.names[i] != "" {
				p.put(st, str(st.names[i]), v)
			} else {
				p.putAll(st, v)
			}
		}
	}
}

func (p *placeholderSet) putAll(st set, v value) {
	switch {
	case v.kind == isMapping:
		for _, k := range v.m.keys {
			p.put(st, str(k), v.m.vals[k])
		}
		if !v.m.open.Empty() {
			p.open(st, v.m.open)
		}
	case v.kind == isList:
		for _, one := range v.list { // pairs
			p.putAll(st, one)
		}
	case v.kind == isNode && strings.HasSuffix(v.node.Name, "anifestPlaceholders"):
		// the block's own, read to be added to
	default:
		p.open(st, v.why())
	}
}

// open keeps that a statement may set any placeholder.
func (p *placeholderSet) open(st set, why lang.Text) {
	p.unknown = Setting{Unresolved: why, File: st.file, Line: st.line}
	for k, s := range p.own {
		p.own[k] = Setting{Unresolved: why, File: s.File, Line: s.Line}
	}
}

func (p *placeholderSet) put(st set, key, v value) {
	name, ok := key.text()
	if !ok {
		p.open(st, reason("its name is not known: %s", "名称无法确定：%s", key.why()))
		return
	}
	s := Setting{File: st.file, Line: st.line}
	before, own := p.own[name]
	if !own {
		before = p.under[name]
	}
	text, ok := v.text()
	switch {
	case ok && (!st.maybe || before.Value == text):
		s.Value = text
		if o := otherSetting(v); !o.When.Empty() {
			s.Overruled = reason("it has another value if %s", "%s时取其他值", o.When)
		}
	case ok:
		s.Unresolved = onCondition
	default:
		s.Unresolved = v.why()
	}
	p.own[name] = s
}
