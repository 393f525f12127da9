package engine

import (
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"loginscope/app/session"
	"loginscope/inspector/intake"
	"loginscope/inspector/intake/har"
	"loginscope/inspector/intake/lines"
	"loginscope/inspector/intake/logcat"
	"loginscope/lang"
	"loginscope/proxy"
	"loginscope/proxy/ca"
)

// Problem words an error for a person: what happened, why, and what to do.
type Problem struct {
	What, Why, Do lang.Text
	Err           error // for experts
}

// Explain words any error of this package. It is the only place where errors
// of the engine, the session, the importers and the certificate authority
// become sentences.
func Explain(err error) Problem {
	p := Problem{Err: err}
	var port *PortInUse
	var address *ListenError
	var choice *ChoiceError
	var scenario *UnknownScenario
	var file *session.FileError
	var running *proxy.StillRunning
	switch {
	case errors.As(err, &running):
		p.running(running)
	case errors.As(err, &port):
		p.port(port)
	case errors.As(err, &address):
		p.address(address)
	case errors.As(err, &choice):
		p.choice(choice)
	case errors.As(err, &scenario):
		p.What = say("There is no sample login named "+scenario.Name+".", "没有名为 "+scenario.Name+" 的示例登录。")
		p.Why = say("The name may be misspelt.", "名称可能有误。")
		p.Do = say("Choose one from the list of scenarios.", "请从场景列表中选择。")
	case errors.Is(err, ca.ErrDamaged), errors.Is(err, ca.ErrExposed), errors.Is(err, ca.ErrExpired):
		p.authority(err)
	case errors.As(err, &file):
		p.file(file)
	case p.app(err):
	case p.phone(err):
	default:
		p.rest(err)
	}
	return p
}

func say(en, zh string) lang.Text { return lang.Text{EN: en, ZH: zh} }

func (p *Problem) port(e *PortInUse) {
	p.What = say("The capture could not start on "+e.Address+".", "无法在 "+e.Address+" 上开始抓包。")
	p.Why = say("Another program, or a second Loginscope, already listens there.", "该端口已被其他程序或另一个 Loginscope 占用。")
	if e.Free == "" {
		p.Do = say("Choose another port, or end the other program.", "请换一个端口，或结束占用端口的程序。")
		return
	}
	p.Do = say("Listen on "+e.Free+" instead, which is free, and set the phone's proxy to it.",
		"可改用空闲的 "+e.Free+"，并相应修改手机的代理设置。")
}

func (p *Problem) address(e *ListenError) {
	p.What = say("The capture could not start on "+e.Address+".", "无法在 "+e.Address+" 上开始抓包。")
	switch {
	case errors.Is(e, fs.ErrPermission):
		p.Why = say("The system does not allow it; ports below 1024 need special rights.", "系统不允许；1024 以下端口需要特殊权限。")
		p.Do = say("Choose a port from 1024 up.", "请使用 1024 及以上的端口。")
	case errors.Is(e, syscall.EADDRNOTAVAIL):
		p.Why = say("This machine has no such address.", "本机没有该地址。")
		p.Do = say("Choose one of this machine's addresses, or 127.0.0.1.", "请选择本机地址，或使用 127.0.0.1。")
	default:
		p.Why = say("It is not a usable address and port.", "地址或端口无效。")
		p.Do = say("Write it as address:port, such as "+DefaultListen+".", "请按“地址：端口”填写，例如 "+DefaultListen+"。")
	}
}

func (p *Problem) running(e *proxy.StillRunning) {
	open := strings.Join(e.Open, ", ")
	if e.More > 0 {
		open += fmt.Sprintf(" (+%d)", e.More)
	}
	p.What = say("The capture was stopped, but a part of it still runs.", "抓包已停止，但仍有部分任务未结束。")
	p.Why = say(fmt.Sprintf("After %v these had not ended: %s. Waiting: %s.", e.Waited, open, strings.Join(e.Where, "; ")),
		fmt.Sprintf("等待 %v 后仍未结束：%s。等待位置：%s。", e.Waited, open, strings.Join(e.Where, "；")))
	p.Do = say("What was captured is kept. Restart Loginscope before the next capture, and report this text.", "已抓到的内容均已保存。请重启 Loginscope 后再抓包，并附上此信息反馈。")
}

func (p *Problem) authority(err error) {
	p.What = say("Loginscope's root certificate cannot be used.", "Loginscope 的根证书无法使用。")
	switch {
	case errors.Is(err, ca.ErrExposed):
		p.Why = say("Other users of this machine can read its private key.", "本机其他用户可以读取其私钥。")
		p.Do = say("Make the key file readable for you alone (chmod 600), or remove the folder and install the new certificate on the phone.",
			"请将密钥文件权限改为仅自己可读（chmod 600），或删除该目录后在手机上安装新证书。")
	case errors.Is(err, ca.ErrExpired):
		p.Why = say("It has expired.", "证书已过期。")
		p.Do = say("Remove its folder; a new one is made, which must be installed on the phone.", "请删除证书目录，程序会生成新证书，再安装到手机上。")
	default:
		p.Why = say("Its file is damaged.", "证书文件已损坏。")
		p.Do = say("Restore the file, or remove its folder; a new certificate is made, which must be installed on the phone.",
			"请恢复该文件，或删除证书目录，程序会生成新证书，再安装到手机上。")
	}
}

// words of one cause of a failing session file.
type fileWords struct {
	kind     error
	why, act lang.Text
}

var fileCauses = []fileWords{
	{session.ErrNotSession, say("It is not a Loginscope session.", "它不是 Loginscope 会话文件。"),
		say("Choose a .loginscope file; HAR files and logs are imported instead.", "请选择 .loginscope 文件；HAR 和日志请用导入。")},
	{session.ErrCorrupt, say("It is damaged or was cut off. It was not changed.", "文件已损坏或不完整。文件未被改动。"),
		say("Copy it again, or salvage what is intact: loginscope session recover {path}",
			"请重新复制，或恢复其中完好的内容：loginscope session recover {path}")},
	{session.ErrTooNew, say("A newer version of Loginscope wrote it.", "它由更新版本的 Loginscope 写入。"),
		say("Update Loginscope.", "请升级 Loginscope。")},
	{session.ErrInUse, say("Another Loginscope is writing it.", "另一个 Loginscope 正在写入该文件。"),
		say("Open it for reading, or end the other capture first.", "请以只读方式打开，或先结束另一个抓包。")},
	{session.ErrFull, say("The disk is full.", "磁盘已满。"),
		say("Free some space.", "请清理磁盘空间。")},
	{session.ErrGone, say("Another program removed or moved the file, and it could not be written again.", "文件被其他程序删除或移动，且无法重新写入。"),
		say("Make its folder writable again; do not stop the capture before that.", "请先恢复其所在目录的写入权限，再停止抓包。")},
	{session.ErrFiles, say("Too many files are open: this process, or the whole system, may open no further one.", "打开的文件过多，本进程或系统已达上限。"),
		say("Close other programs, or raise the limit (ulimit -n). Loginscope tries again by itself.", "请关闭其他程序，或提高上限（ulimit -n）。Loginscope 会自动重试。")},
	{session.ErrUnreadable, say("The disk did not return its contents.", "磁盘未返回文件内容。"),
		say("Check the disk and the path. Loginscope tries again by itself.", "请检查磁盘和路径。Loginscope 会自动重试。")},
	{fs.ErrExist, say("A file of that name is already there. It was not changed.", "同名文件已存在。文件未被改动。"),
		say("Choose another name.", "请换一个文件名。")},
	{fs.ErrNotExist, say("The file or its folder is not there.", "文件或所在目录不存在。"),
		say("Check the path.", "请检查路径。")},
	{fs.ErrPermission, say("You may not access the file or its folder.", "没有访问该文件或目录的权限。"),
		say("Choose a place where you may write, or correct the permissions.", "请换一个可写的位置，或修改权限。")},
	{session.ErrClosed, say("It was closed meanwhile.", "该会话已关闭。"), say("Open it again.", "请重新打开。")},
	{session.ErrReadOnly, say("The file cannot be written.", "文件不可写。"),
		say("Start a new session, or continue this one where it can be written.", "请新建会话，或在可写的位置继续该会话。")},
}

func (p *Problem) file(e *session.FileError) {
	name := filepath.Base(e.Path)
	switch e.Op {
	case "create":
		p.What = say("The session "+name+" could not be created.", "无法创建会话 "+name+"。")
	case "open":
		p.What = say("The session "+name+" could not be opened.", "无法打开会话 "+name+"。")
	case "recover":
		p.What = say("Nothing could be recovered from "+name+".", "无法从 "+name+" 恢复任何内容。")
	case "read":
		p.What = say("The session "+name+" cannot be read any further.", "无法继续读取会话 "+name+"。")
	default:
		p.What = say("The session "+name+" cannot be written.", "无法写入会话 "+name+"。")
	}
	p.Why, p.Do = plain(e), say("Check the path and the disk.", "请检查路径和磁盘。")
	for _, c := range fileCauses {
		if errors.Is(e.Kind, c.kind) {
			p.Why, p.Do = c.why, withPath(c.act, e.Path)
			break
		}
	}
	if errors.Is(e.Kind, session.ErrNotSession) && e.Op == "open" && filepath.Ext(e.Path) == session.Ext {
		p.perhapsDamaged(e.Path)
	}
}

// perhapsDamaged is for a file that has the name of a session and not its
// first bytes: a few flipped bits suffice for that.
func (p *Problem) perhapsDamaged(path string) {
	p.Why = say("It does not begin as a Loginscope session does: it is another file of that name, or its beginning is damaged.",
		"文件开头不是 Loginscope 会话：它是同名的其他文件，或文件头已损坏。")
	p.Do = withPath(say("If it was a session, salvage what is intact: loginscope session recover {path}",
		"如果它曾是会话文件，可恢复其中完好的内容：loginscope session recover {path}"), path)
}

// withPath puts a path, as a shell takes it, in place of {path}.
func withPath(t lang.Text, path string) lang.Text {
	word := path
	if strings.ContainsAny(path, " '\"$&();<>|*?[]#~`\\") {
		word = "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return say(strings.ReplaceAll(t.EN, "{path}", word), strings.ReplaceAll(t.ZH, "{path}", word))
}

// degraded words why the writer of the open session cannot write.
func degraded(err error) Problem {
	p := Explain(err)
	p.Do.EN += " Until the file can be written again, the capture goes on in memory; when that is full as well, bodies are dropped first."
	p.Do.ZH += "在文件恢复可写之前，抓包暂存于内存；达到内存上限后，先丢弃报文正文。"
	return p
}

var (
	notImported = say("The file was not imported.", "文件未导入。")
	damagedPart = say("Only a part of the file was read.", "只读取了文件的一部分。")
)

// causes are the errors that concern no session file, with what, why and do.
var causes = []struct {
	kind          error
	what, why, do lang.Text
}{
	{ErrCapturing, say("The capture already runs.", "抓包已在进行中。"), say("There is one listener at a time.", "同一时间只能有一个监听。"),
		say("Stop it first to listen elsewhere.", "如需更换地址，请先停止。")},
	{ErrLabBusy, say("The sample login was not started.", "示例登录未启动。"), say("Another one still runs.", "另一个示例登录仍在进行。"),
		say("Wait until it is over.", "请等待其结束。")},
	{ErrImporting, say("The import was not started.", "导入未启动。"), say("Another one still runs.", "另一个导入仍在进行。"),
		say("Wait until it is over.", "请等待其结束。")},
	{ErrApp, say("The file was not imported.", "文件未导入。"), say("It is an app package, which is no evidence of a login.", "它是应用安装包，不是登录证据。"),
		say("Use the app check for it: `loginscope check PATH`, or the page App check.", "请使用应用检查功能：`loginscope check 路径`，或窗口中的应用检查页。")},
	{ErrItself, say("The file was not imported.", "文件未导入。"), say("It is the open session itself.", "它就是当前打开的会话。"),
		say("Choose another file.", "请选择其他文件。")},
	{ErrFolder, say("The folder was not imported.", "文件夹未导入。"), say("Files are read one by one; a folder may hold much that is no evidence.", "只能逐个读取文件；文件夹中可能有许多无关内容。"),
		say("Name the files in it: several can be read at once.", "请指定其中的文件，可一次指定多个。")},
	{ErrUnknownFile, say("The file was not imported.", "文件未导入。"), say("It is neither a session, a HAR, a log nor a text.", "它不是会话、HAR、日志或文本。"),
		say("Export the capture as HAR 1.2, or the log as text.", "请将抓包导出为 HAR 1.2，或将日志导出为文本。")},
	{ErrEntries, say("Not every entry of the archive was read.", "压缩包中的条目未全部读取。"),
		say("At most 64 entries and 2 GiB unpacked are read of one archive.", "单个压缩包最多读取 64 个条目，解压后共 2 GiB。"),
		say("Unpack it and name the other files that matter.", "请解压后指定其他相关文件。")},
	{intake.ErrPDF, notImported, say("It is a PDF document.", "它是 PDF 文档。"),
		say("Copy its text into a text file, or paste it; better, export the log itself.", "请将其中的文字复制到文本文件或直接粘贴；最好导出日志原文。")},
	{intake.ErrImage, notImported, say("It is an image, whose text is not read.", "它是图片，无法读取其中的文字。"),
		say("Copy the text with the phone's own text recognition and paste it; or look up one code with `loginscope explain CODE`.",
			"请用手机自带的文字识别复制文字后粘贴；单个返回码可用 `loginscope explain CODE` 查询。")},
	{intake.ErrVideo, notImported, say("It is a video or a sound.", "它是视频或音频。"),
		say("Export the device log (adb logcat -d) or the capture (HAR) of the same moment.", "请导出同一时间的设备日志（adb logcat -d）或抓包（HAR）。")},
	{intake.ErrOffice, notImported, say("It is an office document: Word, Excel, PowerPoint or OpenDocument.", "它是 Office 文档（Word、Excel、PowerPoint 或 OpenDocument）。"),
		say("Save a document as plain text (.txt), a table as CSV in UTF-8, or paste the part that matters.",
			"请将文档另存为纯文本（.txt），表格另存为 UTF-8 编码的 CSV，或粘贴相关部分。")},
	{intake.ErrPacked, notImported, say("It is an archive that is not opened: rar, 7z, tar or another, or an archive or a session inside an archive.",
		"它是无法打开的压缩包：rar、7z、tar 等格式，或压缩包内的压缩包、会话文件。"),
		say("Unpack it and name the files in it, or pack the logs as one zip.", "请解压后指定其中的文件，或将日志打包为单层 zip。")},
	{intake.ErrLocked, notImported, say("It is encrypted with a password.", "它已用密码加密。"),
		say("Unpack it with its password and name the files in it.", "请用密码解压后指定其中的文件。")},
	{intake.ErrNoLogs, notImported, say("It is a zip archive without a log, a HAR or a text.", "该 zip 压缩包中没有日志、HAR 或文本。"),
		say("Export the device log (adb logcat -d) or the capture as HAR. An app package is read by `loginscope check`.",
			"请导出设备日志（adb logcat -d），或将抓包导出为 HAR。应用安装包请用 `loginscope check` 检查。")},
	{intake.ErrUnpacked, say("The file was read up to a limit.", "文件读取到上限为止。"),
		say("Unpacked it is larger than 512 MiB, or more than 300 times its packed size, or it has more than 20,000 entries.",
			"解压后超过 512 MiB，或超过压缩大小的 300 倍，或条目超过 20,000 个。"),
		say("Check where it comes from; unpack it and name the log that matters.", "请确认文件来源；或解压后只指定相关的日志。")},
	{zip.ErrFormat, notImported, say("It is a zip archive that is damaged or cut off.", "该 zip 压缩包已损坏或不完整。"),
		say("Copy or download it again.", "请重新复制或下载。")},
	{zip.ErrAlgorithm, notImported, say("It is packed with a method that is not read.", "它使用了不支持的压缩方式。"),
		say("Unpack it and name the files in it.", "请解压后指定其中的文件。")},
	{zip.ErrChecksum, damagedPart, say("What is packed is damaged.", "压缩内容已损坏。"), say("Copy or download it again.", "请重新复制或下载。")},
	{gzip.ErrChecksum, damagedPart, say("What is packed is damaged.", "压缩内容已损坏。"), say("Copy or download it again.", "请重新复制或下载。")},
	{gzip.ErrHeader, notImported, say("Its gzip header is damaged.", "gzip 头已损坏。"), say("Copy or download it again.", "请重新复制或下载。")},
	{intake.ErrEmpty, say("The file was not imported.", "文件未导入。"), say("It is empty.", "文件为空。"),
		say("Export it again.", "请重新导出。")},
	{har.ErrTruncated, say("Only the beginning of the file was read.", "只读取了文件的前一部分。"), say("It ends in the middle of an entry.", "文件在某条记录中间中断。"),
		say("Export it again; what stood before is in the report.", "请重新导出；之前的内容已计入结果。")},
	{har.ErrNotHAR, say("The file was not imported.", "文件未导入。"), say("It is JSON, but no HAR: it has no log.entries.", "它是 JSON，但不是 HAR：没有 log.entries。"),
		say("Export the capture as HAR 1.2.", "请将抓包导出为 HAR 1.2。")},
	{logcat.ErrNotStudio, say("The file was not imported.", "文件未导入。"), say("It is JSON, but no log of Android Studio: it has no logcatMessages.", "它是 JSON，但不是 Android Studio 的日志：没有 logcatMessages。"),
		say("Export the log again, or save it as text.", "请重新导出日志，或另存为文本。")},
	{lines.ErrTooLarge, say("The file was read up to one very large entry.", "文件读取到一条过大的记录为止。"), say("One entry is larger than the limit of 64 MiB.", "单条记录超过 64 MiB 上限。"),
		say("Export it without that download.", "请去掉该下载内容后重新导出。")},
	{errNoSession, say("There is nothing to do this with.", "无法执行。"), say("No session is open.", "当前没有打开的会话。"),
		say("Start a capture or open a session first.", "请先开始抓包或打开会话。")},
	{ErrClosed, say("This was not done.", "操作未执行。"), say("Loginscope is closing.", "Loginscope 正在关闭。"),
		say("Start it again.", "请重新启动。")},
	{context.Canceled, say("This was stopped before its end.", "操作已中止。"), say("It was cancelled, or another session was opened.", "操作被取消，或打开了其他会话。"),
		say("Start it again if you still need it.", "如有需要，请重新执行。")},
	{fs.ErrNotExist, say("The file could not be read.", "无法读取文件。"), say("It is not there.", "文件不存在。"), say("Check the path.", "请检查路径。")},
	{fs.ErrPermission, say("The file could not be used.", "无法使用该文件。"), say("You may not access it.", "没有访问权限。"),
		say("Correct its permissions.", "请修改权限。")},
}

func (p *Problem) rest(err error) {
	for _, c := range causes {
		if errors.Is(err, c.kind) {
			p.What, p.Why, p.Do = c.what, c.why, c.do
			return
		}
	}
	p.What = say("This did not work.", "操作失败。")
	p.Why = plain(err)
	p.Do = say("Try again; if it happens again, report it with this text.", "请重试；如仍出现，请附上此信息反馈。")
}

// plain is an error's own text in both languages.
func plain(err error) lang.Text { return lang.Text{EN: err.Error(), ZH: err.Error()} }
