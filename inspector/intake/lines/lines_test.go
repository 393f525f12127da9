package lines

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func readAll(t *testing.T, r *Reader) []string {
	t.Helper()
	var out []string
	for {
		line, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, UTF8(line))
	}
}

func TestNext(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("网络异常")
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("甲\n乙")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"empty", "", nil},
		{"no final newline", "a\nb", []string{"a", "b"}},
		{"CRLF", "a\r\n\r\nb\r\n", []string{"a", "", "b"}},
		{"UTF-8 mark", "\xEF\xBB\xBFa\n", []string{"a"}},
		{"UTF-16 mark", utf16, []string{"甲", "乙"}},
		{"GBK", gbk + "\n", []string{"网络异常"}},
		{"colour", "\x1b[38;5;40mD/x: y\x1b[0m\n", []string{"D/x: y"}},
		{"cut escape", "a\x1b", []string{"a"}},
		{"neither encoding", "a\xff\n", []string{"a\uFFFD"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := readAll(t, New(strings.NewReader(tt.in))); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLongLineIsCut(t *testing.T) {
	r := New(strings.NewReader(strings.Repeat("x", 3*MaxLine) + "\nnext\n"))
	got := readAll(t, r)
	if len(got) != 2 || len(got[0]) != MaxLine || got[1] != "next" {
		t.Fatalf("got %d lines, first of %d bytes", len(got), len(got[0]))
	}
	if r.Cut() == 0 || r.Line() != 2 {
		t.Errorf("cut %d, line %d", r.Cut(), r.Line())
	}
}

// TestLiveSourceDoesNotBlock reads a line from a source that says nothing
// more: a log that is being followed.
func TestLiveSourceDoesNotBlock(t *testing.T) {
	r, w := io.Pipe()
	defer func() { _ = w.Close() }()
	go func() { _, _ = io.WriteString(w, "first line\n") }()
	got := make(chan string)
	go func() {
		line, err := New(r).Next()
		if err != nil {
			got <- err.Error()
			return
		}
		got <- string(line)
	}()
	select {
	case s := <-got:
		if s != "first line" {
			t.Errorf("read %q", s)
		}
	case <-time.After(time.Minute):
		t.Fatal("the line did not come before the source ended")
	}
}
