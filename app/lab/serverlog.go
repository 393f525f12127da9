package lab

import (
	"bytes"
	"errors"
	"log"
	"net"
	"net/http"
)

// serverLog takes what net/http says of the lab's servers and leads it to Go's
// standard logger, which an open capture keeps in its session: a panic of a
// simulated server must not pass for a silent one. It leaves out handshakes
// that the other side broke off. They are what the scenarios of certificates
// are about, and who broke one off reports it.
type serverLog struct{}

var brokenHandshake = []byte("http: TLS handshake error from ")

// Write implements io.Writer for a log.Logger, which calls it once a line.
func (serverLog) Write(line []byte) (int, error) {
	if !bytes.HasPrefix(line, brokenHandshake) {
		log.Print("lab: " + string(bytes.TrimSpace(line)))
	}
	return len(line), nil
}

// ended reports why a server ended, unless it was closed.
func ended(err error) {
	if err != nil && !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
		log.Print("lab: a server ended: " + err.Error())
	}
}
