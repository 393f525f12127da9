package aar

import (
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"loginscope/inspector/androidapp/archive"
)

// Classes are the names of the classes in a jar of that size, with dots, at most 20,000.
// Classes inside of others are left out.
func Classes(r io.ReaderAt, size int64) ([]string, error) {
	a, err := archive.Open(r, size)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, class := range a.Names("", ".class") {
		out = addClass(out, class)
	}
	return out, nil
}

// addClass adds the class at a path of a jar. What belongs to no package of the app, or to
// another version of Java, is no class of the app.
func addClass(list []string, file string) []string {
	name := strings.TrimSuffix(file, ".class")
	if len(list) >= maxClasses || strings.Contains(path.Base(name), "$") || strings.HasPrefix(name, "META-INF/") ||
		path.Base(name) == "module-info" || path.Base(name) == "package-info" {
		return list
	}
	if name = strings.ReplaceAll(name, "/", "."); slices.Contains(list[max(0, len(list)-1):], name) {
		return list
	}
	return append(list, name)
}

// metadataFile is where the build tools keep what an aar asks of the app that takes it;
// see com.android.build.gradle.internal.tasks.AarMetadataTask.
const metadataFile = "META-INF/com/android/build/gradle/aar-metadata.properties"

// metadata reads the lowest compileSdk that the aar asks for.
func (c *Contents) metadata(a *archive.Archive) {
	src, err := a.Read(metadataFile, maxMetadata)
	c.problem(metadataFile, err)
	for line := range strings.Lines(string(src)) {
		if key, value, ok := strings.Cut(line, "="); ok && strings.TrimSpace(key) == "minCompileSdk" {
			c.MinCompileSDK, _ = strconv.Atoi(strings.TrimSpace(value))
		}
	}
}
