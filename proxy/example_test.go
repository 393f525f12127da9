package proxy_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync/atomic"

	"loginscope/proxy"
	"loginscope/proxy/ca"
	"loginscope/proxy/exchange"
)

// One request through a proxy on loopback. Events are emitted from many goroutines,
// so Emit hands them over and returns.
func ExampleNew() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "hello")
	}))
	defer server.Close()
	dir, err := os.MkdirTemp("", "loginscope-example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	root, err := ca.LoadOrCreate(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	var ids atomic.Uint64
	finished := make(chan exchange.Exchange, 1)
	p, err := proxy.New(context.Background(), proxy.Config{
		Emit: func(e exchange.Event) {
			if f, ok := e.(exchange.Finished); ok {
				finished <- f.Exchange
			}
		},
		NewID:      func() exchange.ID { return exchange.ID(ids.Add(1)) },
		Leaf:       root.Leaf,
		AllowLocal: []string{"127.0.0.1"}, // closed unless it is named
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	served := make(chan error, 1)
	go func() { served <- p.Serve(l) }()

	through := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) {
		return &url.URL{Scheme: "http", Host: l.Addr().String()}, nil
	}}
	resp, err := (&http.Client{Transport: through}).Get(server.URL + "/greeting")
	if err != nil {
		fmt.Println(err)
		return
	}
	body, err := io.ReadAll(resp.Body)
	fmt.Println("the client got", string(body), err)
	_ = resp.Body.Close()
	through.CloseIdleConnections()

	x := <-finished
	fmt.Println("captured", x.ID, x.Request.Method, x.Host, x.Path, x.Response.Status, string(x.Response.Body.Head))
	fmt.Println(p.Close(), <-served)
	// Output:
	// the client got hello <nil>
	// captured 1 GET 127.0.0.1 /greeting 200 hello
	// <nil> <nil>
}
