package client

// Finding and starting clients is not there yet on this system. Nothing is
// guessed meanwhile: every function says so.

// Installed gives ErrNotThere.
func (f *Finder) Installed(schemes []string) ([]Client, error) { return nil, ErrNotThere }

// Handler finds nothing.
func (f *Finder) Handler(scheme string) (Client, bool) { return Client{}, false }

// DefaultID finds nothing.
func (f *Finder) DefaultID(scheme string) string { return "" }

// DefaultWithout finds nothing.
func (f *Finder) DefaultWithout(scheme string) string { return "" }

// Name gives the id.
func (f *Finder) Name(id string) string { return id }

// NotOffered lists nothing.
func (f *Finder) NotOffered(schemes []string) []Unusable { return nil }

// Family knows no family.
func (f *Finder) Family(c Client) BrowserFamily { return OtherFamily }

// Command gives ErrNotThere.
func (f *Finder) Command(c Client, link string) (argv []string, dir string, err error) {
	return nil, "", ErrNotThere
}

// Start gives ErrNotThere.
func (f *Finder) Start(c Client, link string, env []string) (Started, error) {
	return Started{}, ErrNotThere
}
