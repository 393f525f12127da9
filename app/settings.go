package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// settings keeps what the window remembers in a JSON file, replaced as a whole
// by renaming, so that a program that ends at the wrong moment leaves the old
// file and not an empty one. It is the window's Settings.
type settings struct {
	path string

	mu     sync.Mutex
	values map[string]any
	err    error // of the last write
}

// loadSettings reads the file; one that is missing or not readable counts as
// empty, and the error says why it is not readable.
func loadSettings(path string) (*settings, error) {
	s := &settings{path: path, values: map[string]any{}}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &s.values)
	}
	if err != nil {
		s.values = map[string]any{}
		return s, fmt.Errorf("read settings %q: %w", path, err)
	}
	return s, nil
}

func (s *settings) set(key string, v any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.values[key]; ok && old == v {
		return
	}
	s.values[key] = v
	s.err = s.write()
}

// write needs mu.
func (s *settings) write() error {
	raw, err := json.MarshalIndent(s.values, "", "  ")
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	dir := filepath.Dir(s.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	f, err := os.CreateTemp(dir, ".settings-*")
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	_, err = f.Write(append(raw, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), s.path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("write settings: %w", err)
	}
	return nil
}

// Err is what kept the last change from being written, nil if it was.
func (s *settings) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func get[T any](s *settings, key string, fallback T) T {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.values[key].(T); ok {
		return v
	}
	return fallback
}

// StringWithFallback is for ui.Settings.
func (s *settings) StringWithFallback(key, fallback string) string { return get(s, key, fallback) }

// SetString is for ui.Settings.
func (s *settings) SetString(key, v string) { s.set(key, v) }

// FloatWithFallback is for ui.Settings.
func (s *settings) FloatWithFallback(key string, fallback float64) float64 {
	return get(s, key, fallback)
}

// SetFloat is for ui.Settings.
func (s *settings) SetFloat(key string, v float64) { s.set(key, v) }

// BoolWithFallback is for ui.Settings.
func (s *settings) BoolWithFallback(key string, fallback bool) bool { return get(s, key, fallback) }

// SetBool is for ui.Settings.
func (s *settings) SetBool(key string, v bool) { s.set(key, v) }
