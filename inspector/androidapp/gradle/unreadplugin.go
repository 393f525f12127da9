package gradle

import (
	"strings"

	"loginscope/lang"
)

// UnreadPlugin is a plug-in that cannot be read. Its Text is what a sentence calls it.
type UnreadPlugin struct {
	lang.Text
	// id is the id, the name of the class or the alias; "" where it is not known.
	id   string
	kind pluginKind
}

// pluginKind is how much is known of a plug-in that cannot be read.
type pluginKind uint8

const (
	plainPlugin       pluginKind = iota // applied by its id or its class
	conditionalPlugin                   // applied on a condition that is not known
	aliasPlugin                         // an alias that no catalogue at hand lists
	namelessPlugin                      // its name is computed
)

func pluginOf(id string) UnreadPlugin { return UnreadPlugin{verbatim(id), id, plainPlugin} }

func pluginOnCondition(id string) UnreadPlugin {
	text := reason("%s, which is applied on a condition that is not known,", "%s（启用条件无法确定）", id)
	return UnreadPlugin{text, id, conditionalPlugin}
}

func pluginByAlias(name string) UnreadPlugin {
	return UnreadPlugin{reason("alias %s", "别名 %s", name), name, aliasPlugin}
}

func pluginWithoutName(why lang.Text) UnreadPlugin {
	return UnreadPlugin{reason("of a name that is not known (%s)", "（名称无法确定：%s）", why), "", namelessPlugin}
}

// conventional reports whether a plug-in may well hold a team's settings: by what its
// name says, or because nothing says what it is. Others seldom set anything of
// Android's.
func (p UnreadPlugin) conventional() bool { return p.kind != plainPlugin || conventional(p.id) }

// conventional reports whether a plug-in is named like one that holds a team's settings.
func conventional(id string) bool {
	s := strings.ToLower(id)
	return strings.Contains(s, "android") || strings.Contains(s, "convention") || strings.Contains(s, "condition")
}

// likelyApp reports whether a plug-in is named like one for applications.
func (p UnreadPlugin) likelyApp() bool {
	s := strings.ToLower(p.id)
	return strings.Contains(s, "android") && (strings.Contains(s, "application") || strings.HasSuffix(s, "app"))
}
