#!/usr/bin/python3
"""A program of the person's: a window they work in, which can open a link.

It says on standard output what happens to it:

  ready               it has its window on the screen
  focus in, out       the keyboard focus came or went
  key NAME TIME       a key was pressed in it, at that time of the display
  opened TOKEN        the link was handed to Vestibule, with that token

Return opens the link (the second argument) by org.freedesktop.Application.Open
with an activation token of this key press, as desktops do; n opens it without
one. The first argument is the window's title.
"""
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402

title, link = sys.argv[1:3]
NAME = "dev.vestibule.Launcher"


def say(*words):
    print(*words, flush=True)


def hand_over(data, what):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    bus.call_sync(NAME, "/dev/vestibule/Launcher", "org.freedesktop.Application", "Open",
                  GLib.Variant("(asa{sv})", ([link], data)), None, Gio.DBusCallFlags.NONE, 30000)
    say("opened", what)


def with_token(event):
    context = Gdk.Display.get_default().get_app_launch_context()
    context.set_timestamp(event.time)
    app = Gio.AppInfo.create_from_commandline(
        "/bin/true", "Vestibule", Gio.AppInfoCreateFlags.SUPPORTS_STARTUP_NOTIFICATION)
    token = context.get_startup_notify_id(app, [])
    hand_over({k: GLib.Variant("s", token) for k in ("activation-token", "desktop-startup-id")}, token)


def on_key(_, event):
    name = Gdk.keyval_name(event.keyval)
    say("key", name, event.time)
    if name == "Return":
        with_token(event)
    elif name == "n":
        hand_over({}, "-")
    return True


def on_map(_window, _event):
    GLib.idle_add(say, "ready")


window = Gtk.Window(title=title, default_width=400, default_height=300)
window.connect("key-press-event", on_key)
window.connect("focus-in-event", lambda *_: say("focus in"))
window.connect("focus-out-event", lambda *_: say("focus out"))
window.connect("map-event", on_map)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
