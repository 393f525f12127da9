package dex_test

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"loginscope/inspector/androidapp/dex"
)

// file makes the header and string table of a dex file.
func file(list ...string) []byte {
	head := make([]byte, 112)
	copy(head, "dex\n035\x00")
	binary.LittleEndian.PutUint32(head[56:], uint32(len(list)))
	binary.LittleEndian.PutUint32(head[60:], 112)
	at := 112 + 4*len(list)
	var data []byte
	for _, s := range list {
		head = binary.LittleEndian.AppendUint32(head, uint32(at+len(data)))
		data = binary.AppendUvarint(data, uint64(len(s)))
		data = append(append(data, s...), 0)
	}
	return append(head, data...)
}

func TestScan(t *testing.T) {
	secret := strings.Repeat("aB3dE5gH7jK9", 20)
	var f dex.Facts
	err := f.Scan(file("isCheckSSL", "Lcom/mobile/auth/gatewayauth/PhoneNumberAuthHelper;",
		"https://Tenant.example.com/api", "http://crbt.i139.cn:8181/may",
		"http://schemas.android.com/apk/res/android", "pns-2.13.3-LogOnlineStandardCuumRelease_alijtca_plus",
		"SDK-JJ-v3.7.4", "quick_login_android_5.9.1",
		"LTAIexampleexample00", secret, "LTAI too short", "setBaseUrlX"))
	if err != nil {
		t.Fatal(err)
	}
	if !f.Has("isCheckSSL") || !f.Has(dex.MarkAlibaba) || f.Has("setBaseUrl") || f.Has(dex.MarkJPush) {
		t.Errorf("names %v", f.Names)
	}
	if !slices.Equal(f.HTTPS, []string{"tenant.example.com"}) || !slices.Equal(f.HTTP, []string{"crbt.i139.cn"}) {
		t.Errorf("hosts %v %v", f.HTTPS, f.HTTP)
	}
	for who, want := range map[string]string{"alibaba": "2.13.3", "ct": "3.7.4", "cm": "5.9.1"} {
		if !slices.Equal(f.Versions[who], []string{want}) {
			t.Errorf("%s %v", who, f.Versions[who])
		}
	}
	if len(f.Secrets) != 2 {
		t.Fatalf("secrets %v", f.Secrets)
	}
	for _, s := range f.Secrets {
		if strings.Contains(s.Masked, "example") || strings.Contains(s.Masked, "dE5gH7") {
			t.Errorf("%q is not masked", s.Masked)
		}
	}
}

func TestAlibabaVersion(t *testing.T) {
	tests := map[string]string{
		"libpns-2.13.3-LogOnlineStandardCuumRelease_alijtca_plus.so":                  "2.13.3",
		"libauth_number_product-2.12.3.4-log-online-standard-release_alijtca_plus.so": "2.12.3.4",
		"libother-1.0.so": "",
		"libpns.so":       "",
	}
	for name, want := range tests {
		if got, _ := dex.AlibabaVersion(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add(file("isCheckSSL", "https://a.example/x"))
	f.Add([]byte("dex\n035\x00"))
	f.Fuzz(func(t *testing.T, src []byte) {
		var facts dex.Facts
		if err := facts.Scan(src); err == nil && facts.Files != 1 {
			t.Fatal("no file counted")
		}
	})
}
