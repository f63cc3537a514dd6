"""Prints a chat of Scout Desktop, also a damaged one. Needs nothing but Python 3.8 or later.

    python3 read_chat.py chats/20261123-011852-334455667788.json [journal/….jsonl …] [--all]
"""
import hashlib, json, re, sys

nodes, meta, ranks = {}, {}, ("streaming", "interrupted", "failed", "stopped", "complete")
def best(node):  # of two copies of a message the greater counts
    texts = [part.get("text", "") for part in node.get("parts") or [] if isinstance(part, dict)]
    state = node.get("state", "complete")
    return "deleted" in node, node.get("rev", 0), ranks.index(state) if state in ranks else -1, len("".join(texts))

def take(found):
    for name, register in (found.get("meta") or {}).items():
        meta[name] = max(meta.get(name, register), register, key=lambda each: (each["at"], each["by"]))
    for node in found.get("nodes") or ([found["node"]] if "node" in found else []):
        nodes[node["id"]] = max(nodes.get(node["id"], node), node, key=best)
    node = nodes.get(found.get("id"), {})  # more text of a reply that was on its way
    if "text" in found and node.get("state") == "streaming" and len(node["parts"][0]["text"]) == found["at"]:
        node["parts"][0]["text"] += found["text"]

def take_line(line):
    framed = re.match(r'\{"h":"(\w{8})","o":(\{.*\})\}$', line)  # of a journal: the hash must match
    if framed:
        if hashlib.sha256(framed[2].encode()).hexdigest().startswith(framed[1]):
            take(json.loads(framed[2]))
    elif line.startswith("{"): take({"nodes": [json.loads(line)]})
    else: take({"meta": json.loads("{" + line + "}")})

for path in (word for word in sys.argv[1:] if word != "--all"):
    text = open(path, "rb").read().decode("utf-8-sig", "replace")
    try: take(json.loads(text))
    except ValueError:  # a journal, or damaged
        for line in re.split("[\r\n]+", text):
            try: take_line(line.strip().rstrip(","))
            except (ValueError, AttributeError, KeyError, TypeError): pass  # this record is lost

shown, at = [], (meta.get("head") or {}).get("value")
at = at if at in nodes else max(nodes, default=None)
while at in nodes and nodes[at] not in shown:
    shown.insert(0, nodes[at]); at = nodes[at].get("parent")
for node in [nodes[id] for id in sorted(nodes)] if "--all" in sys.argv else shown:
    if "deleted" not in node:
        said = [part.get("text") or "[picture {}]".format(part.get("sha256", part.get("url", "")))
                for part in node.get("parts") or [] if isinstance(part, dict)]
        head = "--- {} {}".format(node.get("role"), node.get("created"))
        sys.stdout.buffer.write("\n".join([head, *said, "", ""]).encode("utf-8", "replace"))
