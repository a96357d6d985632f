package config

import (
	"strings"
	"testing"
)

// TestJudgeDescriptor: descriptors as Windows writes them.
func TestJudgeDescriptor(t *testing.T) {
	for _, c := range []struct {
		name, sddl string
		onTheWay   bool
		want       string
	}{
		{"as the installer makes it", "O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)", false, ""},
		{"owned by the system", "O:SYG:SYD:(A;;FA;;;SY)", false, ""},
		{"owned by TrustedInstaller", "O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464G:SYD:(A;;FA;;;SY)", false, ""},
		{"SIDs in full", "O:S-1-5-32-544G:S-1-5-18D:(A;;FA;;;S-1-5-18)(A;;0x1200a9;;;S-1-5-32-545)", false, ""},
		{"read by codes", "O:BAD:(A;;FRFX;;;BU)(A;;GRGX;;;WD)", false, ""},
		{"creator gets what is made below", "O:BAD:(A;OICIIO;GA;;;CO)", false, ""},
		{"a refusal", "O:BAD:(D;;FA;;;BU)(A;;FA;;;BA)", false, ""},
		{"empty list", "O:BAD:", false, ""},

		{"owned by a person", "O:S-1-5-21-1-2-3-1001G:SYD:(A;;FA;;;SY)", false, "it belongs to the account S-1-5-21-1-2-3-1001, not to Administrators or the system"},
		{"owned by Users", "O:BUG:SYD:(A;;FA;;;SY)", false, "it belongs to Users, not to Administrators or the system"},
		{"ProgramData's own inheritance", "O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)", false, "Users may change it"},
		{"full access", "O:BAD:(A;;FA;;;WD)", false, "Everyone may change it"},
		{"generic write", "O:BAD:(A;;GW;;;AU)", false, "Authenticated Users may change it"},
		{"may be deleted", "O:BAD:(A;;0x130089;;;BU)", false, "Users may change it"},
		{"may change the list", "O:BAD:(A;;RCWD;;;BU)", false, "Users may change it"},
		{"may take it over", "O:BAD:(A;;WO;;;BU)", false, "Users may change it"},
		{"a person may write", "O:BAD:(A;;0x2;;;S-1-5-21-1-2-3-1001)", false, "the account S-1-5-21-1-2-3-1001 may change it"},
		{"a conditional entry", `O:BAD:(XA;;FA;;;WD;(@User.Title=="PM"))`, false, "its access list is not understood"},
		{"an object's entry", "O:BAD:(OA;;0x2;00000000-0000-0000-0000-000000000000;;BU)", false, "Users may change it"},
		{"no list", "O:BAG:SY", false, "everybody may change it"},
		{"the null list", "O:BAG:SYD:NO_ACCESS_CONTROL", false, "everybody may change it"},
		{"nothing", "", false, "who owns it cannot be told"},
		{"no owner", "G:SYD:(A;;FA;;;SY)", false, "who owns it cannot be told"},
		{"unknown right", "O:BAD:(A;;ZZ;;;BU)", false, "its access list is not understood"},
		{"half a right", "O:BAD:(A;;FAF;;;BU)", false, "its access list is not understood"},
		{"a number too large", "O:BAD:(A;;0x1ffffffff;;;BU)", false, "its access list is not understood"},
		{"unknown kind", "O:BAD:(QQ;;FA;;;BU)", false, "its access list has a kind of entry that is not understood"},
		{"not closed", "O:BAD:(A;;FA;;;BU", false, "its access list is not understood"},
		{"too few fields", "O:BAD:(A;;FA)", false, "its access list is not understood"},

		// On the way: people may put something beside, not remove what is there.
		{"ProgramData", "O:SYG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICIIO;GA;;;CO)(A;OICI;0x1200a9;;;BU)(A;CI;DCLCRPCR;;;BU)", true, ""},
		{"the drive", "O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464D:PAI(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)", true, ""},
		{"may remove what is there", "O:SYD:(A;;DT;;;BU)", true, "Users may change it"},
		{"may remove the folder", "O:SYD:(A;;SD;;;BU)", true, "Users may change it"},
		{"full access on the way", "O:SYD:(A;;FA;;;BU)", true, "Users may change it"},
	} {
		got := ""
		if err := judgeDescriptor(c.sddl, c.onTheWay); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// FuzzJudgeDescriptor: whatever is written, an entry that lets everybody do
// all is never missed.
func FuzzJudgeDescriptor(f *testing.F) {
	f.Add("(A;;FA;;;BA)", "(A;OICI;0x1200a9;;;BU)")
	f.Add("PAI", "S:(AU;SAFA;FA;;;WD)")
	f.Fuzz(func(t *testing.T, before, after string) {
		if strings.ContainsAny(before+after, ":") || strings.Count(before, "(") != strings.Count(before, ")") {
			return // another part of a descriptor
		}
		if judgeDescriptor("O:BAD:"+before+"(A;;FA;;;WD)"+after, false) == nil {
			t.Fatalf("trusted: %q %q", before, after)
		}
	})
}
