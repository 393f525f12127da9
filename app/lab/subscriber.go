package lab

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"sync"
	"time"
)

// subscriber is what the simulated servers know of one simulated phone: its
// script, its clock, and what stands behind the opaque fields that they hand
// out. Servers find it by the ticket inside such a field; a request without a
// ticket (curl, another client) meets servers in perfect order.
type subscriber struct {
	id     [12]byte
	number string

	mu      sync.Mutex
	script  Script
	carrier string
	offset  time.Duration // of the lab's clock, see run.go
	now     func() time.Time
	sealed  map[string]string // ticket to content
	masked  bool              // a carrier gave the masked number in this attempt
}

func newSubscriber(s Scenario, index int, now func() time.Time) *subscriber {
	sub := &subscriber{
		number:  "1380000" + strconv.Itoa(1000+index), // made up, in the style of examples
		script:  s.Script,
		carrier: s.Carrier,
		now:     now,
		sealed:  map[string]string{},
	}
	_, _ = rand.Read(sub.id[:]) // never fails, by its documentation
	return sub
}

func (s *subscriber) set(script Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script, s.masked = script, false
}

// step is what a request to China Unicom or Telecom is for: both have one call
// for the masked number and, once that has run out, for the token's code.
func (s *subscriber) step() string {
	if s == nil {
		return "prefetch"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.masked {
		return "token"
	}
	return "prefetch"
}

func (s *subscriber) gaveMask() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.masked = true
}

func (s *subscriber) get() Script {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script
}

// clock is the true time of the lab; the phone's own may be wrong.
func (s *subscriber) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now().Add(s.offset)
}

func (s *subscriber) advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offset += d
}

// seal returns an opaque field of n random bytes that stands for content.
func (s *subscriber) seal(content string, n int) string {
	raw := append(s.id[:], randomBytes(n)...)
	ticket := base64.StdEncoding.EncodeToString(raw)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sealed[ticket] = content
	return ticket
}

// open returns what an opaque field of this subscriber stands for.
func (s *subscriber) open(ticket string) (string, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.sealed[ticket]
	return c, ok
}

// subscriberOf finds whose ticket an opaque field is, nil for a stranger's.
func (l *Lab) subscriberOf(ticket string) *subscriber {
	raw, err := base64.StdEncoding.DecodeString(ticket)
	if err != nil || len(raw) < 12 {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.subs[[12]byte(raw[:12])]
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

func randomHex(n int) string { return hex.EncodeToString(randomBytes(n)) }

// uuid is a random identifier in the usual spelling.
func uuid() string {
	h := randomHex(16)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func itoa(n int) string { return strconv.Itoa(n) }
