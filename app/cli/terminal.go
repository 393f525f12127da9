package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"loginscope/app/i18n"
	"loginscope/app/version"
	"loginscope/inspector/report"
)

// terminal is where a command reads and prints.
type terminal struct {
	in     io.Reader
	out    *bufio.Writer
	err    io.Writer
	cat    *i18n.Catalog
	width  int  // columns
	colour bool // on standard output
	live   bool // standard error is a terminal that a line may be rewritten on
	zone   *time.Location
}

// defaultWidth, in columns, is used where no terminal reports its own.
const defaultWidth = 100

func newTerminal(cat *i18n.Catalog, in io.Reader, out, errw io.Writer, getenv func(string) string) *terminal {
	t := &terminal{in: in, out: bufio.NewWriter(pipe{out}), err: errw, cat: cat, width: defaultWidth, zone: time.Local}
	if cols, ok := columnsOf(out); ok {
		t.width = cols
		t.colour = getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
	}
	_, t.live = columnsOf(errw)
	if n, err := strconv.Atoi(getenv("COLUMNS")); err == nil && n >= 40 && n <= 400 {
		t.width = n
	}
	return t
}

// pipe is standard output. That its reader is gone differs from a broken pipe of
// anything else that a command writes to.
type pipe struct{ io.Writer }

func (p pipe) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	if err != nil && brokenPipe(err) {
		err = errReaderGone
	}
	return n, err
}

// columnsOf is the width of a terminal; false if w is none.
func columnsOf(w io.Writer) (int, bool) {
	f, ok := w.(*os.File)
	if !ok {
		return 0, false
	}
	return terminalColumns(f)
}

// T returns a sentence.
func (t *terminal) T(key string, args ...any) string { return t.cat.T(key, args...) }

func (t *terminal) lang() string { return string(t.cat.Lang()) }

// say prints a sentence on standard error, which leaves standard output to data.
func (t *terminal) say(key string, args ...any) { fmt.Fprintln(t.err, t.T(key, args...)) }

// flush writes out what was printed. A reader that went away after everything
// was done is no error.
func (t *terminal) flush() error {
	if err := t.out.Flush(); err != nil && !errors.Is(err, errReaderGone) {
		return t.fault(err, "output", err)
	}
	return nil
}

// json prints one document.
func (t *terminal) json(v any) error {
	enc := json.NewEncoder(t.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// paint colours a text by its SGR number, if colours are on.
func (t *terminal) paint(sgr, s string) string {
	if !t.colour || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}

// report is how reports are printed here.
func (t *terminal) report(reveal bool, sources []report.Source) report.Options {
	return report.Options{
		Lang: t.lang(), Reveal: reveal, Sources: sources, Zone: t.zone,
		Tool: "Loginscope " + version.Number, Width: t.width, Colour: t.colour,
	}
}
