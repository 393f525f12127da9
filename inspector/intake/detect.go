package intake

import (
	"bytes"
	"path"
	"strings"

	"loginscope/inspector/intake/lines"
	"loginscope/inspector/intake/logcat"
)

// Kind is what a file holds.
type Kind string

// The kinds of file.
const (
	Empty   Kind = "empty"
	Session Kind = "session" // a SQLite file; package session decides whether it is ours
	Archive Kind = "archive" // zip: an app package, a document, or logs
	Gzip    Kind = "gzip"
	HAR     Kind = "har"
	Logcat  Kind = "logcat"
	Studio  Kind = "logcat-json" // Android Studio's export
	Text    Kind = "text"
	Binary  Kind = "binary" // none of ours

	// Refused by name, see Refusal.
	PDF    Kind = "pdf"
	Image  Kind = "image"
	Video  Kind = "video"
	Office Kind = "office"
	Packed Kind = "packed" // rar, 7z, tar and others
)

// HeadSize is the number of bytes that Detect wants to see. Fewer are fine
// where the file is shorter.
const HeadSize = 16 << 10

// Detect returns what a file is by its first bytes; the name decides only
// where they do not.
func Detect(head []byte, name string) Kind {
	switch {
	case len(head) == 0:
		return Empty
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return Session
	}
	if k := capture(head, name); k != "" {
		return k
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return Archive
	}
	if k := signed(head); k != "" {
		return k
	}
	marked := bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF})
	utf16 := marked || lines.UTF16(head) != ""
	if bytes.IndexByte(head, 0) >= 0 && extension(name) == ".loginscope" {
		return Session // with a damaged beginning; whoever opens it says so
	}
	if !utf16 && !lines.Textual(head) {
		return Binary
	}
	first := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n\x00")
	if utf16 {
		first = narrowed(head, marked)
	}
	if len(first) == 0 {
		return Empty
	}
	if first[0] == '{' {
		if k := object(first, name); k != "" {
			return k
		}
	}
	if logcat.Detect(lines.New(bytes.NewReader(head))) {
		return Logcat
	}
	return Text
}

// extension is the ending of a file's name, in small letters.
func extension(name string) string {
	return strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/")))
}

// object distinguishes the JSON documents. The keys stand near the beginning,
// but a HAR may begin with long lists of pages.
func object(first []byte, name string) Kind {
	ext := extension(name)
	switch {
	case bytes.Contains(first, []byte(`"logcatMessages"`)):
		return Studio
	case bytes.HasPrefix(bytes.TrimLeft(first[1:], " \t\r\n"), []byte(`"log"`)):
		return HAR
	case ext == ".har", bytes.Contains(first, []byte(`"startedDateTime"`)):
		return HAR
	case ext == ".logcat":
		return Studio
	}
	return ""
}

// narrowed is the beginning of a UTF-16 text with its NUL bytes taken out,
// which leaves ASCII readable in either byte order.
func narrowed(head []byte, marked bool) []byte {
	if marked {
		head = head[2:]
	}
	return bytes.TrimLeft(bytes.ReplaceAll(head, []byte{0}, nil), " \t\r\n")
}
