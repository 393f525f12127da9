package adb

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Output is what a shell command left.
type Output struct {
	Stdout, Stderr string
	Exit           int
	// Cut is true when a stream was longer than MaxOutput.
	Cut bool
}

// The packet kinds of the shell protocol (AOSP adb, shell_protocol.h).
const (
	packetStdout = 1
	packetStderr = 2
	packetExit   = 3
)

// Shell runs a command and waits for its end. A command that fails is no
// error: its exit code is in Output. It needs shell_v2, Android 7 and later.
func (c *Client) Shell(ctx context.Context, serial, command string) (Output, error) {
	l, err := c.device(ctx, serial)
	if err != nil {
		return Output{}, err
	}
	defer l.Close()
	if err := l.request("shell,v2,raw:" + command); err != nil {
		return Output{}, withContext(ctx, err)
	}
	out, err := readPackets(l)
	return out, withContext(ctx, err)
}

func readPackets(r io.Reader) (Output, error) {
	var stdout, stderr limited
	for {
		kind, body, err := readPacket(r)
		if err != nil {
			return Output{}, fmt.Errorf("read shell output: %w", err)
		}
		switch kind {
		case packetStdout:
			stdout.add(body)
		case packetStderr:
			stderr.add(body)
		case packetExit:
			if len(body) != 1 {
				return Output{}, fmt.Errorf("read shell output: %w: exit packet of %d bytes", ErrProtocol, len(body))
			}
			return Output{Stdout: stdout.String(), Stderr: stderr.String(), Exit: int(body[0]),
				Cut: stdout.cut || stderr.cut}, nil
		}
	}
}

func readPacket(r io.Reader) (kind byte, body []byte, err error) {
	var header [5]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return 0, nil, err
	}
	n := binary.LittleEndian.Uint32(header[1:])
	if n > maxReply {
		return 0, nil, fmt.Errorf("%w: packet of %d bytes", ErrProtocol, n)
	}
	body = make([]byte, n)
	_, err = io.ReadFull(r, body)
	return header[0], body, err
}

// limited keeps the first MaxOutput bytes.
type limited struct {
	strings.Builder
	cut bool
}

func (l *limited) add(b []byte) {
	if room := MaxOutput - l.Len(); len(b) > room {
		b, l.cut = b[:max(room, 0)], true
	}
	l.Write(b)
}

// Stream runs a command whose output does not end by itself, such as logcat.
// The caller closes the stream; the context closes it too.
func (c *Client) Stream(ctx context.Context, serial, command string) (io.ReadCloser, error) {
	l, err := c.device(ctx, serial)
	if err != nil {
		return nil, err
	}
	if err := l.request("exec:" + command); err != nil {
		l.Close()
		return nil, withContext(ctx, err)
	}
	return l, nil
}

// Quote makes one word of the device's shell.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
