#!/usr/bin/python3
"""Reads and works the window as assistive technology does.

atspi.py PID tree             one line an object: role, name, states, description
atspi.py PID press NAME       the first action of the object of that name
atspi.py PID hold NAME        the same, but only after a line on standard input
atspi.py PID pick NAME INDEX  chooses in the combo box of that name
atspi.py PID middle NAME      the middle of the object on the screen: X Y
atspi.py PID focused          the name of what has the focus
"""
import sys
import time

import pyatspi


def application(pid):
    # The registry hears of a new program a moment after it starts.
    for _ in range(200):
        for app in pyatspi.Registry.getDesktop(0):
            if app is not None and app.get_process_id() == pid:
                return app
        time.sleep(0.05)
    sys.exit("no program with that number")


def objects(parent):
    for child in parent:
        if child is None:
            continue
        states = child.getState()
        if not states.contains(pyatspi.STATE_SHOWING) and parent.getRoleName() != "application":
            continue
        yield child
        yield from objects(child)


def named(app, name):
    for o in objects(app):
        if o.name == name and o.getRoleName() != "label":
            return o
    sys.exit("nothing is named " + name)


def states(o):
    s = o.getState()
    return ",".join(n for n, v in (
        ("sensitive", pyatspi.STATE_SENSITIVE), ("focusable", pyatspi.STATE_FOCUSABLE),
        ("focused", pyatspi.STATE_FOCUSED), ("checked", pyatspi.STATE_CHECKED)) if s.contains(v))


def main():
    app = application(int(sys.argv[1]))
    verb, rest = sys.argv[2], sys.argv[3:]
    if verb == "tree":
        for o in objects(app):
            print("\t".join((o.getRoleName(), o.name, states(o), o.description)))
    elif verb == "press":
        print(named(app, rest[0]).queryAction().doAction(0))
    elif verb == "hold":
        o = named(app, rest[0]).queryAction()
        print("holding", flush=True)
        sys.stdin.readline()
        print(o.doAction(0))
    elif verb == "pick":
        named(app, rest[0]).querySelection().selectChild(int(rest[1]))
    elif verb == "middle":
        # A window that was just shown is still being placed.
        last = None
        while True:
            e = named(app, rest[0]).queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
            at = (e.x + e.width // 2, e.y + e.height // 2)
            if at == last:
                break
            last = at
            time.sleep(0.1)
        print(*at)
    elif verb == "focused":
        for o in objects(app):
            if o.getState().contains(pyatspi.STATE_FOCUSED):
                print(o.name)
    else:
        sys.exit("no such verb")


main()
