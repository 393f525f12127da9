package issuer

import "testing"

func TestPlatformSaid(t *testing.T) {
	for text, want := range map[string]string{
		"iPhone 上一键登录 600011，安卓正常":              "ios",
		"iOS 返回 600000 正常，Android 返回 600012":    "android",
		"iOS 和安卓都报 600012":                      "",
		"安卓正常，鸿蒙 5.0 报 600012":                  "harmony",
		"AndroidManifest 里声明了，iOS 也没事，报 600012": "",
		"华为鸿蒙系统手机 600011":                       "",
		"iOS works fine, Android fails with it": "android",
		"安卓不正常":                                 "android",
		"Android Studio 里运行 600017":             "",
	} {
		if got, _ := platformSaid(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
