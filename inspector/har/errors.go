package har

import (
	"errors"
	"fmt"
	"io"

	"loginscope/lang"
	"loginscope/problem"
)

// Errors that callers distinguish.
var (
	// ErrNotHAR is returned for JSON without log.entries.
	ErrNotHAR = problem.New("no log.entries in the JSON document",
		lang.Both("The file was not imported.", "文件未导入。"),
		lang.Both("It is JSON, but no HAR: it has no log.entries.", "它是 JSON，但不是 HAR：没有 log.entries。"),
		lang.Both("Export the capture as HAR 1.2.", "请将抓包导出为 HAR 1.2。"))
	// ErrTruncated is returned when the file ends inside an entry; what stood
	// before it was emitted.
	ErrTruncated = errors.New("the file ends in the middle of an entry")
	// ErrLarge is returned for an entry larger than MaxEntry.
	ErrLarge = errors.New("the entry is larger than the limit")
)

// EntryError says where a file stopped being readable, or which of its entries is the
// first that could not be read.
type EntryError struct {
	// Entry is the 1-based number of the entry, Line the 1-based line on which it
	// begins and Offset its first byte, both in UTF-8.
	Entry, Line int
	Offset      int64
	// Kept counts the entries that were emitted, Broken those that were not, or not
	// wholly. Stopped is true if nothing behind the entry was read.
	Kept, Broken int
	Stopped      bool
	Err          error
}

// Error implements error.
func (e *EntryError) Error() string {
	return fmt.Sprintf("read HAR entry %d (line %d, byte %d): %v", e.Entry, e.Line, e.Offset, e.Err)
}

// Unwrap returns the cause: [ErrTruncated], [ErrLarge] or what package json says.
func (e *EntryError) Unwrap() error { return e.Err }

// Problem implements problem.Worder.
func (e *EntryError) Problem() problem.Problem {
	p := problem.Problem{
		What: lang.Both(
			fmt.Sprintf("%d entries were read; %d could not be read, or not wholly.", e.Kept, e.Broken),
			fmt.Sprintf("已读取 %d 条记录；%d 条无法读取或不完整。", e.Kept, e.Broken)),
		Why: e.why(),
		Do: lang.Both("Export it again; what was read is in the result.",
			"请重新导出；已读取的内容已计入结果。"),
	}
	if e.Stopped {
		p.What = lang.Both(fmt.Sprintf("Only the beginning of the file was read: %d entries.", e.Kept),
			fmt.Sprintf("只读取了文件的前一部分：%d 条记录。", e.Kept))
	}
	return p
}

func (e *EntryError) why() lang.Text {
	en, zh := "it is not valid HAR: "+e.Err.Error(), "内容不是有效的 HAR："+e.Err.Error()
	switch {
	case errors.Is(e.Err, ErrTruncated):
		en, zh = "the file ends in the middle of it", "文件在此处中断"
	case errors.Is(e.Err, ErrLarge):
		en = fmt.Sprintf("it is larger than %d MiB", MaxEntry>>20)
		zh = fmt.Sprintf("该记录超过 %d MiB", MaxEntry>>20)
	}
	return lang.Both(fmt.Sprintf("Entry %d, line %d, byte %d: %s.", e.Entry, e.Line, e.Offset, en),
		fmt.Sprintf("第 %d 条记录，第 %d 行，第 %d 字节：%s。", e.Entry, e.Line, e.Offset, zh))
}

// verdict is the error of a whole file.
func (f *file) verdict(err error) error {
	switch {
	case f.done != nil:
		return f.done
	case f.stage == beforeEntries && (err == nil || errors.Is(err, errSyntax) || ended(err)):
		return ErrNotHAR
	case err == nil, f.stage == afterEntries && f.st.Document.Version == 0 && (ended(err) || errors.Is(err, errSyntax)):
		// Other tools write nothing that counts behind the entries.
		return f.broken()
	case ended(err):
		err = ErrTruncated
	case !errors.Is(err, errSyntax):
		return fmt.Errorf("read HAR: %w", err) // of the reader below
	}
	return &EntryError{Entry: f.st.Entries + 1, Line: f.line + 1, Offset: f.offset, Kept: f.st.Kept,
		Broken: f.st.Broken + 1, Stopped: true, Err: err}
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// broken is the error of a file that was read to its end.
func (f *file) broken() error {
	if f.first == nil {
		return nil
	}
	f.first.Kept, f.first.Broken = f.st.Kept, f.st.Broken
	if errors.Is(f.first.Err, errLarge) {
		f.first.Err = ErrLarge
	}
	return f.first
}
