package version

import (
	"os"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
)

func TestFyneAppHasTheNumber(t *testing.T) {
	raw, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^Version = "(.*)"$`).FindSubmatch(raw)
	if m == nil || string(m[1]) != Number {
		t.Errorf("FyneApp.toml has the version %q, package version %q", m, Number)
	}
}

func TestVersionOfBuild(t *testing.T) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	for name, c := range map[string]struct {
		recorded map[string]string
		changes  Changes
		en, zh   string
	}{
		"nothing recorded": {nil, Unknown, "Commit unknown", "提交未知"},
		"clean": {
			map[string]string{"vcs.revision": commit, "vcs.time": "2026-03-04T05:06:07+08:00", "vcs.modified": "false"},
			Unchanged,
			"Commit " + commit + ", 2026-03-03 21:06 UTC, built from unchanged sources.", "构建时源代码无改动",
		},
		"changed": {
			map[string]string{"vcs.revision": commit, "vcs.time": "2026-03-04T05:06:07Z", "vcs.modified": "true"},
			Changed,
			"built from changed sources", "未提交的改动",
		},
		"commit alone": {
			map[string]string{"vcs.revision": commit}, Unknown,
			"commit date not recorded, whether the sources were changed is not recorded", "未记录提交日期，未记录源代码是否有改动",
		},
		"values that nobody knows": {
			map[string]string{"vcs.revision": commit, "vcs.time": "yesterday", "vcs.modified": "perhaps"}, Unknown,
			"commit date not recorded, whether the sources were changed is not recorded", "未记录源代码是否有改动",
		},
	} {
		var info debug.BuildInfo
		for k, v := range c.recorded {
			info.Settings = append(info.Settings, debug.BuildSetting{Key: k, Value: v})
		}
		b := of(&info)
		if b.Number != Number || b.Go == "" || b.OS == "" || b.Arch == "" || b.Changes != c.changes {
			t.Errorf("%s: %+v", name, b)
		}
		if text := b.Origin(); !strings.Contains(text.EN, c.en) || !strings.Contains(text.ZH, c.zh) {
			t.Errorf("%s: %+v", name, text)
		}
	}
}
