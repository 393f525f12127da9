package assets

import _ "embed"

// The fonts of the window: subsets of Noto Sans CJK SC with Latin and Chinese
// in one face each, the monospaced one with JetBrains Mono's Latin (all SIL OFL
// 1.1, fonts/LICENSE-OFL.txt; built by fonts/build.sh).
var (
	//go:embed fonts/sans-regular.otf
	FontRegular []byte
	//go:embed fonts/sans-bold.otf
	FontBold []byte
	//go:embed fonts/mono.otf
	FontMono []byte
)

// Icon is our own application icon; icon/loginscope.svg is its source.
//
//go:embed icon/loginscope.png
var Icon []byte
