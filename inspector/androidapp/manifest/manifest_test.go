package manifest_test

import (
	"slices"
	"testing"

	"loginscope/inspector/androidapp/manifest"
	"loginscope/inspector/androidapp/xmltree"
)

const text = `<manifest xmlns:android="http://schemas.android.com/apk/res/android" xmlns:tools="http://schemas.android.com/tools"
    package="com.example" android:versionName="1.0">
  <uses-sdk android:minSdkVersion="21"/>
  <uses-permission android:name="android.permission.INTERNET"/>
  <uses-permission android:name="android.permission.CAMERA" android:maxSdkVersion="28" />
  <uses-permission android:name="android.permission.RECORD_AUDIO" tools:node="remove"/>
  <application android:debuggable="@bool/debug" android:usesCleartextTraffic="true" android:networkSecurityConfig="@xml/n">
    <activity android:name=".Main" android:exported="true"><intent-filter/></activity>
    <activity android:name="Bare" android:launchMode="singleTop" android:screenOrientation="sensorPortrait" android:configChanges="orientation | screenSize"/>
    <activity android:name="org.other.Full" tools:node="removeAll"/>
    <activity android:name="org.other.Kept" android:launchMode="1" android:screenOrientation="3" android:configChanges="0x4a0"/>
  </application>
</manifest>`

// resources answers for one boolean that differs by configuration.
type resources struct{}

func (resources) Resolve(a xmltree.Attr) []manifest.Variant {
	if a.Value != "@bool/debug" {
		return nil
	}
	return []manifest.Variant{
		{Config: "v28", Value: xmltree.Value{Type: xmltree.IntBool}},
		{Value: xmltree.Value{Type: xmltree.IntBool, Data: 1}},
	}
}

func (resources) Name(xmltree.Attr) string { return "" }

func TestParse(t *testing.T) {
	root, err := xmltree.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	m := manifest.Parse(root, "AndroidManifest.xml", resources{})
	if m.Package != "com.example" || m.VersionName != "1.0" || m.MinSDK.N != 21 || m.TargetSDK.N != 21 ||
		m.TargetSDK.Set {
		t.Errorf("head %+v", m)
	}
	if len(m.Permissions) != 2 || m.Permissions[1].MaxSDK != 28 || m.Permissions[1].Line != 5 {
		t.Errorf("permissions %+v", m.Permissions)
	}
	app := m.Application
	if d := app.Debuggable; !d.Set || d.Is || d.Reference != "@bool/debug" || len(d.Varies) != 2 {
		t.Errorf("debuggable %+v", d)
	}
	if !app.UsesCleartext.Is || *app.UsesCleartext.Pointer() != true || app.NSC.Text != "@xml/n" || app.Line != 7 {
		t.Errorf("application %+v", app)
	}
	names := []string{"com.example.Main", "com.example.Bare", "org.other.Kept"}
	for i, a := range m.Activities {
		if a.Name != names[i] {
			t.Errorf("activity %d is %s, want %s", i, a.Name, names[i])
		}
	}
	bare, kept := m.Activities[1], m.Activities[2]
	if bare.LaunchMode.Text != "singleTop" || !manifest.FixedOrientation(bare.Orientation.Text) ||
		!slices.Equal(bare.ConfigChanges, []string{"orientation", "screenSize"}) {
		t.Errorf("words %+v", bare)
	}
	if kept.LaunchMode.Text != "singleTop" || kept.Orientation.Text != "behind" ||
		manifest.FixedOrientation(kept.Orientation.Text) ||
		!slices.Equal(kept.ConfigChanges, []string{"keyboardHidden", "orientation", "screenSize"}) {
		t.Errorf("numbers %+v", kept)
	}
	if !m.Activities[0].HasFilter || !m.Activities[0].Exported.Is {
		t.Errorf("main %+v", m.Activities[0])
	}
}

// TestHidden: a value behind a resource that is not at hand is not guessed.
func TestHidden(t *testing.T) {
	root, err := xmltree.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	d := manifest.Parse(root, "AndroidManifest.xml", nil).Application.Debuggable
	if !d.Set || d.Is || d.Known() || d.Pointer() != nil || d.Reference == "" || d.Varies != nil {
		t.Errorf("debuggable %+v", d)
	}
}
