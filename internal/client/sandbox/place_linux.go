package sandbox

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// xdg-dbus-proxy can be reached by nothing but a socket with a name: clients
// connect to a bus by its address, more than once and from several processes,
// so that no connected pair could be handed to them. The name is in a folder of
// its own, which only the person can enter, and goes once the client has the
// socket in its own folders: afterwards nothing outside leads to it.

// placesName is the folder of the proxies' sockets in XDG_RUNTIME_DIR.
const placesName = "vestibule-guard"

// newPlace makes the folder of one proxy's socket, and takes away those whose
// proxy has ended while nobody of ours was there to do so.
func newPlace(runtime string) (string, error) {
	places := filepath.Join(runtime, placesName)
	for try := 0; ; try++ {
		place, err := makePlace(places)
		// Another start may have taken the empty folder away just now.
		if try == 8 || !errors.Is(err, os.ErrNotExist) {
			return place, err
		}
	}
}

func makePlace(places string) (string, error) {
	if err := os.Mkdir(places, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	fi, err := os.Lstat(places)
	if err != nil {
		return "", err
	}
	if st, ok := fi.Sys().(*syscall.Stat_t); !fi.IsDir() || !ok || int(st.Uid) != os.Getuid() || fi.Mode().Perm() != 0o700 {
		return "", fmt.Errorf("%s is not a folder of ours alone", places)
	}
	sweep(places)
	return os.MkdirTemp(places, fmt.Sprintf("%d-", os.Getpid()))
}

// removePlace takes the folder of a proxy's socket away, and that of all of
// them if it is empty.
func removePlace(place string) {
	if place == "" {
		return
	}
	_ = os.RemoveAll(place)
	_ = os.Remove(filepath.Dir(place))
}

// Places lists the folders of proxies' sockets that are there; used says that
// one of them can be reached. None is there but while a client starts, or
// after a crash in that moment.
func (g *Guard) Places() (list []string, used bool) {
	runtime, err := g.runtimeDir()
	if err != nil {
		return nil, false
	}
	places := filepath.Join(runtime, placesName)
	fi, err := os.Lstat(places)
	if err != nil || !fi.IsDir() {
		return nil, false
	}
	items, _ := os.ReadDir(places)
	for _, item := range items {
		conn, err := net.DialTimeout("unix", filepath.Join(places, item.Name(), "bus"), time.Second)
		if err == nil {
			conn.Close()
			used = true
		}
	}
	return []string{places}, used
}

// RemovePlaces takes away what Places lists, and gives it, if nothing of it is
// in use.
func (g *Guard) RemovePlaces() []string {
	list, used := g.Places()
	if used {
		return nil
	}
	for _, dir := range list {
		_ = os.RemoveAll(dir)
	}
	return list
}

// sweep takes away the places whose proxy has ended after the process that
// made them. A live one takes its own away.
func sweep(places string) {
	list, err := os.ReadDir(places)
	if err != nil {
		return
	}
	for _, item := range list {
		number, _, _ := strings.Cut(item.Name(), "-")
		maker, err := strconv.Atoi(number)
		if err != nil || maker <= 1 || syscall.Kill(maker, 0) != syscall.ESRCH {
			continue
		}
		dir := filepath.Join(places, item.Name())
		conn, err := net.DialTimeout("unix", filepath.Join(dir, "bus"), time.Second)
		if err == nil {
			conn.Close()
			continue
		}
		if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, os.ErrNotExist) {
			removePlace(dir)
		}
	}
}
