// Package display reports whether a window can be opened, before Fyne tries: its
// driver panics where no display answers.
package display

import (
	"fmt"
	"net"
	"runtime"
	"strconv"
	"strings"
	"time"

	"loginscope/lang"
	"loginscope/problem"
)

// patience limits one attempt to connect, for a display on another machine.
const patience = 3 * time.Second

// basePort is the TCP port of display 0 (X Window System Protocol, appendix B).
const basePort = 6000

// Check returns nil if the window's display answers, or why not. Only Linux can
// be without one. The window speaks X11; a Wayland session serves it through
// Xwayland, which sets DISPLAY too.
func Check(getenv func(string) string) *problem.Problem {
	if runtime.GOOS != "linux" {
		return nil
	}
	name := getenv("DISPLAY")
	if name == "" {
		return none(lang.Both("DISPLAY is not set.", "未设置 DISPLAY 环境变量。"), nil)
	}
	if err := dial(name); err != nil {
		return none(lang.Both(
			fmt.Sprintf("The X server of DISPLAY=%s does not answer.", name),
			fmt.Sprintf("DISPLAY=%s 对应的 X 服务器没有响应。", name),
		), err)
	}
	return nil
}

func none(why lang.Text, err error) *problem.Problem {
	return &problem.Problem{
		What: lang.Both("No window can be opened.", "无法打开窗口。"),
		Why:  why,
		Do: lang.Both(
			"Start it in a desktop session, or use the command line: loginscope --help.",
			"请在桌面环境中启动，或使用命令行：loginscope --help。",
		),
		Err: err,
	}
}

// dial connects to a display by its name, HOST:NUMBER.SCREEN, as Xlib does.
func dial(name string) error {
	host, number, err := parse(name)
	if err != nil {
		return err
	}
	if host != "" && host != "unix" {
		return try("tcp", net.JoinHostPort(host, strconv.Itoa(basePort+number)))
	}
	socket := fmt.Sprintf("/tmp/.X11-unix/X%d", number)
	// Most servers listen on the abstract socket too, which a container without
	// the folder still reaches.
	if try("unix", "@"+socket) == nil {
		return nil
	}
	return try("unix", socket)
}

// parse splits a display's name; it fails if there is no number.
func parse(name string) (host string, number int, err error) {
	i := strings.LastIndexByte(name, ':')
	if i < 0 {
		return "", 0, fmt.Errorf("display %q has no number", name)
	}
	digits, _, _ := strings.Cut(name[i+1:], ".")
	number, err = strconv.Atoi(digits)
	if err != nil || number < 0 || number > 65535-basePort {
		return "", 0, fmt.Errorf("display %q has no number", name)
	}
	return name[:i], number, nil
}

func try(network, address string) error {
	c, err := net.DialTimeout(network, address, patience)
	if err != nil {
		return err
	}
	return c.Close()
}
