package restype

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The chunk types that the readers meet.
const (
	ChunkStringPool     = 0x0001
	ChunkTable          = 0x0002
	ChunkXML            = 0x0003
	ChunkStartNamespace = 0x0100
	ChunkEndNamespace   = 0x0101
	ChunkStartElement   = 0x0102
	ChunkEndElement     = 0x0103
	ChunkCData          = 0x0104
	ChunkResourceMap    = 0x0180
	ChunkPackage        = 0x0200
	ChunkType           = 0x0201
	ChunkTypeSpec       = 0x0202
)

// ErrMalformed is in every error that says that compiled bytes break their format.
var ErrMalformed = errors.New("malformed")

// Chunk is one chunk: Head covers the header, Data the whole chunk from its
// first byte. Both share the memory that was parsed.
type Chunk struct {
	Type uint16
	Head []byte
	Data []byte
	// Offset is where the chunk starts in what was parsed.
	Offset int
}

// Body is what follows the header.
func (c Chunk) Body() []byte { return c.Data[len(c.Head):] }

// Next reads the chunk at offset. It never reads past b.
func Next(b []byte, offset int) (Chunk, error) {
	if offset < 0 || offset > len(b) || len(b)-offset < 8 {
		return Chunk{}, fmt.Errorf("%w chunk at %d: header cut off", ErrMalformed, offset)
	}
	rest := b[offset:]
	head, size := int(U16(rest, 2)), int64(U32(rest, 4))
	if head < 8 || size < int64(head) || size > int64(len(rest)) {
		return Chunk{}, fmt.Errorf("%w chunk at %d: header %d, size %d, %d bytes left", ErrMalformed, offset, head, size, len(rest))
	}
	return Chunk{Type: U16(rest, 0), Head: rest[:head:head], Data: rest[:size:size], Offset: offset}, nil
}

// U16 reads a little-endian number; it is 0 past the end.
func U16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint16(b[at:])
}

// U32 reads a little-endian number; it is 0 past the end.
func U32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.LittleEndian.Uint32(b[at:])
}
