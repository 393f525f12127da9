package res

// attrName gives the name of the platform's attributes that the checks read,
// "" for any other. The platform finds attributes by resource ID alone, so a
// packed manifest may carry empty or wrong names; these IDs are public and
// never change (public.xml of the platform, also in android.R.attr).
func attrName(id uint32) string { return attrNames[id] }

var attrNames = map[uint32]string{
	0x01010000: "theme",
	0x01010001: "label",
	0x01010003: "name",
	0x0101000f: "debuggable",
	0x01010010: "exported",
	0x0101001d: "launchMode",
	0x0101001e: "screenOrientation",
	0x0101001f: "configChanges",
	0x0101020c: "minSdkVersion",
	0x0101021b: "versionCode",
	0x0101021c: "versionName",
	0x01010270: "targetSdkVersion",
	0x01010271: "maxSdkVersion",
	0x01010272: "testOnly",
	0x0101028e: "required",
	0x010104ea: "extractNativeLibs",
	0x010104ec: "usesCleartextTraffic",
	0x01010527: "networkSecurityConfig",
	0x0101054c: "targetSandboxVersion",
	0x01010572: "compileSdkVersion",
	0x01010573: "compileSdkVersionCodename",
}
