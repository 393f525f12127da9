package app

import (
	"os"

	"fyne.io/fyne/v2"

	"loginscope/app/version"
)

// ID is the application's identity for the desktop; FyneApp.toml has the same.
const ID = "org.loginscope.app"

// ThreadsEnv names the environment variable that makes Fyne check on which
// goroutine it is called, and print where it is the wrong one. The checks
// double the cost of drawing, so they are for tests only.
const ThreadsEnv = "LOGINSCOPE_UI_THREADS"

// metadata is what FyneApp.toml says, for a program that was built by the Go
// tool alone: that never reads the file.
func metadata() fyne.AppMetadata {
	return fyne.AppMetadata{
		ID: ID, Name: "Loginscope", Version: version.Number, Build: 1,
		Migrations: map[string]bool{"fyneDo": os.Getenv(ThreadsEnv) == ""},
	}
}
