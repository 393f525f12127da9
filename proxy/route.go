package proxy

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// route is the way to a request's server.
//
// Inside a CONNECT the connection goes to the address that CONNECT asked for,
// as the phone wanted it, whatever the Host field says. TLS to the server uses
// the name that the phone sent as SNI; a phone that sent none to a bare
// address gets its server's certificate verified for the Host field's name.
type route struct {
	host string // as the request says: Host field or URL
	port int

	target string // "host:port" to connect to
	name   string // the server's name for TLS, and part of the pool's key
	noSNI  bool   // send no SNI although name is one
}

func newRoute(l *link, host string, port int) route {
	rt := route{host: host, port: port, name: host}
	if l.target == "" {
		rt.target = joinAuthority(host, port)
		return rt
	}
	rt.target = l.target
	connectHost, _ := splitAuthority(l.target, 0)
	switch {
	case l.scheme != "https":
	case l.sni != "":
		rt.name = l.sni
	case isIP(connectHost):
		rt.noSNI = true
	default:
		rt.name = connectHost
	}
	return rt
}

// mark separates the parts of an encoded route; no host name has it.
const mark = "~"

// encode puts the route into the authority that net/http's Transport pools
// connections by: the plain "host:port" in the usual case, else
// "name~hex of target~flags:port".
func (r route) encode() string {
	host, port := splitAuthority(r.target, 0)
	if host == r.name && !r.noSNI && !strings.Contains(host, mark) {
		return r.target
	}
	flags := ""
	if r.noSNI {
		flags = "n"
	}
	return fmt.Sprintf("%s%s%s:%d", hex.EncodeToString([]byte(r.name))+mark, hex.EncodeToString([]byte(r.target)), mark+flags, port)
}

// decodeRoute is the reverse, for what a dial needs: target, name and noSNI.
func decodeRoute(authority string) (route, error) {
	host, _ := splitAuthority(authority, 0)
	if !strings.Contains(host, mark) {
		return route{target: authority, name: host}, nil
	}
	parts := strings.Split(host, mark)
	if len(parts) != 3 {
		return route{}, fmt.Errorf("read route %q: want three parts", authority)
	}
	name, err1 := hex.DecodeString(parts[0])
	target, err2 := hex.DecodeString(parts[1])
	if err1 != nil || err2 != nil {
		return route{}, fmt.Errorf("read route %q: not in hexadecimal", authority)
	}
	return route{target: string(target), name: string(name), noSNI: parts[2] == "n"}, nil
}
