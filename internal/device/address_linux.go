package device

import (
	"io"
	"os"
	"path/filepath"
	"strings"
)

// fault is why the sound server did not tell, as a sentence part for a
// person.
type fault string

func (f fault) Error() string { return string(f) }

//words:mark
const (
	faultNone    fault = "no sound server is running"
	faultNetwork fault = "PULSE_SERVER names a server on the network, which Vestibule never opens"
	faultHung    fault = "the sound server does not answer"
	faultDenied  fault = "the sound server refuses Vestibule: no fitting cookie"
	faultGarbled fault = "the sound server's answer is not understood"
	faultEnded   fault = "the sound server ended the connection"
	faultClosed  fault = "the sound connection is closed"
)

// serverSockets gives the paths of the UNIX sockets where the sound server
// may be, in the order to try them. It reads what libpulse reads
// (PULSE_SERVER, PULSE_RUNTIME_PATH, XDG_RUNTIME_DIR), but never gives an
// address on the network: where PULSE_SERVER names nothing else, that is a
// fault.
func serverSockets(env func(string) string) ([]string, error) {
	list := strings.Fields(env("PULSE_SERVER"))
	if len(list) == 0 {
		for _, dir := range []string{env("PULSE_RUNTIME_PATH"), join(env("XDG_RUNTIME_DIR"), "pulse")} {
			if filepath.IsAbs(dir) {
				return []string{filepath.Join(dir, "native")}, nil
			}
		}
		return nil, faultNone
	}
	var sockets []string
	network := false
	for _, s := range list {
		if strings.HasPrefix(s, "{") { // {host}address: only for that machine
			host, address, ok := strings.Cut(s[1:], "}")
			if !ok || !thisMachine(host) {
				continue
			}
			s = address
		}
		path := strings.TrimPrefix(s, "unix:")
		switch {
		case filepath.IsAbs(path):
			sockets = append(sockets, path)
		case path == s: // tcp:, tcp4:, tcp6: or a bare host name
			network = true
		}
	}
	switch {
	case len(sockets) > 0:
		return sockets, nil
	case network:
		return nil, faultNetwork
	}
	return nil, faultNone
}

// thisMachine says whether PulseAudio's {…} means us: it writes the machine
// id, or the host name where there is none.
func thisMachine(name string) bool {
	if id, err := readLine("/etc/machine-id"); err == nil && id == name {
		return true
	}
	host, err := os.Hostname()
	return err == nil && host == name
}

// cookieSize is the size of a PulseAudio cookie (PA_NATIVE_COOKIE_LENGTH).
const cookieSize = 256

// cookies gives the cookies to try, in order. The library reads only
// ~/.config/pulse/cookie, which is wrong with another XDG_CONFIG_HOME. The
// last is all zeros, for a server that asks for none.
func cookies(env func(string) string) [][]byte {
	files := []string{
		env("PULSE_COOKIE"),
		join(env("XDG_CONFIG_HOME"), "pulse/cookie"),
		join(env("HOME"), ".config/pulse/cookie"),
		join(env("HOME"), ".pulse-cookie"),
	}
	var list [][]byte
	seen := map[string]bool{}
	for _, name := range files {
		if !filepath.IsAbs(name) || seen[name] {
			continue
		}
		seen[name] = true
		if c, err := readCookie(name); err == nil {
			list = append(list, c)
		}
	}
	return append(list, make([]byte, cookieSize))
}

// readCookie reads exactly one cookie. Anything but a plain file is none: a
// pipe would make us wait.
func readCookie(name string) ([]byte, error) {
	fi, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !fi.Mode().IsRegular() {
		return nil, os.ErrInvalid
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c := make([]byte, cookieSize)
	if _, err := io.ReadFull(f, c); err != nil {
		return nil, err
	}
	return c, nil
}

// join is filepath.Join, but nothing under an empty folder is nothing.
func join(dir, name string) string {
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, name)
}
