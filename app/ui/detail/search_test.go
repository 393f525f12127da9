package detail

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"loginscope/app/feed"
	"loginscope/app/i18n"
	"loginscope/app/ui/kit"
	"loginscope/app/ui/theme"
	"loginscope/assets"
	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// needles is a body of lines of 64 bytes; each of the lines in at holds a word
// and a number that the mask hides.
type needles struct {
	lines, next int
	at          map[int]bool
	rest        []byte
	reads       *int
}

func (n *needles) Read(p []byte) (int, error) {
	*n.reads++
	got := 0
	for got < len(p) {
		if len(n.rest) == 0 {
			if n.next == n.lines {
				if got == 0 {
					return 0, io.EOF
				}
				return got, nil
			}
			line := strings.Repeat("x", 63)
			if n.at[n.next] {
				line = (`Needle 13800000000 ` + line)[:63]
			}
			n.rest = []byte(line + "\n")
			n.next++
		}
		k := copy(p[got:], n.rest)
		n.rest = n.rest[k:]
		got += k
	}
	return got, nil
}
func (n *needles) Close() error { return nil }

type harness struct {
	*Pane
	queue    chan func()
	revealed bool
	reads    int
}

// open shows the answer of an exchange with the body that new makes.
func open(t *testing.T, size int64, body func(*harness) io.ReadCloser) *harness {
	t.Helper()
	test.NewTempApp(t)
	words, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	h := &harness{queue: make(chan func(), 100)}
	env := &kit.Env{Palette: theme.DarkPalette(), Scale: 1, Words: words, Controls: kit.NewControls()}
	x := exchange.Exchange{
		ID:       1,
		Host:     "h.example",
		Done:     true,
		Response: &exchange.Response{Status: 200, Body: exchange.Body{Size: size, Spooled: size, Complete: true}},
	}
	h.Pane = New(Config{
		Env:      env,
		Exchange: func(context.Context, exchange.ID) (exchange.Exchange, error) { return x, nil },
		Body:     func(context.Context, exchange.ID, exchange.Side) (io.ReadCloser, error) { return body(h), nil },
		Post:     func(f func()) { h.queue <- f },
		Go:       func(f func(context.Context)) { go f(context.Background()) },
		Decode:   func(_ exchange.Header, raw []byte) ([]byte, bool, error) { return raw, true, nil },
		Mask: Masks{
			Value:  func(_ inspector.Sensitivity, v string) string { return v },
			Header: func(_, v string) string { return v },
			Text:   func(s string) string { return strings.ReplaceAll(s, "13800000000", "138****0000") },
		},
		Revealed: func() bool { return h.revealed }, Copy: func(string, func() string) {},
		Explain: func(inspector.CodeAt) {}, Shown: func() bool { return true },
	})
	h.Resize(fyne.NewSize(500, 600))
	h.ShowRow(&feed.Row{Key: feed.ExchangeKey(1), Done: true}, nil)
	h.until(t, "the exchange", func() bool { return h.loaded != nil })
	h.choose(Response)
	return h
}

func (h *harness) until(t *testing.T, what string, is func() bool) {
	t.Helper()
	limit := time.After(time.Minute)
	for !is() {
		select {
		case f := <-h.queue:
			f()
		case <-limit:
			t.Fatalf("%s never came; the pane says %q", what, h.text)
		}
	}
}

func (h *harness) look(t *testing.T, what string) *search {
	t.Helper()
	h.find = what
	h.draw()
	s := h.search
	h.until(t, "the end of the search", func() bool { return s.done })
	return s
}

// What is searched for is found wherever it stands in a body of which only the
// first piece is on display.
func TestSearchCoversWholeBody(t *testing.T) {
	const lines = 10 << 20 / 64
	at := map[int]bool{5: true, lines / 2: true, lines - 1: true}
	h := open(t, lines*64, func(h *harness) io.ReadCloser { return &needles{lines: lines, at: at, reads: &h.reads} })
	c := &h.loaded.sides[exchange.ResponseSide]
	shown := len(c.plain)
	if shown > 2*streamChunk/64 {
		t.Fatalf("%d lines are held already", shown)
	}
	s := h.look(t, "needle")
	if len(s.hits) != 3 || s.at != lines*64 || s.err != nil {
		t.Fatalf("%d hits in %d bytes, %v", len(s.hits), s.at, s.err)
	}
	if len(c.plain) != shown {
		t.Errorf("the search put %d lines on display", len(c.plain)-shown)
	}
	if !strings.Contains(s.hits[2], "138****0000") || strings.Contains(strings.Join(h.text, "\n"), "13800000000") {
		t.Errorf("not masked: %q", h.text)
	}
	if s := h.look(t, "13800000000"); len(s.hits) != 0 {
		t.Errorf("a search tells %d times what is hidden", len(s.hits))
	}
	h.revealed = true
	if s := h.look(t, "13800000000"); len(s.hits) != 3 {
		t.Errorf("revealed: %d hits", len(s.hits))
	}
}

func TestSearchResultsAreLimited(t *testing.T) {
	const lines = 10 << 20 / 64
	all := map[int]bool{}
	for i := range lines {
		all[i] = true
	}
	h := open(t, lines*64, func(h *harness) io.ReadCloser { return &needles{lines: lines, at: all, reads: &h.reads} })
	if s := h.look(t, "needle"); len(s.hits) != maxHits || s.at >= lines*64/2 {
		t.Errorf("%d hits after %d bytes", len(s.hits), s.at)
	}
}

func TestSearchEndsWithItsRow(t *testing.T) {
	const lines = 30 << 20 / 64
	h := open(t, lines*64, func(h *harness) io.ReadCloser { return &needles{lines: lines, reads: &h.reads} })
	h.find = "nothing"
	h.draw()
	s := h.search
	h.ShowRow(nil, nil)
	h.until(t, "the end of the search", func() bool { return s.done })
	if h.search != nil || s.at >= lines*64 {
		t.Errorf("%d of %d bytes were searched for nobody", s.at, lines*64)
	}
}

// A body that is held as a whole is searched in the form on display.
func TestSearchOfSmallBody(t *testing.T) {
	body := `{"a":"one","b":{"c":"two"},"d":"one more"}`
	h := open(t, int64(len(body)), func(*harness) io.ReadCloser { return io.NopCloser(strings.NewReader(body)) })
	if s := h.look(t, "ONE"); len(s.hits) != 2 || strings.TrimSpace(s.hits[0]) != `"a": "one",` {
		t.Errorf("hits %q", s.hits)
	}
	if s := h.look(t, "three"); len(s.hits) != 0 || h.text[0] != h.env.T("body.hits.none") {
		t.Errorf("hits %q, the pane says %q", s.hits, h.text)
	}
}
