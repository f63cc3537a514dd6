"""A screen reader for tests: walks the accessibility tree, told what to do in lines of JSON.

Runs on the system's Python, which has the accessibility bindings; knows nothing of the project.
Each line in holds {"do": verb, ...}; each line out {"ok": answer} or {"error": sentence}.
Things of the tree are named by a number that "find" and "children" give.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  the version must be asked for first

things = {}
told = []
EVENTS = {
    "object:announcement": "announcement",
    "object:state-changed:focused": "focus",
    "object:children-changed": "children",
    "object:property-change:accessible-name": "name",
}


def remember(thing):
    number = len(things) + 1
    things[number] = thing
    return number


def describe(thing):
    return {"id": remember(thing), "role": thing.get_role_name(), "name": thing.get_name() or ""}


def children_of(thing):
    for index in range(thing.get_child_count()):
        child = thing.get_child_at_index(index)
        if child is not None:
            yield child


def applications(pid):
    desktop = Atspi.get_desktop(0)
    desktop.set_cache_mask(Atspi.Cache.NONE)  # no main loop runs here to keep a cache true
    desktop.clear_cache()
    for application in children_of(desktop):
        try:
            if pid is None or application.get_process_id() == pid:
                application.set_cache_mask(Atspi.Cache.NONE)
                yield application
        except Exception:  # noqa: BLE001, S112  it ended while we looked
            continue


def is_showing(thing):
    return thing.get_state_set().contains(Atspi.StateType.SHOWING)


def fits(thing, role, name, prefix):
    if role is not None and thing.get_role_name() not in role:
        return False
    own = thing.get_name() or ""
    if name is not None:
        return own == name
    return prefix is None or own.startswith(prefix)


def find(*, within=None, pid=None, role=None, name=None, prefix=None, hidden=False, every=False):
    """Look through the tree breadth first; the first that fits, or all of them."""
    waiting = [things[within]] if within else list(applications(pid))
    found = []
    while waiting:
        thing = waiting.pop(0)
        try:
            if (
                thing is not things.get(within)
                and fits(thing, role, name, prefix)
                and (hidden or is_showing(thing))
            ):
                found.append(describe(thing))
                if not every:
                    break
            waiting.extend(children_of(thing))
        except Exception:  # noqa: BLE001, S112  it went away while we looked
            continue
    return found


def children(id):
    return [describe(child) for child in children_of(things[id])]


def look(id):
    """Everything that can be read off one thing."""
    return facts(things[id])


def facts(thing):
    thing.clear_cache()
    states = thing.get_state_set()
    seen = {
        "role": thing.get_role_name(),
        "name": thing.get_name() or "",
        "description": thing.get_description() or "",
        "states": sorted(s.value_nick for s in states.get_states()),
    }
    if thing.get_component_iface():
        box = thing.get_extents(Atspi.CoordType.SCREEN)
        seen["box"] = [box.x, box.y, box.width, box.height]
    if thing.get_text_iface():
        seen["text"] = Atspi.Text.get_text(thing, 0, Atspi.Text.get_character_count(thing))
    if thing.get_value_iface():
        seen["value"] = Atspi.Value.get_current_value(thing)
    if thing.get_action_iface():
        count = Atspi.Action.get_n_actions(thing)
        seen["actions"] = [Atspi.Action.get_action_name(thing, n) for n in range(count)]
    return seen


def act(id, action):
    thing = things[id]
    names = look(id).get("actions", [])
    return bool(Atspi.Action.do_action(thing, names.index(action)))


def set_text(id, text):
    return bool(Atspi.EditableText.set_text_contents(things[id], text))


def set_value(id, value):
    return bool(Atspi.Value.set_current_value(things[id], value))


def focus(id):
    return bool(things[id].grab_focus())


def read_all(pid):
    """Read everything there is of every thing; how many were read, how many went away meanwhile."""
    waiting, read, gone = list(applications(pid)), 0, 0
    while waiting:
        thing = waiting.pop()
        try:
            seen = facts(thing)
            thing.get_index_in_parent()
            parent = thing.get_parent()
            read += bool(seen["role"]) and parent is not None
            waiting.extend(children_of(thing))
        except Exception:  # noqa: BLE001  that is what happens while a chat changes
            gone += 1
    return {"read": read, "gone": gone}


def take_down(event):
    """Keep what an event says: its kind, the name it is about, what is told or changed."""
    kind = next(kind for name, kind in EVENTS.items() if event.type.startswith(name))
    try:
        about = event.source.get_name() or ""
    except GLib.Error:
        about = ""  # it went away before it was asked
    text = event.any_data if isinstance(event.any_data, str) else ""
    how = event.type.split(":")[-1]
    told.append({"kind": kind, "about": about, "text": text, "how": how, "on": event.detail1})


def listen():
    """From now on take down what the programs tell by themselves."""
    listener = Atspi.EventListener.new(take_down)
    things["listener"] = listener  # it ends with its last reference
    return [bool(listener.register(name)) for name in EVENTS]


def heard():
    """Everything that was told since `listen`."""
    while GLib.MainContext.default().iteration(False):
        pass
    return told


VERBS = {
    f.__name__: f
    for f in (find, children, look, act, read_all, set_text, set_value, focus, listen, heard)
}

print(json.dumps({"ok": "ready"}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"ok": VERBS[request.pop("do")](**request)}
    except Exception as error:  # noqa: BLE001  the other side decides what it means
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
