// Package undo remembers what was changed on phones, so that it is undone and
// verified on stop, on quit, and at the next start after a crash. A phone must
// never be left without internet.
//
// The law: a change is written to the journal, and the journal to the disk,
// before the phone is touched; an entry leaves only after the phone was asked
// and said that the change is gone.
package undo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"loginscope/proxy/phone/adb"
	"loginscope/proxy/phone/device"
)

// Kind is what was changed.
type Kind string

// The kinds of change.
const (
	GlobalProxy Kind = "global-proxy" // Value: the proxy that we set
	Reverse     Kind = "reverse"      // Port: the phone's port
)

// MaxEntries limits the journal.
const MaxEntries = 256

// Entry is one change of one phone.
type Entry struct {
	Serial string    `json:"serial"`
	Kind   Kind      `json:"kind"`
	Value  string    `json:"value,omitempty"`
	Port   int       `json:"port,omitempty"`
	Since  time.Time `json:"since"`
}

// Journal is the list of changes that are not undone yet, in one file.
type Journal struct {
	path string
	mu   sync.Mutex
}

// Open uses the file at path, which need not exist.
func Open(path string) *Journal { return &Journal{path: path} }

// Pending returns what is not undone yet.
func (j *Journal) Pending() ([]Entry, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.read()
}

// Add writes an entry to the disk; call it before the phone is touched.
func (j *Journal) Add(e Entry) error {
	return j.change(func(list []Entry) ([]Entry, error) {
		if slices.ContainsFunc(list, func(o Entry) bool { return same(o, e) }) {
			return list, nil
		}
		if len(list) >= MaxEntries {
			return nil, fmt.Errorf("remember change: %d changes wait to be undone; clean up first", len(list))
		}
		return append(list, e), nil
	})
}

func (j *Journal) drop(e Entry) error {
	return j.change(func(list []Entry) ([]Entry, error) {
		return slices.DeleteFunc(list, func(o Entry) bool { return same(o, e) }), nil
	})
}

func same(a, b Entry) bool {
	return a.Serial == b.Serial && a.Kind == b.Kind && a.Value == b.Value && a.Port == b.Port
}

func (j *Journal) change(edit func([]Entry) ([]Entry, error)) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	list, err := j.read()
	if err != nil {
		return err
	}
	if list, err = edit(list); err != nil {
		return err
	}
	return j.write(list)
}

func (j *Journal) read() ([]Entry, error) {
	raw, err := os.ReadFile(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read clean-up journal: %w", err)
	}
	var list []Entry
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("parse clean-up journal %q: %w", j.path, err)
	}
	return list, nil
}

func (j *Journal) write(list []Entry) error {
	raw, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("encode clean-up journal: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(j.path), 0o700); err != nil {
		return fmt.Errorf("save clean-up journal: %w", err)
	}
	f, err := os.OpenFile(j.path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("save clean-up journal: %w", err)
	}
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("save clean-up journal: %w", err)
	}
	if err := os.Rename(j.path+".new", j.path); err != nil {
		return fmt.Errorf("save clean-up journal: %w", err)
	}
	return nil
}

// Result is what became of one entry.
type Result struct {
	Entry Entry
	// Err is nil when the phone confirmed that the change is gone.
	Err error
}

// Clean undoes every pending change of the phones that can be reached, and
// verifies it. An entry whose phone does not answer stays for the next time.
func (j *Journal) Clean(ctx context.Context, c *adb.Client) ([]Result, error) {
	list, err := j.Pending()
	if err != nil {
		return nil, err
	}
	var out []Result
	for _, e := range list {
		r := Result{Entry: e, Err: undo(ctx, c, e)}
		if r.Err == nil {
			r.Err = j.drop(e)
		}
		out = append(out, r)
	}
	return out, nil
}

func undo(ctx context.Context, c *adb.Client, e Entry) error {
	switch e.Kind {
	case GlobalProxy:
		return undoProxy(ctx, device.On(c, e.Serial), e)
	case Reverse:
		return undoReverse(ctx, c, e)
	}
	return fmt.Errorf("undo change: kind %q is not known", e.Kind)
}

// undoProxy leaves a proxy alone that somebody else set since.
func undoProxy(ctx context.Context, sh device.Shell, e Entry) error {
	now, err := device.GlobalProxy(ctx, sh)
	if err != nil {
		return err
	}
	if now != e.Value {
		return nil
	}
	return device.ClearGlobalProxy(ctx, sh)
}

func undoReverse(ctx context.Context, c *adb.Client, e Entry) error {
	list, err := c.Reverses(ctx, e.Serial)
	if err != nil {
		return err
	}
	remote := fmt.Sprintf("tcp:%d", e.Port)
	if !slices.ContainsFunc(list, func(f adb.Forward) bool { return f.Remote == remote }) {
		return nil
	}
	return c.RemoveReverse(ctx, e.Serial, e.Port)
}
