package portal

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"text/template"
)

// certificates maps each download to its handler. Androids differ in what
// their file picker offers: .crt is taken by all, some refuse .pem or .cer.
func (p *Portal) certificates() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{
		"/loginscope-ca.crt":          p.file(p.cfg.DER, "application/x-x509-ca-cert", "loginscope-ca.crt"),
		"/loginscope-ca.cer":          p.file(p.cfg.DER, "application/pkix-cert", "loginscope-ca.cer"),
		"/loginscope-ca.pem":          p.file(p.cfg.PEM, "application/x-pem-file", "loginscope-ca.pem"),
		"/loginscope-ca.mobileconfig": p.profile,
	}
}

func (p *Portal) file(data []byte, kind, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
		_, _ = w.Write(data)
	}
}

// profile is an iOS configuration profile with one root certificate in it
// (Apple, Configuration Profile Reference, com.apple.security.root).
func (p *Portal) profile(w http.ResponseWriter, _ *http.Request) {
	var b bytes.Buffer
	err := profileTemplate.Execute(&b, map[string]string{
		"Name": p.cfg.Name, "Data": base64.StdEncoding.EncodeToString(p.cfg.DER),
		"Outer": uuid(p.cfg.DER, "profile"), "Inner": uuid(p.cfg.DER, "certificate"),
	})
	if err != nil {
		http.Error(w, "profile: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/x-apple-aspen-config")
	w.Header().Set("Content-Disposition", `attachment; filename="loginscope-ca.mobileconfig"`)
	_, _ = w.Write(b.Bytes())
}

// uuid derives a stable identifier, so that installing twice replaces.
func uuid(der []byte, role string) string {
	s := sha256.Sum256(append([]byte(role), der...))
	return fmt.Sprintf("%X-%X-%X-%X-%X", s[0:4], s[4:6], s[6:8], s[8:10], s[10:16])
}

var profileTemplate = template.Must(template.New("mobileconfig").Parse(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>app.loginscope.ca</string>
<key>PayloadUUID</key><string>{{.Outer}}</string>
<key>PayloadDisplayName</key><string>{{html .Name}}</string>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>app.loginscope.ca.root</string>
<key>PayloadUUID</key><string>{{.Inner}}</string>
<key>PayloadDisplayName</key><string>{{html .Name}}</string>
<key>PayloadContent</key><data>{{.Data}}</data>
</dict></array>
</dict></plist>
`))
