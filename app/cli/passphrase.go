package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"loginscope/app/bundle"
)

// envBundlePassphrase seals and opens bundles without a question, for scripts.
const envBundlePassphrase = "LOGINSCOPE_BUNDLE_PASSPHRASE"

// maxPassphrase limits the file with a passphrase.
const maxPassphrase = 4 << 10

// unsealing asks once for the passphrase of a bundle that is read: the file, the environment,
// or the person.
func (t *terminal) unsealing(file string) func() (string, error) {
	var known string
	return func() (string, error) {
		if known != "" {
			return known, nil
		}
		p, err := t.givenPassphrase(file)
		if p == "" && err == nil {
			if p, err = t.ask("cli.bundle.ask"); err != nil { // nobody answers
				err = fmt.Errorf("%w: %w", bundle.ErrSealed, err)
			}
		}
		if err == nil && p == "" {
			err = bundle.ErrSealed
		}
		known = p
		return p, err
	}
}

// sealing is the passphrase of a bundle that is written. A person types it twice.
func (t *terminal) sealing(file string) (string, error) {
	p, err := t.givenPassphrase(file)
	if p != "" || err != nil {
		return p, err
	}
	if p, err = t.ask("cli.bundle.asknew"); err != nil {
		return "", t.fault(err, "passphrase")
	}
	again, err := t.ask("cli.bundle.askagain")
	if err != nil || p == "" || p != again {
		return "", t.fault(err, "passphrase")
	}
	return p, nil
}

// givenPassphrase takes it from a file or from the environment, "" if neither has one.
func (t *terminal) givenPassphrase(file string) (string, error) {
	if file == "" {
		return os.Getenv(envBundlePassphrase), nil
	}
	raw, err := readUpTo(file, maxPassphrase)
	p := strings.TrimRight(string(raw), "\r\n")
	if err == nil && p == "" {
		return "", t.fault(errors.New("the file is empty"), "passphrase")
	}
	return p, err
}
