// Package assets holds embedded bytes and nothing else.
package assets

import "embed"

// Translations holds AREA.en.json and AREA.zh.json: one flat object each,
// from key to sentence.
//
//go:embed translations/*.json
var Translations embed.FS
