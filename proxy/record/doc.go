// Package record turns what passes through the proxy into events: one exchange from
// its request header to its last byte, one relayed tunnel, and regular reports on
// everything that is still open, so that a killed process loses nothing older than a
// second.
package record
