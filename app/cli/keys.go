package cli

import (
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"loginscope/app/engine"
	"loginscope/app/replay"
	"loginscope/app/replay/secret"
)

// envPassphrase opens the key file without a question, for scripts.
const envPassphrase = "LOGINSCOPE_PASSPHRASE"

// secrets is where the keys of this run are: the environment if it holds
// them, the keychain if one answers, else the encrypted file.
func (t *terminal) secrets(e *engine.Engine) secret.Store {
	if env := (secret.Env{Lookup: os.LookupEnv}); env.Set() {
		return env
	}
	return t.stored(e)
}

// stored is where keys are kept between two runs.
func (t *terminal) stored(e *engine.Engine) secret.Store {
	_, scripted := os.LookupEnv(envPassphrase)
	if chain := (secret.Keychain{}); !scripted && chain.Available() {
		return chain
	}
	return &secret.File{Path: e.KeyFile(), Passphrase: t.passphrase()}
}

// passphrase asks once and remembers the answer for this run.
func (t *terminal) passphrase() func() (string, error) {
	var known string
	return func() (string, error) {
		if known != "" {
			return known, nil
		}
		if p, ok := os.LookupEnv(envPassphrase); ok && p != "" {
			known = p
			return p, nil
		}
		p, err := t.ask("replay.ask.passphrase")
		if err == nil && p == "" {
			err = errors.New("no passphrase was given")
		}
		known = p
		return p, err
	}
}

// ask reads one secret: without echo from a terminal, else a line.
func (t *terminal) ask(key string) (string, error) {
	fmt.Fprint(t.err, t.T(key), ": ")
	if f, ok := t.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		raw, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(t.err)
		return string(raw), err
	}
	line, err := readLine(t.in)
	fmt.Fprintln(t.err)
	return line, err
}

// storeKeys takes the keys from the environment, else asks, and keeps them.
func (t *terminal) storeKeys(e *engine.Engine, name string) error {
	env := secret.Env{Lookup: os.LookupEnv}
	keys, err := env.Get(name)
	if err != nil {
		if keys, err = t.askKeys(); err != nil {
			return t.keyFault(err)
		}
	}
	store := t.stored(e)
	if err := store.Put(name, keys); err != nil {
		return t.keyFault(err)
	}
	t.say("replay.keys.stored", store.Where())
	return nil
}

func (t *terminal) askKeys() (secret.Keys, error) {
	id, err := t.ask("replay.ask.id")
	if err != nil {
		return secret.Keys{}, err
	}
	sec, err := t.ask("replay.ask.secret")
	if err != nil {
		return secret.Keys{}, err
	}
	sts, err := t.ask("replay.ask.sts")
	if err != nil && !errors.Is(err, io.EOF) { // a pipe may leave it out
		return secret.Keys{}, err
	}
	k := secret.Keys{AccessKeyID: id, AccessKeySecret: sec, STSToken: sts}
	if !k.Valid() {
		return k, errors.New("the AccessKey id or its secret is empty")
	}
	return k, nil
}

// forgetKeys deletes a target's keys; a store that cannot be opened is said.
func (t *terminal) forgetKeys(e *engine.Engine, name string) {
	if err := t.stored(e).Delete(name); err != nil {
		t.say("replay.keys.kept", err)
	}
}

func (t *terminal) keyFault(err error) error {
	return spoken(t.T("replay.fault.keys.what"), replay.Words(err).In(t.lang()),
		t.T("replay.fault.keys.do", secret.EnvID, secret.EnvSecret, envPassphrase), err)
}
