package replay

import (
	"errors"
	"fmt"

	"loginscope/app/replay/secret"
	"loginscope/lang"
)

// Refusal is why nothing was done, worded for a person. It holds no secret.
type Refusal struct {
	Kind error // ErrTarget, ErrRequest, ErrNoTarget, ErrUnconfirmed, ErrCarrier
	Text lang.Text
}

func (r *Refusal) Error() string { return r.Kind.Error() + ": " + r.Text.EN }

// Unwrap returns the kind.
func (r *Refusal) Unwrap() error { return r.Kind }

// refuse words a refusal; both sentences take the same values in the same order.
func refuse(kind error, en, zh string, values ...any) error {
	return &Refusal{Kind: kind, Text: lang.Text{EN: fmt.Sprintf(en, values...), ZH: fmt.Sprintf(zh, values...)}}
}

// causes are the errors of this package and of secret that carry no words.
var causes = []struct {
	kind error
	text lang.Text
}{
	{secret.ErrNotFound, lang.Text{EN: "No keys are stored for this target.", ZH: "该目标没有保存密钥。"}},
	{secret.ErrNoKeychain, lang.Text{EN: "The operating system's keychain does not answer.", ZH: "系统钥匙串无响应。"}},
	{secret.ErrPassphrase, lang.Text{EN: "The passphrase does not open the key file.", ZH: "口令无法打开密钥文件。"}},
	{ErrDebug, lang.Text{
		EN: "The variable DEBUG contains \"tea\", which makes the Alibaba library print keys; unset it.",
		ZH: "环境变量 DEBUG 含有“tea”，会使阿里云库打印密钥；请取消该设置。"}},
}

// Words is an error of this package in both languages; an error that it does
// not know keeps its own text.
func Words(err error) lang.Text {
	var refused *Refusal
	var soon *TooSoon
	switch {
	case errors.As(err, &refused):
		return refused.Text
	case errors.As(err, &soon):
		return soon.Text()
	}
	for _, c := range causes {
		if errors.Is(err, c.kind) {
			return c.text
		}
	}
	return lang.Text{EN: err.Error(), ZH: err.Error()}
}
