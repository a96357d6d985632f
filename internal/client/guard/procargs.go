package guard

import (
	"bytes"
	"encoding/binary"
)

// mostArguments bounds what is believed of a process's arguments.
const mostArguments = 4096

// argumentsOf reads what the kernel of macOS gives for KERN_PROCARGS2
// (<sys/sysctl.h>): the number of arguments, the program's path, its padding of
// zeros, the arguments, and then the environment, of which nothing is kept. The
// process itself may have written over all of it.
func argumentsOf(data []byte) []string {
	if len(data) < 4 {
		return nil
	}
	count := binary.LittleEndian.Uint32(data)
	path, rest, ok := bytes.Cut(data[4:], []byte{0})
	if !ok || len(path) == 0 || count > mostArguments {
		return nil
	}
	rest = bytes.TrimLeft(rest, "\x00")
	var out []string
	for range count {
		word, left, ok := bytes.Cut(rest, []byte{0})
		if !ok && len(word) == 0 {
			break
		}
		out, rest = append(out, string(word)), left
	}
	return out
}
