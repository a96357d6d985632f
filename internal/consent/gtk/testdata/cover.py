#!/usr/bin/python3
"""Covers a part of the screen, as a pop-up does: it takes no focus, and no
window manager places it. Arguments: x, y, width, height. It goes when its
standard input ends.
"""
import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

x, y, width, height = map(int, sys.argv[1:5])
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.move(x, y)
window.set_default_size(width, height)
window.show()
GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, Gtk.main_quit)
Gtk.main()
