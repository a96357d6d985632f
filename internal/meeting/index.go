package meeting

// index finds what is known of a host or a scheme in a time that does not
// depend on how much is known. It is an open hash table, made by the generator
// and static, so that starting costs nothing.
type index struct {
	slots []slot // a power of two, at most half full
}

// slot is one key: a host ("zoom.us") or a scheme with its colon ("zoommtg:").
type slot struct {
	key  string
	refs []ref
}

// ref names a shape.
type ref struct {
	service, shape uint16
	self, below    bool // what the host rule covers
}

func (x index) find(key string) []ref { return x.findMarked("", key) }

// findMarked finds the key that mark and text make together, without putting
// them together.
func (x index) findMarked(mark, text string) []ref {
	if len(x.slots) == 0 {
		return nil
	}
	bits := uint32(len(x.slots) - 1)
	for i := more(hash(mark), text) & bits; ; i = (i + 1) & bits {
		switch key := x.slots[i].key; {
		case key == "":
			return nil
		case len(key) == len(mark)+len(text) && key[:len(mark)] == mark && key[len(mark):] == text:
			return x.slots[i].refs
		}
	}
}

// hash is FNV-1a, and more goes on with it.
func hash(key string) uint32 { return more(2166136261, key) }

func more(h uint32, key string) uint32 {
	for i := 0; i < len(key); i++ {
		h = (h ^ uint32(key[i])) * 16777619
	}
	return h
}

// number finds a service by id; -1 if there is none.
func (k *catalogue) number(id string) int {
	for lo, hi := 0, len(k.services); lo < hi; {
		mid := int(uint(lo+hi) >> 1)
		switch got := k.services[mid].ID; {
		case got == id:
			return mid
		case got < id:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return -1
}
