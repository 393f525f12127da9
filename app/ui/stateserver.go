//go:build ci || e2e

package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"loginscope/app/ui/state"
)

// stateTimeout limits one answer.
const stateTimeout = 5 * time.Second

// ServeState answers every connection on a Unix socket with the State as one
// JSON object, until the returned stop is called, which waits. The socket is
// made readable for its owner alone.
func (w *Window) ServeState(path string) (stop func(), err error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("serve window state: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("serve window state: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, fmt.Errorf("serve window state: %w", err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.answer(c) // one at a time: a script asks and waits
		}
	}()
	return func() { l.Close(); <-done }, nil
}

func (w *Window) answer(c net.Conn) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(stateTimeout)) // fails on a closed connection, as what follows does
	got := make(chan state.State, 1)
	w.untimed()(func() { got <- w.State() })
	select {
	case s := <-got:
		s.Waits = w.waits.take()
		_ = json.NewEncoder(c).Encode(s) // who asked and went away needs no answer
	case <-time.After(stateTimeout):
	}
}
