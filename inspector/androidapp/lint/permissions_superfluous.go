package lint

import (
	"fmt"
	"slices"

	"loginscope/codes"
	"loginscope/inspector/finding"
)

// superfluous are permissions of the guide's sample manifest that the login
// does not use.
var superfluous = []string{
	"android.permission.WRITE_EXTERNAL_STORAGE",
	"android.permission.READ_EXTERNAL_STORAGE",
	"android.permission.CAMERA",
	"android.permission.RECORD_AUDIO",
	"android.permission.MOUNT_UNMOUNT_FILESYSTEM",
	"android.permission.MOUNT_UNMOUNT_FILESYSTEMS",
}

var permissionsSuperfluous = Check{
	ID:    "manifest.permissions.superfluous",
	Title: t("Permissions that the login does not need", "登录不需要的权限"),
	Doc: t("The sample manifest of the integration guide asks for storage, camera, microphone and mounting. The SDK "+
		"uses none of them, and app stores ask for a reason for each. READ_PHONE_STATE, which the sample has too, "+
		"is optional: the SDK reads the state of the SIM cards better with it and works without it.",
		"接入文档的示例清单申请了存储、相机、麦克风和挂载权限，SDK 并不使用，应用商店会逐项要求说明用途。示例中的 READ_PHONE_STATE 是可选权限：有则可更准确地读取 SIM 卡状态，没有也能登录。"),
	Certainty: codes.Seen,
	Source:    "integration guide, Configure AndroidManifest, against the manifests of the SDK's aars",
	Run: func(p *pass) {
		b := p.manifested()
		if b == nil {
			return
		}
		seen := map[string]bool{}
		for _, x := range b.Manifest.Permissions {
			if !slices.Contains(superfluous, x.Name) || seen[x.Name] {
				continue
			}
			seen[x.Name] = true
			what := t(fmt.Sprintf("%s is declared; the login does not use it.", x.Name),
				fmt.Sprintf("声明了 %s，登录并不使用。", x.Name))
			if x.Name == "android.permission.MOUNT_UNMOUNT_FILESYSTEM" {
				what = t(
					"MOUNT_UNMOUNT_FILESYSTEM does not exist (the real name ends in S and is for system apps).",
					"MOUNT_UNMOUNT_FILESYSTEM 不存在（正确名称以 S 结尾，且仅限系统应用）。",
				)
			}
			p.add(finding.Finding{
				Status: finding.Hint, Subject: x.Name, What: what,
				Why:   t("Users and stores see a permission without a purpose.", "用户和应用商店会看到没有用途的权限。"),
				Fix:   t("Remove it unless the app itself needs it.", "如应用自身不需要，请删除。"),
				Where: []finding.Location{{File: x.File, Line: x.Line, Element: x.Name}},
			})
		}
		p.pass("None of the sample's superfluous permissions is declared.", "没有声明示例中的多余权限。")
	},
}
