package res_test

import (
	"testing"

	"loginscope/inspector/androidapp/res"
)

// FuzzProto demands no panic of either reader of protocol buffers.
func FuzzProto(f *testing.F) {
	f.Add([]byte("\n\x03\x1a\x01a"))
	f.Add([]byte{0x0a, 0xff})
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := res.ParseProtoXML(src)
		if err == nil && n.Name == "" && len(n.Children) > 1000 {
			t.Log("large nameless document")
		}
		_, _ = res.ParseProtoTable(src)
	})
}

func TestProtoXML(t *testing.T) {
	n, err := res.ParseProtoXML([]byte("\n\x03\x1a\x01a"))
	if err != nil || n.Name != "a" {
		t.Errorf("%v %+v", err, n)
	}
	if _, err := res.ParseProtoXML([]byte{0x0a, 0xff}); err == nil {
		t.Error("cut-off message parsed")
	}
}
