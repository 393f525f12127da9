// Package secret keeps an account's keys out of every file of Loginscope: in
// the operating system's keychain where there is one, else in an age-encrypted
// file under a passphrase; or it reads them from the environment for one run.
// A secret never stands in a flag, a log, a session or an error's text.
package secret

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"loginscope/lang"
	"loginscope/problem"
)

// Errors that callers distinguish.
var (
	ErrNotFound = problem.New("no keys are stored for this target", lang.Text{},
		lang.Both("No keys are stored for this target.", "该目标没有保存密钥。"),
		lang.Both("Remove the target and add it again with its keys.", "请删除该目标后重新添加并填写密钥。"))
	ErrNoKeychain = problem.New("this machine has no keychain that answers", lang.Text{},
		lang.Both("The operating system's keychain does not answer.", "系统钥匙串无响应。"),
		lang.Both("Unlock it, or store the keys in a file with a passphrase.", "请解锁钥匙串，或改用带口令的密钥文件。"))
	ErrPassphrase = problem.New("the passphrase does not open the key file", lang.Text{},
		lang.Both("The passphrase does not open the key file.", "口令无法打开密钥文件。"),
		lang.Both("Type the passphrase that the file was made with.", "请输入创建该文件时使用的口令。"))
	// ErrLocked is for a File whose passphrase nobody typed yet.
	ErrLocked = problem.New("the passphrase of the key file is not known", lang.Text{},
		lang.Both("The keys are in an encrypted file that is still locked.", "密钥保存在加密文件中，尚未解锁。"),
		lang.Both("Type its passphrase.", "请输入口令。"))
)

// Keys are an Alibaba account's credentials. Printing one shows no secret.
type Keys struct {
	AccessKeyID     string
	AccessKeySecret string
	// STSToken is set for temporary keys only.
	STSToken string
}

// String hides every part, for %v, %s and a log.
func (k Keys) String() string { return "keys(hidden)" }

// GoString hides every part, for %#v.
func (k Keys) GoString() string { return k.String() }

// LogValue hides every part, for slog.
func (k Keys) LogValue() slog.Value { return slog.StringValue(k.String()) }

// Valid reports whether there is enough to sign a request.
func (k Keys) Valid() bool { return k.AccessKeyID != "" && k.AccessKeySecret != "" }

// Store keeps Keys by the name of a target.
type Store interface {
	// Where describes the secret's storage for a person.
	Where() string
	Get(name string) (Keys, error)
	Put(name string, k Keys) error
	// Delete removes the keys; an unknown name is not an error.
	Delete(name string) error
}

// wire is the stored form; Keys itself has no JSON so that it cannot slip
// into an output by accident.
type wire struct {
	ID     string `json:"id"`
	Secret string `json:"secret"`
	STS    string `json:"sts,omitempty"`
}

// MarshalJSON refuses, for the same reason.
func (k Keys) MarshalJSON() ([]byte, error) {
	return nil, errors.New("keys are never written as JSON")
}

func encode(k Keys) ([]byte, error) {
	return json.Marshal(wire{k.AccessKeyID, k.AccessKeySecret, k.STSToken})
}

func decode(raw []byte) (Keys, error) {
	var w wire
	if err := json.Unmarshal(raw, &w); err != nil {
		return Keys{}, fmt.Errorf("decode stored keys: not in the expected form")
	}
	return Keys{w.ID, w.Secret, w.STS}, nil
}
