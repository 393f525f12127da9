package aar

import (
	"encoding/binary"

	"loginscope/inspector/androidapp/archive"
)

// maxHead limits what is read of a native library: its headers stand in front.
const maxHead = 64 << 10

// Alignment is the smallest alignment of the loadable segments of an ELF file,
// which a phone with pages of 16 KB wants to be 16384 or more, see
// https://developer.android.com/guide/practices/page-sizes. It is 0 if the file
// is no ELF file or cannot be read.
func Alignment(a *archive.Archive, name string) int64 {
	b, err := a.Head(name, maxHead)
	if err != nil {
		return 0
	}
	return loadAlign(b)
}

func loadAlign(b []byte) int64 {
	if len(b) < 64 || string(b[:4]) != "\x7fELF" {
		return 0
	}
	order := binary.ByteOrder(binary.LittleEndian)
	if b[5] == 2 {
		order = binary.BigEndian
	}
	wide := b[4] == 2
	var at uint64
	var size, count int
	if wide {
		at, size, count = order.Uint64(b[32:]), int(order.Uint16(b[54:])), int(order.Uint16(b[56:]))
	} else {
		at, size, count = uint64(order.Uint32(b[28:])), int(order.Uint16(b[42:])), int(order.Uint16(b[44:]))
	}
	least := int64(0)
	for i := range count {
		from := at + uint64(i*size)
		if from > uint64(len(b)) || uint64(len(b))-from < 56 && wide || uint64(len(b))-from < 32 {
			return 0
		}
		h := b[from:]
		if order.Uint32(h) != 1 { // PT_LOAD
			continue
		}
		align := int64(order.Uint32(h[28:]))
		if wide {
			align = int64(order.Uint64(h[48:]))
		}
		if least == 0 || align < least {
			least = align
		}
	}
	return least
}
