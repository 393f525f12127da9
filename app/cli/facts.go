package cli

import (
	"strings"

	"loginscope/inspector/cause"
)

// facts reads what a person says of phone and app.
func (t *terminal) facts(list []string) ([]cause.Signal, error) {
	var out []cause.Signal
	for _, s := range list {
		f, err := cause.Parse(s)
		if err != nil {
			return nil, t.fault(err, "fact", clip(s), answers())
		}
		out = append(out, f)
	}
	return out, nil
}

// answers lists what --fact takes.
func answers() string { return strings.Join(cause.Answers(), "; ") }
