package engine_test

import (
	"errors"
	"testing"

	"loginscope/app/engine"
)

// TestOtherIsReadBesideTheSession: a session with an attempt, a HAR, a file that is
// neither, and the pinned reference; the open session stays as it is.
func TestOtherIsReadBesideTheSession(t *testing.T) {
	e := newEngine(t)
	if _, err := e.RunLab(t.Context(), "cm-success", engine.LabOptions{}); err != nil {
		t.Fatal(err)
	}
	idle(t, e)
	gen, events := e.Generation(), e.Session().Last()
	if _, err := e.ReadOther(t.Context(), ""); !errors.Is(err, engine.ErrNoReference) {
		t.Errorf("without a reference: %v", err)
	}
	if _, err := e.Pin(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"the reference": "", "the open session": e.Session().Path()} {
		o, err := e.ReadOther(t.Context(), path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(o.Report.Flows) != 1 || len(o.Exchanges) == 0 || o.Partly != nil {
			t.Errorf("%s has %d attempts with %d exchanges, %v", name, len(o.Report.Flows), len(o.Exchanges), o.Partly)
		}
		for id, x := range o.Exchanges {
			if x.Request.Header.Get("Host") == "" && len(x.Request.Header) == 0 || len(x.Request.Body.Head) > 0 {
				t.Errorf("%s, exchange %d: %d header fields, %d bytes of body", name, id, len(x.Request.Header),
					len(x.Request.Body.Head))
			}
		}
	}
	if o, err := e.ReadOther(t.Context(), write(t, "a.har", har)); err != nil || o.Name != "a.har" {
		t.Errorf("a HAR: %+v, %v", o, err)
	}
	if _, err := e.ReadOther(t.Context(), write(t, "a.bin", "\x00\x01\x02")); err == nil {
		t.Error("a file of no known format was read")
	}
	if e.Generation() != gen || e.Session().Last() != events {
		t.Error("the open session changed")
	}
}
