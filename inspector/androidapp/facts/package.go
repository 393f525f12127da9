package facts

import (
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/signing"
)

// Package is one APK.
type Package struct {
	File     string            `json:"file"`
	Split    string            `json:"split,omitempty"`
	Size     int64             `json:"size"`
	Signing  signing.Report    `json:"signing"`
	Problems []archive.Problem `json:"problems,omitempty"`
}

// Native is one native library.
type Native struct {
	ABI  string `json:"abi"`
	Name string `json:"name"`
	File string `json:"file"` // the APK or aar that holds it
	// Align is the alignment of its loadable segments in bytes, 0 if unknown.
	Align int64 `json:"align,omitempty"`
}
