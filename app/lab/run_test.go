package lab

import (
	"context"
	"errors"
	"testing"
	"time"
)

// TestRunEndsWithItsContext holds that a phone in front of a silent server
// does not outlive its context.
func TestRunEndsWithItsContext(t *testing.T) {
	l := start(t)
	s, err := Find("gateway-timeout")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err = l.Run(ctx, s, Run{TimeScale: 10})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, want the context's", err)
	}
	if d := time.Since(begin); d > 10*time.Second {
		t.Errorf("run took %v after its context had ended", d)
	}
}

// TestCloseEndsRuns holds that Close does not wait for a silent server's time-out.
func TestCloseEndsRuns(t *testing.T) {
	l, err := Start(t.Context(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := Find("tenant-timeout")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan Result)
	go func() {
		r, err := l.Run(t.Context(), s, Run{TimeScale: 10})
		if err != nil {
			t.Error(err)
		}
		ended <- r
	}()
	time.Sleep(200 * time.Millisecond) // in the middle of the login
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	select {
	case r := <-ended:
		if r.SignedIn {
			t.Error("signed in though the lab was closed")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the run goes on after Close")
	}
}

// TestPaceWaits holds that pace 0 does not wait and a pace does.
func TestPaceWaits(t *testing.T) {
	l := start(t)
	for _, pace := range []float64{0, 0.1} {
		begin := time.Now()
		if _, err := l.Run(t.Context(), Default(), Run{Pace: pace}); err != nil {
			t.Fatal(err)
		}
		if least := time.Duration(pace * 2 * float64(time.Second)); time.Since(begin) < least {
			t.Errorf("pace %v took %v, want at least %v", pace, time.Since(begin), least)
		}
	}
}

func TestRunRefusesBadScript(t *testing.T) {
	l := start(t)
	s := Default()
	s.Script.Attempts = append(s.Script.Attempts, []byte(`{"colour":"red"}`))
	if _, err := l.Run(t.Context(), s, Run{}); err == nil {
		t.Error("a script with an unknown field ran")
	}
}

func TestFindUnknown(t *testing.T) {
	if s, err := Find("no-such-thing"); err == nil {
		t.Errorf("found %+v", s)
	}
}
