package app

import (
	"context"
	"net"
	"strconv"
	"strings"

	"loginscope/app/engine"
	"loginscope/app/ui"
)

// captureDesk keeps what a person decides of captures among the settings. It is
// the window's CaptureDesk.
type captureDesk struct {
	engine   *engine.Engine
	settings ui.Settings
	desk     *desk
}

// The settings' keys.
const (
	keyPort          = "capture.port"
	keyPassThrough   = "capture.pass_through"
	keySkipVerify    = "capture.skip_verify"
	keyAllowLocal    = "capture.allow_local"
	keyCarriers      = "capture.intercept_carriers"
	keyEgress        = "capture.egress"
	keyUpstreamCA    = "capture.upstream_ca"
	keyUpstreamProxy = "capture.upstream_proxy"
)

// maxChoice bounds what is kept of one choice.
const maxChoice = 64 << 10

// texts are the settings that hold text, and where they stand in c.
func texts(c *ui.CaptureChoices) map[string]*string {
	return map[string]*string{
		keyPort: &c.Port, keyPassThrough: &c.PassThrough, keySkipVerify: &c.SkipVerify, keyAllowLocal: &c.AllowLocal,
		keyEgress: &c.Egress, keyUpstreamCA: &c.UpstreamCA, keyUpstreamProxy: &c.UpstreamProxy,
	}
}

// Choices is for ui.CaptureDesk.
func (d *captureDesk) Choices() ui.CaptureChoices {
	c := ui.CaptureChoices{Carriers: d.settings.BoolWithFallback(keyCarriers, false)}
	for key, at := range texts(&c) {
		*at = d.settings.StringWithFallback(key, "")
	}
	return c
}

// Choose is for ui.CaptureDesk.
func (d *captureDesk) Choose(_ context.Context, c ui.CaptureChoices) *ui.Problem {
	for _, text := range texts(&c) {
		if *text = strings.TrimSpace(*text); len(*text) > maxChoice {
			return problem(&engine.ChoiceError{Choice: engine.ChoiceLength, Value: strconv.Itoa(len(*text))})
		}
	}
	o, err := typed(c)
	if err == nil {
		_, err = o.Options()
	}
	if err != nil {
		return problem(err)
	}
	for key, text := range texts(&c) {
		d.settings.SetString(key, *text)
	}
	d.settings.SetBool(keyCarriers, c.Carriers)
	if st := d.engine.Status(); st.Capturing {
		d.desk.StartCapture(moved(st.Address, o.Listen()))
	}
	return nil
}

// moved is an address with the port of another.
func moved(address, to string) string {
	host, _, err := net.SplitHostPort(address)
	_, port, err2 := net.SplitHostPort(to)
	if err != nil || err2 != nil {
		return to
	}
	return net.JoinHostPort(host, port)
}

// kept are the choices that were kept. A port that cannot be read, because
// somebody changed the file, is one that does not exist.
func (d *captureDesk) kept() engine.Choices {
	c, err := typed(d.Choices())
	if err != nil {
		c.Port = -1
	}
	return c
}

// typed reads choices as they were typed.
func typed(c ui.CaptureChoices) (engine.Choices, error) {
	out := engine.Choices{
		PassThrough: entries(c.PassThrough), SkipVerify: entries(c.SkipVerify), AllowLocal: entries(c.AllowLocal), Egress: entries(c.Egress),
		InterceptCarriers: c.Carriers, UpstreamCA: strings.TrimSpace(c.UpstreamCA), UpstreamProxy: strings.TrimSpace(c.UpstreamProxy),
	}
	if port := strings.TrimSpace(c.Port); port != "" {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 {
			return out, &engine.ChoiceError{Choice: engine.ChoicePort, Value: port}
		}
		out.Port = n
	}
	return out, nil
}

// entries are the entries of a list, each on a line or after a comma.
func entries(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\r\n\t ,，;；、", r) })
}
