package wire

import (
	"strings"
	"testing"
)

// TestLargeHeaderBlockIsHeldOnce: the room in which a large header block was
// gathered goes with it; a small one's stays for the next.
func TestLargeHeaderBlockIsHeldOnce(t *testing.T) {
	for _, tt := range []struct{ size, room int }{{100, maxIdleBlock}, {200 << 10, 0}} {
		tap := NewRequests(256 << 10)
		request := "GET /a HTTP/1.1\r\nHost: a.example.test\r\nX-Big: " + strings.Repeat("a", tt.size) + "\r\n\r\n"
		tap.Feed([]byte(request))
		if len(tap.pending) != 1 || tap.pending[0].Text != request {
			t.Fatalf("%d bytes: %d header blocks", tt.size, len(tap.pending))
		}
		if cap(tap.buf) > tt.room {
			t.Errorf("%d bytes: room for %d stays beside the header block", tt.size, cap(tap.buf))
		}
		tap.Feed([]byte("GET /b HTTP/1.1\r\n\r\n"))
		if len(tap.pending) != 2 || tap.pending[1].Text != "GET /b HTTP/1.1\r\n\r\n" {
			t.Errorf("%d bytes: the next header block is %+v", tt.size, tap.pending[1:])
		}
	}
}
