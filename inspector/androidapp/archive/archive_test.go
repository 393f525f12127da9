package archive_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"loginscope/inspector/androidapp/archive"
)

func pack(t interface{ Fatal(...any) }, names []string, contents [][]byte, methods []uint16) []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for i, n := range names {
		f, err := w.CreateHeader(&zip.FileHeader{Name: n, Method: methods[i]})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(contents[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestLikeTheStandardLibrary packs archives with the standard library and
// reads them back, byte for byte and without a problem.
func TestLikeTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,8}(/[a-z]{1,5})?\.(xml|so)`), 0, 8,
			rapid.ID).Draw(t, "names")
		var contents [][]byte
		var methods []uint16
		for range names {
			contents = append(contents, rapid.SliceOf(rapid.Byte()).Draw(t, "content"))
			methods = append(methods, rapid.SampledFrom([]uint16{zip.Store, zip.Deflate}).Draw(t, "method"))
		}
		b := pack(t, names, contents, methods)
		a, err := archive.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range names {
			got, err := a.Read(n, 1<<20)
			if err != nil || !bytes.Equal(got, contents[i]) {
				t.Fatalf("%s: %v", n, err)
			}
		}
		if len(a.Entries) != len(names) || len(a.Problems) != 0 {
			t.Fatalf("%d entries, problems %v", len(a.Entries), a.Problems)
		}
	})
}

func TestLimits(t *testing.T) {
	b := pack(t, []string{"bomb", "small"}, [][]byte{make([]byte, 8<<20), []byte("x")}, []uint16{8, 0})
	a, err := archive.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Read("bomb", 1<<20); !errors.Is(err, archive.ErrTooBig) || !strings.Contains(err.Error(), `"bomb"`) {
		t.Errorf("bomb: %v", err)
	}
	if _, err := a.Read("none", 1); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("missing: %v", err)
	}
	a.SetBudget(20 << 20)
	var last error
	for range 4 {
		if _, last = a.Read("bomb", 8<<20); last != nil {
			break
		}
	}
	if !errors.Is(last, archive.ErrTooBig) || !strings.Contains(last.Error(), "as a whole") {
		t.Errorf("budget: %v", last)
	}
}

func TestProblems(t *testing.T) {
	b := pack(t, []string{"../up", "/abs", `..\win`, "ok", "ok"}, make([][]byte, 5), make([]uint16, 5))
	a, err := archive.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	want := []archive.Problem{
		{Kind: archive.Traversal, Entry: "../up"}, {Kind: archive.Traversal, Entry: "/abs"},
		{Kind: archive.Traversal, Entry: `..\win`}, {Kind: archive.Duplicate, Entry: "ok"},
	}
	if len(a.Problems) != len(want) {
		t.Fatalf("problems %v", a.Problems)
	}
	for i, p := range want {
		if a.Problems[i] != p {
			t.Errorf("problem %d: %v, want %v", i, a.Problems[i], p)
		}
	}
}

// FuzzOpen demands no panic, and agreement with the standard library wherever
// both read an entry of a clean archive.
func FuzzOpen(f *testing.F) {
	f.Add(pack(f, []string{"a", "b/c"}, [][]byte{[]byte("hello"), bytes.Repeat([]byte("x"), 300)}, []uint16{0, 8}))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, src []byte) {
		a, err := archive.Open(bytes.NewReader(src), int64(len(src)))
		if err != nil {
			return
		}
		for i, e := range a.Entries {
			if i == 20 {
				break
			}
			got, err := a.Read(e.Name, 1<<20)
			if err == nil && len(a.Problems) == 0 {
				compareStandard(t, src, e.Name, got)
			}
		}
		_, _, _ = a.Nested("a", 1<<20)
	})
}

func compareStandard(t *testing.T, src []byte, name string, got []byte) {
	r, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return
	}
	f, err := r.Open(name)
	if err != nil {
		return
	}
	want, err := io.ReadAll(io.LimitReader(f, 1<<20+1))
	if err == nil && !bytes.Equal(want, got) {
		t.Fatalf("%q: %d bytes, the standard library reads %d", name, len(got), len(want))
	}
}
