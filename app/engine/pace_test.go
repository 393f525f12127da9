package engine

import (
	"testing"
	"testing/synctest"
	"time"

	"loginscope/inspector"
	"loginscope/inspector/ruleset"
	"loginscope/proxy/exchange"
)

// TestReportsArePaced checks in simulated time that an idle session costs no
// Report and a busy one no more than one in Config.ReportEvery.
func TestReportsArePaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e, err := New(t.Context(), Config{Dir: t.TempDir(), Rules: ruleset.Default(), Temporary: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := e.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		if err := e.NewSession(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		if err := e.WaitIdle(t.Context()); err != nil {
			t.Fatal(err)
		}
		reports := map[*inspector.Report]bool{e.Report(): true}
		watch := func() { reports[e.Report()] = true }
		for range 100 {
			time.Sleep(100 * time.Millisecond)
			watch()
		}
		if len(reports) != 1 {
			t.Fatalf("%d reports in ten idle seconds", len(reports))
		}
		s := e.Session()
		for range 500 {
			s.Append(exchange.Finished{Exchange: exchange.Exchange{ID: s.NewID(), Host: "example.com", Done: true}})
			time.Sleep(10 * time.Millisecond)
			watch()
		}
		if n := len(reports) - 1; n < 10 || n > 21 {
			t.Errorf("%d reports in five busy seconds", n)
		}
		begin := time.Now()
		if err := e.WaitIdle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(begin); took > time.Second {
			t.Errorf("waited %v for the last report", took)
		}
		if n := e.Report().Summary.Exchanges; n != 500 {
			t.Errorf("%d exchanges", n)
		}
		watch()
		n := len(reports)
		for range 100 {
			time.Sleep(100 * time.Millisecond)
			watch()
		}
		if len(reports) != n {
			t.Errorf("%d reports after the end", len(reports)-n)
		}
		e.SetApp(&inspector.AppFacts{Package: "com.example.app"})
		if err := e.WaitIdle(t.Context()); err != nil {
			t.Fatal(err)
		}
		if watch(); len(reports) != n+1 {
			t.Errorf("%d reports for new facts", len(reports)-n)
		}
	})
}

func TestStrangersStayOutside(t *testing.T) {
	e, err := New(t.Context(), Config{Dir: t.TempDir(), Rules: ruleset.Default(), Temporary: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := e.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	if e.newID() != 0 {
		t.Error("an ID without a session")
	}
	e.emit(exchange.Blocked{})
	for range 2 {
		if err := e.NewSession(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
	}
	id := e.newID()
	old := id - 1<<idBits
	e.emit(exchange.Finished{Exchange: exchange.Exchange{ID: old, Host: "old.example.com", Done: true}})
	e.emit(exchange.BodyChunk{ID: old, Data: []byte("old")})
	e.emit(exchange.Finished{Exchange: exchange.Exchange{ID: id, Host: "new.example.com", Done: true}})
	if n := e.Session().Last(); n != 1 {
		t.Errorf("%d events", n)
	}
	x, err := e.Session().Exchange(t.Context(), 1)
	if err != nil || x.Host != "new.example.com" || x.ID != 1 {
		t.Errorf("exchange %+v, %v", x, err)
	}
}
