package signing

import (
	"bytes"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"loginscope/inspector/androidapp/archive"
)

// JAR says whether the entries of a file still are what its v1 signature says.
type JAR struct {
	// State is Unchecked when there is no v1 signature, when newer schemes stand
	// for it on every phone that the app runs on, or when Problem says why.
	State Content `json:"state"`
	// Changed names the first entries that differ, are not signed or are gone.
	Changed []string `json:"changed,omitempty"`
	// More counts further ones.
	More    int    `json:"more,omitempty"`
	Problem string `json:"problem,omitempty"`
}

// maxChanged limits the list of entries that a report names.
const maxChanged = 20

func (j *JAR) changed(name string) {
	j.State = Altered
	if len(j.Changed) < maxChanged {
		j.Changed = append(j.Changed, name)
		return
	}
	j.More++
}

// verifyEntries digests every entry and holds it against the manifest; each must
// be in every .SF file whose signature holds. Content is streamed, so it costs
// time and no memory.
func verifyEntries(a *archive.Archive, v v1, minSDK int) JAR {
	j := JAR{State: Intact}
	for _, name := range v.manifest.sorted {
		if _, ok := a.Lookup(name); !ok {
			j.changed(name)
		}
	}
	left := int64(maxEntryBytes)
	for _, e := range a.Entries {
		if strings.HasSuffix(e.Name, "/") || strings.HasPrefix(e.Name, "META-INF/") {
			continue // Android asks for no digest of these
		}
		n, ok := intact(a, e.Name, v.manifest.named[e.Name].digests(ofEntry, minSDK), left)
		if left -= n; left < 0 {
			return JAR{Problem: fmt.Sprintf("the entries are larger than the %d bytes that are digested",
				maxEntryBytes)}
		}
		unsigned := slices.ContainsFunc(v.sfs, func(sf *jarFile) bool { _, in := sf.named[e.Name]; return !in })
		if !ok || unsigned {
			j.changed(e.Name)
		}
	}
	return j
}

// intact digests one entry and returns how many bytes it read for that.
func intact(a *archive.Archive, name string, want []jarDigest, limit int64) (n int64, ok bool) {
	var hashes []hash.Hash
	var all []io.Writer
	for _, d := range want {
		h := d.hash.New()
		hashes, all = append(hashes, h), append(all, h)
	}
	if len(want) == 0 {
		return 0, false
	}
	n, err := a.Stream(io.MultiWriter(all...), name, limit)
	for i, d := range want {
		if err != nil || !bytes.Equal(hashes[i].Sum(nil), d.sum) {
			return n, false
		}
	}
	return n, true
}
