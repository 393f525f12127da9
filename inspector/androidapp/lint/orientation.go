package lint

import (
	"fmt"
	"strings"

	"loginscope/codes"
	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/finding"
)

var orientation = Check{
	ID:    "manifest.activities.orientation",
	Title: t("Dialog theme and screen orientation", "弹窗主题与屏幕方向"),
	Doc: t("On Android 8.0 a dialog or translucent activity must not pin its orientation: the system throws \"Only "+
		"fullscreen opaque activities can request orientation\". With authsdk_activity_dialog use "+
		"screenOrientation=\"behind\" and pin the page before it.",
		"Android 8.0 上弹窗或透明 Activity 不得固定方向，否则系统抛出“Only fullscreen opaque activities can request orientation”。使用 "+
			"authsdk_activity_dialog 时应设 screenOrientation=\"behind\"，在前一页固定方向。"),
	Certainty: codes.Seen, Source: "integration guide, Configure AndroidManifest",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		for i := range b.Manifest.Activities {
			a := &b.Manifest.Activities[i]
			if !strings.HasPrefix(a.Name, "com.mobile.auth.gatewayauth.") ||
				!manifest.FixedOrientation(a.Orientation.Text) {
				continue
			}
			where := []finding.Location{{File: a.File, Line: a.Line, Element: "activity " + a.Name}}
			if dialogTheme(a.Theme.Text) {
				p.add(finding.Finding{
					Status: finding.Error, Subject: a.Name, Where: where,
					What: t(fmt.Sprintf("%s has a dialog theme (%s) and the fixed orientation %s.", a.Name,
						a.Theme.Text, a.Orientation.Text),
						fmt.Sprintf("%s 使用弹窗主题（%s）又固定方向 %s。", a.Name, a.Theme.Text, a.Orientation.Text)),
					Why:   t("It crashes on Android 8.0.", "在 Android 8.0 上会崩溃。"),
					Fix:   t("Use behind, and pin the orientation in the page before it.", "改为 behind，并在前一页固定方向。"),
					Paste: `android:screenOrientation="behind"`, PasteInto: "activity " + a.Name,
				})
				continue
			}
			p.add(finding.Finding{
				Status: finding.Hint, Subject: a.Name, Where: where, Certainty: codes.Inferred,
				What: t(fmt.Sprintf("%s has the fixed orientation %s; the guide says behind.", a.Name,
					a.Orientation.Text), fmt.Sprintf("%s 固定方向 %s，文档建议 behind。", a.Name, a.Orientation.Text)),
				Why: t(
					"It would crash on Android 8.0 as soon as the theme becomes a dialog's.",
					"一旦改用弹窗主题，Android 8.0 上会崩溃。",
				),
				Fix: t("Use behind.", "改为 behind。"),
			})
		}
		p.pass("No authorisation activity pins its orientation.", "授权页未固定方向。")
	},
}

// dialogTheme goes by the theme's name: the SDK's own, and the platform's
// dialog and translucent ones.
func dialogTheme(name string) bool {
	lower := strings.ToLower(name)
	return strings.Contains(lower, authDialogTheme) || strings.Contains(lower, "dialog") ||
		strings.Contains(lower, "translucent") ||
		lower == "@0x0103000b" || lower == "@0x0103000f" || lower == "@0x01030010"
}
