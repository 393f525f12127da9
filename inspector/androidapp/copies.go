package androidapp

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"

	"loginscope/lang"
	"loginscope/problem"
)

// errCopy says that a folder was left out because no tool builds it.
var errCopy = problem.New("a copy of the android folder, which Flutter and React Native do not build; left out",
	lang.Text{},
	lang.Both("Only the folder android is built.", "只会构建 android 目录。"),
	lang.Both("Check the copy by itself if it is meant.", "如需检查该副本，请单独指定。"))

// besideAndroid are names of copies of a project's android folder: android.tmp,
// android-old, "android copy".
var besideAndroid = regexp.MustCompile(`^android[^\pL\d]`)

// copiedBuild reports whether a folder is a further Gradle build beside the android
// folder of a Flutter or React Native project. Their tools build that one alone, so
// another one is a copy unless its settings name it.
func copiedBuild(fsys fs.FS, dir string) bool {
	if !besideAndroid.MatchString(path.Base(dir)) || settingsOf(fsys, dir) == nil {
		return false
	}
	top := path.Dir(dir)
	if !has(fsys, path.Join(top, "pubspec.yaml")) && !has(fsys, path.Join(top, "package.json")) {
		return false
	}
	built := settingsOf(fsys, path.Join(top, "android"))
	return built != nil && !bytes.Contains(built, []byte(path.Base(dir)))
}

// settingsOf is the text of a build's settings, nil if the folder has none.
func settingsOf(fsys fs.FS, dir string) []byte {
	for _, name := range []string{"settings.gradle", "settings.gradle.kts"} {
		if src, err := readText(fsys, path.Join(dir, name)); err == nil {
			return append([]byte{}, src...)
		}
	}
	return nil
}

func has(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}
