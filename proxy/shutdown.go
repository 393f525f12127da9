package proxy

import (
	"bytes"
	"fmt"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"

	"loginscope/lang"
	"loginscope/problem"
)

// Law of this file: Close ends. What does not end in time is reported as failed by
// shutdown, is named, and is left behind without a voice.

// maxNamed limits what a StillRunning names.
const maxNamed = 20

// StillRunning is the error of Close when something did not end in time.
type StillRunning struct {
	// Waited is how long Close waited.
	Waited time.Duration
	// Open names exchanges ("GET https://host/path"), tunnels and WebSockets
	// that were still open, at most 20; More counts the others.
	Open []string
	More int
	// Where counts goroutines by the function in which they wait, most first,
	// at most 20: for experts.
	Where []string
}

func (e *StillRunning) Error() string {
	text := fmt.Sprintf("close proxy: after %v still running: %s", e.Waited, strings.Join(e.Open, ", "))
	if e.More > 0 {
		text += fmt.Sprintf(" and %d more", e.More)
	}
	return text + "; waiting in: " + strings.Join(e.Where, ", ")
}

// Problem describes it.
func (e *StillRunning) Problem() problem.Problem {
	var p problem.Problem
	open := strings.Join(e.Open, ", ")
	if e.More > 0 {
		open += fmt.Sprintf(" (+%d)", e.More)
	}
	p.What = lang.Both("The capture was stopped, but a part of it still runs.", "抓包已停止，但仍有部分任务未结束。")
	p.Why = lang.Both(
		fmt.Sprintf("After %v these had not ended: %s. Waiting: %s.", e.Waited, open, strings.Join(e.Where, "; ")),
		fmt.Sprintf("等待 %v 后仍未结束：%s。等待位置：%s。", e.Waited, open, strings.Join(e.Where, "；")))
	p.Do = lang.Both(
		"What was captured is kept. Restart Loginscope before the next capture, and report this text.",
		"已抓到的内容均已保存。请重启 Loginscope 后再抓包，并附上此信息反馈。",
	)
	return p
}

// Close stops listening, ends every connection, reports the exchanges that were
// open as failed by shutdown, and returns when no goroutine of the proxy runs
// any more, or after Config.CloseTimeout. In the second case the error is a
// *StillRunning. No event is emitted after it returned.
func (p *Proxy) Close() error {
	p.mu.Lock()
	first := !p.closing
	p.closing = true
	p.mu.Unlock()
	if first {
		go p.shutDown()
	}
	timer := time.NewTimer(p.cfg.CloseTimeout)
	defer timer.Stop()
	select {
	case <-p.down:
		return nil
	case <-timer.C:
		return p.giveUp()
	}
}

func (p *Proxy) shutDown() {
	defer close(p.down)
	p.cancel()
	_ = p.server.Close()
	p.inner.Close()
	p.clients.closeAll()
	p.trust.flush()
	p.rec.Stop()
	p.tasks.Wait()
	p.up.CloseIdle()
	p.journal.end()
}

// giveUp reports what is open, and suppresses later events of it.
func (p *Proxy) giveUp() error {
	e := &StillRunning{Waited: p.cfg.CloseTimeout, Where: waiting()}
	for _, o := range p.rec.Open() {
		if len(e.Open) < maxNamed {
			e.Open = append(e.Open, o.Name())
		} else {
			e.More++
		}
		o.Abandon()
	}
	p.journal.end()
	p.silent.Store(true)
	return e
}

// waiting counts the goroutines of the proxy and of net/http by the innermost
// function that is not the runtime's.
func waiting() []string {
	var b bytes.Buffer
	if pprof.Lookup("goroutine").WriteTo(&b, 1) != nil {
		return nil
	}
	counts := map[string]int{}
	for stack := range strings.SplitSeq(b.String(), "\n\n") {
		if n, where := locationOf(stack); where != "" {
			counts[where] += n
		}
	}
	var out []string
	for where, n := range counts {
		out = append(out, fmt.Sprintf("%d in %s", n, where))
	}
	slices.SortFunc(out, func(a, b string) int { return leadingNumber(b) - leadingNumber(a) })
	return out[:min(len(out), maxNamed)]
}

// locationOf reads one entry of a goroutine profile; where is "" for goroutines
// of others.
func locationOf(stack string) (n int, where string) {
	ours := false
	for line := range strings.SplitSeq(stack, "\n") {
		if head, _, ok := strings.Cut(line, " @ "); ok {
			n, _ = strconv.Atoi(strings.TrimSpace(head[strings.LastIndex(head, " ")+1:]))
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) < 3 {
			continue
		}
		name, _, _ := strings.Cut(parts[2], "+0x")
		ours = ours || strings.HasPrefix(name, "net/http.") || strings.HasPrefix(name, "loginscope/proxy")
		if where == "" && !isRuntime(name) {
			where = name
		}
	}
	if !ours {
		return 0, ""
	}
	return n, where
}

func isRuntime(name string) bool {
	for _, p := range []string{"runtime", "sync.", "internal/"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

func leadingNumber(s string) int {
	head, _, _ := strings.Cut(s, " ")
	n, _ := strconv.Atoi(head)
	return n
}
