package portal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// nonceLife is how long a page's nonce holds at least; it may hold twice as
// long.
const nonceLife = time.Hour

// nonces distinguish our own page's self-test from the requests of another page:
// only a device that was shown our page knows the nonce in it, and a browser
// lets no other page read it. They are computed, not kept.
type nonces struct{ key [32]byte }

func newNonces() (*nonces, error) {
	n := &nonces{}
	if _, err := rand.Read(n.key[:]); err != nil {
		return nil, fmt.Errorf("make portal key: %w", err)
	}
	return n, nil
}

func (n *nonces) of(device string, now time.Time) string {
	return n.at(device, now.UnixNano()/int64(nonceLife))
}

func (n *nonces) at(device string, period int64) string {
	mac := hmac.New(sha256.New, n.key[:])
	_, _ = fmt.Fprintf(mac, "%d %s", period, device) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// clock reads "MILLISECONDS.NONCE"; false for what our page did not send to
// this device lately, or for what is no clock.
func (n *nonces) clock(query, device string, now time.Time) (time.Time, bool) {
	digits, nonce, _ := strings.Cut(query, ".")
	ms, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || ms <= 0 || ms >= maxClock {
		return time.Time{}, false
	}
	period := now.UnixNano() / int64(nonceLife)
	for _, p := range []int64{period, period - 1} {
		if hmac.Equal([]byte(nonce), []byte(n.at(device, p))) {
			return time.UnixMilli(ms), true
		}
	}
	return time.Time{}, false
}
