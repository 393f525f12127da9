package device_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"loginscope/proxy/phone/adbtest"
	"loginscope/proxy/phone/device"
)

func TestReadReportsLoginFacts(t *testing.T) {
	d := adbtest.Start(t, &adbtest.Device{
		Props: map[string]string{
			"ro.product.model": "Pixel 8", "ro.product.manufacturer": "Google", "ro.build.version.release": "15",
			"ro.build.version.sdk": "35",
			"gsm.sim.state":        "LOADED,ABSENT", "gsm.sim.operator.alpha": "China Unicom,",
			"gsm.sim.operator.numeric": "46001,", "gsm.operator.isroaming": "false,false",
		},
		Run: func(c string) (string, string, int) {
			switch c {
			case "date +%s":
				return "1000000120\n", "", 0
			case "dumpsys connectivity":
				return "NetworkAgentInfo{network{100}  ni{VPN CONNECTED extra: VPN:x}}\n", "", 0
			}
			return "", "", 1
		},
	})
	c := adbtest.Server(t, d)
	d.SetSetting("global/mobile_data", "1")
	d.SetSetting("global/wifi_on", "2")
	d.SetSetting("global/airplane_mode_on", "0")
	d.SetSetting("global/http_proxy", "10.0.0.1:8080")
	s, err := device.Read(t.Context(), device.On(c, d.Addr()), func() time.Time { return time.Unix(1e9, 0) })
	if err != nil {
		t.Fatal(err)
	}
	want := device.State{Model: "Pixel 8", Manufacturer: "Google", Release: "15", API: 35,
		Skew: 120500 * time.Millisecond, SkewKnown: true,
		SIM: device.Yes, Operator: "China Unicom", OperatorID: "46001", MobileData: device.Yes, WiFi: device.Yes,
		Airplane: device.No,
		VPN:      device.Yes, Roaming: device.No, GlobalProxy: "10.0.0.1:8080"}
	if s != want {
		t.Errorf("got  %+v\nwant %+v", s, want)
	}
}

func TestUnreportedFactsStayUnknown(t *testing.T) {
	d := adbtest.Start(t, &adbtest.Device{})
	c := adbtest.Server(t, d)
	s, err := device.Read(t.Context(), device.On(c, d.Addr()), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]device.Tri{"sim": s.SIM, "data": s.MobileData, "wifi": s.WiFi, "vpn": s.VPN,
		"roaming": s.Roaming} {
		if v != device.Unknown {
			t.Errorf("%s: %q", name, v)
		}
	}
	if s.SkewKnown {
		t.Error("the clock is called known")
	}
}

func TestGlobalProxyIsSetAndClearedWithVerification(t *testing.T) {
	d := adbtest.Start(t, &adbtest.Device{})
	c := adbtest.Server(t, d)
	sh := device.On(c, d.Addr())
	for _, bad := range []string{"", "host", "host:0", "host:99999", ":8080"} {
		if device.SetGlobalProxy(t.Context(), sh, bad) == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	if err := device.SetGlobalProxy(t.Context(), sh, "127.0.0.1:8899"); err != nil {
		t.Fatal(err)
	}
	if err := device.ClearGlobalProxy(t.Context(), sh); err != nil {
		t.Fatal(err)
	}
	if got := d.Setting("global/http_proxy"); got != ":0" {
		t.Errorf("cleared to %q", got)
	}
}

func TestFindAndPullApp(t *testing.T) {
	d := adbtest.Start(t, &adbtest.Device{Run: func(c string) (string, string, int) {
		switch {
		case c == "pm path com.example.shop":
			return "package:/data/app/x/base.apk\npackage:/data/app/x/split_config.arm64_v8a.apk\n", "", 0
		case strings.HasPrefix(c, "dumpsys package"):
			return "    versionCode=32 minSdk=21 targetSdk=34\n    versionName=3.2.0\n", "", 0
		}
		return "", "", 1
	}})
	c := adbtest.Server(t, d)
	sh := device.On(c, d.Addr())
	p, err := device.Find(t.Context(), sh, "com.example.shop")
	if err != nil || p.VersionName != "3.2.0" || p.VersionCode != "32" || p.TargetSDK != 34 || len(p.Paths) != 2 {
		t.Fatalf("%+v %v", p, err)
	}
	d.PutFile(p.Paths[0], []byte("PK apk"))
	var got bytes.Buffer
	if _, err := device.Pull(t.Context(), c, d.Addr(), p.Paths[0], &got); err != nil || got.String() != "PK apk" {
		t.Errorf("%q %v", got.String(), err)
	}
	for _, bad := range []string{"com.example.absent", "x; reboot", "nodots"} {
		if _, err := device.Find(t.Context(), sh, bad); err == nil {
			t.Errorf("%q was found", bad)
		}
	}
}
