package session_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"loginscope/app/session"
	"loginscope/proxy/exchange"
)

// A session is written by appending and read by cursor. A reader that has seen
// everything asks again from the last number that it got.
func Example() {
	dir, err := os.MkdirTemp("", "loginscope-example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "first"+session.Ext)
	w, err := session.Create(context.Background(), path, session.Options{Name: "first"})
	if err != nil {
		fmt.Println(err)
		return
	}
	w.Append(exchange.Finished{Exchange: exchange.Exchange{
		ID: w.NewID(), Scheme: "https", Host: "tenant.example.test", Port: 443, Path: "/login", Done: true,
		Request:  exchange.Request{Method: "POST"},
		Response: &exchange.Response{Status: 200, Body: exchange.Body{Head: []byte("{}"), Size: 2, Complete: true}},
	}})
	if err := w.Close(); err != nil { // commits what was appended
		fmt.Println(err)
		return
	}

	r, err := session.OpenReadOnly(context.Background(), path)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	fmt.Println(r.Meta().Name)
	seen := session.Seq(0)
	for row, err := range r.Rows(context.Background(), seen) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(row.Seq, row.ID, row.Method, row.Host, row.Path, row.Status, row.Size)
		seen = row.Seq
	}
	fmt.Println("all of it:", seen == r.Last())
	// Output:
	// first
	// 1 1 POST tenant.example.test /login 200 2
	// all of it: true
}
