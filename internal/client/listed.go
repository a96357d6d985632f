package client

import "slices"

// listed puts programs in the order of Installed: those for schemes, each once,
// the defaults first, then the browsers. offered gives the programs for a
// scheme, best first, by id and name; same tells ids that are one program's.
func listed(schemes []string, same func(a, b string) bool, offered func(scheme string) []Client) []Client {
	var out []Client
	for _, scheme := range schemes {
		if scheme == "https" || scheme == "http" {
			continue
		}
		for n, o := range offered(scheme) {
			i := slices.IndexFunc(out, func(c Client) bool { return same(c.ID, o.ID) })
			if i < 0 {
				i = len(out)
				out = append(out, Client{ID: o.ID, Name: o.Name, Kind: App})
			}
			if !slices.Contains(out[i].Schemes, scheme) {
				out[i].Schemes = append(out[i].Schemes, scheme)
			}
			out[i].Default = out[i].Default || n == 0
		}
	}
	slices.SortStableFunc(out, func(a, b Client) int {
		switch {
		case a.Default == b.Default:
			return 0
		case a.Default:
			return -1
		}
		return 1
	})
	for n, o := range offered("https") {
		out = append(out, Client{ID: o.ID, Name: o.Name, Kind: Browser, Schemes: []string{"https"}, Default: n == 0})
	}
	return out
}
