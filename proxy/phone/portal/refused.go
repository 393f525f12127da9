package portal

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"loginscope/lang"
)

// Refused answers a device that may not use the proxy yet: it says what to do
// and leads to the portal, which stays open to it. Nothing of the request was
// forwarded.
func (p *Portal) Refused(w http.ResponseWriter, r *http.Request) {
	lang := language(r)
	v := map[string]string{"Lang": "en", "Portal": "http://" + p.cfg.Host + "/", "Device": p.cfg.Client(r).Device}
	if lang == "zh" {
		v["Lang"] = "zh-Hans"
	}
	for k, t := range refusedTexts {
		v[k] = t.In(lang)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(v["Title"] + "\n" + v["Device"] + "\n" + v["Do"] + "\n"))
		return
	}
	var b bytes.Buffer
	if err := refusedPage.Execute(&b, v); err != nil {
		http.Error(w, v["Title"], http.StatusForbidden)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v["Lang"])
	// The page stands under a host of somebody else, so its style is inside.
	h.Set("Content-Security-Policy", "default-src 'none'; style-src '"+refusedHash+"'")
	w.WriteHeader(http.StatusForbidden)
	_, _ = w.Write(b.Bytes())
}

// Hint describes what a user agent says of its phone, "" if nothing.
func Hint(userAgent string) string {
	p := ParseUserAgent(userAgent)
	var out []string
	if p.Maker != Stock {
		out = append(out, makerNames[p.Maker].EN)
	}
	switch {
	case p.IOS:
		out = append(out, "iOS")
	case p.Sure:
		out = append(out, "Android "+strconv.Itoa(p.Android))
	case p.Android > 0:
		out = append(out, "Android")
	}
	return strings.Join(out, ", ")
}

var refusedTexts = map[string]lang.Text{
	"Title": text("This phone is not allowed yet", "本手机尚未获准使用代理"),
	"What": text(
		"The request was not forwarded. Whoever runs Loginscope must allow this phone once.",
		"请求未被转发。需要由 Loginscope 的使用者允许一次。",
	),
	"Do": text(
		"Allow it in Loginscope’s window, or start it with --allow and this address. Then load the page again.",
		"请在 Loginscope 窗口中允许，或以 --allow 加上此地址启动，然后刷新本页。",
	),
	"Address": text("Address of this phone", "本手机的地址"),
	"Open":    text("Open the set-up page", "打开接入页面"),
}

const refusedStyle = `:root{color-scheme:light dark;--g:#f4f6fa;--c:#fff;--t:#1c2330;--m:#5b6678;--l:#dfe4ee;--a:#1558c0;--o:#fff}
@media(prefers-color-scheme:dark){:root{--g:#15171c;--c:#1e222a;--t:#e8eaf0;--m:#a7b0bf;--l:#333944;--a:#7ab4ff;--o:#0c1220}}
body{margin:0;padding:16px;background:var(--g);color:var(--t);font:16px/1.5 system-ui,"Noto Sans SC","PingFang SC",sans-serif}
main{max-width:600px;margin:0 auto;background:var(--c);border:1px solid var(--l);border-radius:14px;padding:20px}
h1{font-size:1.3rem;line-height:1.3;margin:0 0 8px}p{margin:8px 0}.m{color:var(--m)}code{font:600 1.1em ui-monospace,monospace}
a{display:block;margin-top:16px;padding:12px;border-radius:10px;text-align:center;font-weight:600;text-decoration:none;background:var(--a);color:var(--o)}`

var refusedHash = func() string {
	s := sha256.Sum256([]byte(refusedStyle))
	return "sha256-" + base64.StdEncoding.EncodeToString(s[:])
}()

var refusedPage = template.Must(template.New("refused").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title><style>` + refusedStyle + `</style></head>
<body><main><p class="m">Loginscope</p><h1>{{.Title}}</h1><p>{{.What}}</p><p class="m">{{.Address}}<br><code>{{.Device}}</code></p><p>{{.Do}}</p>
<a href="{{.Portal}}?lang={{if eq .Lang "en"}}en{{else}}zh{{end}}">{{.Open}}</a></main></body></html>
`))
