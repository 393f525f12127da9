package intake

import (
	"bytes"

	"loginscope/lang"
	"loginscope/problem"
)

// What became of a file that is not read, or not to its end.
var (
	notImported = lang.Both("The file was not imported.", "文件未导入。")
	damagedPart = lang.Both("Only a part of the file was read.", "只读取了文件的一部分。")
)

// Files that people attach and that hold no text of a log. Each is refused by
// name, since what to export instead differs.
var (
	ErrPDF = problem.New("a PDF document",
		notImported,
		lang.Both("It is a PDF document.", "它是 PDF 文档。"),
		lang.Both("Copy its text into a text file, or paste it; better, export the log itself.",
			"请将其中的文字复制到文本文件或直接粘贴；最好导出日志原文。"))
	ErrImage = problem.New("an image",
		notImported,
		lang.Both("It is an image, whose text is not read.", "它是图片，无法读取其中的文字。"),
		lang.Both("Copy the text with the phone's own text recognition and paste it; or look up one code with "+
			"`loginscope explain CODE`.",
			"请用手机自带的文字识别复制文字后粘贴；单个返回码可用 `loginscope explain CODE` 查询。"))
	ErrVideo = problem.New("a video or a sound",
		notImported,
		lang.Both("It is a video or a sound.", "它是视频或音频。"),
		lang.Both("Export the device log (adb logcat -d) or the capture (HAR) of the same moment.",
			"请导出同一时间的设备日志（adb logcat -d）或抓包（HAR）。"))
	ErrOffice = problem.New("an office document",
		notImported,
		lang.Both(
			"It is an office document: Word, Excel, PowerPoint or OpenDocument.",
			"它是 Office 文档（Word、Excel、PowerPoint 或 OpenDocument）。",
		),
		lang.Both("Save a document as plain text (.txt), a table as CSV in UTF-8, or paste the part that matters.",
			"请将文档另存为纯文本（.txt），表格另存为 UTF-8 编码的 CSV，或粘贴相关部分。"))
	// ErrPacked: an archive of a format that is not opened, or one inside another.
	ErrPacked = problem.New("an archive that is not opened",
		notImported,
		lang.Both("It is an archive that is not opened: rar, 7z, tar or another, or an archive or a session inside "+
			"an archive.",
			"它是无法打开的压缩包：rar、7z、tar 等格式，或压缩包内的压缩包、会话文件。"),
		lang.Both("Unpack it and name the files in it, or pack the logs as one zip.", "请解压后指定其中的文件，或将日志打包为单层 zip。"))
	// ErrLocked: an entry of an archive that is encrypted.
	ErrLocked = problem.New("encrypted with a password",
		notImported,
		lang.Both("It is encrypted with a password.", "它已用密码加密。"),
		lang.Both("Unpack it with its password and name the files in it.", "请用密码解压后指定其中的文件。"))
	// ErrNoLogs: an archive without an entry that could be a log.
	ErrNoLogs = problem.New("an archive without a log, a HAR or a text",
		notImported,
		lang.Both("It is a zip archive without a log, a HAR or a text.", "该 zip 压缩包中没有日志、HAR 或文本。"),
		lang.Both("Export the device log (adb logcat -d) or the capture as HAR. An app package is read by "+
			"`loginscope check`.",
			"请导出设备日志（adb logcat -d），或将抓包导出为 HAR。应用安装包请用 `loginscope check` 检查。"))
	// ErrUnpacked: what comes out of an archive is larger than the limits.
	ErrUnpacked = problem.New("larger than the limits once unpacked",
		lang.Both("The file was read up to a limit.", "文件读取到上限为止。"),
		lang.Both("Unpacked it is larger than 512 MiB, or more than 300 times its packed size, or it has more than "+
			"20,000 entries.",
			"解压后超过 512 MiB，或超过压缩大小的 300 倍，或条目超过 20,000 个。"),
		lang.Both("Check where it comes from; unpack it and name the log that matters.", "请确认文件来源；或解压后只指定相关的日志。"))
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
	Flows: ErrFlows, Packets: ErrPackets, Charles: ErrCharles, Fiddler: ErrFiddler, Proxy: ErrProxyman,
}

// Refusal is the reason why a file of a kind is not read, nil for a kind that
// a reader of this or another package takes.
func Refusal(k Kind) error { return refusals[k] }
