package client

// On Linux the clients are found by the freedesktop specifications: Desktop
// Entry 1.5 and Association between MIME types and applications 1.0.1, read
// as GLib reads them, so that Vestibule and the rest of the desktop agree on
// who opens what. Where GLib is laxer than the Desktop Entry specification on
// Exec, the specification wins: an entry that cannot be started for sure with
// the link as one argument is not offered.
//
// No library is used: adrg/xdg knows no mimeapps.list, rkoesters/xdg is no longer kept up, go-freedesktop/mimeapps is at v0.1.0 and stands on rkoesters/xdg.
//
// The files: keyfile_linux.go (syntax), entry_linux.go (one entry),
// exec_linux.go (its command), index_linux.go (directories and
// mimeapps.list), find_linux.go (the questions the other rooms ask),
// start_linux.go (starting), programs_linux.go (which entry a running program
// belongs to), family.go (which browser is of which make).
