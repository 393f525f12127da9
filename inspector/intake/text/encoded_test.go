package text

import (
	"encoding/base64"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"
)

const said = "用户登录失败，日志如下\nonTokenFailed {\"code\":\"600012\",\"msg\":\"网关IP错误\",\"requestId\":\"00000000-0000-40" +
	"00-8000-000000000001\"}\n移动卡"

func joinedTexts(t *testing.T, in string) string {
	t.Helper()
	var out []string
	got, _ := read(t, in)
	for _, l := range got {
		out = append(out, l.Text)
	}
	return strings.Join(out, "\n")
}

func TestMailAndAddressesAreDecoded(t *testing.T) {
	var quoted strings.Builder
	w := quotedprintable.NewWriter(&quoted)
	if _, err := w.Write([]byte(said)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	packed := base64.StdEncoding.EncodeToString([]byte(said))
	for i := 76; i < len(packed); i += 77 {
		packed = packed[:i] + "\n" + packed[i:]
	}
	lines := strings.Split(said, "\n")
	for name, in := range map[string]string{
		"quoted-printable": quoted.String(),
		"base64":           packed,
		"percent":          url.QueryEscape(lines[0]) + "\n" + url.PathEscape(lines[1]) + "\n" + lines[2],
	} {
		if got := strings.ReplaceAll(joinedTexts(t, in), "\r", ""); got != said {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestBinaryStaysUnchanged(t *testing.T) {
	token := base64.StdEncoding.EncodeToString([]byte(`{"c":"abcdefghijklmnopqrstuvwxyz","t":1,"v":"0123456789"}`))
	for _, in := range []string{
		token, // a login token
		"100% of 20%25 of 30%",
		"a=E7=BD b",
		strings.Repeat("QUJD", 20),
		"key=\nvalue=",
	} {
		if got := joinedTexts(t, in); got != in {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestLongEncodedLine(t *testing.T) {
	in := `{"pad":"` + strings.Repeat("x", 100<<10) + `","code":"600012"}`
	if got := joinedTexts(t, in); got != in {
		t.Errorf("%d of %d bytes", len(got), len(in))
	}
	_, st := read(t, strings.Repeat("x", MaxEntry+1)+"\n")
	if st.Cut != 1 {
		t.Errorf("a line past the limit: %+v", st)
	}
}
