package har

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loginscope/proxy/exchange"
)

// producer is what a file of one tool holds.
type producer struct {
	file              string
	kept, skipped     int
	statuses          []int // 0 for no response
	protos            []string
	request, response string // of the first exchange that has one
	messages          int
	failure           exchange.FailureCause // of the last exchange, "" for none
	port              int                   // of the first exchange
	start             string                // of the first exchange, UTC
	device, server    string                // of the first exchange
	cookie            string                // of the first request, "" for none
	// responseSizeUnstored is that of the last response, whose text the file lacks.
	responseSizeUnstored int64
}

// producers are the tools whose files are read, with what a file of theirs holds. The
// files are our own, made after the tools' documentation and source.
var producers = []producer{
	{file: "chrome.har", kept: 3, skipped: 1, statuses: []int{200, 101, 0}, protos: []string{"HTTP/3.0", "HTTP/1.1", ""},
		request: `{"access_token":"t1"}`, response: `{"status":"SUCCESS"}`, messages: 2, failure: exchange.FailRefused,
		port: 443, start: "2026-11-30T02:15:03.12Z", server: "[2001:db8::7]:443", cookie: "sid=1"},
	{file: "firefox.har", kept: 2, statuses: []int{200, 0}, protos: []string{"HTTP/2.0", ""}, request: "a=1&b=%E4%B8%AD",
		response: "中", failure: exchange.FailUnclassified, port: 8443, start: "2026-11-30T02:15:03.12Z",
		server: "192.0.2.7:8443", cookie: "sid=1"},
	{file: "safari.har", kept: 1, statuses: []int{200}, protos: []string{"HTTP/2.0"}, response: "\x89PNG",
		port: 443, start: "2026-11-30T02:15:03Z", server: "192.0.2.7:443"},
	{file: "charles.har", kept: 2, skipped: 1, statuses: []int{200, 0}, protos: []string{"HTTP/1.1", "HTTP/1.1"},
		request: "a=1", response: `{"a":1}`, failure: exchange.FailDNS, port: 9743, start: "2026-11-30T02:15:03.12Z",
		device: "192.168.1.20", server: "192.0.2.7:9743"},
	{file: "fiddler.har", kept: 2, skipped: 1, statuses: []int{200, 502}, protos: []string{"HTTP/1.1", "HTTP/1.1"},
		request: `{"a":1}`, response: `{"b":2}`, port: 443, start: "2026-11-30T02:15:03.1234567Z", device: "192.168.1.20",
		server: "192.0.2.7:443"},
	{file: "proxyman.har", kept: 2, statuses: []int{200, 0}, protos: []string{"HTTP/1.1", "HTTP/1.1"},
		request: `{"a":1}`, response: `{"b":2}`, failure: exchange.FailTLS, port: 443, start: "2026-11-30T02:15:03Z",
		device: "192.168.1.20", server: "192.0.2.7:443"},
	{file: "mitmproxy.har", kept: 3, statuses: []int{200, 101, 0}, protos: []string{"HTTP/2.0", "HTTP/1.1", "HTTP/1.1"},
		request: "a=1", response: "\x00\x01\x02", messages: 2, failure: exchange.FailReset, port: 443,
		start: "2026-11-30T02:15:03.12Z", server: "192.0.2.7:443"},
	{file: "httptoolkit.har", kept: 2, statuses: []int{200, 0}, protos: []string{"HTTP/2.0", "HTTP/1.1"},
		request: `{"a":1}`, response: `{"b":2}`, failure: exchange.FailUnclassified, port: 443,
		start: "2026-11-30T02:15:03.12Z"},
	{file: "reqable.har", kept: 2, statuses: []int{200, 200}, protos: []string{"HTTP/2.0", "HTTP/1.1"}, request: `{"a":1}`,
		response: `{"b":2}`, port: 443, start: "2026-11-30T02:15:03.12Z", device: "192.168.1.20",
		server: "192.0.2.7:443", responseSizeUnstored: 900},
	{file: "whistle.har", kept: 2, statuses: []int{200, 0}, protos: []string{"HTTP/1.1", "HTTP/1.1"}, request: "a=1",
		response: `{"b":2}`, failure: exchange.FailTimeout, port: 443, start: "2026-11-30T02:15:03.12Z",
		device: "192.168.1.20", server: "192.0.2.7:443"},
}

func TestProducers(t *testing.T) {
	for _, p := range producers {
		t.Run(p.file, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join("testdata", "producers", p.file))
			if err != nil {
				t.Fatal(err)
			}
			events, st := read(t, string(raw))
			var all []exchange.Exchange
			messages := 0
			for _, ev := range events {
				switch ev := ev.(type) {
				case exchange.Finished:
					all = append(all, ev.Exchange)
				case exchange.Frame:
					messages++
				}
			}
			if st.Kept != p.kept || st.Skipped != p.skipped || st.Broken != 0 || len(all) != p.kept {
				t.Fatalf("%+v, %d exchanges", st, len(all))
			}
			if messages != p.messages {
				t.Errorf("%d messages", messages)
			}
			p.check(t, all)
		})
	}
	files, err := filepath.Glob(filepath.Join("testdata", "producers", "*.har"))
	if err != nil || len(files) != len(producers) {
		t.Errorf("%d files, %d expectations: %v", len(files), len(producers), err)
	}
}

func (p producer) check(t *testing.T, all []exchange.Exchange) {
	t.Helper()
	var statuses []int
	var protos []string
	request, response := "", ""
	for _, x := range all {
		status := 0
		if x.Response != nil {
			status = x.Response.Status
			if response == "" {
				response = string(x.Response.Body.Head)
			}
		}
		if request == "" {
			request = string(x.Request.Body.Head)
		}
		statuses, protos = append(statuses, status), append(protos, x.Request.Proto)
	}
	if !slices.Equal(statuses, p.statuses) || !slices.Equal(protos, p.protos) {
		t.Errorf("statuses %v, protocols %q", statuses, protos)
	}
	if request != p.request || !strings.HasPrefix(response, p.response) || p.response == "" {
		t.Errorf("request %q, response %q", request, response)
	}
	first, last := all[0], all[len(all)-1]
	if first.Port != p.port || first.Server.Remote != p.server || first.Device != p.device ||
		first.Request.Header.Get("Cookie") != p.cookie {
		t.Errorf("port %d, server %q, device %q, cookie %q", first.Port, first.Server.Remote, first.Device,
			first.Request.Header.Get("Cookie"))
	}
	if start := first.Timing.Start.UTC().Format("2006-01-02T15:04:05.9999999Z"); start != p.start {
		t.Errorf("start %s", start)
	}
	cause := exchange.FailureCause("")
	if last.Failure != nil {
		cause = last.Failure.Cause
	}
	if cause != p.failure {
		t.Errorf("failure %q: %+v", cause, last.Failure)
	}
	if r := last.Response; p.responseSizeUnstored > 0 && (r.Body.Size != p.responseSizeUnstored || r.Body.Kept() != 0) {
		t.Errorf("last body %+v", r.Body)
	}
}
