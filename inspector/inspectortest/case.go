// Package inspectortest reads the cases under inspector/testdata: txtar files
// that hold evidence in a compact notation and the summary that an inspection
// of it must give. The notation is documented in inspector/testdata/README.md.
package inspectortest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"loginscope/inspector"
	"loginscope/proxy/exchange"
)

// Day is the date of every time of day in a case.
var Day = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// Case is one parsed file.
type Case struct {
	Events  []exchange.Event
	Context inspector.Context
	// Want is the golden summary, "" if the file has none yet.
	Want string
}

// Evidence is the case's evidence, ready to inspect.
func (c Case) Evidence() inspector.Evidence {
	return inspector.Evidence{
		Events: func(yield func(exchange.Event) bool) {
			for _, e := range c.Events {
				if !yield(e) {
					return
				}
			}
		},
		Context: c.Context,
	}
}

// Parse reads a case.
func Parse(a *txtar.Archive) (Case, error) {
	p := parser{}
	for _, f := range a.Files {
		if err := p.file(f.Name, string(f.Data)); err != nil {
			return p.c, fmt.Errorf("read section %q: %w", f.Name, err)
		}
	}
	return p.c, nil
}

type parser struct {
	c    Case
	id   exchange.ID
	conn uint64
	line int
}

func (p *parser) file(name, data string) error {
	words := strings.Fields(name)
	switch name {
	case "want":
		p.c.Want = data
		return nil
	case "context":
		return p.context(data)
	}
	at := time.Time{}
	if len(words) > 0 {
		if t, err := clock(words[0]); err == nil {
			at, words = t, words[1:]
		}
	}
	if len(words) == 0 {
		return fmt.Errorf("find a kind of evidence")
	}
	opts := options(words[1:])
	switch words[0] {
	case "exchange":
		return p.exchange(at, data, opts)
	case "log":
		return p.log(at, data, opts)
	case "pasted":
		for line := range strings.Lines(data) {
			p.line++
			p.add(exchange.LogLine{Time: at, Text: strings.TrimRight(line, "\n"), Source: "pasted", Line: p.line})
		}
		return nil
	case "refused", "tunnel", "blocked":
		return p.connection(words[0], at, strings.TrimSpace(data), opts)
	}
	return fmt.Errorf("unknown kind %q", words[0])
}

func (p *parser) add(e exchange.Event) { p.c.Events = append(p.c.Events, e) }

// clock reads "10:00:00" or "10:00:00.250".
func clock(s string) (time.Time, error) {
	t, err := time.Parse("15:04:05.999999999", s)
	if err != nil {
		return t, err
	}
	return Day.Add(t.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC))), nil
}

// options reads "name=value" and "name".
func options(words []string) map[string]string {
	out := map[string]string{}
	for _, w := range words {
		name, value, _ := strings.Cut(w, "=")
		out[name] = value
	}
	return out
}

// log reads lines of the form "[TIME ]TAG/LEVEL: text".
func (p *parser) log(at time.Time, data string, opts map[string]string) error {
	for line := range strings.Lines(data) {
		line = strings.TrimRight(line, "\n")
		p.line++
		e := exchange.LogLine{Device: opts["from"], Time: at, Source: "logcat", Line: p.line, PID: 4242}
		if first, rest, ok := strings.Cut(line, " "); ok {
			if t, err := clock(first); err == nil {
				e.Time, line = t, rest
			}
		}
		head, text, ok := strings.Cut(line, ": ")
		slash := strings.LastIndexByte(head, '/')
		if !ok || slash < 0 {
			return fmt.Errorf("read log line %q: want TAG/LEVEL: text", line)
		}
		e.Tag, e.Level, e.Text = head[:slash], head[slash+1:], text
		p.add(e)
	}
	return nil
}

func (p *parser) connection(kind string, at time.Time, target string, opts map[string]string) error {
	p.conn++
	device := opts["from"]
	switch kind {
	case "refused":
		e := exchange.TLSRefused{Conn: p.conn, Device: device, Target: target, Time: at, Cause: exchange.RefusedAlert,
			Alert: -1}
		if c := opts["cause"]; c != "" {
			e.Cause = exchange.RefusalCause(c)
		}
		if a := opts["alert"]; a != "" {
			n, err := strconv.Atoi(a)
			if err != nil {
				return fmt.Errorf("read alert %q: %w", a, err)
			}
			e.Alert = n
		}
		e.Hello.SNI = strings.Split(target, ":")[0]
		if name, ok := opts["sni"]; ok {
			e.Hello.SNI = name
		}
		_, e.Hello.WideDates = opts["wide"]
		_, e.Hello.OfferedSCT = opts["sct"]
		_, e.Early = opts["early"]
		_, e.Learned = opts["learned"]
		if _, dated := opts["dated"]; dated {
			e.Hello.Certificate = &exchange.Certificate{
				NotBefore: at.Add(-36 * time.Hour),
				NotAfter:  at.Add(80 * 24 * time.Hour),
			}
		}
		p.add(e)
	case "tunnel":
		reason := exchange.TunnelRule
		if r := opts["reason"]; r != "" {
			reason = exchange.TunnelReason(r)
		}
		e := exchange.Tunnelled{Server: exchange.Peer{Egress: opts["egress"]}, Conn: p.conn, Device: device,
			Target: target, SNI: strings.Split(target, ":")[0], Start: at, End: at.Add(time.Second), BytesUp: 900,
			BytesDown: 4200, Reason: reason}
		if _, mute := opts["mute"]; mute {
			e.BytesUp, e.BytesDown = 0, 0
		}
		p.add(e)
	default:
		p.add(exchange.Blocked{Conn: p.conn, Device: device, Target: target, Time: at,
			Reason: exchange.BlockReason(opts["reason"])})
	}
	return nil
}

// context reads "name value" lines.
func (p *parser) context(data string) error {
	x := &p.c.Context
	app := func() *inspector.AppFacts {
		if x.App == nil {
			x.App = &inspector.AppFacts{}
		}
		return x.App
	}
	for line := range strings.Lines(data) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch name {
		case "now":
			t, err := clock(value)
			if err != nil {
				return fmt.Errorf("read time %q: %w", value, err)
			}
			x.Now = t
		case "live":
			x.Live = true
		case "attach":
			x.Attach = inspector.Attach(value)
		case "tenant":
			x.Tenants = append(x.Tenants, value)
		case "package":
			app().Package = value
		case "signature":
			app().Signatures = append(app().Signatures, value)
		case "sdk":
			app().SDKVersion = value
		case "target":
			n, err := strconv.Atoi(value)
			if err != nil {
				return fmt.Errorf("read target SDK %q: %w", value, err)
			}
			app().TargetSDK = n
		case "cleartext":
			host, yes, _ := strings.Cut(value, " ")
			if app().CleartextHosts == nil {
				app().CleartextHosts = map[string]bool{}
			}
			app().CleartextHosts[host] = yes != "no"
		case "portal":
			x.Portal = append(x.Portal, value)
		case "clock":
			device, ahead, _ := strings.Cut(value, " ")
			d, err := time.ParseDuration(ahead)
			if err != nil {
				return fmt.Errorf("read clock %q: %w", value, err)
			}
			x.Clocks = map[string]time.Duration{device: d}
		case "":
		default:
			return fmt.Errorf("unknown context %q", name)
		}
	}
	return nil
}
