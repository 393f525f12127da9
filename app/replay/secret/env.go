package secret

import "fmt"

// The variables that Env reads.
const (
	EnvID     = "LOGINSCOPE_ACCESS_KEY_ID"
	EnvSecret = "LOGINSCOPE_ACCESS_KEY_SECRET"
	EnvSTS    = "LOGINSCOPE_STS_TOKEN"
)

// Env reads the keys of one run from the environment; it stores nothing.
type Env struct{ Lookup func(string) (string, bool) }

// Where implements Store.
func (Env) Where() string { return "the environment variables " + EnvID + " and " + EnvSecret }

// Set reports whether the variables are there.
func (e Env) Set() bool {
	_, id := e.Lookup(EnvID)
	_, sec := e.Lookup(EnvSecret)
	return id && sec
}

// Get implements Store; the name does not matter.
func (e Env) Get(name string) (Keys, error) {
	if !e.Set() {
		return Keys{}, fmt.Errorf("target %q: %w", name, ErrNotFound)
	}
	id, _ := e.Lookup(EnvID)
	sec, _ := e.Lookup(EnvSecret)
	sts, _ := e.Lookup(EnvSTS)
	return Keys{id, sec, sts}, nil
}

// Put implements Store by refusing.
func (e Env) Put(string, Keys) error {
	return fmt.Errorf("save keys: %s cannot be written", e.Where())
}

// Delete implements Store; there is nothing to delete.
func (Env) Delete(string) error { return nil }
