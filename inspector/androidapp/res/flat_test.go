package res_test

import (
	"encoding/binary"
	"errors"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"loginscope/inspector/androidapp/res"
)

// flat is a container with one file, whose document is one element.
func flat(element, header string) []byte {
	inner := protowire.AppendTag(nil, 3, protowire.BytesType)
	inner = protowire.AppendString(inner, element)
	doc := protowire.AppendTag(nil, 1, protowire.BytesType)
	doc = protowire.AppendBytes(doc, inner)
	entry := binary.LittleEndian.AppendUint32(nil, uint32(len(header)))
	entry = binary.LittleEndian.AppendUint64(entry, uint64(len(doc)))
	entry = append(entry, header...)
	for len(entry)%4 != 0 {
		entry = append(entry, 0)
	}
	entry = append(entry, doc...)
	out := append([]byte("AAPT"), 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)
	out = binary.LittleEndian.AppendUint64(out, uint64(len(entry)))
	return append(out, entry...)
}

// TestFlatXML reads the document behind headers of every length, and refuses what is cut.
func TestFlatXML(t *testing.T) {
	for _, header := range []string{"", "a", "ab", "abc", "abcd"} {
		src := flat("network-security-config", header)
		n, err := res.ParseFlatXML(src)
		if err != nil || n.Name != "network-security-config" {
			t.Errorf("header of %d: %v, %v", len(header), n, err)
		}
		for cut := range src {
			if n, err := res.ParseFlatXML(src[:cut]); !errors.Is(err, res.ErrMalformed) {
				t.Errorf("header of %d, cut at %d: %v, %v", len(header), cut, n, err)
			}
		}
	}
}
