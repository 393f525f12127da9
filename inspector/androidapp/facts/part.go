package facts

// Part is what a folder holds in place of an app. What decides on the app, such as
// its configuration and levels, then cannot be known.
type Part string

// The parts of apps.
const (
	// LibraryModule is a Gradle module that apps take in, such as the Android part of
	// a Flutter plug-in, where no application module is in the folder.
	LibraryModule Part = "library"
	// CordovaPlugin is a plug-in whose plugin.xml says what goes into an app.
	CordovaPlugin Part = "cordova-plugin"
	// NoBuild are files that no build in the folder takes in.
	NoBuild Part = "no-build"
)

// Unused reports whether no build takes in what was read.
func (a *App) Unused() bool { return a.Part == CordovaPlugin || a.Part == NoBuild }
