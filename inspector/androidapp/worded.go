package androidapp

import (
	"errors"
	"io/fs"
	"strings"

	"loginscope/inspector/androidapp/aar"
	"loginscope/inspector/androidapp/archive"
	"loginscope/inspector/androidapp/res"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
	"loginscope/problem"
)

// causes are what stops the reading of a part, by errors that have no words of their own,
// as a clause without a full stop.
var causes = []struct {
	kind error
	zh   string
}{
	{fs.ErrNotExist, "文件不存在"},
	{fs.ErrPermission, "没有访问权限"},
	{archive.ErrNotFound, "压缩包中没有该文件"},
	{aar.ErrNoLibrary, "其中没有 AndroidManifest.xml，而每个 aar 都应包含它"},
	{res.ErrMalformed, "编译后的资源已损坏"},
	{xmltree.ErrTooBig, "XML 文件过大"},
	{ErrManyFiles, "目录中的文件过多，此路径之后的内容未读取"},
	{ErrDeepFolder, "目录层级过深，其中的内容未读取"},
	{errManyJars, "本地 jar 过多，其余未比较"},
	{errBigJar, "jar 过大，未比较其中的类"},
}

// describe is an error as a clause in both languages, empty if nothing describes it. The path of
// a part is left out: it stands before the clause.
func describe(err error) lang.Text {
	if err == nil {
		return lang.Text{}
	}
	var refused refusedError
	if errors.As(err, &refused) {
		return refused.said()
	}
	said := lang.Text{EN: err.Error(), ZH: describeZH(err)}
	var at *fs.PathError
	if errors.As(err, &at) {
		said.EN = strings.ReplaceAll(said.EN, at.Error(), at.Err.Error())
	}
	if said.ZH == "" {
		return lang.Text{}
	}
	return said
}

func describeZH(err error) string {
	var w problem.Worder
	if errors.As(err, &w) {
		if why := strings.TrimSuffix(w.Problem().Why.ZH, "。"); why != "" {
			return why
		}
	}
	for _, c := range causes {
		if errors.Is(err, c.kind) {
			return c.zh
		}
	}
	return ""
}
