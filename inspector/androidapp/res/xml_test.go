package res_test

import (
	"errors"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/res"
)

// FuzzXML demands no panic, and from a parsed tree that it can be walked.
func FuzzXML(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x03\x00\x08\x00\x08\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, src []byte) {
		root, err := res.ParseXML(src)
		if (err == nil) != (root != nil) {
			t.Fatalf("root %v, error %v", root, err)
		}
		if root != nil {
			_ = root.Content()
			_, _ = root.Android("name")
		}
	})
}

func TestXMLErrors(t *testing.T) {
	tests := []struct {
		name string
		src  string
		want string
	}{
		{"empty", "", "header cut off"},
		{"size behind the end", "\x03\x00\x08\x00\xff\x00\x00\x00", "size 255"},
		{"no element", "\x03\x00\x08\x00\x08\x00\x00\x00", "no element"},
		{"end without start", "\x03\x00\x08\x00\x20\x00\x00\x00" + "\x03\x01\x10\x00\x18\x00\x00\x00" +
			strings.Repeat("\x00", 16), "end without start"},
		{"element cut off", "\x03\x00\x08\x00\x18\x00\x00\x00" + "\x02\x01\x10\x00\x10\x00\x00\x00" +
			strings.Repeat("\x00", 8), "element of 0 bytes"},
		{"pool counts too many", "\x03\x00\x08\x00\x24\x00\x00\x00" +
			"\x01\x00\x1c\x00\x1c\x00\x00\x00\xff\xff\xff\x00" + strings.Repeat("\x00", 16), "strings in 0 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := res.ParseXML([]byte(tt.src))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, res.ErrMalformed) {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}
