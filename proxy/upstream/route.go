package upstream

import (
	"encoding/hex"
	"fmt"
	"strings"

	"loginscope/proxy/hosts"
)

// Route says how to reach the server of a request.
//
// Inside a CONNECT the connection goes to the address that CONNECT asked for,
// as the phone wanted it, whatever the Host field says. TLS to the server uses
// the name that the phone sent as SNI; a phone that sent none to a bare
// address gets its server's certificate verified for the Host field's name.
type Route struct {
	Host string // as the request says: Host field or URL
	Port int

	target string // "host:port" to connect to
	name   string // the server's name for TLS, and part of the pool's key
	noSNI  bool   // send no SNI although name is one
}

// NewRoute returns the route of a request for host and port. connect is what the
// CONNECT around it asked for, "host:port", or "" outside one; overTLS and sni say
// what the client did inside the CONNECT.
func NewRoute(host string, port int, connect string, overTLS bool, sni string) Route {
	rt := Route{Host: host, Port: port, name: host}
	if connect == "" {
		rt.target = hosts.Join(host, port)
		return rt
	}
	rt.target = connect
	connectHost, _ := hosts.Split(connect, 0)
	switch {
	case !overTLS:
	case sni != "":
		rt.name = sni
	case hosts.IsIP(connectHost):
		rt.noSNI = true
	default:
		rt.name = connectHost
	}
	return rt
}

// mark separates the parts of an encoded route; no host name has it.
const mark = "~"

// Encode puts the route into the authority that net/http's Transport pools
// connections by: the plain "host:port" in the usual case, else
// "name~hex of target~flags:port".
func (r Route) Encode() string {
	host, port := hosts.Split(r.target, 0)
	if host == r.name && !r.noSNI && !strings.Contains(host, mark) {
		return r.target
	}
	flags := ""
	if r.noSNI {
		flags = "n"
	}
	return fmt.Sprintf("%s%s%s:%d", hex.EncodeToString([]byte(r.name))+mark, hex.EncodeToString([]byte(r.target)),
		mark+flags, port)
}

// decodeRoute is the reverse, for what a dial needs: target, name and noSNI.
func decodeRoute(authority string) (Route, error) {
	host, _ := hosts.Split(authority, 0)
	if !strings.Contains(host, mark) {
		return Route{target: authority, name: host}, nil
	}
	parts := strings.Split(host, mark)
	if len(parts) != 3 {
		return Route{}, fmt.Errorf("read route %q: want three parts", authority)
	}
	name, err1 := hex.DecodeString(parts[0])
	target, err2 := hex.DecodeString(parts[1])
	if err1 != nil || err2 != nil {
		return Route{}, fmt.Errorf("read route %q: not in hexadecimal", authority)
	}
	return Route{target: string(target), name: string(name), noSNI: parts[2] == "n"}, nil
}
