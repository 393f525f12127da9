package source

import "strings"

// supportPackage is that of the old support library.
const supportPackage = "android.support."

// keptSupport are packages and classes below it that AndroidX and other libraries still have
// under their old names. Source: the classes of androidx.media, androidx.browser and
// androidx.core, and of com.google.android.support:wearable.
var keptSupport = []string{"v4.media.", "v4.os.ResultReceiver", "v4.os.IResultReceiver", "customtabs.", "wearable.",
	"v4.app.INotificationSideChannel", "v4.app.RemoteActionCompatParcelizer",
	"v4.graphics.drawable.IconCompatParcelizer", "test.", "car.", "multidex."}

// support notes the first import of the old support library in a file.
func (f *Facts) support(file string, tokens []token) {
	for i, t := range tokens {
		if t.kind != word || t.s != "import" || i+5 >= len(tokens) {
			continue
		}
		var name strings.Builder
		for _, next := range tokens[i+1:] {
			if next.line != t.line || next.s == ";" || next.s == "as" {
				break
			}
			if next.s != "static" {
				name.WriteString(next.s)
			}
		}
		rest, ok := strings.CutPrefix(name.String(), supportPackage)
		if !ok || kept(rest) {
			continue
		}
		if len(f.Support) < maxUses {
			f.Support = append(f.Support, Use{File: file, Line: t.line, Import: name.String()})
		}
		return
	}
}

func kept(name string) bool {
	for _, k := range keptSupport {
		if strings.HasPrefix(name, k) {
			return true
		}
	}
	return false
}
