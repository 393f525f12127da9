package androidapp_test

import (
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// packAars turns files named FOLDER/NAME.aar!PART into an aar with these parts.
// The part "classes" lists a class and its superclass a line, for classes.jar;
// the text of a part below jni/ is the alignment of a library.
func packAars(t *testing.T, fsys fstest.MapFS) {
	t.Helper()
	aars := map[string]map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(fsys)) {
		file, part, ok := strings.Cut(name, "!")
		if !ok {
			continue
		}
		if aars[file] == nil {
			aars[file] = map[string]string{}
		}
		text := strings.TrimSpace(string(fsys[name].Data))
		switch {
		case part == "classes":
			part, text = "classes.jar", string(zipped(t, classes(text)))
		case strings.HasPrefix(part, "jni/"):
			text = library(text == "16384")
		}
		aars[file][part] = text
		delete(fsys, name)
	}
	for file, parts := range aars {
		fsys[file] = &fstest.MapFile{Data: zipped(t, parts)}
	}
}

// classes are class files that hold nothing but their two names.
func classes(text string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) == 2 {
			this, super := strings.ReplaceAll(words[0], ".", "/"), strings.ReplaceAll(words[1], ".", "/")
			b := []byte{0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 5}
			for i, s := range []string{this, super} {
				b = append(append(b, 1, byte(len(s)>>8), byte(len(s))), s...)
				b = append(b, 7, 0, byte(2*i+1))
			}
			out[this+".class"] = string(append(b, 0, 33, 0, 2, 0, 4, 0, 0))
		}
	}
	return out
}

// library is the head of a 64-bit ELF file with one loadable segment.
func library(big bool) string {
	b := make([]byte, 64+56)
	copy(b, "\x7fELF\x02\x01")
	binary.LittleEndian.PutUint64(b[32:], 64)
	binary.LittleEndian.PutUint16(b[54:], 56)
	binary.LittleEndian.PutUint16(b[56:], 1)
	binary.LittleEndian.PutUint32(b[64:], 1)
	align := uint64(4096)
	if big {
		align = 16384
	}
	binary.LittleEndian.PutUint64(b[64+48:], align)
	return string(b)
}
