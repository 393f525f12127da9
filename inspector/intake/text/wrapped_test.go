package text

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestWrappingIsRemoved(t *testing.T) {
	escaped := strings.NewReplacer("\n", `\n`).Replace(fmt.Sprintf("%+q", "一键登录失败 600012"))
	for name, tt := range map[string][2]string{
		"quoted mail":    {"> > 登录失败：600012", "登录失败：600012"},
		"HTML":           {"host &quot;dypnsapi.aliyuncs.com&quot; &#39;x&#39;", `host "dypnsapi.aliyuncs.com" 'x'`},
		"escapes":        {escaped, `"一键登录失败 600012"`},
		"escaped quote":  {`"msg":"\u0022"`, `"msg":"\u0022"`},
		"a row of CSV":   {`2026-11-20,u1,"{""code"":""600012""}"`, `2026-11-20, u1, {"code":"600012"}`},
		"an open cell":   {`2026-11-20,u1,"onTokenFailed {""code"":""600012""}`, `2026-11-20,u1,"onTokenFailed {"code":"600012"}`},
		"an empty value": {`{"code":"600012","msg":""}`, `{"code":"600012","msg":""}`},
		"greater":        {"a > b", "a > b"},
	} {
		if got := joinedTexts(t, tt[0]); got != tt[1] {
			t.Errorf("%s: got %q, want %q", name, got, tt[1])
		}
	}
}

func TestExportValuesAreRead(t *testing.T) {
	said := "手机开着梯子，一键登录失败\n{\"code\":\"600012\"}"
	b, err := json.Marshal(map[string]any{"id": 17, "title": "反馈", "content": said})
	if err != nil {
		t.Fatal(err)
	}
	want := said + "\nid: 17\ntitle: 反馈"
	for _, in := range []string{string(b), "[" + string(b) + "]"} {
		if got := joinedTexts(t, in); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{
		`{"code":"600012","msg":"一键登录失败了"}`, `{"resultCode":"103111","desc":"网关IP错误"}`, `{"a":1,"b":"short"}`,
	} {
		if got := joinedTexts(t, in); got != in {
			t.Errorf("%q became %q", in, got)
		}
	}
	deep := said
	for range 6 {
		b, err := json.Marshal(map[string]string{"content": deep})
		if err != nil {
			t.Fatal(err)
		}
		deep = string(b)
	}
	if got := joinedTexts(t, deep); !strings.Contains(got, `\\`) {
		t.Errorf("read past the limit: %q", got)
	}
}
