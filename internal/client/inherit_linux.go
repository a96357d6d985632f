package client

// CloseOnExec marks every descriptor beyond the standard ones, so that nothing
// that is started from now on gets one that it was not given. For guards,
// which start clients themselves.
func CloseOnExec() { closeOnExec() }

// Environment is what a client is started with: base without what speaks of
// our own start, and more. For guards, which start clients themselves.
func Environment(base, more []string) []string { return clientEnv(base, more) }
