package secret

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/zalando/go-keyring"
)

var planted = Keys{"PLANTED-ID", "PLANTED-SECRET", "PLANTED-STS"}

func TestKeysNeverPrint(t *testing.T) {
	for _, s := range []string{fmt.Sprint(planted), fmt.Sprintf("%+v", planted), fmt.Sprintf("%#v", planted),
		fmt.Sprint(planted.LogValue())} {
		if bytes.Contains([]byte(s), []byte("PLANTED")) {
			t.Errorf("printed: %s", s)
		}
	}
	if _, err := json.Marshal(struct{ K Keys }{planted}); err == nil {
		t.Error("keys were written as JSON")
	}
}

func testStore(t *testing.T, s Store) {
	t.Helper()
	if _, err := s.Get("a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("empty store: %v", err)
	}
	if err := s.Put("a", planted); err != nil {
		t.Fatal(err)
	}
	if k, err := s.Get("a"); err != nil || k != planted {
		t.Errorf("read back: %v", err)
	}
	if err := s.Delete("a"); err != nil {
		t.Error(err)
	}
	if _, err := s.Get("a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("after delete: %v", err)
	}
	if err := s.Delete("a"); err != nil {
		t.Errorf("delete twice: %v", err)
	}
}

func TestKeychain(t *testing.T) {
	keyring.MockInit()
	if !(Keychain{}).Available() {
		t.Error("the mock does not answer")
	}
	testStore(t, Keychain{})
	keyring.MockInitWithError(errors.New("no bus"))
	if (Keychain{}).Available() {
		t.Error("a failing keychain is called available")
	}
	if err := (Keychain{}).Put("a", planted); !errors.Is(err, ErrNoKeychain) {
		t.Errorf("put: %v", err)
	}
}

func TestEncryptedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.age")
	pass := "correct horse"
	f := &File{Path: path, Passphrase: func() (string, error) { return pass, nil }, WorkFactor: 10}
	testStore(t, f)
	if err := f.Put("b", planted); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil || bytes.Contains(raw, []byte("PLANTED")) {
		t.Fatalf("%v, or the file holds a plain key", err)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	pass = "wrong"
	if _, err := f.Get("b"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if err := f.Put("c", planted); !errors.Is(err, ErrPassphrase) {
		t.Errorf("a wrong passphrase wrote: %v", err)
	}
}

func TestEnv(t *testing.T) {
	vars := map[string]string{EnvID: "i", EnvSecret: "s"}
	e := Env{Lookup: func(k string) (string, bool) { v, ok := vars[k]; return v, ok }}
	if k, err := e.Get("any"); err != nil || !k.Valid() {
		t.Errorf("%v", err)
	}
	delete(vars, EnvSecret)
	if _, err := e.Get("any"); !errors.Is(err, ErrNotFound) {
		t.Errorf("%v", err)
	}
	if err := e.Put("any", planted); err == nil {
		t.Error("the environment took a key")
	}
}
