package cli

import (
	"bufio"
	"bytes"
	"image"
	"image/color"
	"net/netip"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"loginscope/app/engine"
	"loginscope/app/i18n"
	"loginscope/assets"
	"loginscope/proxy/phone/lan"
)

// TestTerminalQRCodeOpensPortal reads what is printed with another
// library, by IPv4 and IPv6.
func TestTerminalQRCodeOpensPortal(t *testing.T) {
	cat, err := i18n.Load(assets.Translations, "translations")
	if err != nil {
		t.Fatal(err)
	}
	cat.Use(i18n.EN)
	for ip, want := range map[string]string{"192.168.1.23": "http://192.168.1.23:8899/",
		"2001:db8::5": "http://[2001:db8::5]:8899/"} {
		var out bytes.Buffer
		term := &terminal{out: bufio.NewWriter(&out), cat: cat, width: 80}
		at := strings.TrimSuffix(strings.TrimPrefix(want, "http://"), "/")
		term.addresses(
			[]engine.Reach{{Address: lan.Address{IP: netip.MustParseAddr(ip), Interface: "wlan0"}, Proxy: at,
				Portal: want, PAC: want + "proxy.pac"}}, nil, true)
		if err := term.flush(); err != nil {
			t.Fatal(err)
		}
		if got := scan(t, out.String()); got != want {
			t.Errorf("the code says %q, want %q", got, want)
		}
		if !strings.Contains(out.String(), want+"proxy.pac") || !strings.Contains(out.String(), at) {
			t.Errorf("the address of the proxy is missing:\n%s", out.String())
		}
	}
}

// scan reads the lines of half blocks, light on dark, as a picture.
func scan(t *testing.T, text string) string {
	t.Helper()
	var lines [][]rune
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, "\n"); strings.ContainsAny(line, "█▀▄") {
			lines = append(lines, []rune(line))
		}
	}
	if len(lines) == 0 {
		t.Fatalf("no code in:\n%s", text)
	}
	const scale = 4
	img := image.NewGray(image.Rect(0, 0, len(lines[0])*scale, len(lines)*2*scale))
	for y := range img.Rect.Max.Y {
		for x := range img.Rect.Max.X {
			r, lower := lines[y/scale/2][x/scale], y/scale%2 == 1
			if r == '█' || r == '▀' && !lower || r == '▄' && lower {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	bmp, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	res, err := qrcode.NewQRCodeReader().Decode(bmp,
		map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		t.Fatal(err)
	}
	return res.GetText()
}
