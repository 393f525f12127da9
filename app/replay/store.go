package replay

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// MaxTargets limits the list of configured targets.
const MaxTargets = 200

// ErrNoTarget is wrapped when a name is not in the store.
var ErrNoTarget = errors.New("no such target")

// Targets is the list of configured targets, kept in one JSON file of mode
// 0600. It holds no secrets. It is safe for concurrent use.
type Targets struct {
	path string
	mu   sync.Mutex
}

// OpenTargets uses the file at path, which need not exist yet.
func OpenTargets(path string) *Targets { return &Targets{path: path} }

// List returns the targets in order of name.
func (s *Targets) List() ([]Target, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.read()
}

// Get returns one target by name; a missing one wraps ErrNoTarget.
func (s *Targets) Get(name string) (Target, error) {
	list, err := s.List()
	if err != nil {
		return Target{}, err
	}
	for _, t := range list {
		if t.Name == name {
			return t, nil
		}
	}
	return Target{}, missing(name, list)
}

// Put adds a target or replaces the one of the same name.
func (s *Targets) Put(t Target) error {
	if t.Kind == KindAlibaba && t.Endpoint == "" {
		t.Endpoint = DefaultEndpoint
	}
	if err := t.Validate(); err != nil {
		return err
	}
	return s.change(func(list []Target) ([]Target, error) {
		list = slices.DeleteFunc(list, func(o Target) bool { return o.Name == t.Name })
		if len(list) >= MaxTargets {
			return nil, Refuse(ErrTarget, "there are %d targets already; remove one", "已有 %d 个目标；请先删除一个", len(list))
		}
		return append(list, t), nil
	})
}

// Remove takes a target out; a missing one wraps ErrNoTarget.
func (s *Targets) Remove(name string) error {
	return s.change(func(list []Target) ([]Target, error) {
		n := len(list)
		list = slices.DeleteFunc(list, func(o Target) bool { return o.Name == name })
		if len(list) == n {
			return nil, missing(name, list)
		}
		return list, nil
	})
}

func (s *Targets) change(edit func([]Target) ([]Target, error)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	list, err := s.read()
	if err != nil {
		return err
	}
	if list, err = edit(list); err != nil {
		return err
	}
	return s.write(list)
}

func (s *Targets) read() ([]Target, error) {
	raw, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read targets: %w", err)
	}
	var list []Target
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("parse targets %q: %w", s.path, err)
	}
	slices.SortFunc(list, func(a, b Target) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// write replaces the file in one step, so that a crash leaves the old list.
func (s *Targets) write(list []Target) error {
	raw, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return fmt.Errorf("encode targets: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return fmt.Errorf("save targets: %w", err)
	}
	tmp := s.path + ".new"
	if err := os.WriteFile(tmp, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("save targets: %w", err)
	}
	if err := os.Rename(tmp, s.path); err != nil {
		return fmt.Errorf("save targets: %w", err)
	}
	return nil
}

func missing(name string, list []Target) error {
	if len(list) == 0 {
		return Refuse(ErrNoTarget, "%q is not configured, nor is any other", "没有名为 %q 的目标，也没有配置其他目标", name)
	}
	return Refuse(ErrNoTarget, "%q is not configured; there are: %s", "没有名为 %q 的目标；已配置：%s", name, names(list))
}

func names(list []Target) string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.Name
	}
	return strings.Join(out, ", ")
}
