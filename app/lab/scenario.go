package lab

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
	"sync"

	"loginscope/assets"
)

// defaultScenario is the sample login of the window and the command line.
const defaultScenario = "cm-success"

// family is one data file: scenarios that share a base. Each scenario is laid
// over a copy of the base, field by field; lists are replaced. In titles and
// symptoms {code} and {message} stand for those of the expectation.
type family struct {
	Doc       string            `json:"doc"`
	Base      json.RawMessage   `json:"base"`
	Scenarios []json.RawMessage `json:"scenarios"`
}

var loadOnce = sync.OnceValues(func() ([]Scenario, error) { return load(assets.Lab) })

// Scenarios returns all scenarios, those of one file together and in its order.
func Scenarios() ([]Scenario, error) { return loadOnce() }

// Find returns the named scenario.
func Find(name string) (Scenario, error) {
	all, err := loadOnce()
	if err != nil {
		return Scenario{}, err
	}
	for _, s := range all {
		if s.Name == name {
			return s, nil
		}
	}
	return Scenario{}, fmt.Errorf("find scenario %q: no such scenario", name)
}

// Default returns the sample login: China Mobile, everything in order.
func Default() Scenario {
	s, err := Find(defaultScenario)
	if err != nil {
		// The data is embedded and a test loads it: this is a broken build.
		panic(err)
	}
	return s
}

func load(files fs.FS) ([]Scenario, error) {
	names, err := fs.Glob(files, "lab/*.json")
	if err != nil {
		return nil, fmt.Errorf("list scenarios: %w", err)
	}
	sort.Strings(names)
	var all []Scenario
	seen := map[string]string{}
	for _, name := range names {
		list, err := loadFamily(files, name)
		if err != nil {
			return nil, err
		}
		for _, s := range list {
			if other, dup := seen[s.Name]; dup {
				return nil, fmt.Errorf("load %q: scenario %q stands in %q too", name, s.Name, other)
			}
			seen[s.Name] = name
		}
		all = append(all, list...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("load scenarios: none found")
	}
	return all, nil
}

func loadFamily(files fs.FS, name string) ([]Scenario, error) {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", name, err)
	}
	var f family
	if err := decodeStrict(raw, &f); err != nil {
		return nil, fmt.Errorf("decode %q: %w", name, err)
	}
	var list []Scenario
	for i, row := range f.Scenarios {
		var s Scenario
		for _, layer := range []json.RawMessage{f.Base, row} {
			if len(layer) == 0 {
				continue
			}
			if err := decodeStrict(layer, &s); err != nil {
				return nil, fmt.Errorf("decode scenario %d of %q: %w", i+1, name, err)
			}
		}
		fill(&s)
		s.Family = familyName(name)
		if s.Name == "" || path.Base(s.Name) != s.Name || s.Name != strings.ToLower(s.Name) {
			return nil, fmt.Errorf("load %q: bad scenario name %q", name, s.Name)
		}
		list = append(list, s)
	}
	return list, nil
}

// familyName is a data file's name without the number that orders it.
func familyName(file string) string {
	base := strings.TrimSuffix(path.Base(file), ".json")
	if _, rest, ok := strings.Cut(base, "-"); ok {
		return rest
	}
	return base
}

// decodeStrict refuses unknown fields, so that a typing error in a script is
// an error and not a scenario that silently does nothing.
func decodeStrict(raw []byte, into any) error {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func fill(s *Scenario) {
	r := strings.NewReplacer("{code}", s.Expect.Code, "{message}", s.Expect.Message)
	for _, t := range []*Text{&s.Title, &s.Symptom} {
		t.EN, t.ZH = r.Replace(t.EN), r.Replace(t.ZH)
	}
}

// attempts returns the scripts of all sign-in attempts, each laid over the
// one before it.
func (s Script) attempts() ([]Script, error) {
	list := []Script{s}
	for i, layer := range s.Attempts {
		next, err := list[len(list)-1].clone()
		if err != nil {
			return nil, err
		}
		if err := decodeStrict(layer, &next); err != nil {
			return nil, fmt.Errorf("decode attempt %d: %w", i+2, err)
		}
		list = append(list, next)
	}
	once := list
	for range s.Repeat - 1 {
		list = append(list, once...)
	}
	return list, nil
}

// clone is a deep copy: decoding over a script would else write into the maps
// and lists of the one that it was copied from.
func (s Script) clone() (Script, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return Script{}, fmt.Errorf("copy script: %w", err)
	}
	var c Script
	if err := json.Unmarshal(raw, &c); err != nil {
		return Script{}, fmt.Errorf("copy script: %w", err)
	}
	return c, nil
}
