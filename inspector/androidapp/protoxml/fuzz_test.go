package protoxml_test

import (
	"testing"

	"loginscope/inspector/androidapp/protoxml"
)

func FuzzParse(f *testing.F) {
	f.Add([]byte("\n\x03\x1a\x01a"))
	f.Add([]byte{0x0a, 0xff})
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := protoxml.Parse(src)
		if err == nil && n.Name == "" && len(n.Children) > 1000 {
			t.Log("large nameless document")
		}
		_, _ = protoxml.ParseTable(src)
	})
}

func TestParse(t *testing.T) {
	n, err := protoxml.Parse([]byte("\n\x03\x1a\x01a"))
	if err != nil || n.Name != "a" {
		t.Errorf("%v %+v", err, n)
	}
	if _, err := protoxml.Parse([]byte{0x0a, 0xff}); err == nil {
		t.Error("cut-off message parsed")
	}
}
