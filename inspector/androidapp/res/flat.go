package res

import (
	"encoding/binary"
	"fmt"

	"loginscope/inspector/androidapp/xmltree"
)

// The container of aapt2 compile; see "AAPT2 Container Format" in
// https://android.googlesource.com/platform/frameworks/base/+/refs/heads/main/tools/aapt2/formats.md.
const (
	flatMagic  = "AAPT"
	flatHeader = 12 // magic, version, count of entries
	flatEntry  = 12 // kind, length
	flatSizes  = 12 // sizes of header and data, in front of the header
	flatFile   = 1  // the kind of an entry that holds a file
)

// ParseFlatXML reads the XML document in a file that aapt2 compile left (.flat): the first
// file of the container.
func ParseFlatXML(src []byte) (*xmltree.Node, error) {
	le := binary.LittleEndian
	if len(src) < flatHeader || string(src[:4]) != flatMagic || le.Uint32(src[4:]) != 1 {
		return nil, fmt.Errorf("%w container of aapt2", ErrMalformed)
	}
	for at := flatHeader; at+flatEntry <= len(src); {
		kind, size := le.Uint32(src[at:]), le.Uint64(src[at+4:])
		at += flatEntry
		if size > uint64(len(src)-at) {
			break
		}
		if entry := src[at : at+int(size)]; kind == flatFile && len(entry) >= flatSizes {
			header, data := uint64(le.Uint32(entry)), le.Uint64(entry[4:])
			begin := flatSizes + padded(header)
			if begin > size || data > size-begin {
				break
			}
			return ParseProtoXML(entry[begin : begin+data])
		}
		at += int(padded(size))
	}
	return nil, fmt.Errorf("%w container of aapt2: no file", ErrMalformed)
}

// padded is a size with what fills it up to four bytes.
func padded(n uint64) uint64 { return (n + 3) &^ 3 }
