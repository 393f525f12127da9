// Package merge adds to an app's network_security_config.xml what the login
// needs, and keeps everything else byte for byte: rules, comments, order,
// indentation, line ends. It owns the edit of the text; what is permitted is
// worked out by nsc, and it writes no file.
//
// Laws, each checked on the result before it is handed out: the result has no
// fault; every host asked for may be spoken to over HTTP, its subdomains too;
// every other rule of the app gives the same answers as before; trust in user
// CAs is added in debug-overrides only; merging the result again changes
// nothing.
package merge

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"loginscope/inspector/androidapp/nsc"
	"loginscope/inspector/androidapp/xmltree"
	"loginscope/lang"
	"loginscope/problem"
)

// Want is what a configuration is to allow.
type Want struct {
	// Hosts are to be reachable over HTTP, with their subdomains.
	Hosts []string
	// DebugCAs is true when debuggable builds are to trust CAs that the user
	// installed, as an intercepting proxy needs.
	DebugCAs bool
}

// Result is the merged file.
type Result struct {
	Text    []byte
	Changed bool
	// Diff is a unified diff from the old text to the new, "" if nothing changed.
	Diff string
	// Added says what was added, one line each: "domain enrichgw.10010.com".
	Added []string
}

// ErrConflict says that a rule of the app contradicts what is needed in a way
// that only a person can settle.
var ErrConflict = problem.NewOfPart("cannot merge by itself",
	lang.Both("The network security configuration was not changed.", "网络安全配置未修改。"),
	lang.Both("A rule of the app contradicts what the login needs.", "应用现有规则与登录所需规则冲突。"),
	lang.Both("Correct the file by hand, then try again.", "请手动修改该文件后重试。"))

// Fix merges. An empty src gives a new file; name is used in the diff only.
func Fix(name string, src []byte, want Want) (Result, error) {
	text := src
	if len(bytes.TrimSpace(src)) == 0 {
		text = []byte(
			"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<network-security-config>\n</network-security-config>\n")
	}
	var added []string
	for range 4 * (len(want.Hosts) + 2) {
		next, what, err := step(text, want)
		if err != nil {
			return Result{}, fmt.Errorf("merge %q: %w", name, err)
		}
		if what == "" {
			return finish(name, src, text, added, want)
		}
		text, added = next, append(added, what)
	}
	return Result{}, fmt.Errorf("merge %q: %w: the edits do not settle", name, ErrConflict)
}

func finish(name string, src, text []byte, added []string, want Want) (Result, error) {
	r := Result{Text: text, Changed: !bytes.Equal(src, text), Added: added}
	if err := verify(src, text, want); err != nil {
		return Result{}, fmt.Errorf("merge %q: %w", name, err)
	}
	if r.Changed {
		r.Diff = udiff.Unified("a/"+name, "b/"+name, string(src), string(text))
	}
	return r, nil
}

// step makes the first edit that is still needed and names it, "" for none.
// One edit at a time keeps every offset true.
func step(text []byte, want Want) ([]byte, string, error) {
	d, err := open(text)
	if err != nil {
		return nil, "", err
	}
	for _, h := range want.Hosts {
		e := d.policy.For(h)
		explicit := e.Matched != nil && e.Origin.Kind == nsc.FromDomain
		if explicit && e.Cleartext && d.policy.For("x."+h).Cleartext {
			continue
		}
		out, err := d.permit(nsc.NormalHost(h), want.Hosts)
		return out, "domain " + h, err
	}
	if want.DebugCAs && !trustsUser(d.cfg.Debug) {
		return d.trustUser(), `debug-overrides certificates src="user"`, nil
	}
	return text, "", nil
}

func trustsUser(s *nsc.Section) bool {
	if s == nil || s.Anchors == nil {
		return false
	}
	for _, a := range *s.Anchors {
		if a.Source == nsc.UserCAs {
			return true
		}
	}
	return false
}

// document is a parsed text with the means to edit it.
type document struct {
	text   []byte
	bom    int
	root   *xmltree.Node
	cfg    *nsc.Config
	policy *nsc.Policy
}

const bom = "\ufeff"

// open parses; a file that the platform would refuse is not merged into.
func open(text []byte) (*document, error) {
	d := &document{text: text}
	if bytes.HasPrefix(text, []byte(bom)) {
		d.bom = len(bom)
	}
	if err := utf8Only(text[d.bom:]); err != nil {
		return nil, err
	}
	if bytes.Contains(text, []byte("<!ENTITY")) {
		return nil, fmt.Errorf("%w: nothing is added to a file that declares some", xmltree.ErrEntities)
	}
	var err error
	if d.root, err = xmltree.Parse(text[d.bom:]); err != nil {
		return nil, err
	}
	if enc := strings.ToLower(d.root.Encoding); enc != "" && enc != "utf-8" && enc != "us-ascii" {
		return nil, encoded(enc)
	}
	d.cfg = nsc.Parse(d.root)
	if len(d.cfg.Faults) > 0 {
		f := d.cfg.Faults[0]
		return nil, fmt.Errorf("%w: line %d: %s %s; correct it first", ErrConflict, f.Line, f.Kind, f.Detail)
	}
	d.policy = policyOf(d.cfg, false)
	return d, nil
}

// policyOf works with a target past all defaults, so that nothing is permitted
// but what the file says.
func policyOf(c *nsc.Config, debuggable bool) *nsc.Policy {
	return nsc.NewPolicy(nsc.App{TargetSDK: 36, Config: c, Debuggable: debuggable})
}

// utf8Only refuses a declared encoding in which offsets would not be true.
func utf8Only(text []byte) error {
	if same := xmltree.UTF8(text); len(text) > 0 && &same[0] != &text[0] {
		return fmt.Errorf("%w: file is in UTF-16; save it as UTF-8 to have it completed", ErrConflict)
	}
	head, _, _ := bytes.Cut(text[:min(len(text), 200)], []byte("?>"))
	_, enc, ok := strings.Cut(strings.ToLower(string(head)), "encoding=")
	if !ok || len(enc) < 2 {
		return nil
	}
	value, _, _ := strings.Cut(enc[1:], enc[:1])
	if value != "utf-8" && value != "us-ascii" {
		return encoded(value)
	}
	return nil
}

func encoded(name string) error {
	return fmt.Errorf("%w: file is in %s, which aapt2 does not read; save it as UTF-8", ErrConflict, name)
}
