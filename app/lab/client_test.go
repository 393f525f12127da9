package lab_test

import (
	"context"
	"encoding/json"
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"loginscope/app/lab"
	"loginscope/inspector"
	"loginscope/inspector/ruleset"
)

// other is what a client that is not ours needs to log in through the proxy.
type other struct {
	proxy, caFile string
	rec           record
	stop          func()
}

func newOther(t *testing.T) *other {
	t.Helper()
	l, c := world(t)
	o := &other{caFile: c.CertFile()}
	o.proxy, o.stop = startProxy(t, l, c, &o.rec)
	return o
}

// signedIn ends the capture and checks that the inspector recognised the login.
func (o *other) signedIn(t *testing.T) {
	t.Helper()
	o.stop()
	r := inspector.Inspect(inspector.Evidence{Events: slices.Values(o.rec.events)}, ruleset.Default())
	if len(r.Flows) != 1 || r.Flows[0].Verdict.Outcome != inspector.SignedIn {
		t.Errorf("report is\n%s", describe(r))
	}
}

func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("run %s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestCurlSignsIn(t *testing.T) {
	t.Parallel()
	o := newOther(t)
	through := []string{"--silent", "--show-error", "--noproxy", "", "--proxy", "http://" + o.proxy, "--cacert",
		o.caFile}
	var fresh struct{ Token string }
	if err := json.Unmarshal([]byte(command(t, "curl", append(through, "https://lab.test/token?carrier=ct")...)),
		&fresh); err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(map[string]string{"access_token": fresh.Token})
	if err != nil {
		t.Fatal(err)
	}
	got := command(t, "curl", append(through,
		"-H", "Content-Type: application/json", "-H", "X-operating-sys-version: 14", "-H", "X-device-fingerprint: curl",
		"-H", "X-agent: curl", "-H", "X-client-id: "+lab.ClientID, "--data", string(body),
		"https://tenant.lab.test/api/v2/sdk/login/aliyun-mobile-auth")...)
	if !strings.Contains(got, `"status":"SUCCESS"`) {
		t.Errorf("curl got %s", got)
	}
	o.signedIn(t)
}

// TestOkHttpSignsIn uses the library that the IDaaS SDK is built on.
func TestOkHttpSignsIn(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a JVM")
	}
	t.Parallel()
	o := newOther(t)
	host, port, err := net.SplitHostPort(o.proxy)
	if err != nil {
		t.Fatal(err)
	}
	const jars = "/usr/share/java/okhttp.jar:/usr/share/java/okio.jar"
	got := command(t, "java", "-XX:TieredStopAtLevel=1", "-cp", jars, "testdata/Login.java", host, port, o.caFile)
	if !strings.Contains(got, `"status":"SUCCESS"`) {
		t.Errorf("OkHttp got %s", got)
	}
	o.signedIn(t)
}
