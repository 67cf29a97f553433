"""An independent listing of what can be read in a home without a key, to compare with `doctor --clear --json`.

usage: clear.py HOME      prints JSON: {"files": [...], "store": {TABLE: [ROW, ...]}}

It knows nothing of the program's code: it walks the folder, and asks SQLite itself for every table,
column and row. What begins as an age file is told by its length and its X25519 stanzas.
"""

import json
import os
import sqlite3
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


home = sys.argv[1]
files = []
for folder, _, names in os.walk(home):
    for name in names:
        path = os.path.join(folder, name)
        files.append({"file": os.path.relpath(path, home), "bytes": os.path.getsize(path)})
store = sqlite3.connect(f"file:{home}/box/store.sqlite?mode=ro&immutable=1", uri=True)
store.text_factory = bytes
tables = [row[0].decode() for row in store.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
listed = {}
for table in tables:
    rows = store.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in rows.description]
    listed[table] = [dict(zip(columns, map(value, row))) for row in rows]
print(json.dumps({"files": files, "store": listed}))
