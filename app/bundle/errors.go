package bundle

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"loginscope/inspector/redact"
	"loginscope/lang"
	"loginscope/problem"
)

var notOpened = lang.Both("The bundle was not opened.", "案例包未打开。")

// The errors of reading.
var (
	ErrNotBundle = problem.NewOfPart("not a loginscope bundle",
		notOpened,
		lang.Both("The file is not a bundle that Loginscope wrote.", "该文件不是 Loginscope 生成的案例包。"),
		lang.Both("Ask its sender for the file that loginscope bundle wrote.", "请让发送者提供由 loginscope bundle 生成的文件。"))
	ErrTooNew = problem.New("bundle was written by a newer loginscope",
		notOpened,
		lang.Both("A newer version of Loginscope wrote it.", "它由更新版本的 Loginscope 写入。"),
		lang.Both("Update Loginscope.", "请升级 Loginscope。"))
	ErrDamaged = problem.NewOfPart("bundle is damaged",
		notOpened,
		lang.Both("The file is damaged, cut off or was changed after it was written.", "文件已损坏、不完整，或在生成后被改动。"),
		lang.Both("Copy it again, or ask its sender for it.", "请重新复制，或让发送者重新提供。"))
	ErrTooBig = problem.NewOfPart("bundle exceeds the limits",
		notOpened,
		lang.Both("It is larger, or unpacks to more, than a bundle may be.", "文件或其解压后的大小超出案例包的上限。"),
		lang.Both("docs/bundle.md lists the limits. Do not trust a file that exceeds them.",
			"上限见 docs/bundle.md。请勿信任超限的文件。"))
	ErrHostile = problem.NewOfPart("bundle has an entry that no bundle has",
		notOpened,
		lang.Both("An entry has a path, is a link, or stands twice in the file. Loginscope writes no such file.",
			"文件中有含路径、链接或重复的条目，Loginscope 不会生成这样的文件。"),
		lang.Both("Do not trust this file; ask its sender where it comes from.", "请勿信任该文件，并向发送者核实来源。"))
	ErrSealed = problem.New("bundle is sealed with a passphrase",
		notOpened,
		lang.Both("It is sealed with a passphrase.", "它由口令加密。"),
		lang.Both(
			"Give its passphrase: when asked, with --passphrase-file, in LOGINSCOPE_BUNDLE_PASSPHRASE, or by “Open a "+
				"sealed bundle” on the page Sessions.",
			"请提供口令：在提示时输入，使用 --passphrase-file，设置环境变量 LOGINSCOPE_BUNDLE_PASSPHRASE，"+
				"或在会话页选择“打开加密案例包”。",
		))
	ErrPassphrase = problem.New("wrong passphrase",
		notOpened,
		lang.Both("It is another passphrase, or the file is not sealed with one.", "口令不正确，或文件并非由口令加密。"),
		lang.Both("Ask its sender for the passphrase.", "请向发送者确认口令。"))
	ErrNoSession = problem.New("bundle holds no session",
		notOpened,
		lang.Both("Its maker left the session out.", "制作者未放入会话。"),
		lang.Both("Unpack it and read the reports in it.", "请解压后阅读其中的报告。"))
)

var notMade = lang.Both("The bundle was not written.", "案例包未生成。")

// errThere is for a name that is taken.
var errThere = problem.New("a file is there already", notMade,
	lang.Both("A file is already there under this name.", "已存在同名文件。"),
	lang.Both("Choose another name.", "请换一个名称。"))

// ErrThere wraps fs.ErrExist.
var ErrThere = fmt.Errorf("%w: %w", errThere, fs.ErrExist)

// notWritten describes an error of the system, by which nothing is left under the name.
func notWritten(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	p, _ := problem.Find(err)
	p.What, p.Err = notMade, fmt.Errorf("write bundle: %w", err)
	if p.Why == (lang.Text{}) {
		p.Why = problem.Plain(err)
	}
	if p.Do == (lang.Text{}) {
		p.Do = lang.Both("Check the folder and the free space. There is no file under the name.",
			"请检查文件夹和剩余空间。该名称下没有留下文件。")
	}
	return &p
}

// ErrKind is for a kind of datum or a part that does not exist.
var ErrKind = problem.NewOfPart("no such kind or part",
	lang.Both("The bundle was not written.", "案例包未生成。"),
	lang.Both("No kind of datum, or no part, has this name.", "没有此名称的数据种类或内容。"),
	lang.Both("loginscope bundle --preview lists both.", "可用 loginscope bundle --preview 查看。"))

// LeakError says that a finished file still holds a value that had to be masked, where, and
// of which kind. The file is gone. It does not hold the value.
type LeakError struct {
	Part     string // the entry's name
	Location string // within it: "exchange 12"; "" for anywhere
	Kind     string // the ID of a redact.Kind
}

func (e *LeakError) Error() string {
	return fmt.Sprintf("%s still holds a value of the kind %s", e.location(), e.Kind)
}

func (e *LeakError) location() string {
	if e.Location == "" {
		return e.Part
	}
	return e.Part + ", " + e.Location
}

// Problem describes it.
func (e *LeakError) Problem() problem.Problem {
	name := KindName(e.Kind)
	return problem.Problem{
		What: lang.Both("The bundle was removed again: it was not clean.", "案例包未通过检查，已删除。"),
		Why: lang.Both(
			"After it was written, "+e.location()+" still held a value of this kind: "+name.EN+".",
			"写入后发现 "+e.location()+" 中仍含有："+name.ZH+"。",
		),
		Do: lang.Both(
			"Leave that part out (--leave-out), or let the values of this kind stay on purpose (--keep "+e.Kind+").",
			"请不放入该内容（--leave-out），或有意保留此类数据（--keep "+e.Kind+"）。",
		),
	}
}

// KindName is what a person calls a kind of datum.
func KindName(id string) lang.Text {
	for _, k := range redact.Kinds() {
		if k.ID == id {
			return k.Name
		}
	}
	return lang.Both(id, id)
}
