package cli

import (
	"fmt"
	"strings"

	"loginscope/inspector/report/cells"
)

// labelColumns is the width of the labels of entries.
const labelColumns = 14

// entry prints a labelled text; an empty one is left out.
func (t *terminal) entry(indent int, label, text string) {
	if text == "" {
		return
	}
	head := strings.Repeat(" ", indent) + cells.Pad(label, labelColumns) + " "
	for i, line := range cells.Wrap(cells.Tame(text), t.width-indent-labelColumns-1) {
		if i > 0 {
			head = strings.Repeat(" ", indent+labelColumns+1)
		}
		fmt.Fprintln(t.out, head+line)
	}
}

// para prints a text, wrapped.
func (t *terminal) para(text string) {
	for _, line := range cells.Wrap(cells.Tame(text), t.width) {
		fmt.Fprintln(t.out, line)
	}
}
