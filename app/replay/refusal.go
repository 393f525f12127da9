package replay

import (
	"fmt"

	"loginscope/lang"
	"loginscope/problem"
)

// Refuse says in both languages why nothing was done; both sentences take the
// same values in the same order and hold no secret. Kind is one of the errors
// that callers distinguish. What was not done is for the caller to say.
func Refuse(kind error, en, zh string, values ...any) error {
	return &problem.Problem{Why: lang.Both(fmt.Sprintf(en, values...), fmt.Sprintf(zh, values...)), Err: kind}
}

// Words is why an error of this package came about, in both languages; an error
// without such a text keeps its own.
func Words(err error) lang.Text { return problem.Of(err).Why }
