package res

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The chunk types that the readers meet.
const (
	chunkStringPool     = 0x0001
	chunkTable          = 0x0002
	chunkXML            = 0x0003
	chunkStartNamespace = 0x0100
	chunkEndNamespace   = 0x0101
	chunkStartElement   = 0x0102
	chunkEndElement     = 0x0103
	chunkCData          = 0x0104
	chunkResourceMap    = 0x0180
	chunkPackage        = 0x0200
	chunkType           = 0x0201
	chunkTypeSpec       = 0x0202
)

// ErrMalformed is in every error that says that compiled bytes break their format.
var ErrMalformed = errors.New("malformed")

// chunk is one chunk of a compiled file: Header covers the header, Data the whole chunk from its
// first byte. Both share the memory that was parsed.
type chunk struct {
	Type   uint16
	Header []byte
	Data   []byte
	// Offset is where the chunk starts in what was parsed.
	Offset int
}

// body is what follows the header.
func (c chunk) body() []byte { return c.Data[len(c.Header):] }

// nextChunk reads the chunk at offset. It never reads past b.
func nextChunk(b []byte, offset int) (chunk, error) {
	if offset < 0 || offset > len(b) || len(b)-offset < 8 {
		return chunk{}, fmt.Errorf("%w chunk at %d: header cut off", ErrMalformed, offset)
	}
	rest := b[offset:]
	header, size := int(u16(rest, 2)), int64(u32(rest, 4))
	if header < 8 || size < int64(header) || size > int64(len(rest)) {
		return chunk{}, fmt.Errorf("%w chunk at %d: header %d, size %d, %d bytes left",
			ErrMalformed, offset, header, size, len(rest))
	}
	return chunk{Type: u16(rest, 0), Header: rest[:header:header], Data: rest[:size:size], Offset: offset}, nil
}

// u16 reads a little-endian number; it is 0 past the end.
func u16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint16(b[at:])
}

// u32 reads a little-endian number; it is 0 past the end.
func u32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint32(b[at:])
}
