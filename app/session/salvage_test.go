package session

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loginscope/proxy/exchange"
)

// recovered recovers a file of the given content and returns what came of it.
func recovered(t testing.TB, content []byte) (Salvage, string, error) {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "bad"+Ext), filepath.Join(dir, "good"+Ext)
	if err := os.WriteFile(from, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := Recover(t.Context(), from, to)
	if after, rerr := os.ReadFile(from); rerr != nil || !bytes.Equal(after, content) {
		t.Errorf("the damaged file was changed: %v", rerr)
	}
	return out, to, err
}

// many is a session file with n spooled exchanges and a name.
func manySpooled(t testing.TB, n int) []byte {
	t.Helper()
	s := create(t, Options{Name: "a customer's"})
	if err := errors.Join(s.SetAnswers("vpn=on"), s.SetAnswers("vpn=off wifi-off=works")); err != nil {
		t.Fatal(err)
	}
	for range n {
		spool(s)
		s.Append(exchange.LogLine{Text: "a line"})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRecoverIntactFile(t *testing.T) {
	out, to, err := recovered(t, manySpooled(t, 200))
	if err != nil {
		t.Fatal(err)
	}
	if !out.Whole() || out.Exchanges != 200 || out.Events != 400 || out.Open != 0 || out.AbsentExchanges != 0 {
		t.Errorf("%+v", out)
	}
	holdsAll(t, to, 200)
	r, err := OpenReadOnly(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if m := r.Meta(); m.Name != "a customer's" || m.Answers != "vpn=off wifi-off=works" {
		t.Errorf("meta %+v", m)
	}
}

// Every event of a scene of all kinds is the same after the way through Recover.
func TestRecoveredEventsAreTheSame(t *testing.T) {
	content := sound(t)
	_, to, err := recovered(t, content)
	if err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(t.TempDir(), "sound"+Ext)
	if err := os.WriteFile(want, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if a, b := dump(t, want), dump(t, to); a != b {
		t.Errorf("before:\n%s\nafter:\n%s", a, b)
	}
}

// dump is every event of a session without its number. The opening of a finished
// exchange is left out: the file holds it only if the two were committed apart.
func dump(t *testing.T, path string) string {
	t.Helper()
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b strings.Builder
	all := events(t, r, 0)
	finished := map[exchange.ID]bool{}
	for _, e := range all {
		if x, ok := e.Event.(exchange.Finished); ok {
			finished[x.Exchange.ID] = true
		}
	}
	for _, e := range all {
		if x, ok := e.Event.(exchange.Started); ok && finished[x.Exchange.ID] {
			continue
		}
		rec, err := toRecord(e.Event)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(string(rec.data) + "|" + string(rec.request) + "|" + string(rec.response) + "\n")
	}
	return b.String()
}

// One flipped bit anywhere costs at most the rows of one page, and is said
// unless nothing was lost.
func TestRecoverFlippedBit(t *testing.T) {
	if testing.Short() {
		t.Skip("damages and recovers a session many times; TestACutTailIsRecovered stays")
	}
	const n = 150
	whole := manySpooled(t, n)
	perPage := 4096 / 100 // no row of an event is shorter
	for at := 20; at < len(whole); at += len(whole)/35 + 1 {
		bad := bytes.Clone(whole)
		bad[at] ^= 1 << (at % 8)
		out, to, err := recovered(t, bad)
		if err != nil {
			t.Fatalf("bit at %d: %v", at, err)
		}
		if out.Exchanges < n-perPage {
			t.Errorf("bit at %d: only %d exchanges of %d: %+v", at, out.Exchanges, n, out)
		}
		if (out.Exchanges < n || out.Events < 2*n) && out.Whole() {
			t.Errorf("bit at %d: a loss is not said: %+v", at, out)
		}
		if err := readAll(t, to); err != nil && !errors.Is(err, ErrNoBody) {
			t.Errorf("bit at %d: the new file: %v", at, err)
		}
	}
}

func TestACutTailIsRecovered(t *testing.T) {
	whole := manySpooled(t, 150)
	for _, keep := range []int{50, 75, 90, 99} {
		cut := whole[:len(whole)*keep/100]
		out, _, err := recovered(t, cut)
		if err != nil {
			t.Fatalf("%d %%: %v", keep, err)
		}
		if out.MissingBytes != int64(len(whole)-len(cut)) || out.Whole() {
			t.Errorf("%d %%: %+v", keep, out)
		}
		if out.Exchanges < 150*keep/100/2 {
			t.Errorf("%d %%: only %d exchanges", keep, out.Exchanges)
		}
	}
}

// A header that is overwritten altogether takes nothing with it.
func TestRecoverDestroyedHeader(t *testing.T) {
	bad := manySpooled(t, 150)
	copy(bad, bytes.Repeat([]byte{0xff}, 4096))
	out, to, err := recovered(t, bad)
	if err != nil || out.Exchanges != 150 {
		t.Fatalf("%+v, %v", out, err)
	}
	holdsAll(t, to, 150)
}

// What a killed capture left in the write-ahead log is recovered as well.
func TestRecoverWriteAheadLog(t *testing.T) {
	s := create(t, Options{})
	for range 50 {
		spool(s)
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	from := filepath.Join(dir, "killed"+Ext)
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(s.Path() + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(from+end, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := Recover(t.Context(), from, from+".new")
	if err != nil || out.Exchanges != 50 {
		t.Fatalf("%+v, %v", out, err)
	}
	holdsAll(t, from+".new", 50)
}

func TestRecoverRefusesOtherFiles(t *testing.T) {
	for name, content := range map[string][]byte{
		"text": []byte(strings.Repeat("not a database ", 5000)), "noise": noise(100_000), "zeros": make([]byte, 50_000),
		"empty": nil, "short": []byte("x"),
	} {
		_, to, err := recovered(t, content)
		if !errors.Is(err, ErrNotSession) {
			t.Errorf("%s: %v", name, err)
		}
		if exists(to) {
			t.Errorf("%s: a file was made", name)
		}
	}
	dir := t.TempDir()
	there := filepath.Join(dir, "there")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	from := filepath.Join(dir, "s"+Ext)
	if err := os.WriteFile(from, sound(t), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Recover(t.Context(), from, there); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
}

// FuzzRecover: whatever the bytes are, Recover ends, never panics, and what it
// makes can be read.
func FuzzRecover(f *testing.F) {
	whole := sound(f)
	f.Add(0, byte(1), len(whole), 7)
	f.Add(4096, byte(255), len(whole), 4100)
	f.Add(70000, byte(3), 90000, 16)
	f.Fuzz(func(t *testing.T, at int, mask byte, size, second int) {
		if at < 0 || at >= len(whole) || size < 0 || size > len(whole) || second < 0 || second >= len(whole) {
			return
		}
		bad := bytes.Clone(whole)
		bad[at] ^= mask
		bad[second] = mask
		_, to, err := recovered(t, bad[:size])
		if err != nil {
			if !errors.Is(err, ErrNotSession) {
				t.Errorf("byte %d, %d: %v", at, second, err)
			}
			return
		}
		if err := readAll(t, to); err != nil && !errors.Is(err, ErrNoBody) {
			t.Errorf("byte %d, %d: the new file: %v", at, second, err)
		}
	})
}
