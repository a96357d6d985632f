// Command fat joins Mach-O binaries of several architectures into one
// universal binary, as lipo -create does.
//
//	fat OUTPUT INPUT...
//
// The format is <mach-o/fat.h>: a big-endian header, one entry an
// architecture, then each binary, byte for byte (a signature inside it stays
// good), at a multiple of 16 KiB.
package main

import (
	"bytes"
	"debug/macho"
	"encoding/binary"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: fat OUTPUT INPUT...")
		os.Exit(2)
	}
	if err := join(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "fat:", err)
		os.Exit(1)
	}
}

const alignment = 14 // as a power of two: a page of arm64

// entry is struct fat_arch.
type entry struct{ CPU, SubCPU, Offset, Size, Align uint32 }

func join(output string, inputs []string) error {
	entries := make([]entry, len(inputs))
	binaries := make([][]byte, len(inputs))
	seen := map[macho.Cpu]bool{}
	offset := uint32(8 + 20*len(inputs))
	for i, name := range inputs {
		data, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("reading binary: %w", err)
		}
		m, err := macho.NewFile(bytes.NewReader(data))
		if err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
		if seen[m.Cpu] {
			return fmt.Errorf("reading %s: a second binary for %v", name, m.Cpu)
		}
		seen[m.Cpu] = true
		offset = aligned(offset)
		entries[i] = entry{uint32(m.Cpu), m.SubCpu, offset, uint32(len(data)), alignment}
		binaries[i] = data
		offset += uint32(len(data))
	}

	var b bytes.Buffer
	binary.Write(&b, binary.BigEndian, uint32(macho.MagicFat)) // a buffer takes everything
	binary.Write(&b, binary.BigEndian, uint32(len(inputs)))
	binary.Write(&b, binary.BigEndian, entries)
	for i, data := range binaries {
		b.Write(make([]byte, int(entries[i].Offset)-b.Len()))
		b.Write(data)
	}
	if err := os.WriteFile(output, b.Bytes(), 0o755); err != nil {
		return fmt.Errorf("writing universal binary: %w", err)
	}
	return nil
}

func aligned(offset uint32) uint32 {
	const page = 1 << alignment
	return (offset + page - 1) / page * page
}
