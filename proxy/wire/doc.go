// Package wire reads, beside net/http and crypto/tls, what those do not report of
// the bytes on a connection: header blocks in their own order and spelling,
// ClientHellos and WebSocket messages. It is passive: its readers are fed bytes
// that somebody else has read or passed on already, they dial nothing, start no
// goroutine and give up where the bytes make no sense. Every buffer has a limit.
package wire
