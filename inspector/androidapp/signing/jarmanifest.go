package signing

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// jarFile is a META-INF/MANIFEST.MF or *.SF: a main section, then one for each
// entry. Format: the JAR File Specification, as Android reads it.
type jarFile struct {
	raw    []byte
	main   jarSection
	named  map[string]jarSection
	sorted []string // the names, in the order of the file
}

// jarSection is one block of attributes. raw has its lines and the blank one
// behind them, over which a .SF file's digest goes.
type jarSection struct {
	raw   []byte
	attrs map[string]string // by lower-case name
}

// parseJARFile reads a manifest. What Android refuses is an error: a section
// without a name, a name that stands twice, a line without a colon.
func parseJARFile(raw []byte) (*jarFile, error) {
	f := &jarFile{raw: raw, named: map[string]jarSection{}}
	r := jarReader{b: raw}
	var err error
	if f.main, _, err = r.section(); err != nil {
		return nil, err
	}
	for n := 1; ; n++ {
		s, ok, err := r.section()
		if err != nil || !ok {
			return f, err
		}
		name, named := s.attrs["name"]
		if !named {
			return nil, fmt.Errorf("%w: section %d has no name", ErrMalformed, n)
		}
		if _, twice := f.named[name]; twice {
			return nil, fmt.Errorf("%w: section %q stands twice", ErrMalformed, name)
		}
		f.named[name] = s
		f.sorted = append(f.sorted, name)
	}
}

// jarReader walks over the lines of a jarFile.
type jarReader struct {
	b  []byte
	at int
}

// section reads the next block; blank lines before it belong to nobody.
func (r *jarReader) section() (s jarSection, ok bool, err error) {
	s.attrs = map[string]string{}
	start, line := r.at, []byte(nil)
	for len(line) == 0 {
		if r.at >= len(r.b) {
			return s, false, nil
		}
		start = r.at
		line = r.attribute()
	}
	for len(line) > 0 {
		name, value, found := bytes.Cut(line, []byte(": "))
		if !found {
			return s, false, fmt.Errorf("%w: line %q of a manifest", ErrMalformed, line[:min(len(line), 40)])
		}
		s.attrs[strings.ToLower(string(name))] = string(value)
		line = nil
		if r.at < len(r.b) {
			line = r.attribute()
		}
	}
	s.raw = r.b[start:r.at]
	return s, true, nil
}

// attribute reads a line with its continuations, which begin with a blank.
func (r *jarReader) attribute() []byte {
	line := r.line()
	for len(line) > 0 && r.at < len(r.b) && r.b[r.at] == ' ' {
		line = append(line[:len(line):len(line)], r.line()[1:]...)
	}
	return line
}

// line reads up to a line end of any of the three kinds.
func (r *jarReader) line() []byte {
	rest := r.b[r.at:]
	i := bytes.IndexAny(rest, "\r\n")
	if i < 0 {
		r.at = len(r.b)
		return rest
	}
	r.at += i + 1
	if rest[i] == '\r' && i+1 < len(rest) && rest[i+1] == '\n' {
		r.at++
	}
	return rest[:i]
}

// jarAlgorithms are the digests that Android takes from a manifest, strongest
// first; where several are there, the first counts.
var jarAlgorithms = []struct {
	names []string
	hash  crypto.Hash
}{
	{[]string{"sha-512"}, crypto.SHA512},
	{[]string{"sha-384"}, crypto.SHA384},
	{[]string{"sha-256"}, crypto.SHA256},
	{[]string{"sha1", "sha-1", "sha"}, crypto.SHA1},
}

// jarDigest is a digest that a section states.
type jarDigest struct {
	hash crypto.Hash
	sum  []byte
}

// oldDigests is the last platform that takes the weaker digest of two.
const oldDigests = 17

// digests finds "SHA-256-Digest: …", or with another suffix: the strongest one,
// and all where platforms count that take a weaker one.
func (s jarSection) digests(suffix string, minSDK int) []jarDigest {
	var out []jarDigest
	for _, a := range jarAlgorithms {
		for _, n := range a.names {
			value, ok := s.attrs[n+suffix]
			if !ok {
				continue
			}
			sum, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(value)) // what it is not matches nothing
			out = append(out, jarDigest{a.hash, sum})
		}
	}
	if len(out) > 1 && minSDK > oldDigests {
		return out[:1]
	}
	return out
}

// matches reports whether all digests are those of b; no digest matches nothing.
func matches(list []jarDigest, b []byte) bool {
	for _, d := range list {
		if !bytes.Equal(sumOf(d.hash, b), d.sum) {
			return false
		}
	}
	return len(list) > 0
}

// The suffixes of digest attributes.
const (
	ofEntry    = "-digest"
	ofManifest = "-digest-manifest"
	ofMain     = "-digest-manifest-main-attributes"
)

// covers checks that a .SF file speaks of this very manifest: of the whole one,
// else of each section that the .SF file names.
func (sf *jarFile) covers(manifest *jarFile, minSDK int) error {
	// This signer counts the lines of a section otherwise, and writes a digest
	// of the main section that Android passes over.
	signtool := strings.Contains(sf.main.attrs["created-by"], "signtool")
	if d := sf.main.digests(ofMain, minSDK); len(d) > 0 && !signtool && !matches(d, manifest.main.raw) {
		return errors.New("the manifest's main section was changed")
	}
	if matches(sf.main.digests(ofManifest, minSDK), manifest.raw) {
		return nil
	}
	for _, name := range sf.sorted {
		s, ok := manifest.named[name]
		if !ok {
			return fmt.Errorf("the manifest has no section %q", name)
		}
		raw := s.raw
		if signtool && bytes.HasSuffix(raw, []byte("\n\n")) {
			raw = raw[:len(raw)-1]
		}
		if !matches(sf.named[name].digests(ofEntry, minSDK), raw) {
			return fmt.Errorf("the manifest's section %q was changed", name)
		}
	}
	return nil
}
