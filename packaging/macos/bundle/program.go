package bundle

import (
	"bytes"
	"debug/gosym"
	"debug/macho"
	"encoding/binary"
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// checkProgram looks into the universal binary: both architectures, the oldest
// macOS they ask for, what they are linked to, what is compiled in.
func checkProgram(file, minimum string, o Options) (wrong []error) {
	fat, err := macho.OpenFat(file)
	if err != nil {
		return []error{fmt.Errorf("reading universal binary: %w", err)}
	}
	defer fat.Close()
	data, err := os.ReadFile(file)
	if err != nil {
		return []error{fmt.Errorf("reading universal binary: %w", err)}
	}
	var cpus []string
	for _, half := range fat.Arches {
		cpus = append(cpus, half.Cpu.String())
		end := uint64(half.Offset) + uint64(half.Size)
		if end > uint64(len(data)) {
			return append(wrong, fmt.Errorf("vestibule for %v: ends beyond the file", half.Cpu))
		}
		for _, err := range checkHalf(half.File, data[half.Offset:end], minimum, o) {
			wrong = append(wrong, fmt.Errorf("vestibule for %v: %w", half.Cpu, err))
		}
		if half.Offset%(1<<14) != 0 {
			wrong = append(wrong, fmt.Errorf("vestibule for %v: begins at %d, not at a page", half.Cpu, half.Offset))
		}
	}
	slices.Sort(cpus)
	if !slices.Equal(cpus, []string{"CpuAmd64", "CpuArm64"}) {
		wrong = append(wrong, fmt.Errorf("vestibule: is for %v, want both kinds of Mac", cpus))
	}
	for _, text := range o.Hidden {
		if text != "" && bytes.Contains(data, []byte(text)) {
			wrong = append(wrong, fmt.Errorf("vestibule: says %q, which is of the machine that built it", text))
		}
	}
	return wrong
}

// What each build may be linked to. Go's runtime needs libSystem, its package
// net libresolv; frameworks are opened while it runs.
var (
	libraries = []string{"/usr/lib/libSystem.B.dylib", "/usr/lib/libresolv.9.dylib"}
	// systray's own, and what the system's linker adds for them.
	trayLibraries = []string{
		"/System/Library/Frameworks/AppKit.framework/Versions/C/AppKit",
		"/System/Library/Frameworks/Cocoa.framework/Versions/A/Cocoa",
		"/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation",
		"/System/Library/Frameworks/Foundation.framework/Versions/C/Foundation",
		"/System/Library/Frameworks/WebKit.framework/Versions/A/WebKit",
		"/usr/lib/libobjc.A.dylib",
	}
)

func checkHalf(f *macho.File, whole []byte, minimum string, o Options) (wrong []error) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	if f.Type != macho.TypeExec || f.Flags&macho.FlagPIE == 0 {
		say("is no program that can be loaded anywhere (type %v, flags %#x)", f.Type, f.Flags)
	}
	if got := minimumSystem(f); got != minimum {
		say("asks for macOS %s, Info.plist for %s", got, minimum)
	}
	linked, err := f.ImportedLibraries()
	if err != nil {
		say("reading linked libraries: %w", err)
	}
	for _, l := range linked {
		if !slices.Contains(libraries, l) && !(o.Tray && slices.Contains(trayLibraries, l)) {
			say("is linked to %s", l)
		}
	}
	if !slices.Contains(linked, libraries[0]) {
		say("is not linked to libSystem: the list says nothing")
	}
	imported, err := f.ImportedSymbols()
	if err != nil {
		say("reading imported symbols: %w", err)
	}
	if !slices.Contains(imported, "_read") {
		say("does not import read: the list says nothing")
	}
	for _, name := range imported {
		// "_accept$NOCANCEL" is accept too.
		if base, _, _ := strings.Cut(strings.TrimPrefix(name, "_"), "$"); slices.Contains(networkCalls, base) {
			say("imports %s from the system", base)
		}
	}
	functions, files, err := compiled(f)
	if err != nil {
		return append(wrong, err)
	}
	if !slices.Contains(functions, "main.main") {
		say("has no main.main in its table of functions: the table says nothing")
	}
	for _, name := range functions {
		if networkCode.MatchString(name) {
			say("%s is compiled in", name)
		}
	}
	for _, name := range files {
		if path.IsAbs(name) {
			say("names the file %s of the machine that built it", name)
		}
	}
	if f.Cpu == macho.CpuArm64 {
		if err := checkSignature(f, whole); err != nil {
			wrong = append(wrong, err)
		}
	}
	return wrong
}

// networkCalls are the functions of libSystem without which nothing can listen,
// connect or look a name up. Go calls the kernel through libSystem alone, and
// its linker leaves out what nothing can reach. It does not show what is looked
// up while the program runs, by dlsym: those names are in internal/objc.
var networkCalls = []string{
	"socket", "socketpair", "bind", "listen", "accept", "connect", "connectx",
	"sendto", "sendmsg", "getaddrinfo", "getnameinfo", "gethostbyname", "res_nsearch", "res_9_nsearch",
}

// networkCode matches the functions of Go that listen or serve; the promise is
// that none can be reached.
var networkCode = regexp.MustCompile(`^(net\.(Listen|FileListener|FilePacketConn|Dial)|net\.\(\*(ListenConfig|sysListener|sysDialer|Dialer|TCPListener|UnixListener)\)\.|net/(http|rpc|smtp)[./]|golang\.org/x/net/(http|websocket))`)

// compiled gives the functions and source files of a program, from the table
// that Go's runtime needs and that stripping leaves.
func compiled(f *macho.File) (functions, files []string, err error) {
	section, text := f.Section("__gopclntab"), f.Section("__text")
	if section == nil || text == nil {
		return nil, nil, fmt.Errorf("has no table of functions")
	}
	data, err := section.Data()
	if err != nil {
		return nil, nil, fmt.Errorf("reading table of functions: %w", err)
	}
	table, err := gosym.NewTable(nil, gosym.NewLineTable(data, text.Addr))
	if err != nil {
		return nil, nil, fmt.Errorf("reading table of functions: %w", err)
	}
	for _, fn := range table.Funcs {
		functions = append(functions, fn.Name)
	}
	for name := range table.Files {
		files = append(files, name)
	}
	slices.Sort(files)
	return functions, files, nil
}

// Load commands that debug/macho does not know, from <mach-o/loader.h>.
const (
	loadVersionMin    = 0x24 // LC_VERSION_MIN_MACOSX, before macOS 10.14
	loadBuildVersion  = 0x32 // LC_BUILD_VERSION
	loadCodeSignature = 0x1d // LC_CODE_SIGNATURE
)

// minimumSystem is the oldest macOS that a program says it runs on.
func minimumSystem(f *macho.File) string {
	for _, l := range f.Loads {
		raw := l.Raw()
		var version uint32
		switch binary.LittleEndian.Uint32(raw) {
		case loadBuildVersion:
			version = binary.LittleEndian.Uint32(raw[12:])
		case loadVersionMin:
			version = binary.LittleEndian.Uint32(raw[8:])
		default:
			continue
		}
		return fmt.Sprintf("%d.%d", version>>16, version>>8&0xff)
	}
	return "none"
}
