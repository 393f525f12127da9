package intake

import (
	"bytes"
	"errors"
)

// Files that people attach and that hold no text of a log. Each is refused by
// name, since what to export instead differs.
var (
	ErrPDF    = errors.New("a PDF document")
	ErrImage  = errors.New("an image")
	ErrVideo  = errors.New("a video or a sound")
	ErrOffice = errors.New("an office document")
	// ErrPacked: an archive of a format that is not opened, or one inside another.
	ErrPacked = errors.New("an archive that is not opened")
	// ErrLocked: an entry of an archive that is encrypted.
	ErrLocked = errors.New("encrypted with a password")
	// ErrNoLogs: an archive without an entry that could be a log.
	ErrNoLogs = errors.New("an archive without a log, a HAR or a text")
	// ErrUnpacked: what comes out of an archive is larger than the limits.
	ErrUnpacked = errors.New("larger than the limits once unpacked")
)

// signature is how the files of one format begin.
type signature struct {
	at    int
	bytes string
	kind  Kind
}

var signatures = []signature{
	{0, "\x1f\x8b\x08", Gzip},
	{0, "%PDF-", PDF},
	{0, "\x89PNG\r\n\x1a\n", Image}, {0, "\xff\xd8\xff", Image}, {0, "GIF87a", Image}, {0, "GIF89a", Image},
	{8, "WEBP", Image}, {4, "ftypheic", Image}, {4, "ftypheix", Image}, {4, "ftypmif1", Image}, {4, "ftypavif", Image},
	{4, "ftyp", Video}, {0, "\x1aE\xdf\xa3", Video}, {8, "AVI ", Video}, {0, "ID3", Video}, {0, "#!AMR", Video},
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Office}, {0, `{\rtf`, Office},
	{0, "Rar!\x1a\x07", Packed}, {0, "7z\xbc\xaf\x27\x1c", Packed}, {0, "\xfd7zXZ\x00", Packed}, {0, "BZh", Packed},
	{0, "\x28\xb5\x2f\xfd", Packed}, {257, "ustar", Packed},
}

// signed is the kind of file that the first bytes announce, "" for none.
func signed(head []byte) Kind {
	for _, s := range signatures {
		if len(head) >= s.at && bytes.HasPrefix(head[s.at:], []byte(s.bytes)) {
			return s.kind
		}
	}
	return ""
}

// refusals are the kinds that no reader takes.
var refusals = map[Kind]error{
	Empty: ErrEmpty, PDF: ErrPDF, Image: ErrImage, Video: ErrVideo, Office: ErrOffice, Packed: ErrPacked,
}

// Refusal is the reason why a file of a kind is not read, nil for a kind that
// a reader of this or another package takes.
func Refusal(k Kind) error { return refusals[k] }
