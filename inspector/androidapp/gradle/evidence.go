package gradle

import "regexp"

// writtenName is a name in quotes, in front of a block, or before the word of a configuration:
// where scripts write the names of flavours.
var writtenName = regexp.MustCompile(`["']([A-Za-z]\w*)["']|\b([a-z]\w*?)(?:Implementation|Api|CompileOnly|RuntimeOnly)\b|` +
	`\b([a-z]\w*)\s*\{`)

// writes reports whether a script of the build, read or only parsed, writes a name as it
// would that of a flavour. A folder by itself is no sign of one: it may be a source set that
// a path names.
func (b *Build) writes(name string) bool {
	if b.written == nil {
		b.written = map[string]bool{}
		for _, f := range b.read {
			src, err := b.files.Read(f)
			if err != nil {
				continue
			}
			for _, m := range writtenName.FindAllSubmatch(src, -1) {
				for _, word := range m[1:] {
					if len(word) > 0 && len(b.written) < maxKeys {
						b.written[string(word)] = true
					}
				}
			}
		}
	}
	return b.written[name]
}
