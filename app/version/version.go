// Package version says which Loginscope this is: the number of the release, and what
// the Go tool recorded of the build. Command line, window, reports and the desktop's
// metadata read it here; a test holds FyneApp.toml equal to it.
package version

import (
	"runtime"
	"runtime/debug"
	"time"

	"loginscope/lang"
)

// Number is the release, as in FyneApp.toml.
const Number = "0.1.0"

// Changes says whether the sources of a build differ from its commit.
type Changes string

// The values of Changes.
const (
	Changed   Changes = "yes"
	Unchanged Changes = "no"
	Unknown   Changes = "unknown" // the build does not record it
)

// Build is a release and where the running program comes from.
type Build struct {
	Number  string
	Commit  string    // full hash; "" if the build does not record it
	Date    time.Time // of the commit; zero if the build does not record it
	Changes Changes
	Go      string // release of the Go tool, "go1.26.0"
	OS      string // GOOS
	Arch    string // GOARCH
}

// Read returns the build of the running program. Builds outside a repository, with
// -buildvcs=false, by `go run FILE` and by `go test` record no commit.
func Read() Build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return of(info)
}

// of takes a build out of what the Go tool recorded.
func of(info *debug.BuildInfo) Build {
	b := Build{Number: Number, Changes: Unknown, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			if at, err := time.Parse(time.RFC3339, s.Value); err == nil {
				b.Date = at.UTC()
			}
		case "vcs.modified":
			b.Changes = changes(s.Value)
		}
	}
	return b
}

func changes(recorded string) Changes {
	switch recorded {
	case "true":
		return Changed
	case "false":
		return Unchanged
	}
	return Unknown
}

// Title is the program with its number, for a heading.
func (b Build) Title() string { return "Loginscope " + b.Number }

// Platform is the Go release and the system, "go1.26.0, linux/amd64".
func (b Build) Platform() string { return b.Go + ", " + b.OS + "/" + b.Arch }

// Origin says which sources the build was made of, and what is not recorded.
func (b Build) Origin() lang.Text {
	if b.Commit == "" {
		return lang.Text{
			EN: "Commit unknown: this build does not record which sources it was made of.",
			ZH: "提交未知：此构建未记录所用的源代码。",
		}
	}
	date := lang.Text{EN: "commit date not recorded", ZH: "未记录提交日期"}
	if !b.Date.IsZero() {
		at := b.Date.Format("2006-01-02 15:04 UTC")
		date = lang.Text{EN: at, ZH: at}
	}
	state := b.Changes.text()
	return lang.Text{
		EN: "Commit " + b.Commit + ", " + date.EN + ", " + state.EN + ".",
		ZH: "提交 " + b.Commit + "，" + date.ZH + "，" + state.ZH + "。",
	}
}

func (c Changes) text() lang.Text {
	switch c {
	case Changed:
		return lang.Text{EN: "built from changed sources", ZH: "构建时源代码有未提交的改动"}
	case Unchanged:
		return lang.Text{EN: "built from unchanged sources", ZH: "构建时源代码无改动"}
	}
	return lang.Text{EN: "whether the sources were changed is not recorded", ZH: "未记录源代码是否有改动"}
}
