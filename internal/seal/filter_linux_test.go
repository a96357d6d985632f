package seal

import (
	"encoding/binary"
	"testing"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// judge runs the filter as the kernel does. bpf.VM reads network order, the
// kernel the machine's own.
func judge(t *testing.T, arch string, of, call uint32) uint32 {
	t.Helper()
	rules, err := filter(arch)
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]bpf.RawInstruction, len(rules))
	for i, r := range rules {
		raw[i] = bpf.RawInstruction{Op: r.Code, Jt: r.Jt, Jf: r.Jf, K: r.K}
	}
	program, ok := bpf.Disassemble(raw)
	if !ok {
		t.Fatal("the filter is no program")
	}
	vm, err := bpf.NewVM(program)
	if err != nil {
		t.Fatal(err)
	}
	data := make([]byte, 64)
	binary.BigEndian.PutUint32(data[offsetCall:], call)
	binary.BigEndian.PutUint32(data[offsetArch:], of)
	verdict, err := vm.Run(data)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(verdict)
}

// TestFilter: of the numbers that this kernel may give a call, those that wait
// for connections are refused and no other; of another architecture all are.
func TestFilter(t *testing.T) {
	refused := map[uint32]bool{unix.SYS_LISTEN: true, unix.SYS_ACCEPT: true, unix.SYS_ACCEPT4: true, unix.SYS_IO_URING_SETUP: true}
	for arch, native := range natives {
		for call := range uint32(1024) {
			if want, got := refused[call], judge(t, arch, native, call) != allow; got != want {
				t.Errorf("%s, call %d: refused %t, want %t", arch, call, got, want)
			}
		}
		for name, c := range map[string][2]uint32{
			"i386 listen":     {unix.AUDIT_ARCH_I386, 363},
			"i386 socketcall": {unix.AUDIT_ARCH_I386, 102},
			"arm listen":      {unix.AUDIT_ARCH_ARM, 284},
			"read elsewhere":  {unix.AUDIT_ARCH_S390X, 3},
			"x32 listen":      {native, x32 | 50},
			"no number":       {native, 0xffffffff},
		} {
			if got := judge(t, arch, c[0], c[1]); got != refuse {
				t.Errorf("%s, %s: %#x, want a refusal", arch, name, got)
			}
		}
	}
	if _, err := filter("riscv64"); err == nil {
		t.Error("an architecture that is not known was sealed, by numbers of another")
	}
}
