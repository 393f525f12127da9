package app

import (
	"context"
	"net"

	"loginscope/app/engine"
	"loginscope/app/ui/look"
)

// captures keeps what a person decides of captures among the settings.
type captures struct {
	engine   *engine.Engine
	settings look.Settings
	// start begins a capture, or moves the one that runs; it returns at once.
	start func(address string)
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

// texts are the settings that hold text, and where they stand in t.
func texts(t *engine.Typed) map[string]*string {
	return map[string]*string{
		keyPort: &t.Port, keyPassThrough: &t.PassThrough, keySkipVerify: &t.SkipVerify, keyAllowLocal: &t.AllowLocal,
		keyEgress: &t.Egress, keyUpstreamCA: &t.UpstreamCA, keyUpstreamProxy: &t.UpstreamProxy,
	}
}

// Choices returns what is kept, as it was typed.
func (c *captures) Choices() engine.Typed {
	t := engine.Typed{Carriers: c.settings.BoolWithFallback(keyCarriers, false)}
	for key, at := range texts(&t) {
		*at = c.settings.StringWithFallback(key, "")
	}
	return t
}

// Choose checks choices and keeps them; a capture that runs begins anew.
func (c *captures) Choose(_ context.Context, t engine.Typed) error {
	if err := t.Trim(); err != nil {
		return err
	}
	o, err := t.Choices()
	if err == nil {
		_, err = o.Options()
	}
	if err != nil {
		return err
	}
	for key, text := range texts(&t) {
		c.settings.SetString(key, *text)
	}
	c.settings.SetBool(keyCarriers, t.Carriers)
	if st := c.engine.Status(); st.Capturing {
		c.start(moved(st.Address, o.Listen()))
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
func (c *captures) kept() engine.Choices {
	o, err := c.Choices().Choices()
	if err != nil {
		o.Port = -1
	}
	return o
}
