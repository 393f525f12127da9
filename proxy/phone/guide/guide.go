// Package guide describes how a test phone can be attached. It ranks the attach
// methods by how little they change the login, and says what each one shows, hides
// and breaks, with the steps for phone and computer. It holds data and texts alone:
// nothing here touches a phone.
//
// The law: a statement carries its certainty. What follows from Android's
// sources or the vendors' documents and was not tried on a phone is inferred.
package guide

import (
	"strings"

	"loginscope/codes"
	"loginscope/lang"
)

// ID names an attach method; the values are those of inspector.Attach.
type ID string

// The attach methods.
const (
	WiFi   ID = "wifi-proxy"
	USB    ID = "usb-reverse"
	Global ID = "global-proxy"
	VPN    ID = "vpn"
	None   ID = "none"
)

// Advice says whether an attach method is recommended.
type Advice string

// The kinds of advice.
const (
	Recommended Advice = "recommended"
	Usable      Advice = "usable"
	Warned      Advice = "warned"      // breaks the login; for viewing requests
	NotOffered  Advice = "not-offered" // explained, but Loginscope does not do it
	Control     Advice = "control"     // changes nothing, shows the least
)

// Statement is a sentence with its certainty.
type Statement struct {
	Text      lang.Text       `json:"text"`
	Certainty codes.Certainty `json:"certainty"`
}

// Code is a return code that a way can cause by itself, so that the login
// fails on the attached phone though it works without.
type Code struct {
	Space     codes.Space     `json:"space"`
	Code      string          `json:"code"`
	Why       lang.Text       `json:"why"`
	Certainty codes.Certainty `json:"certainty"`
}

// Method is one way to attach a phone.
type Method struct {
	ID     ID     `json:"id"`
	Rank   int    `json:"rank"` // 1 is best
	Advice Advice `json:"advice"`
	// Title names it, Short says in a sentence why it stands where it does.
	Title lang.Text `json:"title"`
	Short lang.Text `json:"short"`
	// Visible and Hidden say what is and what is not captured.
	Visible []Statement `json:"visible"`
	Hidden  []Statement `json:"hidden"`
	// Codes can be caused by the way itself.
	Codes []Code `json:"codes,omitempty"`
	// Steps say how it is done. "{host}" and "{port}" stand for the proxy's
	// address; Fill puts them in.
	Steps []lang.Text `json:"steps"`
}

// Methods lists all ways, the best first. The result is the caller's own.
func Methods() []Method {
	return []Method{wifi(), usb(), global(), vpn(), none()}
}

// Find returns a way by its name.
func Find(id ID) (Method, bool) {
	for _, w := range Methods() {
		if w.ID == id {
			return w, true
		}
	}
	return Method{}, false
}

// Fill returns the steps in a language with the proxy's address put in.
func (w Method) Fill(lang, host, port string) []string {
	r := strings.NewReplacer("{host}", host, "{port}", port)
	out := make([]string, len(w.Steps))
	for i, s := range w.Steps {
		out[i] = r.Replace(s.In(lang))
	}
	return out
}
