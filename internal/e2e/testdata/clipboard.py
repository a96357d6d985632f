#!/usr/bin/python3
"""Owns the clipboard with the text of its argument, and says on standard
output when somebody reads it."""
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

window = Gtk.Invisible()
utf8 = Gdk.Atom.intern("UTF8_STRING", False)
clipboard = Gdk.Atom.intern("CLIPBOARD", False)
Gtk.selection_add_target(window, clipboard, utf8, 0)


def give(_, data, _info, _time):
    data.set(utf8, 8, sys.argv[1].encode())
    print("read", flush=True)


window.connect("selection-get", give)
window.connect("selection-clear-event", lambda *_: Gtk.main_quit())
window.realize()
if not Gtk.selection_owner_set(window, clipboard, Gdk.CURRENT_TIME):
    sys.exit("clipboard.py: somebody else keeps the clipboard")
print("ready", flush=True)
Gtk.main()
