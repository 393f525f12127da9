package adb

import (
	"context"
	"fmt"
	"strings"
)

// Forward is one reverse forward: what connects to Remote on the phone
// arrives at Local on this machine.
type Forward struct {
	Remote string `json:"remote"` // "tcp:8899"
	Local  string `json:"local"`
}

// Reverse makes a reverse forward of TCP ports.
func (c *Client) Reverse(ctx context.Context, serial string, remotePort, localPort int) error {
	service := fmt.Sprintf("reverse:forward:tcp:%d;tcp:%d", remotePort, localPort)
	return c.reverse(ctx, serial, service, func(l *link) error {
		return l.status(service) // the first OKAY opened the stream; this one: done
	})
}

// RemoveReverse takes one reverse forward away.
func (c *Client) RemoveReverse(ctx context.Context, serial string, remotePort int) error {
	service := fmt.Sprintf("reverse:killforward:tcp:%d", remotePort)
	return c.reverse(ctx, serial, service, func(l *link) error { return l.status(service) })
}

// Reverses lists the reverse forwards of a device.
func (c *Client) Reverses(ctx context.Context, serial string) ([]Forward, error) {
	var out []Forward
	err := c.reverse(ctx, serial, "reverse:list-forward", func(l *link) error {
		s, err := l.text()
		if err != nil {
			return err
		}
		for line := range strings.Lines(s) {
			if f := strings.Fields(line); len(f) == 3 {
				out = append(out, Forward{Remote: f[1], Local: f[2]})
			}
		}
		return nil
	})
	return out, err
}

func (c *Client) reverse(ctx context.Context, serial, service string, read func(*link) error) error {
	l, err := c.device(ctx, serial)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.request(service); err != nil {
		return withContext(ctx, err)
	}
	return withContext(ctx, read(l))
}
