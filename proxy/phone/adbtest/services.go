package adbtest

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// service serves one stream by the name that adb gives it.
func (d *Device) service(name string, s *stream) {
	kind, arg, _ := strings.Cut(name, ":")
	switch kind {
	case "shell,v2,raw", "shell,v2":
		d.shellV2(arg, s)
	case "exec", "shell":
		d.exec(arg, s)
	case "sync":
		d.sync(s)
	case "reverse":
		d.reverseService(arg, s)
	default:
		if strings.HasPrefix(kind, "shell,v2") {
			d.shellV2(arg, s)
		}
	}
}

func (d *Device) shellV2(command string, s *stream) {
	stdout, stderr, exit := d.run(command)
	for kind, text := range map[byte]string{1: stdout, 2: stderr} {
		if text != "" {
			_, _ = s.Write(shellPacket(kind, []byte(text)))
		}
	}
	_, _ = s.Write(shellPacket(3, []byte{byte(exit)}))
}

func shellPacket(kind byte, body []byte) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte{kind}, uint32(len(body))), body...)
}

func (d *Device) exec(command string, s *stream) {
	if strings.HasPrefix(command, "logcat") {
		_, _ = io.WriteString(s, d.Log)
		_, _ = io.Copy(io.Discard, s) // until the host closes, as logcat does
		return
	}
	stdout, _, _ := d.run(command)
	_, _ = io.WriteString(s, stdout)
}

// run knows getprop, settings and date; everything else is Run's.
func (d *Device) run(command string) (string, string, int) {
	d.mu.Lock()
	d.commands = append(d.commands, command)
	d.mu.Unlock()
	words := strings.Fields(strings.ReplaceAll(command, "'", ""))
	switch {
	case len(words) == 1 && words[0] == "getprop":
		var b strings.Builder
		for k, v := range d.Props {
			fmt.Fprintf(&b, "[%s]: [%s]\n", k, v)
		}
		return b.String(), "", 0
	case len(words) == 2 && words[0] == "getprop":
		return d.Props[words[1]] + "\n", "", 0
	case len(words) >= 4 && words[0] == "settings":
		return d.settingsCommand(words[1:])
	}
	if d.Run != nil {
		return d.Run(command)
	}
	return "", "sh: " + command + ": not found\n", 127
}

func (d *Device) settingsCommand(w []string) (string, string, int) {
	key := w[1] + "/" + w[2]
	switch {
	case w[0] == "get":
		return d.Setting(key) + "\n", "", 0
	case w[0] == "put" && len(w) == 4:
		d.SetSetting(key, w[3])
		return "", "", 0
	case w[0] == "delete":
		d.mu.Lock()
		delete(d.settings, key)
		d.mu.Unlock()
		return "Deleted 1 rows\n", "", 0
	}
	return "", "Invalid command\n", 255
}

// reverseService answers as adbd does: the status alone, since the first OKAY
// of a service comes from the opened stream.
func (d *Device) reverseService(arg string, s *stream) {
	verb, rest, _ := strings.Cut(arg, ":")
	d.mu.Lock()
	reply := "OKAY"
	switch verb {
	case "forward":
		remote, local, _ := strings.Cut(strings.TrimPrefix(rest, "norebind:"), ";")
		d.reverse[remote] = local
		reply = "OKAY"
	case "killforward":
		reply = "OKAY"
		if _, ok := d.reverse[rest]; !ok {
			msg := fmt.Sprintf("listener '%s' not found", rest)
			reply = fmt.Sprintf("FAIL%04x%s", len(msg), msg)
		}
		delete(d.reverse, rest)
	case "killforward-all":
		clear(d.reverse)
	case "list-forward":
		var b strings.Builder
		for remote, local := range d.reverse {
			fmt.Fprintf(&b, "UsbFfs %s %s\n", remote, local)
		}
		reply = fmt.Sprintf("%04x%s", b.Len(), b.String())
	}
	d.mu.Unlock()
	_, _ = io.WriteString(s, reply)
}

// sync serves SEND, RECV and STAT, one after the other, until QUIT.
func (d *Device) sync(s *stream) {
	for {
		id, n, err := syncHeader(s)
		if err != nil || id == "QUIT" {
			return
		}
		arg := make([]byte, n)
		if _, err := io.ReadFull(s, arg); err != nil {
			return
		}
		switch id {
		case "SEND":
			d.receive(string(arg), s)
		case "RECV":
			d.transmit(string(arg), s)
		case "STAT":
			_, _ = s.Write(append([]byte("STAT"), make([]byte, 12)...))
		default:
			return
		}
	}
}

func syncHeader(r io.Reader) (string, uint32, error) {
	var header [8]byte
	if _, err := io.ReadFull(r, header[:]); err != nil {
		return "", 0, err
	}
	return string(header[:4]), binary.LittleEndian.Uint32(header[4:]), nil
}

func syncPacket(id string, body []byte) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte(id), uint32(len(body))), body...)
}

func (d *Device) receive(target string, s *stream) {
	path, mode, _ := strings.Cut(target, ",")
	if _, err := strconv.Atoi(mode); err != nil {
		_, _ = s.Write(syncPacket("FAIL", []byte("no mode")))
		return
	}
	var data []byte
	for {
		id, n, err := syncHeader(s)
		if err != nil {
			return
		}
		if id == "DONE" {
			break
		}
		chunk := make([]byte, n)
		if _, err := io.ReadFull(s, chunk); err != nil {
			return
		}
		data = append(data, chunk...)
	}
	if strings.HasPrefix(path, "/system/") {
		_, _ = s.Write(syncPacket("FAIL", []byte("couldn't create file: Read-only file system")))
		return
	}
	d.PutFile(path, data)
	_, _ = s.Write(syncPacket("OKAY", nil))
}

func (d *Device) transmit(path string, s *stream) {
	data := d.File(path)
	if data == nil {
		_, _ = s.Write(syncPacket("FAIL", []byte("open failed: No such file or directory")))
		return
	}
	for len(data) > 0 {
		n := min(len(data), 64<<10)
		_, _ = s.Write(syncPacket("DATA", data[:n]))
		data = data[n:]
	}
	_, _ = s.Write(append([]byte("DONE"), make([]byte, 4)...))
}
