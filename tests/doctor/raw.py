"""Holds `doctor --clear --json` against every byte of a store's files and what the file system keeps of a home.

usage: raw.py PROGRAM HOME      prints what the listing does not name, one a line; nothing where it names all

It knows nothing of the program's code. SQLite's three files are taken apart by SQLite's description of its format, to
the last byte: what is in no field of a header and no cell of a page must be zero. Modes, owners and times are `stat`'s.
"""

import json
import os
import sqlite3
import struct
import subprocess
import sys

HEADER = ">16sHBBBBBBIIIIIIIIIIII20sII"
LOG = ">IIIIII8s"
INDEX = "=IIIHHII8s8s8s48sI20s8s8s"


def varint(data, at):
    number = 0
    for step in range(8):
        number = number << 7 | data[at + step] & 127
        if data[at + step] < 128:
            return number, at + step + 1
    return number << 8 | data[at + 8], at + 9


class Pages:
    """Every byte of a database file: in a header, a pointer, a cell, or nothing."""

    def __init__(self, data):
        self.data, self.size = data, struct.unpack_from(">H", data, 16)[0]
        self.used = bytearray(len(data))
        self.seen = set()
        # By page: so many bytes too few for a free block, which keep where that block's next one was.
        self.fragments = {}
        self.mark(0, 100)

    def mark(self, start, length):
        self.used[start : start + length] = b"\1" * length

    def number(self, at):
        return struct.unpack_from(">I", self.data, at)[0]

    def start(self, page):
        self.seen.add(page)
        return (page - 1) * self.size

    def local(self, payload, table):
        most = self.size - 35 if table else (self.size - 12) * 64 // 255 - 23
        if payload <= most:
            return payload
        least = (self.size - 12) * 32 // 255 - 23
        kept = least + (payload - least) % (self.size - 4)
        return kept if kept <= most else least

    def overflow(self, page, left):
        while left:
            start, here = self.start(page), min(left, self.size - 4)
            self.mark(start, 4 + here)
            page, left = self.number(start), left - here
        assert page == 0

    def cell(self, at, kind):
        first, below = at, None
        if kind in (2, 5):
            below, at = self.number(at), at + 4
        if kind == 5:
            _, at = varint(self.data, at)
        else:
            payload, at = varint(self.data, at)
            if kind == 13:
                _, at = varint(self.data, at)
            local = self.local(payload, kind == 13)
            at += local
            if local < payload:
                self.overflow(self.number(at), payload - local)
                at += 4
        self.mark(first, at - first)
        return below

    def tree(self, page):
        start = self.start(page)
        front = start + (100 if page == 1 else 0)
        kind, free, cells, _, self.fragments[page] = struct.unpack_from(">BHHHB", self.data, front)
        long = 12 if kind in (2, 5) else 8
        # Behind the pointers to cells stand those to cells that were deleted: where a row began, and no more.
        stale = front + long + 2 * cells
        while 0 < struct.unpack_from(">H", self.data, stale)[0] < self.size:
            stale += 2
        self.mark(front, stale - front)
        while free:
            self.mark(start + free, 4)
            free = struct.unpack_from(">H", self.data, start + free)[0]
        below = [self.number(front + 8)] if kind in (2, 5) else []
        for cell in struct.unpack_from(f">{cells}H", self.data, front + long):
            below.append(self.cell(start + cell, kind))
        for child in filter(None, below):
            self.tree(child)

    def freed(self):
        trunk = self.number(32)
        while trunk:
            start = self.start(trunk)
            count = self.number(start + 4)
            self.mark(start, 8 + 4 * count)
            for leaf in range(count):
                self.start(self.number(start + 8 + 4 * leaf))
            trunk = self.number(start)

    def left(self, roots):
        """The bytes that belong to nothing and are not zero."""
        for root in [1, *roots]:
            self.tree(root)
        self.freed()
        lost = set(range(1, len(self.data) // self.size + 1)) - self.seen
        found = [f"page {page} belongs to nothing" for page in sorted(lost)]
        # Where a page was divided, SQLite leaves what it moved: bytes of a row that is there as well.
        cells = bytes(byte if used else 0 for byte, used in zip(self.data, self.used))
        for start, end in self.runs():
            page = start // self.size + 1
            if end - start > self.fragments.get(page, 0) and self.data[start:end] not in cells:
                found.append(f"page {page}: bytes {start} to {end} are in no field and no cell, and are nowhere else")
        return found

    def runs(self):
        """Where bytes that belong to nothing and are not zero begin and end, page by page."""
        start = None
        for at, used in enumerate(self.used):
            is_left = not used and self.data[at] != 0
            if start is not None and (not is_left or at % self.size == 0):
                yield start, at
                start = None
            if is_left and start is None:
                start = at
        if start is not None:
            yield start, len(self.used)


def value(found):
    """As the listing has it: numbers, text, or hex."""
    if isinstance(found, int):
        return found
    if found == b"\0" * len(found) or not found.isascii() or any(byte < 32 for byte in found):
        return {"hex": found.hex()}
    return found.decode()


def fields(shape, data):
    """Where each field stands, how long it is, and its value."""
    at = 0
    for one in struct.unpack_from(shape, data):
        length = len(one) if isinstance(one, bytes) else None
        yield at, length, value(one)
        at += length or next_length(shape, at)
    yield at, len(data) - at, None


def next_length(shape, at):
    """How many bytes the number at `at` has."""
    offset, order = 0, shape[0]
    for token in split(shape[1:]):
        length = struct.calcsize(order + token)
        if offset == at:
            return length
        offset += length
    raise AssertionError(at)


def split(shape):
    digits = ""
    for letter in shape:
        digits += letter
        if letter.isalpha():
            yield digits
            digits = ""


def stands(path):
    found = os.lstat(path)
    born = subprocess.run(["stat", "--format=%W", path], capture_output=True, text=True, check=True).stdout
    told = {"mode": found.st_mode & 0o7777, "owner": found.st_uid, "group": found.st_gid, "names": found.st_nlink}
    # Reading it here or there may count as reading, so that of this it is asked only that it is told.
    return told | {"written": int(found.st_mtime), "changed": int(found.st_ctime), "made": int(born)}


def main(program, home):
    missing = []
    box = os.path.join(home, "box")
    with open(os.path.join(box, "store.sqlite"), "rb") as opened:
        closed = opened.read()
    # Somebody is there: the log and its index lie beside the store.
    store = sqlite3.connect(os.path.join(box, "store.sqlite"))
    roots = [row[0] for row in store.execute("SELECT rootpage FROM sqlite_schema")]
    store.execute("PRAGMA user_version = 4")
    missing += Pages(closed).left(roots)
    shapes = {"box/store.sqlite": HEADER, "box/store.sqlite-wal": LOG, "box/store.sqlite-shm": INDEX}
    before, standing = {}, {}
    for folder, folders, names in os.walk(home):
        for name in [*folders, *names]:
            path = os.path.join(folder, name)
            shown = os.path.relpath(path, home) + ("/" if name in folders else "")
            standing[shown] = stands(path)
            if shown in shapes:
                with open(path, "rb") as opened:
                    before[shown] = opened.read()
    assert before.keys() == shapes.keys(), before.keys()
    told = json.loads(subprocess.run([program, "--home", home, "doctor", "--clear", "--json"], capture_output=True, text=True, check=True).stdout)
    for name, data in before.items():
        rows = told["inside"].get(f"{name}, SQLite's own", {}).get("field", [])
        if any(not row["tells"] for row in rows):
            missing.append(f"{name}: a field without what it tells")
        listed = [(row["at"], row["value"]) for row in rows]
        for at, _, wanted in fields(shapes[name], data):
            if (at, wanted) not in listed:
                missing.append(f"{name}: at {at}: {wanted}, and the listing says {[row for row in listed if row[0] == at]}")
    listed = {file["file"]: file for file in told["files"]}
    if listed.keys() != standing.keys():
        missing.append(f"files: {listed.keys() ^ standing.keys()}")
    for name, wanted in standing.items():
        found = listed.get(name, {})
        if "read" not in found or any(found.get(what) != number for what, number in wanted.items()):
            missing.append(f"{name}: {wanted}, and the listing says {found}")
    return missing


if __name__ == "__main__":
    print("\n".join(main(*sys.argv[1:])), end="")
