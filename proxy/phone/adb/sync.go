package adb

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"
)

// maxChunk is the sync protocol's own limit on one DATA packet.
const maxChunk = 64 << 10

// Push writes a file on the device. The mode is a Unix mode such as 0o644.
func (c *Client) Push(ctx context.Context, serial string, r io.Reader, path string, mode uint32,
	mtime time.Time) error {
	l, err := c.sync(ctx, serial)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.packet("SEND", []byte(fmt.Sprintf("%s,%d", path, mode|0o100000))); err != nil {
		return withContext(ctx, fmt.Errorf("push %q: %w", path, err))
	}
	if err := l.sendData(r); err != nil {
		return withContext(ctx, fmt.Errorf("push %q: %w", path, err))
	}
	if err := l.header("DONE", uint32(mtime.Unix())); err != nil { //nolint:gosec // the protocol's own width
		return withContext(ctx, fmt.Errorf("push %q: %w", path, err))
	}
	if err := l.syncStatus(); err != nil {
		return withContext(ctx, fmt.Errorf("push %q: %w", path, err))
	}
	return nil
}

func (l *link) sendData(r io.Reader) error {
	buf := make([]byte, maxChunk)
	for {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			if err := l.packet("DATA", buf[:n]); err != nil {
				return err
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return nil
		default:
			return fmt.Errorf("read what is pushed: %w", err)
		}
	}
}

// Pull copies a file of the device to w, at most limit bytes.
func (c *Client) Pull(ctx context.Context, serial, path string, w io.Writer, limit int64) (int64, error) {
	l, err := c.sync(ctx, serial)
	if err != nil {
		return 0, err
	}
	defer l.Close()
	if err := l.packet("RECV", []byte(path)); err != nil {
		return 0, withContext(ctx, fmt.Errorf("pull %q: %w", path, err))
	}
	n, err := l.receive(w, limit)
	if err != nil {
		return n, withContext(ctx, fmt.Errorf("pull %q: %w", path, err))
	}
	return n, nil
}

func (l *link) receive(w io.Writer, limit int64) (int64, error) {
	var total int64
	for {
		id, n, err := l.readHeader()
		if err != nil {
			return total, err
		}
		switch id {
		case "DONE":
			return total, nil
		case "FAIL":
			return total, l.failure(n)
		case "DATA":
		default:
			return total, fmt.Errorf("%w: sync packet %q", ErrProtocol, id)
		}
		if n > maxChunk {
			return total, fmt.Errorf("%w: sync packet of %d bytes", ErrProtocol, n)
		}
		if total += int64(n); total > limit {
			return total, fmt.Errorf("the file is longer than the %d bytes that are read", limit)
		}
		if _, err := io.CopyN(w, l, int64(n)); err != nil {
			return total, err
		}
	}
}

func (c *Client) sync(ctx context.Context, serial string) (*link, error) {
	l, err := c.device(ctx, serial)
	if err != nil {
		return nil, err
	}
	if err := l.request("sync:"); err != nil {
		l.Close()
		return nil, withContext(ctx, err)
	}
	return l, nil
}

func (l *link) packet(id string, body []byte) error {
	if err := l.header(id, uint32(len(body))); err != nil { //nolint:gosec // at most maxChunk or a path
		return err
	}
	_, err := l.Write(body)
	return err
}

func (l *link) header(id string, n uint32) error {
	_, err := l.Write(binary.LittleEndian.AppendUint32([]byte(id), n))
	return err
}

func (l *link) readHeader() (string, uint32, error) {
	var header [8]byte
	if _, err := io.ReadFull(l, header[:]); err != nil {
		return "", 0, err
	}
	return string(header[:4]), binary.LittleEndian.Uint32(header[4:]), nil
}

func (l *link) syncStatus() error {
	id, n, err := l.readHeader()
	if err != nil {
		return err
	}
	if id == "FAIL" {
		return l.failure(n)
	}
	if id != "OKAY" {
		return fmt.Errorf("%w: sync status %q", ErrProtocol, id)
	}
	return nil
}

func (l *link) failure(n uint32) error {
	msg := make([]byte, min(n, maxReply))
	if _, err := io.ReadFull(l, msg); err != nil {
		return err
	}
	return &FailError{Service: "sync", Message: strings.TrimSpace(string(msg))}
}
