package engine

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"loginscope/inspector/androidapp"
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/merge"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
)

// appCauses are the errors of an app's check with why and what to do. Where
// detail is true, the error itself names the part and is shown too.
var appCauses = []struct {
	kind    error
	detail  bool
	why, do lang.Text
}{
	{androidapp.ErrNothing, false, say("It is neither an app nor any of the files of an Android project that are checked.", "它不是应用安装包，也不是可检查的 Android 项目文件。"),
		say("Give an APK, an AAB, a project folder, AndroidManifest.xml, network_security_config.xml, build.gradle, gradle.properties, keep rules or an aar.",
			"请指定 APK、AAB、项目目录、AndroidManifest.xml、network_security_config.xml、build.gradle、gradle.properties、混淆规则或 aar。")},
	{archive.ErrTruncated, false, say("The file ends too early: it was copied or downloaded in part.", "文件不完整，可能复制或下载中断。"),
		say("Copy it again, or build it again.", "请重新复制或重新构建。")},
	{archive.ErrNotZip, false, say("It has the name of an app but is no zip archive, or was cut off.", "文件名像应用安装包，但不是 zip 文件，或文件不完整。"),
		say("Copy it again, or build it again.", "请重新复制或重新构建。")},
	{archive.ErrZip64, false, say("It is a zip64 archive, which Android does not install.", "它是 zip64 格式，Android 无法安装。"),
		say("Build it with the Android build tools.", "请使用 Android 构建工具打包。")},
	{androidapp.ErrText, true, say("It is larger than such a file is ever written.", "文件过大，不像手写的项目文件。"),
		say("Check that it is the right file.", "请确认文件是否正确。")},
	{archive.ErrTooBig, true, say("A part of it is larger than an app's may be.", "其中某部分超过应用的合理大小。"),
		say("Check where the file comes from: it may be made to exhaust its readers.", "请确认文件来源：它可能是恶意构造的压缩炸弹。")},
	{xmltree.ErrEntities, false, say("It declares XML entities, which are not expanded.", "它声明了 XML 实体，出于安全不予展开。"),
		say("Remove the entities; Android's build tools have no use for them.", "请删除实体声明，Android 构建工具不需要它。")},
	{merge.ErrConflict, true, say("A rule of the app contradicts what the login needs.", "应用现有规则与登录所需规则冲突。"),
		say("Correct the file by hand, then try again.", "请手动修改该文件后重试。")},
	{androidapp.ErrOutside, true, say("A link or a path leads out of the folder that was checked; nothing is written there.", "链接或路径指向所检查目录之外，不会写入那里。"),
		say("Check the folder that holds the file itself, or put the configuration into the project.", "请检查该文件实际所在的目录，或将配置放入项目内。")},
	{errIrregular, false, say("It is neither a file nor a folder.", "它不是普通文件或目录。"), say("Check the path.", "请检查路径。")},
	{fs.ErrNotExist, false, say("It is not there.", "文件不存在。"), say("Check the path.", "请检查路径。")},
	{fs.ErrExist, false, say("It appeared meanwhile and was not changed.", "该文件刚被创建，未作改动。"), say("Try again.", "请重试。")},
	{fs.ErrPermission, false, say("You may not access it.", "没有访问权限。"), say("Correct its permissions.", "请修改权限。")},
}

// app words the errors of an app's check; false if err is none.
func (p *Problem) app(err error) bool {
	var e *AppError
	unwritten := errors.Is(err, merge.ErrConflict) || errors.Is(err, androidapp.ErrOutside)
	if !errors.As(err, &e) && !unwritten {
		return false
	}
	name, cause := FixFile, err
	if e != nil {
		name, cause = filepath.Base(e.Path), e.Err
	}
	p.What = say(name+" could not be checked.", "无法检查 "+name+"。")
	if unwritten {
		p.What = say("The network security configuration was not changed.", "网络安全配置未修改。")
	}
	p.Why = plain(cause)
	p.Do = say("Check the file itself: build it again, or copy it again.", "请检查文件本身：重新构建或重新复制。")
	for _, c := range appCauses {
		// A part of an app that could not be read keeps its error as text only.
		if !errors.Is(cause, c.kind) && !strings.Contains(cause.Error(), c.kind.Error()) {
			continue
		}
		p.Why, p.Do = c.why, c.do
		if c.detail {
			p.Why.EN += " (" + cause.Error() + ")"
			p.Why.ZH += "（" + cause.Error() + "）"
		}
		break
	}
	return true
}
