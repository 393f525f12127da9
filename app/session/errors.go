package session

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"loginscope/lang"
	"loginscope/problem"
)

// Errors beside those of session.go.
var (
	// ErrInUse: another process, or another Session of this one, writes to
	// the file.
	ErrInUse = problem.New("session file is being written by somebody else",
		lang.Text{},
		lang.Both("Another Loginscope is writing it.", "另一个 Loginscope 正在写入该文件。"),
		lang.Both("Open it for reading, or end the other capture first.", "请以只读方式打开，或先结束另一个抓包。"))
	// ErrClosed: the Session was closed.
	ErrClosed = problem.New("session is closed",
		lang.Text{},
		lang.Both("It was closed meanwhile.", "该会话已关闭。"),
		lang.Both("Open it again.", "请重新打开。"))
	// ErrFull: the disk or the quota is full.
	ErrFull = problem.New("no space left for the session file",
		lang.Text{},
		lang.Both("The disk is full.", "磁盘已满。"),
		lang.Both("Free some space.", "请清理磁盘空间。"))
	// ErrGone: the file was removed or moved, or another file replaced it,
	// while it was written.
	ErrGone = problem.New("session file was removed or moved while it was written",
		lang.Text{},
		lang.Both(
			"Another program removed or moved the file, and it could not be written again.",
			"文件被其他程序删除或移动，且无法重新写入。",
		),
		lang.Both("Make its folder writable again; do not stop the capture before that.", "请先恢复其所在目录的写入权限，再停止抓包。"))
	// ErrUnreadable: the file cannot be read for a reason that may pass, such
	// as a disk that does not answer.
	ErrUnreadable = problem.New("session file cannot be read",
		lang.Text{},
		lang.Both("The disk did not return its contents.", "磁盘未返回文件内容。"),
		lang.Both("Check the disk and the path. Loginscope tries again by itself.", "请检查磁盘和路径。Loginscope 会自动重试。"))
	// ErrFiles: this process, or the whole machine, may open no further file.
	ErrFiles = problem.New("no further file can be opened",
		lang.Text{},
		lang.Both(
			"Too many files are open: this process, or the whole system, may open no further one.",
			"打开的文件过多，本进程或系统已达上限。",
		),
		lang.Both("Close other programs, or raise the limit (ulimit -n). Loginscope tries again by itself.",
			"请关闭其他程序，或提高上限（ulimit -n）。Loginscope 会自动重试。"))
	// ErrNotFound: the session holds no such exchange.
	ErrNotFound = errors.New("no such exchange")
)

// FileError says what could not be done with which session file. It wraps one
// of this package's sentinels, or fs.ErrNotExist, fs.ErrExist or
// fs.ErrPermission.
type FileError struct {
	Op string // "open", "create", "write", "read", "rename", "recover",
	// "delete", "restore"
	Path string
	Kind error // the sentinel
	Err  error // what SQLite or the system said, nil if nothing more
}

func (e *FileError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s session %q: %v", e.Op, e.Path, e.Kind)
	}
	return fmt.Sprintf("%s session %q: %v: %v", e.Op, e.Path, e.Kind, e.Err)
}

// Unwrap lets errors.Is see both the sentinel and the cause.
func (e *FileError) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// fileError gives err its sentinel. It returns nil for nil and leaves an
// error that has one already as it is.
func fileError(op, path string, err error) error {
	var done *FileError
	if err == nil || errors.As(err, &done) {
		return err
	}
	return &FileError{Op: op, Path: path, Kind: sentinel(op, err), Err: err}
}

// Passing reports whether an error of reading or writing a session may be gone
// at the next try: not damage, and not a session that was closed.
func Passing(err error) bool {
	for _, kind := range []error{ErrFiles, ErrUnreadable, ErrReadOnly, ErrInUse, ErrFull, ErrGone} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

func sentinel(op string, err error) error {
	for _, kind := range []error{fs.ErrNotExist, fs.ErrExist, fs.ErrPermission, ErrClosed} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	if errors.Is(err, errWire) || errors.Is(err, errBlob) || errors.Is(err, errSum) {
		return ErrCorrupt
	}
	rest := ErrReadOnly
	if op == "read" {
		rest = ErrUnreadable
	}
	var se *sqlite.Error
	if !errors.As(err, &se) {
		return cmp.Or(fileLimit(err), rest)
	}
	switch se.Code() & 0xff {
	case lib.SQLITE_NOTADB:
		return ErrNotSession
	case lib.SQLITE_CORRUPT, lib.SQLITE_ERROR, lib.SQLITE_MISMATCH, lib.SQLITE_CONSTRAINT:
		return ErrCorrupt
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ErrInUse
	case lib.SQLITE_FULL:
		return ErrFull
	case lib.SQLITE_CANTOPEN, lib.SQLITE_IOERR:
		// SQLite drops the system's own error.
		return cmp.Or(fileLimit(probe()), rest)
	}
	return rest
}

// probe is the error with which the system opens a file that every user may
// open, nil if it does.
func probe() error {
	f, err := os.Open(os.DevNull)
	if err != nil {
		return err
	}
	return f.Close()
}

// fileLimit is ErrFiles if the system refused a file because too many are open.
func fileLimit(err error) error {
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return ErrFiles
	}
	return nil
}

// errSum is a record whose checksum does not match.
var errSum = errors.New("checksum does not match")
