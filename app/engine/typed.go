package engine

import (
	"strconv"
	"strings"
)

// Typed is Choices as a person types them and as they are remembered: a list
// holds one entry a line or several after commas, "" is the usual way.
type Typed struct {
	Port                                string
	PassThrough, SkipVerify, AllowLocal string
	Carriers                            bool // InterceptCarriers
	Egress, UpstreamCA, UpstreamProxy   string
}

// maxTyped limits the bytes of one choice.
const maxTyped = 64 << 10

// texts are the choices that hold text.
func (t *Typed) texts() []*string {
	return []*string{&t.Port, &t.PassThrough, &t.SkipVerify, &t.AllowLocal, &t.Egress, &t.UpstreamCA, &t.UpstreamProxy}
}

// Trim takes off the blanks that a paste brings along. The error is a
// *ChoiceError for a choice that is too long.
func (t *Typed) Trim() error {
	for _, text := range t.texts() {
		if *text = strings.TrimSpace(*text); len(*text) > maxTyped {
			return &ChoiceError{Choice: ChoiceLength, Value: strconv.Itoa(len(*text))}
		}
	}
	return nil
}

// Choices reads what was typed. The error is a *ChoiceError for a port that is no
// number; all else is checked by Choices.Options.
func (t Typed) Choices() (Choices, error) {
	out := Choices{
		PassThrough: entries(t.PassThrough), SkipVerify: entries(t.SkipVerify), AllowLocal: entries(t.AllowLocal),
		Egress:            entries(t.Egress),
		InterceptCarriers: t.Carriers, UpstreamCA: strings.TrimSpace(t.UpstreamCA),
		UpstreamProxy: strings.TrimSpace(t.UpstreamProxy),
	}
	if port := strings.TrimSpace(t.Port); port != "" {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 {
			return out, &ChoiceError{Choice: ChoicePort, Value: port}
		}
		out.Port = n
	}
	return out, nil
}

// entries are the entries of a list, each on a line or after a comma.
func entries(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n\t ,，;；、", r) })
}
