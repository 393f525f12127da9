package session

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"loginscope/lang"
	"loginscope/problem"
)

// Problem describes the error: the operation says what happened, the sentinel the rest.
func (e *FileError) Problem() problem.Problem {
	var p problem.Problem
	name := filepath.Base(e.Path)
	switch e.Op {
	case "create":
		p.What = lang.Both("The session "+name+" could not be created.", "无法创建会话 "+name+"。")
	case "open":
		p.What = lang.Both("The session "+name+" could not be opened.", "无法打开会话 "+name+"。")
	case "recover":
		p.What = lang.Both("Nothing could be recovered from "+name+".", "无法从 "+name+" 恢复任何内容。")
	case "delete":
		p.What = lang.Both("The session "+name+" was not deleted.", "会话 "+name+" 未删除。")
	case "restore":
		p.What = lang.Both("The session "+name+" was not put back.", "会话 "+name+" 未恢复。")
	case "read":
		p.What = lang.Both("The session "+name+" cannot be read any further.", "无法继续读取会话 "+name+"。")
	default:
		p.What = lang.Both("The session "+name+" cannot be written.", "无法写入会话 "+name+"。")
	}
	p.Why, p.Do = e.cause()
	if errors.Is(e.Kind, ErrNotSession) && e.Op == "open" && filepath.Ext(e.Path) == Ext {
		p.Why, p.Do = perhapsDamaged(e.Path)
	}
	return p
}

// cause is why the operation failed and what to do.
func (e *FileError) cause() (why, do lang.Text) {
	for _, c := range systemCauses {
		if errors.Is(e.Kind, c.kind) {
			return c.why, c.do
		}
	}
	p, known := problem.Find(e.Kind)
	if !known {
		return problem.Plain(e), lang.Both("Check the path and the disk.", "请检查路径和磁盘。")
	}
	return p.Why, withPath(p.Do, e.Path)
}

// systemCauses are the operating system's refusals.
var systemCauses = []struct {
	kind    error
	why, do lang.Text
}{
	{fs.ErrExist, lang.Both("A file of that name is already there. It was not changed.", "同名文件已存在。文件未被改动。"),
		lang.Both("Choose another name.", "请换一个文件名。")},
	{fs.ErrNotExist, lang.Both("The file or its folder is not there.", "文件或所在目录不存在。"),
		lang.Both("Check the path.", "请检查路径。")},
	{fs.ErrPermission, lang.Both("You may not access the file or its folder.", "没有访问该文件或目录的权限。"),
		lang.Both("Choose a folder where you may write, or correct the permissions.", "请换一个可写的位置，或修改权限。")},
}

// perhapsDamaged is for a file that has the name of a session and not its
// first bytes: a few flipped bits suffice for that.
func perhapsDamaged(path string) (why, do lang.Text) {
	why = lang.Both(
		"It does not begin as a Loginscope session does: it is another file of that name, or its beginning is damaged.",
		"文件开头不是 Loginscope 会话：它是同名的其他文件，或文件头已损坏。")
	do = withPath(lang.Both("If it was a session, salvage what is intact: loginscope session recover {path}",
		"如果它曾是会话文件，可恢复其中完好的内容：loginscope session recover {path}"), path)
	return why, do
}

// withPath puts a path, as a shell takes it, in place of {path}.
func withPath(t lang.Text, path string) lang.Text {
	word := path
	if strings.ContainsAny(path, " '\"$&();<>|*?[]#~`\\") {
		word = "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return lang.Both(strings.ReplaceAll(t.EN, "{path}", word), strings.ReplaceAll(t.ZH, "{path}", word))
}
