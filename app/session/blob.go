package session

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// A packed blob is one byte that names the coding, then the bytes. Bodies
// under packMin, and those that compression does not shrink by an eighth
// (images, what is already gzip), are stored as they are.

const (
	codingRaw  byte = 0
	codingZstd byte = 1

	packMin = 512
	// unpackMax limits what a packed blob may unfold to, so that a damaged or
	// hostile file cannot exhaust memory. Longer blobs are not compressed.
	unpackMax = 64 << 20
)

var errBlob = errors.New("malformed body")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// coders are shared by all sessions of a process: both are safe for
// concurrent use through EncodeAll and DecodeAll, and costly to build.
var coders = sync.OnceValues(func() (*zstd.Encoder, *zstd.Decoder) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
	if err != nil {
		panic("session: zstd encoder options: " + err.Error())
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(2),
		zstd.WithDecoderMaxMemory(unpackMax), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic("session: zstd decoder options: " + err.Error())
	}
	return enc, dec
})

// pack returns nil for an empty blob.
func pack(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	if len(b) >= packMin && len(b) <= unpackMax {
		enc, _ := coders()
		out := enc.EncodeAll(b, append(make([]byte, 0, len(b)/2), codingZstd))
		if len(out) < len(b)-len(b)/8 {
			return out
		}
	}
	return append([]byte{codingRaw}, b...)
}

func unpack(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	switch b[0] {
	case codingRaw:
		return append([]byte(nil), b[1:]...), nil
	case codingZstd:
		_, dec := coders()
		out, err := dec.DecodeAll(b[1:], nil)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errBlob, err)
		}
		return out, nil
	}
	return nil, fmt.Errorf("coding %d: %w", b[0], errBlob)
}

// checksum covers what a record or chunk says: a flipped bit in the file is
// then damage and not another truth. The parts are separated by their lengths.
func checksum(numbers []int64, parts ...[]byte) int64 {
	var buf [8]byte
	sum := uint32(0)
	for _, n := range numbers {
		sum = crc32.Update(sum, castagnoli, binary.BigEndian.AppendUint64(buf[:0], uint64(n)))
	}
	for _, p := range parts {
		sum = crc32.Update(sum, castagnoli, binary.BigEndian.AppendUint64(buf[:0], uint64(len(p))))
		sum = crc32.Update(sum, castagnoli, p)
	}
	return int64(sum)
}
