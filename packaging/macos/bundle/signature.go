package bundle

import (
	"bytes"
	"crypto/sha256"
	"debug/macho"
	"encoding/binary"
	"errors"
	"fmt"
)

// checkSignature holds that a program for Apple silicon is signed, and that the
// hash of each of its pages is the one that was signed: macOS kills any other at
// its start. Who signed it is codesign's to say.
//
// The format is Apple's <Kernel/kern/cs_blobs.h>: big-endian, a "super blob" of
// blobs, one of which is the code directory with the hashes.
func checkSignature(f *macho.File, whole []byte) error {
	for _, l := range f.Loads {
		raw := l.Raw()
		if binary.LittleEndian.Uint32(raw) != loadCodeSignature {
			continue
		}
		offset, size := uint64(binary.LittleEndian.Uint32(raw[8:])), uint64(binary.LittleEndian.Uint32(raw[12:]))
		if offset+size > uint64(len(whole)) {
			return errors.New("reading signature: it is beyond the end")
		}
		directory, err := codeDirectory(whole[offset : offset+size])
		if err != nil {
			return fmt.Errorf("reading signature: %w", err)
		}
		return checkPages(directory, whole)
	}
	return errors.New("is not signed: Apple silicon would not start it")
}

// directory is struct CS_CodeDirectory, up to the page size.
type directory struct {
	Magic, Length, Version, Flags, Hashes, Name, SpecialSlots, Slots, Limit uint32
	HashSize, HashType, Platform, PageSize                                  uint8
}

const (
	magicSignature = 0xfade0cc0
	magicDirectory = 0xfade0c02
	hashSHA256     = 2
)

func codeDirectory(blob []byte) ([]byte, error) {
	if len(blob) < 12 || binary.BigEndian.Uint32(blob) != magicSignature {
		return nil, errors.New("it is none")
	}
	for n := range binary.BigEndian.Uint32(blob[8:]) {
		entry := 12 + 8*int(n)
		if entry+8 > len(blob) {
			break
		}
		at := int(binary.BigEndian.Uint32(blob[entry+4:]))
		if at+8 <= len(blob) && binary.BigEndian.Uint32(blob[at:]) == magicDirectory {
			if end := at + int(binary.BigEndian.Uint32(blob[at+4:])); end <= len(blob) {
				return blob[at:end], nil
			}
		}
	}
	return nil, errors.New("it has no code directory")
}

func checkPages(raw, whole []byte) error {
	var d directory
	if err := binary.Read(bytes.NewReader(raw), binary.BigEndian, &d); err != nil {
		return fmt.Errorf("reading code directory: %w", err)
	}
	if d.HashType != hashSHA256 || d.HashSize != sha256.Size || d.PageSize > 16 || d.Slots == 0 {
		return fmt.Errorf("reading code directory: %d hashes of kind %d", d.Slots, d.HashType)
	}
	if uint64(d.Limit) > uint64(len(whole)) {
		return errors.New("reading code directory: it is of a longer program")
	}
	code := whole[:d.Limit]
	page := 1 << d.PageSize
	for n := range int(d.Slots) {
		from, hash := n*page, int(d.Hashes)+n*sha256.Size
		if from >= len(code) || hash+sha256.Size > len(raw) {
			return errors.New("reading code directory: it has more pages than the program")
		}
		got := sha256.Sum256(code[from:min(from+page, len(code))])
		if !bytes.Equal(got[:], raw[hash:hash+sha256.Size]) {
			return fmt.Errorf("page %d is not the one that was signed", n)
		}
	}
	if int(d.Slots)*page < len(code) {
		return errors.New("reading code directory: it has fewer pages than the program")
	}
	return nil
}
