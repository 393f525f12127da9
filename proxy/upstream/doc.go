// Package upstream reaches servers: it judges a destination at the address that is
// really connected to, dials it by the egress rules or an upstream proxy, completes
// TLS, pools connections, and says why a server could not be reached. It knows
// nothing of clients.
package upstream
