#!/usr/bin/python3
"""A window with the parts of a consent window, to prove the harness on.

It says on standard output what was pressed. "Join" is dead for half a second.
"""
import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402


def say(text):
    print(text, flush=True)


def pressed(button):
    say("pressed " + button.get_label())
    Gtk.main_quit()


window = Gtk.Window(title="Join this practice meeting?")
window.connect("delete-event", lambda *_: (say("closed"), Gtk.main_quit()))
window.connect("key-press-event", lambda _, e: (say("escape"), Gtk.main_quit()) if e.keyval == 0xFF1B else None)
box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=12, border_width=24)
box.add(Gtk.Label(label="Opened by nobody"))
switch = Gtk.Switch(halign=Gtk.Align.START)
switch.get_accessible().set_name("Camera on when joining")
switch.connect("notify::active", lambda s, _: say("camera %s" % s.get_active()))
box.add(switch)
safe = Gtk.Button(label="Don\u2019t join")
safe.connect("clicked", pressed)
join = Gtk.Button(label="Join in 1 s", sensitive=False)
join.connect("clicked", pressed)
box.add(safe)
box.add(join)
window.add(box)
window.show_all()
safe.grab_focus()


def arm():
    join.set_label("Join")
    join.set_sensitive(True)


GLib.timeout_add(500, arm)
Gtk.main()
