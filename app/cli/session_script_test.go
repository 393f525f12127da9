package cli_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// damage runs "damage flip|cut|head FROM TO": TO is FROM with one flipped bit
// in a record, without its last quarter, or with its first page destroyed.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	b := []byte(ts.ReadFile(args[1]))
	switch args[0] {
	case "flip":
		at := bytes.LastIndex(b, []byte("aliyun-mobile-auth"))
		if at < 0 {
			ts.Fatalf("%s holds no login", args[1])
		}
		b[at] ^= 4
	case "cut":
		b = b[:len(b)*3/4]
	case "head":
		copy(b, bytes.Repeat([]byte{0xff}, 4096))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), b, 0o600))
}

// away runs "away FILE TO TEXT": it moves a file that a capture writes, TO "-"
// to remove it, and waits until the capture says the text.
func away(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs(args[0])
	if args[1] == "-" {
		ts.Check(os.Remove(file))
	} else {
		ts.Check(os.Rename(file, ts.MkAbs(args[1])))
	}
	c := *ts.Value("capture").(**capture)
	for range 600 {
		if bytes.Contains([]byte(c.said()), []byte(args[2])) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("it does not say %q:\n%s", args[2], c.said())
}

// ask runs "ask N": N requests go through the capture to the origin of the script.
func ask(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(ts.ReadFile("ca.pem")))
	tr := &http.Transport{
		Proxy:           http.ProxyURL(&url.URL{Scheme: "http", Host: ts.Getenv("PROXY")}),
		TLSClientConfig: &tls.Config{RootCAs: roots},
	}
	defer tr.CloseIdleConnections()
	client := &http.Client{Transport: tr, Timeout: time.Minute}
	for range n {
		res, err := client.Get("https://" + ts.Getenv("ORIGIN") + "/")
		ts.Check(err)
		_, err = io.Copy(io.Discard, res.Body)
		ts.Check(err)
		ts.Check(res.Body.Close())
	}
}
