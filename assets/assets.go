// Package assets holds embedded bytes and nothing else.
package assets

import "embed"

// Translations holds AREA.en.json and AREA.zh.json: one flat object each,
// from key to sentence.
//
//go:embed translations/*.json
var Translations embed.FS

// Lab holds the lab's scenarios: one JSON object a file, see package lab.
//
//go:embed lab/*.json
var Lab embed.FS
