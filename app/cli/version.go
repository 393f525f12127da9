package cli

import (
	"context"
	"fmt"
	"time"

	"loginscope/app/version"
	"loginscope/lang"
)

var versionEntry = entry{
	word: "version", value: newOf[versionCmd],
	help: []helpText{
		{"version", lang.Both("Show the version.", "显示版本。")},
	},
	prints: []document{
		{"version --json", []any{buildInfo{}}},
	},
}

type versionCmd struct {
	JSON bool `help:"${flag_json}"`
}

// buildInfo is what version prints; docs/json.md describes it.
type buildInfo struct {
	Version  string          `json:"version"`
	Revision string          `json:"revision"` // "" if the build does not record it
	Modified bool            `json:"modified"` // true if Changes is "yes"
	Go       string          `json:"go"`
	OS       string          `json:"os"`
	Arch     string          `json:"arch"`
	Date     string          `json:"date"` // of the commit, RFC 3339; "" if the build does not record it
	Changes  version.Changes `json:"changes"`
}

// described is a build in the form of version --json.
func described(b version.Build) buildInfo {
	d := buildInfo{
		Version: b.Number, Revision: b.Commit, Modified: b.Changes == version.Changed,
		Go: b.Go, OS: b.OS, Arch: b.Arch, Changes: b.Changes,
	}
	if !b.Date.IsZero() {
		d.Date = b.Date.Format(time.RFC3339)
	}
	return d
}

func (c *versionCmd) run(_ context.Context, t *terminal) error {
	b := version.Read()
	if c.JSON {
		return t.json(described(b))
	}
	_, err := fmt.Fprintf(t.out, "%s (%s)\n%s\n", b.Title(), b.Platform(), b.Origin().In(t.lang()))
	return err
}
