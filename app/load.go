//go:build ci || e2e

package app

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"loginscope/app/engine"
	"loginscope/app/ui/state"
	"loginscope/proxy/exchange"
)

// loadTick is how often exchanges are appended, so that they come as evenly
// as from a network.
const loadTick = 10 * time.Millisecond

// load appends exchanges until ctx ends. They take the way of captured ones:
// session, inspector, feed, window.
func load(ctx context.Context, e *engine.Engine) {
	rate, err := strconv.Atoi(os.Getenv(state.LoadEnv))
	if err != nil || rate <= 0 {
		return
	}
	tick := time.NewTicker(loadTick)
	defer tick.Stop()
	start, sent := time.Now(), 0
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			s := e.Session()
			if s == nil {
				start = now
				continue
			}
			for want := int(now.Sub(start).Seconds() * float64(rate)); sent < want; sent++ {
				x := loadExchange(sent, now)
				x.ID = s.NewID()
				s.Append(exchange.Started{Exchange: x})
				s.Append(exchange.Finished{Exchange: finished(x)})
			}
		}
	}
}

// loadExchange is the nth exchange of a load as it starts, without an ID.
func loadExchange(n int, at time.Time) exchange.Exchange {
	return exchange.Exchange{
		Origin: exchange.Captured, Device: "192.0.2." + strconv.Itoa(n%4+1), Scheme: "https", Port: 443,
		Host: fmt.Sprintf("api%d.example.com", n%40), Path: fmt.Sprintf("/v1/items/%d?page=%d", n, n%7),
		Request: exchange.Request{
			Method: "GET",
			Proto:  "HTTP/1.1",
			Header: exchange.Header{{Name: "Accept", Value: "application/json"}, {Name: "User-Agent", Value: "load"}},
		},
		Timing: exchange.Timing{Start: at},
	}
}

// finished is the same exchange with its answer.
func finished(x exchange.Exchange) exchange.Exchange {
	body := []byte(fmt.Sprintf(`{"id":%d,"name":"an item of the load","tags":["a","b","c"]}`, x.ID))
	x.Response = &exchange.Response{
		Status: 200,
		Proto:  "HTTP/1.1",
		Header: exchange.Header{{Name: "Content-Type", Value: "application/json"}},
		Body:   exchange.Body{Size: int64(len(body)), Head: body, Complete: true},
	}
	if x.ID%50 == 0 {
		x.Response.Status = 503
	}
	x.Timing.End = x.Timing.Start.Add(time.Duration(20+x.ID%80) * time.Millisecond)
	x.Done = true
	return x
}
