package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"loginscope/app/session"
	"loginscope/app/ui/e2e"
	"loginscope/app/ui/state"
	"loginscope/proxy/exchange"
)

// many measures the window with manyRows exchanges in its list.
func (b *bench) many() error {
	file, err := b.session(b.ctx)
	if err != nil {
		return err
	}
	s, err := b.open(nil, file)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Click("place-exchanges"); err != nil {
		return err
	}
	if _, err := s.Wait(b.ctx,
		func(st state.State) bool { return st.Total >= manyRows && st.Page == "exchanges" }); err != nil {
		return err
	}
	time.Sleep(4 * time.Second) // the inspection ends, the heap shrinks
	full, err := memory(s.PID())
	if err != nil {
		return err
	}
	mb := (full - b.empty) >> 20
	line("memory with 100,000 exchanges, above empty", fmt.Sprintf("%d MB", b.empty>>20), fmt.Sprintf("+%d MB", mb),
		fmt.Sprintf("at most %d MB", maxMemory))
	err = errors.Join(b.click(s), b.filter(s))
	if mb > maxMemory {
		err = errors.Join(err,
			fmt.Errorf("100,000 exchanges take %d MB above the empty window, more than %d MB", mb, maxMemory))
	}
	return err
}

// click measures from the press of the mouse on a row to its painted detail.
func (b *bench) click(s *e2e.Screen) error {
	st, err := s.State()
	if err != nil {
		return err
	}
	t := st.Controls["table"]
	var worst, sum time.Duration
	const clicks = 8
	for i := range clicks {
		if err := s.MoveTo(int(t.X+200), int(t.Y)+40+28*i); err != nil {
			return err
		}
		time.Sleep(200 * time.Millisecond)
		before := strings.Join(st.Detail, "\n")
		began := time.Now()
		if err := s.Press(); err != nil {
			return err
		}
		st, err = s.Poll(b.ctx, func(st state.State) bool {
			d := strings.Join(st.Detail, "\n")
			return d != before && strings.Contains(d, "api")
		})
		if err == nil {
			err = s.Repainted()
		}
		if err != nil {
			return fmt.Errorf("click a row: %w", err)
		}
		elapsed := time.Since(began)
		worst, sum = max(worst, elapsed), sum+elapsed
	}
	line("click to painted detail, mean of 8", "", ms(sum/clicks), "none")
	line("click to painted detail, worst of 8", "", ms(worst), "none")
	return nil
}

// filter measures from the last key of a filter to its result on the screen.
func (b *bench) filter(s *e2e.Screen) error {
	if err := s.Click("filter"); err != nil {
		return err
	}
	if err := s.Type("api7 status:50"); err != nil {
		return err
	}
	time.Sleep(time.Second)
	before, err := s.State()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := s.Key("3"); err != nil {
		return err
	}
	st, err := s.Poll(b.ctx,
		func(st state.State) bool { return st.Filter == "api7 status:503" && st.Total != before.Total })
	if err == nil {
		err = s.Repainted()
	}
	if err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	line(fmt.Sprintf("filter 100,000 rows to %d, key to screen", st.Total), "", ms(time.Since(began)), "none")
	line("wait of the UI goroutine meanwhile, worst", "", msf(st.Waits.Max), "none")
	return nil
}

// session writes manyRows exchanges with bodies into a session file.
func (b *bench) session(ctx context.Context) (string, error) {
	path := filepath.Join(b.dir, "many"+session.Ext)
	s, err := session.Create(ctx, path, session.Options{})
	if err != nil {
		return "", err
	}
	body := []byte(`{"items":[` + strings.Repeat(`{"id":1234567,"name":"an item"},`, 60) + `{}]}`)
	at := time.Now().Add(-time.Hour)
	for i := range manyRows {
		x := one(i, at.Add(time.Duration(i)*30*time.Millisecond), body)
		x.ID = s.NewID()
		if err := s.Write(b.ctx, exchange.Finished{Exchange: x}); err != nil {
			return "", errors.Join(err, s.Close())
		}
	}
	return path, s.Close()
}

func one(i int, at time.Time, body []byte) exchange.Exchange {
	status := 200
	if i%50 == 7 {
		status = 503
	}
	return exchange.Exchange{
		Origin: exchange.Captured, Device: fmt.Sprintf("192.0.2.%d", i%4+1), Scheme: "https", Port: 443,
		Host: fmt.Sprintf("api%d.example.com", i%40), Path: fmt.Sprintf("/v1/items/%d?page=%d", i, i%7),
		Request: exchange.Request{
			Method: "GET",
			Proto:  "HTTP/1.1",
			Header: exchange.Header{{Name: "Accept", Value: "application/json"}},
		},
		Response: &exchange.Response{Status: status, Proto: "HTTP/1.1", Header: exchange.Header{{
			Name:  "Content-Type",
			Value: "application/json",
		}},
			Body: exchange.Body{Size: int64(len(body)), Head: body, Complete: true}},
		Timing: exchange.Timing{Start: at, End: at.Add(40 * time.Millisecond)}, Done: true,
	}
}
