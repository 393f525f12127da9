package bundle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"loginscope/app/session"
	"loginscope/inspector/redact"
	"loginscope/inspector/redact/evidence"
	"loginscope/proxy/exchange"
)

// window is how much of an entry is searched at once, and overlap how much of it is
// searched again with the next part: more than a remembered value in any of its forms.
const (
	window  = 1 << 20
	overlap = 16 << 10
)

// verify reads a finished file from the disk as its receiver will, and searches every entry
// for what must not be in it. A session is searched event by event as well, since its file
// packs long texts, and is masked once more: that must not change anything.
func verify(ctx context.Context, path string, o Options) (err error) {
	f, err := Open(ctx, path, func() (string, error) { return o.Passphrase, nil })
	if err != nil {
		return fmt.Errorf("read bundle again: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	raw, err := json.Marshal(f.Manifest)
	if err != nil {
		return err
	}
	if kind, ok := o.Search.In(string(raw)); ok {
		return &LeakError{Part: ManifestName, Kind: kind}
	}
	for _, p := range f.Parts {
		if err := scan(ctx, f.Path(p.Name), p.Name, o.Search); err != nil {
			return err
		}
	}
	if f.Path(SessionName) == "" {
		return nil
	}
	return scanSession(ctx, f.Path(SessionName), o)
}

// scan searches one entry.
func scan(ctx context.Context, path, name string, search *redact.Known) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buf := make([]byte, 0, window+overlap)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(f, buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if kind, ok := search.In(string(buf)); ok {
			return &LeakError{Part: name, Kind: kind}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return nil
		case err != nil:
			return err
		}
		buf = append(buf[:0], buf[len(buf)-overlap:]...)
	}
}

// scanSession searches what a reader of the session finds in it.
func scanSession(ctx context.Context, path string, o Options) (err error) {
	s, err := session.OpenReadOnly(ctx, path)
	if err != nil {
		return fmt.Errorf("read bundle again: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	meta := s.Meta()
	if kind, ok := o.Search.In(meta.Name + "\n" + meta.Answers); ok {
		return &LeakError{Part: SessionName, Kind: kind}
	}
	for e, err := range s.Events(ctx, 0) {
		if err != nil {
			return fmt.Errorf("read bundle again: %w", err)
		}
		if kind, ok := o.leaks(e.Event); ok {
			return &LeakError{Part: SessionName, Location: location(e), Kind: kind}
		}
	}
	return nil
}

// leaks reports whether an event contains a value, known or of a kind that is masked.
func (o Options) leaks(e exchange.Event) (kind string, found bool) {
	text := texts(e)
	if kind, found = o.Search.In(text); found {
		return kind, true
	}
	var seen redact.Found
	m := evidence.Masker{Texts: redact.Masker{Keep: o.Keep, Found: &seen}}
	if again, _ := m.Event(e); texts(again) == text {
		return "", false
	}
	for _, c := range seen.Counts() {
		return c.Kind, true
	}
	return "", false
}

// texts is all that an event says: its fields, and its bodies as they are.
func texts(e exchange.Event) string {
	raw, err := json.Marshal(e)
	if err != nil { // no event holds what JSON cannot
		return err.Error()
	}
	var b strings.Builder
	b.Write(raw)
	bodies := func(x exchange.Exchange) {
		b.WriteString("\n")
		b.Write(x.Request.Body.Head)
		if x.Response != nil {
			b.WriteString("\n")
			b.Write(x.Response.Body.Head)
		}
	}
	switch e := e.(type) {
	case exchange.Started:
		bodies(e.Exchange)
	case exchange.Progress:
		bodies(e.Exchange)
	case exchange.Finished:
		bodies(e.Exchange)
	case exchange.Frame:
		b.WriteString("\n")
		b.Write(e.Data)
	}
	return b.String()
}

func location(e session.SeqEvent) string {
	switch ev := e.Event.(type) {
	case exchange.Started:
		return fmt.Sprintf("exchange %d", ev.Exchange.ID)
	case exchange.Progress:
		return fmt.Sprintf("exchange %d", ev.Exchange.ID)
	case exchange.Finished:
		return fmt.Sprintf("exchange %d", ev.Exchange.ID)
	case exchange.Frame:
		return fmt.Sprintf("message of exchange %d", ev.ID)
	}
	return fmt.Sprintf("event %d", e.Seq)
}
