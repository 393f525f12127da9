package bundle

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"loginscope/inspector"
	"loginscope/inspector/cause"
	"loginscope/inspector/redact/evidence"
	"loginscope/lang"
)

// contextForm is context.json: what the inspection knew beside the session, so that it comes
// to the same verdict elsewhere.
type contextForm struct {
	Schema  string       `json:"schema"`
	Version int          `json:"version"`
	Now     time.Time    `json:"now,omitzero"`
	Attach  string       `json:"attach,omitempty"`
	App     *appForm     `json:"app,omitempty"`
	Tenants []string     `json:"tenants,omitempty"`
	Facts   []signalForm `json:"facts,omitempty"`
	// ClocksMS says by how much the clocks of devices are ahead.
	ClocksMS map[string]int64 `json:"clocks_ms,omitempty"`
	Portal   []string         `json:"portal,omitempty"`
}

type appForm struct {
	Package        string          `json:"package"`
	Signatures     []string        `json:"signatures,omitempty"`
	SDKVersion     string          `json:"sdk_version,omitempty"`
	TargetSDK      int             `json:"target_sdk,omitempty"`
	CleartextHosts map[string]bool `json:"cleartext_hosts,omitempty"`
	Facts          []signalForm    `json:"facts,omitempty"`
}

// signalForm is a cause.Signal with the words that a check gave it.
type signalForm struct {
	cause.Signal
	Text  lang.Text `json:"text,omitzero"`
	Sure  bool      `json:"sure,omitempty"`
	Names []string  `json:"names,omitempty"`
}

// maxContext limits the lists of a context that is read.
const maxContext = 4096

// EncodeContext writes context.json, masked. App is left out with the kind App, clocks and
// devices with Phone.
func EncodeContext(c inspector.Context, m evidence.Masker, leave map[Kind]bool) ([]byte, error) {
	f := contextForm{
		Schema: "loginscope/bundle-context", Version: 1, Now: c.Now, Attach: string(c.Attach), Tenants: c.Tenants,
		Facts: signals(c.Facts, m.Texts.Text, m.Texts.Sentence),
	}
	if a := c.App; a != nil && !leave[App] {
		f.App = appOf(a, m.Texts.Text, m.Texts.Sentence)
	}
	if !leave[Phone] {
		for device, ahead := range c.Clocks {
			if f.ClocksMS == nil {
				f.ClocksMS = map[string]int64{}
			}
			f.ClocksMS[m.Device(device)] = ahead.Milliseconds()
		}
		for _, d := range c.Portal {
			f.Portal = append(f.Portal, m.Device(d))
		}
		slices.Sort(f.Portal)
	}
	return indented(f)
}

// appOf is the form of what is known of an app; value and sentence mask.
func appOf(a *inspector.AppFacts, value, sentence func(string) string) *appForm {
	return &appForm{value(a.Package), a.Signatures, a.SDKVersion, a.TargetSDK, a.CleartextHosts,
		signals(a.Facts, value, sentence)}
}

// facts is the inverse of appOf.
func (a *appForm) facts() *inspector.AppFacts {
	return &inspector.AppFacts{Package: a.Package, Signatures: a.Signatures, SDKVersion: a.SDKVersion,
		TargetSDK: a.TargetSDK, CleartextHosts: a.CleartextHosts, Facts: read(a.Facts)}
}

// EncodeApp writes what is known of an app as context.json has it; nil for mask keeps it in
// clear, for the app's own session.
func EncodeApp(a *inspector.AppFacts, mask *evidence.Masker) ([]byte, error) {
	same := func(s string) string { return s }
	if mask == nil {
		return json.Marshal(appOf(a, same, same))
	}
	return json.Marshal(appOf(a, mask.Texts.Text, mask.Texts.Sentence))
}

// DecodeApp is the inverse of EncodeApp.
func DecodeApp(raw []byte) (*inspector.AppFacts, error) {
	var a appForm
	if err := json.Unmarshal(raw, &a); err != nil {
		return nil, fmt.Errorf("facts of an app: %w", ErrDamaged)
	}
	if n := len(a.Signatures) + len(a.CleartextHosts) + len(a.Facts); n > maxContext {
		return nil, fmt.Errorf("facts of an app: %d items: %w", n, ErrTooBig)
	}
	return a.facts(), nil
}

func signals(list []cause.Signal, value, sentence func(string) string) []signalForm {
	var out []signalForm
	for _, s := range list {
		s.Detail = value(s.Detail)
		text := lang.Text{EN: sentence(s.Text.EN), ZH: sentence(s.Text.ZH)}
		out = append(out, signalForm{s, text, s.Sure, s.Names})
	}
	return out
}

// DecodeContext reads context.json.
func DecodeContext(raw []byte) (inspector.Context, error) {
	var f contextForm
	if err := json.Unmarshal(raw, &f); err != nil {
		return inspector.Context{}, fmt.Errorf("%s: %w", ContextName, ErrDamaged)
	}
	c := inspector.Context{
		Now: f.Now, Attach: inspector.Attach(f.Attach), Tenants: f.Tenants, Portal: f.Portal, Facts: read(f.Facts),
	}
	for device, ms := range f.ClocksMS {
		if c.Clocks == nil {
			c.Clocks = map[string]time.Duration{}
		}
		c.Clocks[device] = time.Duration(ms) * time.Millisecond
	}
	if a := f.App; a != nil {
		c.App = a.facts()
	}
	if n := len(c.Tenants) + len(c.Facts) + len(c.Clocks) + len(c.Portal); n > maxContext {
		return inspector.Context{}, fmt.Errorf("%s has %d items: %w", ContextName, n, ErrTooBig)
	}
	return c, nil
}

func read(list []signalForm) []cause.Signal {
	var out []cause.Signal
	for _, f := range list {
		s := f.Signal
		s.Text, s.Sure, s.Names = f.Text, f.Sure, f.Names
		out = append(out, s)
	}
	return out
}

func indented(v any) ([]byte, error) {
	raw, err := json.MarshalIndent(v, "", "  ")
	return append(raw, '\n'), err
}
