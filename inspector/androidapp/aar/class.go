package aar

import (
	"encoding/binary"
	"strings"
)

const maxClass = 4 << 20

// constantSizes are the bytes behind the tag of each entry of a constant pool
// but Utf8, as the Java Virtual Machine Specification has them (table 4.4-A).
var constantSizes = map[byte]int{
	3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4, 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2,
}

// classNames reads the names of a class and of its superclass, with dots.
func classNames(b []byte) (this, super string, ok bool) {
	if len(b) < 10 || binary.BigEndian.Uint32(b) != 0xcafebabe {
		return "", "", false
	}
	count, at := int(binary.BigEndian.Uint16(b[8:])), 10
	texts, classes := make([]string, count), make([]int, count)
	for i := 1; i < count; i++ {
		if at+3 > len(b) {
			return "", "", false
		}
		tag := b[at]
		size, known := constantSizes[tag]
		switch {
		case tag == 1:
			size = 2 + int(binary.BigEndian.Uint16(b[at+1:]))
			if at+1+size > len(b) {
				return "", "", false
			}
			texts[i] = string(b[at+3 : at+1+size])
		case !known:
			return "", "", false
		case tag == 7:
			classes[i] = int(binary.BigEndian.Uint16(b[at+1:]))
		case tag == 5 || tag == 6:
			i++ // a long takes two slots
		}
		at += 1 + size
	}
	if at+6 > len(b) {
		return "", "", false
	}
	name := func(at int) string {
		if i := int(binary.BigEndian.Uint16(b[at:])); i < count && classes[i] < count {
			return strings.ReplaceAll(texts[classes[i]], "/", ".")
		}
		return ""
	}
	this, super = name(at+2), name(at+4)
	return this, super, this != ""
}
