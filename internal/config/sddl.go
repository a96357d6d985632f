package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Who may write a file on Windows, judged by its security descriptor in the
// language that descriptors are written in (Microsoft's "Security Descriptor
// Definition Language" and "ACE Strings"). Judging is text in, answer out, so
// that every system tests it; only reading the descriptor is Windows's.

// trusted are those who may own and write a policy: the system, the group of
// Administrators, and the installer of Windows's own files.
var trusted = []string{
	"SY", "S-1-5-18",
	"BA", "S-1-5-32-544",
	"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", // TrustedInstaller
}

// Rights of a file or folder, winnt.h.
const (
	fileReadData        = 0x1 // or list a folder
	fileWriteData       = 0x2 // or add a file to a folder
	fileAppendData      = 0x4 // or add a folder
	fileReadEA          = 0x8
	fileWriteEA         = 0x10
	fileExecute         = 0x20 // or pass through a folder
	fileReadAttributes  = 0x80
	fileWriteAttributes = 0x100
	readControl         = 0x20000
	synchronize         = 0x100000
	genericExecute      = 0x20000000
	genericRead         = 0x80000000

	mayRead = fileReadData | fileReadEA | fileExecute | fileReadAttributes | readControl | synchronize | genericExecute | genericRead
	// mayAdd is what others may do with a folder on the way to a policy: put
	// something of theirs beside it. They may not remove or replace what is
	// there, which FILE_DELETE_CHILD would let them.
	mayAdd = mayRead | fileWriteData | fileAppendData | fileWriteEA | fileWriteAttributes
)

// rightCodes are the two-letter codes of rights.
var rightCodes = map[string]uint32{
	"GA": 0x10000000, "GR": genericRead, "GW": 0x40000000, "GX": genericExecute,
	"RC": readControl, "SD": 0x10000, "WD": 0x40000, "WO": 0x80000,
	"FA": 0x1f01ff, "FR": 0x120089, "FW": 0x120116, "FX": 0x1200a0,
	"CC": 0x1, "DC": 0x2, "LC": 0x4, "SW": 0x8, "RP": 0x10, "WP": 0x20, "DT": 0x40, "LO": 0x80, "CR": 0x100,
}

// judgeDescriptor says why who may write an object cannot be trusted. onTheWay
// is for a folder above a policy's own.
func judgeDescriptor(sddl string, onTheWay bool) error {
	owner, acl, err := splitDescriptor(sddl)
	if err != nil {
		return err
	}
	if !slices.Contains(trusted, owner) {
		return fmt.Errorf("it belongs to %s, not to Administrators or the system", account(owner))
	}
	allowed := uint32(mayRead)
	if onTheWay {
		allowed = mayAdd
	}
	for _, ace := range acl {
		fields := strings.Split(ace, ";")
		if len(fields) < 6 {
			return fmt.Errorf("its access list is not understood")
		}
		kind, flags, who := fields[0], fields[1], fields[5]
		switch {
		case kind == "D" || kind == "OD" || kind == "XD": // takes away
			continue
		case kind != "A" && kind != "OA" && kind != "XA" && kind != "ZA":
			return fmt.Errorf("its access list has a kind of entry that is not understood")
		case inheritOnly(flags), slices.Contains(trusted, who):
			continue
		}
		rights, err := parseRights(fields[2])
		if err != nil {
			return err
		}
		if rights&^allowed != 0 {
			return fmt.Errorf("%s may change it", account(who))
		}
	}
	return nil
}

// splitDescriptor gives the owner and the entries of the access list. A
// descriptor without a list, or with the null one, lets everybody do all.
func splitDescriptor(sddl string) (owner string, acl []string, err error) {
	rest, ok := strings.CutPrefix(sddl, "O:")
	if !ok {
		return "", nil, fmt.Errorf("who owns it cannot be told")
	}
	end := strings.IndexByte(rest, ':')
	if end < 1 {
		return "", nil, fmt.Errorf("everybody may change it")
	}
	owner = rest[:end-1]
	_, list, ok := strings.Cut(rest, "D:")
	if !ok || strings.Contains(list, "NO_ACCESS_CONTROL") {
		return "", nil, fmt.Errorf("everybody may change it")
	}
	// The audit list, if it was read, comes after.
	list, _, _ = strings.Cut(list, "S:")
	_, list, _ = strings.Cut(list, "(")
	for one := range strings.SplitSeq(list, "(") {
		// The condition of a conditional entry has brackets of its own: what of
		// it is taken for an entry is not understood, and so not trusted.
		one, closed := strings.CutSuffix(strings.TrimSpace(one), ")")
		switch {
		case one == "" && list == "":
		case !closed:
			return "", nil, fmt.Errorf("its access list is not understood")
		default:
			acl = append(acl, one)
		}
	}
	return owner, acl, nil
}

// inheritOnly says that an entry is for what comes below alone. Flags are
// two-letter codes.
func inheritOnly(flags string) bool {
	for i := 0; i+2 <= len(flags); i += 2 {
		if flags[i:i+2] == "IO" {
			return true
		}
	}
	return false
}

func parseRights(s string) (uint32, error) {
	if strings.HasPrefix(s, "0x") || s != "" && s[0] >= '0' && s[0] <= '9' {
		n, err := strconv.ParseUint(s, 0, 32)
		if err != nil {
			return 0, fmt.Errorf("its access list is not understood")
		}
		return uint32(n), nil
	}
	var rights uint32
	for i := 0; i < len(s); i += 2 {
		if i+2 > len(s) {
			return 0, fmt.Errorf("its access list is not understood")
		}
		right, known := rightCodes[s[i:i+2]]
		if !known {
			return 0, fmt.Errorf("its access list is not understood")
		}
		rights |= right
	}
	return rights, nil
}

// account names the accounts that people meet.
func account(sid string) string {
	switch sid {
	case "BU", "S-1-5-32-545":
		return "Users"
	case "WD", "S-1-1-0":
		return "Everyone"
	case "AU", "S-1-5-11":
		return "Authenticated Users"
	case "IU", "S-1-5-4":
		return "Interactive users"
	case "BG", "S-1-5-32-546":
		return "Guests"
	case "PU", "S-1-5-32-547":
		return "Power Users"
	case "CO", "S-1-3-0":
		return "its creator"
	}
	return "the account " + sid
}
