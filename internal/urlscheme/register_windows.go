package urlscheme

// Registering is not there yet on this system. Nothing is changed on the
// machine: every function says so.

// Register gives ErrNotThere.
func Register(o Options) (Report, error) { return Report{}, ErrNotThere }

// Unregister gives ErrNotThere: nothing was ever registered.
func Unregister() (Report, error) { return Report{}, ErrNotThere }

// Status gives ErrNotThere: nothing was ever registered.
func Status() (Report, error) { return Report{}, ErrNotThere }

// EarlierHandler knows none.
func EarlierHandler(scheme string) string { return "" }
