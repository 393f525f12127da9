// Package adbtest is a fake Android device for tests. It speaks the device
// side of adb's wire protocol on loopback (AOSP packages/modules/adb,
// protocol.md), so that the real adb server connects to it with `adb connect`
// and every layer above it is the real one.
package adbtest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Shell answers a shell command of the fake device.
type Shell func(command string) (stdout, stderr string, exit int)

// Device is a fake device. Its fields are read while it runs; use the methods
// to read what was done to it.
type Device struct {
	// Props are system properties, Settings are `settings` by "namespace/key".
	Props map[string]string
	// Run answers commands that the device does not know itself.
	Run Shell
	// Log is what `logcat` streams.
	Log string

	mu       sync.Mutex
	settings map[string]string
	files    map[string][]byte
	reverse  map[string]string
	commands []string

	listener net.Listener
	conns    map[net.Conn]bool
	wg       sync.WaitGroup
}

// Start makes the device listen on loopback until the test ends.
func Start(t testing.TB, d *Device) *Device {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d.listener = l
	d.settings, d.files, d.reverse, d.conns = map[string]string{}, map[string][]byte{}, map[string]string{},
		map[net.Conn]bool{}
	d.wg.Go(d.accept)
	t.Cleanup(d.close)
	return d
}

// Addr is what `adb connect` takes; it is the device's serial too.
func (d *Device) Addr() string { return d.listener.Addr().String() }

// Setting returns one of the device's settings, "null" if unset, as Android does.
func (d *Device) Setting(key string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if v, ok := d.settings[key]; ok {
		return v
	}
	return "null"
}

// SetSetting changes a setting from outside, as a user would on the phone.
func (d *Device) SetSetting(key, value string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.settings[key] = value
}

// File returns what was pushed to a path.
func (d *Device) File(path string) []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.files[path])
}

// PutFile makes a file that can be pulled.
func (d *Device) PutFile(path string, data []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.files[path] = data
}

// Reverses returns the reverse forwards, phone side to host side.
func (d *Device) Reverses() map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return maps.Clone(d.reverse)
}

// Commands returns every shell command so far.
func (d *Device) Commands() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.commands)
}

func (d *Device) accept() {
	for {
		c, err := d.listener.Accept()
		if err != nil {
			return
		}
		d.mu.Lock()
		d.conns[c] = true
		d.mu.Unlock()
		d.wg.Go(func() { d.serve(c) })
	}
}

func (d *Device) close() {
	d.listener.Close()
	d.mu.Lock()
	for c := range d.conns {
		c.Close()
	}
	d.mu.Unlock()
	d.wg.Wait()
}

// The commands of the wire protocol.
const (
	cmdCNXN = 0x4e584e43
	cmdOPEN = 0x4e45504f
	cmdOKAY = 0x59414b4f
	cmdCLSE = 0x45534c43
	cmdWRTE = 0x45545257
)

const (
	version = 0x01000001
	maxData = 256 << 10
)

type packet struct {
	cmd, arg0, arg1 uint32
	data            []byte
}

func readPacket(r io.Reader) (packet, error) {
	var header [24]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return packet{}, err
	}
	u := binary.LittleEndian.Uint32
	p := packet{cmd: u(header[0:]), arg0: u(header[4:]), arg1: u(header[8:])}
	n := u(header[12:])
	if n > maxData || u(header[20:]) != p.cmd^0xffffffff {
		return packet{}, errors.New("not an adb packet")
	}
	p.data = make([]byte, n)
	_, err := io.ReadFull(r, p.data)
	return p, err
}

func (p packet) bytes() []byte {
	var sum uint32
	for _, b := range p.data {
		sum += uint32(b)
	}
	out := make([]byte, 0, 24+len(p.data))
	for _, v := range []uint32{p.cmd, p.arg0, p.arg1, uint32(len(p.data)), sum, p.cmd ^ 0xffffffff} {
		out = binary.LittleEndian.AppendUint32(out, v)
	}
	return append(out, p.data...)
}

func (d *Device) serve(c net.Conn) {
	t := &transport{device: d, conn: c, streams: map[uint32]*stream{}}
	defer func() {
		t.closeAll()
		c.Close()
		d.mu.Lock()
		delete(d.conns, c)
		d.mu.Unlock()
	}()
	r := bufio.NewReader(c)
	for {
		p, err := readPacket(r)
		if err != nil {
			return
		}
		if err := t.handle(p); err != nil {
			return
		}
	}
}

func (d *Device) banner() []byte {
	var b strings.Builder
	b.WriteString("device::")
	for _, k := range slices.Sorted(maps.Keys(d.Props)) {
		fmt.Fprintf(&b, "%s=%s;", k, d.Props[k])
	}
	b.WriteString("features=shell_v2,cmd")
	return []byte(b.String())
}
