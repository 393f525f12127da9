package wire

import (
	"bytes"
	"context"
	"crypto/tls"
	"net"
	"testing"
)

// FuzzHello: whatever comes, the bytes read are the bytes given.
func FuzzHello(f *testing.F) {
	f.Add(clientHello(f, "api.example.test"))
	f.Add([]byte("\x16\x03\x01\x00\x10this is not tls!"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, raw, _ := ReadClientHello(&bytesConn{rest: bytes.Clone(data)})
		if !bytes.HasPrefix(data, raw) {
			t.Fatalf("read %q of %q", raw, data)
		}
		w := &ServerNameWatch{}
		for _, b := range data {
			w.Feed([]byte{b})
		}
	})
}

// clientHello is what crypto/tls sends first for a name.
func clientHello(t testing.TB, name string) []byte {
	a, b := net.Pipe()
	defer b.Close()
	go func() {
		_ = tls.Client(a, &tls.Config{ServerName: name}).HandshakeContext(context.Background())
		a.Close()
	}()
	facts, raw, err := ReadClientHello(b)
	if err != nil || facts.SNI != name {
		t.Fatalf("%+v %v", facts, err)
	}
	return raw
}

func TestHelloWatchInPieces(t *testing.T) {
	hello := clientHello(t, "pieces.example.test")
	for _, size := range []int{1, 5, 100, 1 << 20} {
		w := &ServerNameWatch{}
		for b := hello; len(b) > 0; b = b[min(size, len(b)):] {
			w.Feed(b[:min(size, len(b))])
		}
		if w.ServerName() != "pieces.example.test" || !w.done {
			t.Errorf("by %d: %q", size, w.ServerName())
		}
	}
}
