#!/usr/bin/python3
"""The eyes of the end-to-end tests: an assistive-technology client.

It reads one JSON request a line from standard input and writes one JSON answer
a line to standard output, {"id": …, "ok": …}. Requests:

  find    the things that match, now
  wait    the same as soon as there is one ("gone": as soon as there is none)
  do      do the accessible action of the one thing that matches
  tree    everything below the one thing that matches
  events  what happened since the last such request

A waiting request is looked at again at every accessibility event. Toolkits do
not announce everything (a tree that appears whole, say), so it is also looked
at again four times a second.
"""
import json
import os
import sys
import time
import warnings

import gi

# Releases of AT-SPI differ in which of two names of a call is the old one.
warnings.simplefilter("ignore", DeprecationWarning)

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

EVENTS = [
    "window:create",
    "window:destroy",
    "window:activate",
    "window:deactivate",
    "object:state-changed:showing",
    "object:state-changed:sensitive",
    "object:state-changed:enabled",
    "object:state-changed:checked",
    "object:state-changed:focused",
    "object:children-changed",
    "object:property-change:accessible-name",
    "object:property-change:accessible-description",
    "object:text-changed",
    "object:announcement",
    "focus:",
]

# Names that newer releases of AT-SPI gave to old roles.
ROLES = {"button": "push button", "dialogue": "dialog"}


def plain(text):
    """A typographer's apostrophe is an apostrophe."""
    return (text or "").replace("\u2019", "'")


def role_of(node):
    role = node.get_role_name()
    return ROLES.get(role, role)


def states_of(node):
    return sorted(s.value_nick for s in node.get_state_set().get_states())


def text_of(node):
    try:
        if node.get_text_iface():
            # Without the marks that stand for children.
            return Atspi.Text.get_text(node, 0, -1).replace("\ufffc", "").strip()
    except GLib.Error:
        pass
    return ""


def describe(node, app):
    try:
        place = node.get_component_iface()
        rect = place.get_extents(Atspi.CoordType.SCREEN) if place else None
    except GLib.Error:
        rect = None
    return {
        "app": app,
        "pid": node.get_process_id(),
        "role": role_of(node),
        "name": node.get_name() or "",
        "text": text_of(node),
        "states": states_of(node),
        "rect": [rect.x, rect.y, rect.width, rect.height] if rect else None,
    }


def walk(node, depth=0):
    """Depth first; what dies while we look is not there."""
    yield node, depth
    try:
        count = node.get_child_count()
    except GLib.Error:
        return
    for i in range(min(count, 2000)):
        try:
            child = node.get_child_at_index(i)
        except GLib.Error:
            continue
        if child is not None:
            yield from walk(child, depth + 1)


def matches(node, query):
    try:
        if query.get("role") and role_of(node) != query["role"]:
            return False
        name = plain(node.get_name())
        if query.get("name") and name != plain(query["name"]):
            return False
        if query.get("prefix") and not name.startswith(plain(query["prefix"])):
            return False
        states = states_of(node)
    except GLib.Error:
        return False
    if not query.get("hidden") and "showing" not in states:
        return False
    return all(s in states for s in query.get("states") or []) and not any(
        s in states for s in query.get("without") or []
    )


def applications(query):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        try:
            app = desktop.get_child_at_index(i)
            if app is None:
                continue
            name = app.get_name() or ""
            if query.get("app") and name.lower() != query["app"].lower():
                continue
            if query.get("pid") and app.get_process_id() != query["pid"]:
                continue
            # Without this, names and states are as old as the last event.
            app.clear_cache()
        except GLib.Error:
            continue
        yield app, name


def find(query, limit=100):
    found = []
    for app, name in applications(query):
        for node, _ in walk(app):
            if matches(node, query):
                found.append((node, name))
                if len(found) >= limit:
                    return found
    return found


def describe_all(found):
    result = []
    for node, app in found:
        try:
            result.append(describe(node, app))
        except GLib.Error:
            pass
    return result


def act(query):
    found = find(query)
    if len(found) != 1:
        return {"error": "%d things match" % len(found), "nodes": describe_all(found)}
    node, app = found[0]
    names = [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]
    for wanted in ("click", "press", "toggle", "activate"):
        if wanted in names:
            seen = describe(node, app)
            done = Atspi.Action.do_action(node, names.index(wanted))
            return {"done": bool(done), "nodes": [seen]}
    return {"error": "it has no action to do, only %s" % names}


def tree(query):
    lines = []
    for top, app in find(query, 1):
        for node, depth in walk(top):
            try:
                if query.get("hidden") or "showing" in states_of(node):
                    lines.append(dict(describe(node, app), depth=depth))
            except GLib.Error:
                pass
    return lines


class Server:
    def __init__(self):
        self.waiting = []
        self.events = []
        self.pending = b""
        self.scheduled = False
        self.pause = 250  # milliseconds between two looks without an event

    def say(self, answer):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def on_event(self, event):
        try:
            name = event.source.get_name() if event.source else ""
        except GLib.Error:
            name = ""
        if event.type == "object:announcement":
            name = event.any_data
        self.events.append({"type": event.type, "name": name or "", "detail": event.detail1})
        del self.events[:-5000]
        # Looking is far from free: once for all events that came together.
        if self.waiting and not self.scheduled:
            self.scheduled = True
            GLib.timeout_add(5, self.on_settled)

    def on_settled(self):
        self.scheduled = False
        self.look()
        return False

    def on_timer(self):
        """A look that takes as long as the pause would leave no room for what
        happened meanwhile, which Atspi reads only when nothing else is to do:
        so the pause begins when the look has ended."""
        self.look()
        GLib.timeout_add(self.pause, self.on_timer)
        return False

    def look(self):
        for request in list(self.waiting):
            found = describe_all(find(request["query"]))
            if bool(found) != bool(request.get("gone")):
                self.finish(request, {"id": request["id"], "ok": True, "nodes": found})
            elif time.monotonic() > request["until"]:
                self.finish(request, {"id": request["id"], "ok": False, "nodes": found,
                                      "error": "not so in time"})

    def finish(self, request, answer):
        self.waiting.remove(request)
        self.say(answer)

    def on_input(self, fd, condition):
        data = os.read(fd, 65536)
        if not data:
            Atspi.event_quit()
            return False
        self.pending += data
        while b"\n" in self.pending:
            line, self.pending = self.pending.split(b"\n", 1)
            self.handle(json.loads(line))
        return True

    def handle(self, request):
        op, query = request["op"], request.get("query") or {}
        answer = {"id": request["id"], "ok": True}
        try:
            if op == "wait":
                request["until"] = time.monotonic() + request["seconds"]
                request["query"] = query
                self.waiting.append(request)
                self.look()
                return
            if op == "find":
                answer["nodes"] = describe_all(find(query))
            elif op == "do":
                answer.update(act(query))
                answer["ok"] = "error" not in answer
            elif op == "tree":
                answer["nodes"] = tree(query)
            elif op == "events":
                answer["events"], self.events = self.events, []
            else:
                answer.update(ok=False, error="unknown request " + op)
        except GLib.Error as err:
            answer.update(ok=False, error=str(err))
        self.say(answer)


def end_on_error(kind, value, trace):
    """An error in a callback would only be printed, and the test would wait."""
    sys.__excepthook__(kind, value, trace)
    os._exit(1)


def main():
    sys.excepthook = end_on_error
    Atspi.init()
    # A program that hangs must not make us hang: milliseconds for a call, and
    # for a call to a program that has only just started.
    Atspi.set_timeout(1000, 3000)
    server = Server()
    listener = Atspi.EventListener.new(server.on_event)
    for name in EVENTS:
        listener.register(name)
    GLib.unix_fd_add_full(GLib.PRIORITY_DEFAULT, 0, GLib.IOCondition.IN | GLib.IOCondition.HUP, server.on_input)
    GLib.timeout_add(server.pause, server.on_timer)
    server.say({"id": 0, "ok": True})
    Atspi.event_main()


main()
