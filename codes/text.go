package codes

import "loginscope/lang"

// Text is lang.Text under its former name.
type Text = lang.Text
