package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCmd struct {
	JSON bool `help:"${flag_json}"`
}

// buildInfo is what version prints; docs/json.md describes it.
type buildInfo struct {
	Version  string `json:"version"`
	Revision string `json:"revision"` // "" if not built from a repository
	Modified bool   `json:"modified"` // built from changed sources
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

func readBuild() buildInfo {
	b := buildInfo{Version: "dev", Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		b.Version = v
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

func version() string { return readBuild().Version }

func (c *versionCmd) run(_ context.Context, t *terminal) error {
	b := readBuild()
	if c.JSON {
		return t.json(b)
	}
	_, err := fmt.Fprintf(t.out, "Loginscope %s (%s, %s/%s)\n", b.Version, b.Go, b.OS, b.Arch)
	return err
}
