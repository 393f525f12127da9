package signing

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	_ "crypto/sha256" // the digests of the schemes
	_ "crypto/sha512"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"slices"

	"loginscope/inspector/androidapp/archive"
)

// algorithm is a signature algorithm of the APK signing schemes.
type algorithm struct {
	hash crypto.Hash
	pss  bool
	// tree is true for the fs-verity digest, which is not computed here.
	tree bool
}

var algorithms = map[uint32]algorithm{
	0x0101: {hash: crypto.SHA256, pss: true},
	0x0102: {hash: crypto.SHA512, pss: true},
	0x0103: {hash: crypto.SHA256},
	0x0104: {hash: crypto.SHA512},
	0x0201: {hash: crypto.SHA256},
	0x0202: {hash: crypto.SHA512},
	0x0301: {hash: crypto.SHA256},
	0x0421: {hash: crypto.SHA256, tree: true},
	0x0423: {hash: crypto.SHA256, tree: true},
	0x0425: {hash: crypto.SHA256, tree: true},
}

// verify checks that the key in the block is the certificate's, that one of the
// signatures over the signed data was made with it, and that signatures and
// digests name the same algorithms.
func verify(signer Signature, key, signed []byte, sigs []digest) error {
	cert := signer.Certificates[0]
	sameAlgorithms := slices.EqualFunc(sigs, signer.digests,
		func(a, b digest) bool { return a.algorithm == b.algorithm })
	if !sameAlgorithms {
		return errors.New("signatures and digests name different algorithms")
	}
	if cert.id.key == nil {
		return errors.New("the certificate's key cannot be read")
	}
	if !bytes.Equal(cert.id.spki, key) {
		return errors.New("the key in the signing block is not the certificate's")
	}
	if len(sigs) == 0 {
		return errors.New("it has no signature")
	}
	for _, s := range sigs {
		if alg, ok := algorithms[s.algorithm]; ok {
			return alg.check(cert.id.key, signed, s.value)
		}
	}
	return errors.New("none of its algorithms is one that Android knows")
}

func (a algorithm) check(key any, signed, sig []byte) error {
	h := a.hash.New()
	h.Write(signed)
	sum := h.Sum(nil)
	if k, ok := key.(*rsa.PublicKey); ok && a.pss {
		return rsa.VerifyPSS(k, a.hash, sum, sig, &rsa.PSSOptions{SaltLength: a.hash.Size()})
	}
	return verifySum(key, a.hash, sum, sig)
}

// Content says whether a file still is what was signed.
type Content string

// The states of the content. Unchecked stands for a v1-only file, an unknown
// digest, or a file above the caller's limit.
const (
	Unchecked Content = ""
	Intact    Content = "intact"
	Altered   Content = "altered"
)

const chunkSize = 1 << 20

// verifyContent computes the chunked digest that v2 and v3 share.
func verifyContent(a *archive.Archive, b *block, sigs []Signature, limit int64) Content {
	if a.Size > limit {
		return Unchecked
	}
	for _, s := range sigs {
		for _, d := range s.digests {
			alg, ok := algorithms[d.algorithm]
			if !ok || alg.tree {
				continue
			}
			got, err := contentDigest(a, b, alg.hash)
			switch {
			case err != nil:
				return Unchecked
			case bytes.Equal(got, d.value):
				return Intact
			}
			return Altered
		}
	}
	return Unchecked
}

// contentDigest hashes the three sections (entries, central directory, end
// record) in chunks of a megabyte, then the chunk digests. The end record
// counts as if the directory began where the signing block does.
func contentDigest(a *archive.Archive, b *block, kind crypto.Hash) ([]byte, error) {
	end, err := a.Section(a.End, a.Size-a.End)
	if err != nil || len(end) < 22 {
		return nil, fmt.Errorf("read end record: %w", errors.Join(err, archive.ErrTruncated))
	}
	binary.LittleEndian.PutUint32(end[16:], uint32(b.start))
	t := tree{kind: kind, h: kind.New(), buf: make([]byte, chunkSize)}
	if err := t.section(a, 0, b.start); err != nil {
		return nil, err
	}
	if err := t.section(a, a.Directory, a.End-a.Directory); err != nil {
		return nil, err
	}
	t.chunk(end)
	return t.sum(), nil
}

type tree struct {
	kind  crypto.Hash
	h     hash.Hash
	buf   []byte
	sums  []byte
	count uint32
}

func (t *tree) section(a *archive.Archive, at, n int64) error {
	for n > 0 {
		size := min(n, chunkSize)
		if _, err := a.Source().ReadAt(t.buf[:size], at); err != nil {
			return fmt.Errorf("read %d bytes at %d: %w", size, at, err)
		}
		t.chunk(t.buf[:size])
		at, n = at+size, n-size
	}
	return nil
}

func (t *tree) chunk(b []byte) {
	t.h.Reset()
	t.h.Write(binary.LittleEndian.AppendUint32([]byte{0xa5}, uint32(len(b))))
	t.h.Write(b)
	t.sums = t.h.Sum(t.sums)
	t.count++
}

func (t *tree) sum() []byte {
	t.h.Reset()
	t.h.Write(binary.LittleEndian.AppendUint32([]byte{0x5a}, t.count))
	t.h.Write(t.sums)
	return t.h.Sum(nil)
}
