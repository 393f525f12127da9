package cli_test

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// planted are invented values of a person, a phone and a login; none may stand in what a
// command prints. The session token stands once under its key and elsewhere alone.
var planted = map[string]string{
	"phone": "13812345678", "id": "11010519491231002X", "name": "诸葛小三", "address": "北京市朝阳区建国路88号",
	"mail": "sanfeng.zhang@example.com", "imei": "860461040000005", "imsi": "460001234567890",
	"iccid": "89860012345678901234", "oaid": "1fe9a970efbb7b82", "mac": "a4:5e:60:c2:33:9f", "ip": "223.104.63.117",
	"place": "39.908723,116.397478", "card": "6222021234567890128", "session": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
	"cookie": "S3cr3tCookieVal123456", "key": "LTAI5tMadeUp000000001234", "secret": "made-up-client-secret-1",
	"password": "hunter2hunter2",
}

// person is a JSON object that holds them under keys.
func person() string {
	raw, _ := json.Marshal(map[string]any{
		"mobile": planted["phone"], "idCard": planted["id"], "realName": planted["name"], "address": planted["address"],
		"email": planted["mail"], "imei": planted["imei"], "imsi": planted["imsi"], "iccid": planted["iccid"],
		"oaid": planted["oaid"], "bssid": planted["mac"], "clientIp": planted["ip"], "location": planted["place"],
		"bankCardNo": planted["card"], "session_token": planted["session"], "AccessKeyId": planted["key"],
		"client_secret": planted["secret"], "password": planted["password"],
	})
	return string(raw)
}

// loose is a text that holds them without keys; what has no shape is known from person.
func loose() string {
	var parts []string
	for _, k := range []string{"phone", "id", "name", "address", "mail", "imei", "imsi", "iccid", "oaid", "mac", "ip",
		"place", "card", "session", "cookie", "key", "secret", "password"} {
		parts = append(parts, planted[k])
	}
	return strings.Join(parts, " ")
}

// plantedFiles writes a capture and a log that hold them in every field, in files whose
// names hold one.
func plantedFiles(t *testing.T, dir string) (har, log string) {
	t.Helper()
	inside, _ := json.Marshal(person())
	type pair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	entry := func(target, request, response string) map[string]any {
		head := []pair{{"Cookie", "SESSION=" + planted["cookie"]}, {"X-Who", loose()}}
		return map[string]any{
			"startedDateTime": "2026-11-28T10:15:06.120+08:00", "time": 12, "cache": map[string]any{},
			"timings": map[string]any{"send": 1, "wait": 1, "receive": 1},
			"request": map[string]any{"method": "POST", "url": target, "httpVersion": "HTTP/1.1", "headers": head,
				"postData": map[string]any{"mimeType": "application/json", "text": request}},
			"response": map[string]any{"status": 400, "statusText": loose(), "httpVersion": "HTTP/1.1", "headers": head,
				"content": map[string]any{"mimeType": "application/json", "text": response}},
		}
	}
	query := "?mobile=" + planted["phone"] + "&q=" + url.QueryEscape(person())
	document := map[string]any{"log": map[string]any{
		"version": "1.2", "creator": map[string]any{"name": "test", "version": "1"},
		"entries": []any{
			entry("https://tenant.example.com/api/v2/sdk/login/aliyun-mobile-auth"+query, `{"access_token":`+
				string(inside)+`}`, `{"error_code":"IDAAS.SDK.LOGIN.1008","error_msg":`+string(inside)+`,"d":"`+
				base64.StdEncoding.EncodeToString([]byte(person()))+`"}`),
			entry("https://dypnsapi.aliyuncs.com/?Action=GetMobile&Signature=bWFkZS11cA%3D%3D", person(),
				`{"Code":"isv.X","Message":`+string(inside)+`}`),
			entry("https://api.example.com/u/"+planted["session"]+"/"+planted["phone"]+query, person(), person()),
		},
	}}
	raw, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	har = filepath.Join(dir, "case-"+planted["phone"]+".har")
	log = filepath.Join(dir, "log-"+planted["session"]+".txt")
	const stamp = "11-28 10:15:0"
	lines := "--------- beginning of main\n" +
		stamp + "7.820  8123  8123 I IDaaSSDK: AliOneStepListener success: code=1002, data=" +
		planted["session"] + "\n" +
		stamp + "8.820  8123  8123 E AuthSDK : {\"code\":\"600025\",\"msg\":" + string(inside) + "}\n" +
		stamp + "8.920  8123  8123 E AuthSDK : onTokenFailed code=600025 " + loose() + "\n" +
		stamp + "9.820  8123  8123 E AndroidRuntime: FATAL EXCEPTION: main " + loose() + "\n" +
		stamp + "9.820  8123  8123 E AndroidRuntime: 	at com.acme.A.b(A.java:3) " + loose() + "\n"
	for name, content := range map[string]string{har: string(raw), log: lines} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return har, log
}

// TestOutputIsMasked searches what the commands print of it, errors included.
func TestOutputIsMasked(t *testing.T) {
	v := vault{t.TempDir()}
	har, log := plantedFiles(t, v.dir)
	run := func(stdin string, args ...string) string {
		cmd := v.command(args...)
		cmd.Stdin = strings.NewReader(stdin)
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		for kind, value := range planted {
			if at := strings.Index(string(out), value); at >= 0 {
				t.Errorf("%v prints the %s: …%s…", args, kind, out[max(0, at-120):min(len(out), at+60)])
			}
		}
		return string(out)
	}
	for _, form := range []string{"", "--details", "--json", "--markdown", "--html", "--sarif", "--filter=path:/"} {
		for _, files := range [][]string{{har}, {log}, {har, log}} {
			args := append([]string{"inspect"}, files...)
			if form != "" {
				args = append(args, form)
			}
			if out := run("", args...); len(out) < 100 {
				t.Errorf("%v prints %q", args, out)
			}
		}
	}
	run("", "inspect", filepath.Join(v.dir, "missing-"+planted["phone"]+".har"))
	run("", "inspect", har, "--filter", "hots:"+planted["phone"])
	run("", "explain", `{"code":"600025","msg":"`+planted["phone"]+`"}`)
	run("onTokenFailed 600025 "+person()+"\n"+loose()+"\n", "explain", "-")
	run("onTokenFailed 600025 "+person()+"\n"+loose()+"\n", "explain", "--json", "-")
	out, err := v.command("inspect", "--reveal", "--details", har, log).CombinedOutput()
	if err == nil || !strings.Contains(string(out), planted["phone"]) {
		t.Errorf("with --reveal nothing is printed: the test looks for the wrong values (%v)", err)
	}
}
