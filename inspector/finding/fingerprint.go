package finding

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// Fingerprint gives each finding its name: of check, subject, module and builds, so that
// it outlives a change of lines, files and wording. Of findings that agree in all
// three, the second and later also count their number.
func Fingerprint(findings []Finding) {
	times := map[string]int{}
	for i := range findings {
		f := &findings[i]
		key := f.Check + "\x00" + f.Subject + "\x00" + f.Parts()
		times[key]++
		if n := times[key]; n > 1 {
			key += "\x00" + strconv.Itoa(n)
		}
		sum := sha256.Sum256([]byte(key))
		f.Fingerprint = hex.EncodeToString(sum[:16])
	}
}
