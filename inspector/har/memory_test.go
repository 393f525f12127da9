package har

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"loginscope/proxy/exchange"
)

// entries streams a file of many entries, which is nowhere held as a whole.
func entries(n int, body string) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, err := io.WriteString(w, `{"log":{"version":"1.2","entries":[`)
		for i := range n {
			comma := ","
			if i == 0 {
				comma = ""
			}
			_, werr := fmt.Fprintf(w, `%s{"request":{"method":"POST","url":"https://h.example/%d","postData":{"text":"a"}},`+
				`"response":{"status":200,"content":{"size":%d,"text":"%s"}}}`, comma, i, len(body), body)
			err = errors.Join(err, werr)
		}
		_, werr := io.WriteString(w, `]}}`)
		w.CloseWithError(errors.Join(err, werr)) // nil ends the file
	}()
	return r
}

// peak is the most of the heap that was in use at the calls of look.
type peak struct{ most uint64 }

func (p *peak) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	p.most = max(p.most, m.HeapAlloc)
}

// TestMemoryIsThatOfOneEntry reads and writes 80 MB in entries of 200 KB.
func TestMemoryIsThatOfOneEntry(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 80 MB")
	}
	const n, limit = 400, 24 << 20
	var p, base peak
	runtime.GC()
	base.look()
	w := NewWriter(io.Discard, "1", Document{})
	st, err := Read(entries(n, strings.Repeat("x", 200_000)), options(), func(ev exchange.Event) error {
		if f, ok := ev.(exchange.Finished); ok {
			p.look()
			return w.Write(Source{Exchange: f.Exchange})
		}
		return nil
	})
	if err := errors.Join(err, w.Close()); err != nil || st.Kept != n {
		t.Fatalf("%+v: %v", st, err)
	}
	if used := p.most - min(p.most, base.most); used > limit {
		t.Errorf("%d bytes in use, want at most %d", used, limit)
	}
}

// TestHostileFilesAreBounded: what no reader can hold is read over, what follows is
// read, and the error says where it stands.
func TestHostileFilesAreBounded(t *testing.T) {
	good := `{"request":{"method":"GET","url":"https://h.example/"},"response":{"status":200,"content":{}}}`
	for _, c := range []struct {
		name, bad    string
		kept, broken int
		want         error
	}{
		{"an endless string", `{"request":{"url":"` + strings.Repeat("a", MaxEntry) + `"}}`, 2, 1, ErrLarge},
		{"deep nesting", strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000), 2, 1, nil},
		{"no JSON", `{"request":{"method":"GET",,}}`, 2, 1, nil},
		{"another type", `"text"`, 2, 1, nil},
		{"a number", `17`, 2, 1, nil},
		{"lists as texts", `{"request":{"method":"GET","url":"https://h.example/"},"_webSocketMessages":"x"}`, 3, 1, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && len(c.bad) > MaxEntry {
				t.Skip("reads an entry of the largest size")
			}
			kept := 0
			in := `{"log":{"entries":[` + good + ",\n" + c.bad + "," + good + `]}}`
			st, err := Read(strings.NewReader(in), options(), func(ev exchange.Event) error {
				if _, ok := ev.(exchange.Finished); ok {
					kept++
				}
				return nil
			})
			var at *EntryError
			if !errors.As(err, &at) || at.Entry != 2 || at.Line != 2 || at.Kept != c.kept || at.Broken != c.broken ||
				at.Stopped || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%v: %+v", err, at)
			}
			if kept != c.kept || st.Kept != c.kept {
				t.Errorf("%d kept, %+v", kept, st)
			}
		})
	}
}
