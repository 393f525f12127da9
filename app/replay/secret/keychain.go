package secret

import (
	"errors"
	"fmt"

	"github.com/zalando/go-keyring"
)

const service = "loginscope"

// Keychain is the operating system's own store: the Secret Service on Linux,
// the Keychain on macOS, the Credential Manager on Windows.
type Keychain struct{}

// Available reports whether a keychain answers; it stores nothing.
func (Keychain) Available() bool {
	_, err := keyring.Get(service, "availability")
	return err == nil || errors.Is(err, keyring.ErrNotFound)
}

// Where implements Store.
func (Keychain) Where() string { return "the operating system's keychain" }

// Get implements Store.
func (Keychain) Get(name string) (Keys, error) {
	s, err := keyring.Get(service, name)
	if errors.Is(err, keyring.ErrNotFound) {
		return Keys{}, fmt.Errorf("target %q: %w", name, ErrNotFound)
	}
	if err != nil {
		return Keys{}, fmt.Errorf("read keychain: %w: %w", ErrNoKeychain, err)
	}
	return decode([]byte(s))
}

// Put implements Store.
func (Keychain) Put(name string, k Keys) error {
	raw, err := encode(k)
	if err != nil {
		return err
	}
	if err := keyring.Set(service, name, string(raw)); err != nil {
		return fmt.Errorf("write keychain: %w: %w", ErrNoKeychain, err)
	}
	return nil
}

// Delete implements Store.
func (Keychain) Delete(name string) error {
	err := keyring.Delete(service, name)
	if err == nil || errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return fmt.Errorf("delete from keychain: %w: %w", ErrNoKeychain, err)
}
