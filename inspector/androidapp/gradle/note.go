package gradle

import (
	"fmt"

	"loginscope/lang"
)

// Note is a part of the build's scripts that was not understood or not found.
type Note struct {
	File string    `json:"file"`
	Line int       `json:"line,omitempty"`
	Text lang.Text `json:"text"`
	// kind is what follows from the note for other answers.
	kind noteKind
}

// noteKind is why a note matters beyond its line; most do not.
type noteKind uint8

const (
	_ noteKind = iota // a plain note
	// syntaxNote is a part of a script that the parser did not understand.
	syntaxNote
	// appliedNote is a script that is applied and was not read.
	appliedNote
	// includeNote is an include of a module whose name is not known.
	includeNote
)

// noteAt is a plain note; line is 0 for the whole file.
func noteAt(file string, line int, text lang.Text) Note {
	return Note{File: file, Line: line, Text: text}
}

// Location is where a note points to ("app/build.gradle:12"), "" for nowhere.
func (n Note) Location() string {
	if n.Line > 0 {
		return fmt.Sprintf("%s:%d", n.File, n.Line)
	}
	return n.File
}
