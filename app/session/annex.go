package session

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// annex is what the table meta holds beside Meta: notes, the list of evidence and the
// summary. Session.mu guards it.
type annex struct {
	notes    map[string]Note // by Subject.key
	evidence map[string]Evidence
	summary  *Summary
	// broken counts the values that are not whole; they are skipped.
	broken int
}

// The beginnings of keys whose values are sealed JSON.
const (
	keyNote     = "note:"
	keyEvidence = "evidence:"
	keySummary  = "summary"
)

// maxValue limits one value of the table meta, in bytes.
const maxValue = 8 << 20

// seal is a value with its checksum before it: the table meta has no column for one.
func seal(key string, v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	if len(raw) > maxValue {
		return "", fmt.Errorf("%d bytes: %w", len(raw), errTooBig)
	}
	return strconv.FormatInt(checksum(nil, []byte(key), raw), 16) + " " + string(raw), nil
}

// unseal is the inverse of seal.
func unseal(key, value string) ([]byte, error) {
	sum, raw, ok := strings.Cut(value, " ")
	if !ok || len(raw) > maxValue || sum != strconv.FormatInt(checksum(nil, []byte(key), []byte(raw)), 16) {
		return nil, errSum
	}
	return []byte(raw), nil
}

// isSealed reports whether the values of a key are sealed.
func isSealed(key string) bool {
	return strings.HasPrefix(key, keyNote) || strings.HasPrefix(key, keyEvidence) || key == keySummary
}

// decodeValue decodes JSON; members that it does not know are skipped.
func decodeValue(raw []byte, v any) error {
	if err := json.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("%w: %w", errWire, err)
	}
	return nil
}

// read takes a value of the file. One that is not whole is counted and skipped.
func (a *annex) read(key, value string) error {
	if !isSealed(key) {
		return nil
	}
	raw, err := unseal(key, value)
	if err == nil {
		switch {
		case strings.HasPrefix(key, keyNote):
			err = a.readNote(raw)
		case strings.HasPrefix(key, keyEvidence):
			err = a.readEvidence(raw)
		default:
			a.summary = new(Summary)
			err = decodeValue(raw, a.summary)
		}
	}
	if err != nil {
		a.broken++
	}
	return err
}

// setValue writes a sealed value of the table meta after keep took it.
func (s *Session) setValue(key string, v any, keep func(*annex) error) error {
	value, err := seal(key, v)
	if err != nil {
		return err
	}
	s.mu.Lock()
	if err = keep(&s.annex); err == nil {
		s.hide()
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.push("write", key, value)
}

// values are the keys and values of the table meta that make a new file say the same.
func (a *annex) values() ([][2]string, error) {
	var out [][2]string
	add := func(key string, v any) error {
		value, err := seal(key, v)
		out = append(out, [2]string{key, value})
		return err
	}
	for _, n := range a.sortedNotes() {
		if err := add(keyNote+n.key(), n); err != nil {
			return nil, err
		}
	}
	for _, e := range a.sortedEvidence() {
		if err := add(keyEvidence+e.ID, e); err != nil {
			return nil, err
		}
	}
	if a.summary != nil {
		if err := add(keySummary, a.summary); err != nil {
			return nil, err
		}
	}
	return out, nil
}
