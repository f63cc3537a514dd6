"""A desktop's portal for screenshots, as small as one can be; speaks real D-Bus.

    python portal_service.py FILE CODE...

Says "ready", then answers the requests with one CODE after the other (0 done: FILE is there,
1 the user cancelled, 2 failed), and prints what it was asked.
"""

import sys

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection


def main(file: str, codes: list[int]) -> None:
    bus = open_dbus_connection(bus="SESSION")
    bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))
    print("ready", flush=True)
    while codes:
        call = bus.receive()
        fields = call.header.fields
        asked = fields.get(HeaderFields.interface), fields.get(HeaderFields.member)
        if call.header.message_type != MessageType.method_call:
            continue
        if asked != ("org.freedesktop.portal.Screenshot", "Screenshot"):
            continue
        window, options = call.body
        print(f"asked for {window.partition(':')[0]} {options['interactive']}", flush=True)
        sender = fields[HeaderFields.sender][1:].replace(".", "_")
        token = options["handle_token"][1]
        path = f"/org/freedesktop/portal/desktop/request/{sender}/{token}"
        bus.send(new_method_return(call, "o", (path,)))
        request = DBusAddress(path, interface="org.freedesktop.portal.Request")
        code = codes.pop(0)
        results = {"uri": ("s", f"file://{file}")} if code == 0 else {}
        bus.send(new_signal(request, "Response", "ua{sv}", (code, results)))


main(sys.argv[1], [int(code) for code in sys.argv[2:]])
