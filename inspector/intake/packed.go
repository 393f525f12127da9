package intake

import (
	"archive/zip"
	"compress/gzip"
	"errors"

	"loginscope/lang"
	"loginscope/problem"
)

// packedWords are the errors of the standard library's readers of archives.
var packedWords = []struct {
	kind          error
	what, why, do lang.Text
}{
	{zip.ErrFormat, notImported, lang.Both("It is a zip archive that is damaged or cut off.", "该 zip 压缩包已损坏或不完整。"),
		again},
	{zip.ErrAlgorithm, notImported, lang.Both("It is packed with a method that is not read.", "它使用了不支持的压缩方式。"),
		lang.Both("Unpack it and name the files in it.", "请解压后指定其中的文件。")},
	{zip.ErrChecksum, damagedPart, lang.Both("What is packed is damaged.", "压缩内容已损坏。"), again},
	{gzip.ErrChecksum, damagedPart, lang.Both("What is packed is damaged.", "压缩内容已损坏。"), again},
	{gzip.ErrHeader, notImported, lang.Both("Its gzip header is damaged.", "gzip 头已损坏。"), again},
}

var again = lang.Both("Copy or download it again.", "请重新复制或下载。")

// packed describes an error of reading an archive; any other stays as it is.
func packed(err error) error {
	for _, w := range packedWords {
		if errors.Is(err, w.kind) {
			return &problem.Problem{What: w.what, Why: w.why, Do: w.do, Err: err}
		}
	}
	return err
}
