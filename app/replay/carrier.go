package replay

import (
	"errors"
	"net/url"
)

// ErrCarrier is wrapped when a target's host belongs to a carrier.
var ErrCarrier = errors.New("this host belongs to a carrier, to which nothing is ever sent")

// hostOf is the host of an address, "" if it is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
