//go:build linux

package e2e

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// keyboard is a keyboard with a pointer, plugged into a Wayland compositor by
// the protocols virtual-keyboard-unstable-v1 and
// wlr-virtual-pointer-unstable-v1. A tool that plugs one in for each key will not
// do: at every new one the focus goes from the window and comes back.
type keyboard struct {
	conn *net.UnixConn
	last uint32 // object number given out last
	own  uint32 // the keyboard's
	ptr  uint32 // the pointer's
	keys map[string]uint32
	at   uint32 // milliseconds, one a key
}

// keyNames are the keys it has, by their names in X.
var keyNames = []string{"Escape", "Tab", "ISO_Left_Tab", "Return", "space", "Left", "Right", "F2", "n", "x", "z"}

// Requests of the objects that are used, by their place in the protocol.
const (
	displayObject   = 1
	displaySync     = 0
	displayRegistry = 1
	registryBind    = 0
	managerCreate   = 0
	keyboardKeymap  = 0
	keyboardKey     = 1
	pointerTo       = 1
	pointerButton   = 2
	pointerFrame    = 4
)

// plugIn makes a keyboard at the compositor's socket.
func plugIn(socket string) (k *keyboard, err error) {
	fail := func(err error) (*keyboard, error) {
		if k != nil {
			k.conn.Close()
		}
		return nil, fmt.Errorf("plugging in a keyboard: %w", err)
	}
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return fail(err)
	}
	k = &keyboard{conn: conn, last: displayObject, keys: map[string]uint32{}}
	registry := k.id()
	if err := k.send(displayObject, displayRegistry, registry); err != nil {
		return fail(err)
	}
	var seat, manager, pointers uint32
	err = k.sync(func(object uint32, opcode uint16, body []byte) error {
		if object != registry || opcode != 0 || len(body) < 12 {
			return nil
		}
		name := binary.NativeEndian.Uint32(body)
		length := binary.NativeEndian.Uint32(body[4:])
		if int(length)+8 > len(body) || length == 0 {
			return errors.New("the compositor says what cannot be read")
		}
		var err error
		switch iface := string(body[8 : 8+length-1]); iface {
		case "wl_seat":
			seat, err = k.bind(registry, name, iface)
		case "zwp_virtual_keyboard_manager_v1":
			manager, err = k.bind(registry, name, iface)
		case "zwlr_virtual_pointer_manager_v1":
			pointers, err = k.bind(registry, name, iface)
		}
		return err
	})
	if err == nil && (seat == 0 || manager == 0 || pointers == 0) {
		err = errors.New("the compositor takes none")
	}
	if err != nil {
		return fail(err)
	}
	k.own = k.id()
	if err := k.send(manager, managerCreate, seat, k.own); err != nil {
		return fail(err)
	}
	if err := k.keymap(); err != nil {
		return fail(err)
	}
	k.ptr = k.id()
	if err := k.send(pointers, managerCreate, seat, k.ptr); err != nil {
		return fail(err)
	}
	if err := k.sync(nil); err != nil {
		return fail(err)
	}
	return k, nil
}

func (k *keyboard) id() uint32 { k.last++; return k.last }

func (k *keyboard) bind(registry, name uint32, iface string) (uint32, error) {
	id := k.id()
	text := append([]byte(iface), 0)
	body := binary.NativeEndian.AppendUint32(nil, name)
	body = binary.NativeEndian.AppendUint32(body, uint32(len(text)))
	body = append(body, text...)
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	body = binary.NativeEndian.AppendUint32(body, 1) // version
	body = binary.NativeEndian.AppendUint32(body, id)
	return id, k.write(registry, registryBind, body, nil)
}

func (k *keyboard) send(object uint32, opcode uint16, args ...uint32) error {
	var body []byte
	for _, a := range args {
		body = binary.NativeEndian.AppendUint32(body, a)
	}
	return k.write(object, opcode, body, nil)
}

func (k *keyboard) write(object uint32, opcode uint16, body, oob []byte) error {
	message := binary.NativeEndian.AppendUint32(nil, object)
	message = binary.NativeEndian.AppendUint32(message, uint32(len(body)+8)<<16|uint32(opcode))
	_, _, err := k.conn.WriteMsgUnix(append(message, body...), oob, nil)
	return err
}

// keymap tells the compositor what the keys are.
func (k *keyboard) keymap() error {
	var codes, symbols strings.Builder
	for i, name := range keyNames {
		code := uint32(i + 1)
		k.keys[name] = code
		fmt.Fprintf(&codes, "<K%d> = %d;\n", code, code+8) // X counts from 8
		fmt.Fprintf(&symbols, "key <K%d> {[%s]};\n", code, name)
	}
	text := fmt.Sprintf("xkb_keymap {\nxkb_keycodes \"v\" {\nminimum = 8;\nmaximum = 255;\n%s};\n"+
		"xkb_types \"v\" { include \"complete\" };\nxkb_compatibility \"v\" { include \"complete\" };\n"+
		"xkb_symbols \"v\" {\n%s};\n};\n\x00", codes.String(), symbols.String())
	fd, err := unix.MemfdCreate("keymap", unix.MFD_CLOEXEC)
	if err != nil {
		return err
	}
	file := os.NewFile(uintptr(fd), "keymap")
	defer file.Close()
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	const textV1 = 1 // of wl_keyboard.keymap_format
	body := binary.NativeEndian.AppendUint32(nil, textV1)
	body = binary.NativeEndian.AppendUint32(body, uint32(len(text)))
	return k.write(k.own, keyboardKeymap, body, unix.UnixRights(fd))
}

// set presses a key or lets it go, and returns when the compositor has it.
func (k *keyboard) set(name string, down bool) error {
	code, ok := k.keys[name]
	if !ok {
		return fmt.Errorf("pressing %q: the keyboard has no such key", name)
	}
	k.at++
	state := uint32(0)
	if down {
		state = 1
	}
	if err := k.send(k.own, keyboardKey, k.at, code, state); err != nil {
		return fmt.Errorf("pressing %q: %w", name, err)
	}
	return k.sync(nil)
}

// click moves the pointer to a place on a screen of that size and clicks.
func (k *keyboard) click(x, y, width, height int) error {
	k.at++
	steps := [][]uint32{
		{pointerTo, k.at, uint32(x), uint32(y), uint32(width), uint32(height)}, {pointerFrame},
		{pointerButton, k.at, 0x110, 1}, {pointerFrame}, // BTN_LEFT of the kernel
		{pointerButton, k.at, 0x110, 0}, {pointerFrame},
	}
	for _, s := range steps {
		if err := k.send(k.ptr, uint16(s[0]), s[1:]...); err != nil {
			return fmt.Errorf("clicking: %w", err)
		}
	}
	return k.sync(nil)
}

// sync waits until the compositor has done all that was asked, and hands on
// what it says meanwhile.
func (k *keyboard) sync(each func(object uint32, opcode uint16, body []byte) error) error {
	done := k.id()
	if err := k.send(displayObject, displaySync, done); err != nil {
		return err
	}
	if err := k.conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return err
	}
	head := make([]byte, 8)
	for {
		if err := k.read(head); err != nil {
			return err
		}
		object, word := binary.NativeEndian.Uint32(head), binary.NativeEndian.Uint32(head[4:])
		if word>>16 < 8 {
			return errors.New("the compositor says what cannot be read")
		}
		body := make([]byte, word>>16-8)
		if err := k.read(body); err != nil {
			return err
		}
		opcode := uint16(word)
		switch {
		case object == done:
			return nil
		case object == displayObject && opcode == 0:
			return fmt.Errorf("the compositor refuses: %q", body)
		case each != nil:
			if err := each(object, opcode, body); err != nil {
				return err
			}
		}
	}
}

func (k *keyboard) read(into []byte) error {
	for len(into) > 0 {
		n, err := k.conn.Read(into)
		if err != nil {
			return err
		}
		into = into[n:]
	}
	return nil
}
