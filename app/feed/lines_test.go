package feed

import (
	"errors"
	"slices"
	"testing"

	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// TestLines: exchanges, steps without one, and marks, annotated, in time's order.
func TestLines(t *testing.T) {
	f := newFake()
	f.rows = []session.Row{row(3, 3, "late.example", 200), row(1, 1, "dypnsapi.aliyuncs.com", 200)}
	f.marks = []session.SeqEvent{{
		Seq:   2,
		Event: exchange.Blocked{Target: "blocked.example:443", Time: start.Add(2 * 1e9), Reason: "rule"},
	}}
	lines, err := Lines(t.Context(), f, login())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lines {
		got = append(got, l.Item.Step+" "+l.Item.Host)
	}
	want := []string{"sts dypnsapi.aliyuncs.com", "token ", " blocked.example", " late.example"}
	if !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
	if lines[0].Flow != 1 || lines[1].Item.Carrier != "cu" || !slices.Contains(lines[1].Item.Codes, "1105") {
		t.Errorf("not annotated: %+v, %+v", lines[0], lines[1])
	}
	f.err = errors.New("disk gone")
	if _, err := Lines(t.Context(), f, login()); !errors.Is(err, f.err) {
		t.Errorf("error %v", err)
	}
}
