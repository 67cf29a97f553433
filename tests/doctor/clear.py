"""An independent listing of what can be read in a home without a key, to compare with `doctor --clear --json`.

usage: clear.py HOME      prints JSON: {"files": [...], "store": {TABLE: [ROW, ...]}, "inside": {FILE: {TABLE: ...}}}

It knows nothing of the program's code: it walks the folder, and asks SQLite itself for every table,
column and row; bundles and packs it takes apart by what the format's description says. What begins as an age file is told by its length and its X25519 stanzas.
"""

import json
import os
import sqlite3
import struct
import sys


def value(found):
    if isinstance(found, str):
        found = found.encode()
    if not isinstance(found, bytes):
        return found
    if found.startswith(b"age-encryption.org/v1\n"):
        header = found[: found.index(b"\n--- ")]
        return {"sealed": len(found), "stanzas": header.count(b"\n-> X25519 ")}
    try:
        text = found.decode()
    except UnicodeDecodeError:
        return {"hex": found.hex()}
    control = any((ord(c) < 32 or 127 <= ord(c) < 160) and c != "\n" for c in text)
    return {"hex": found.hex()} if control else text


class Reader:
    """Bytes from the front of a file."""

    def __init__(self, found):
        self.found, self.at = found, 0

    def take(self, count):
        self.at += count
        assert self.at <= len(self.found), "cut"
        return self.found[self.at - count : self.at]

    def number(self, shape=">I"):
        return struct.unpack(shape, self.take(struct.calcsize(shape)))[0]

    def counted(self):
        return self.take(self.number())

    def line(self):
        end = self.found.index(b"\n", self.at)
        line = self.found[self.at : end]
        self.at = end + 1
        return line


def hexed(found):
    return {"hex": found.hex()}


def slots(header):
    """The names of a record's parts, in the order in which they travel."""
    header = json.loads(header)
    named = [part["audience"] for part in header["parts"]]
    return named + [f"{part['audience']}@{part['leaf']}" for part in header.get("resealed") or []]


def bundle(found):
    reader = Reader(found)
    assert reader.line() == b"tallybox/v1/bundle"
    tables = {"checkpoint": [{"verifier": reader.line().decode(), "note": reader.counted().decode()}]}
    kinds = {1: "questionnaire", 2: "keyset"}
    tables["document"] = [
        {"kind": kinds[reader.number(">B")], "sha256": hexed(reader.take(32)), "body": value(reader.counted())}
        for _ in range(reader.number())
    ]
    leaves = [reader.take(32) for _ in range(reader.number(">Q"))]
    tables["record"], tables["part"] = [], []
    for leaf in leaves:
        header, signature = reader.counted(), reader.take(64)
        tables["record"].append({"leaf": hexed(leaf), "header": value(header), "signature": hexed(signature)})
        names = slots(header)
        assert reader.number(">B") == len(names)
        for name in names:
            sealed = value(reader.counted()) if reader.number(">B") else None
            tables["part"].append({"leaf": hexed(leaf), "audience": name, "sealed": sealed})
    assert len(reader.take(32)) == 32 and reader.at == len(found)
    return tables


def parcel(found, name, inside):
    reader = Reader(found)
    reader.line()
    manifest = json.loads(reader.counted())
    reader.take(96)
    rows, number = [], 0
    for entry in manifest["entries"]:
        body = reader.take(entry["length"])
        if entry["what"] == "bundle":
            number += 1
            inside[f"{name}, bundle {number}"] = bundle(body)
        shown = None if entry["what"] == "bundle" else value(body)
        rows.append({"what": entry["what"], "name": entry["name"], "sha256": entry["sha256"], "body": shown})
    inside[name] = {"contents": rows}


home = sys.argv[1]
files, inside = [], {}
for folder, _, names in os.walk(home):
    if folder != home:
        files.append({"file": os.path.relpath(folder, home) + "/", "bytes": 0})
    for name in names:
        path = os.path.join(folder, name)
        shown = os.path.relpath(path, home)
        with open(path, "rb") as opened:
            found = opened.read()
        told = {"file": shown, "bytes": len(found)}
        if found.startswith(b"age-encryption.org/v1\n"):
            told["stanzas"] = value(found)["stanzas"]
        files.append(told)
        if found.startswith(b"tallybox/v1/bundle\n"):
            inside[shown] = bundle(found)
        elif found.startswith((b"tallybox/v1/kit\n", b"tallybox/v1/pack\n")):
            parcel(found, shown, inside)
store = sqlite3.connect(f"file:{home}/box/store.sqlite?mode=ro&immutable=1", uri=True)
store.text_factory = bytes
tables = [row[0].decode() for row in store.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
listed = {}
for table in tables:
    rows = store.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in rows.description]
    listed[table] = [dict(zip(columns, map(value, row))) for row in rows]
print(json.dumps({"files": files, "store": listed, "inside": inside}))
