#!/usr/bin/env python3
"""One fault at each call: what if the disk says no, once, at any moment of a person's session?

    python3 tests/rigs/faults.py PROGRAM [--every N]

A whole session is run once under strace to see which calls it makes on the box, and then once for
each of them (or each Nth), with that one call answered EIO or ENOSPC. Nobody may be shown a receipt
of what is not stored; who was not sent is told so, and sends again, at once or with the words; in
the end each has exactly one record, in a file that an independent SQLite finds whole.
"""

import argparse
import json
import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from people import SENDING, WHOLE, Home, fast_folder, receipts_of, words_of  # noqa: E402

# What the disk may answer to which call.
FAULTS = {
    "fsync": ["EIO", "ENOSPC"],
    "fdatasync": ["EIO", "ENOSPC"],
    "ftruncate": ["EIO", "ENOSPC"],
    "openat": ["EIO", "ENOSPC", "EROFS"],
    "unlink": ["EIO"],
    "fallocate": ["EIO", "ENOSPC"],
    "fstatfs": ["EIO"],
    "statfs": ["EIO"],
    "mmap": ["ENOMEM"],
    "pread64": ["EIO"],
    "pwrite64": ["EIO", "ENOSPC"],
}
# Calls of which a session makes hundreds: of these alone each Nth is tried.
MANY = {"pread64", "pwrite64"}
TROUBLE = re.compile(r"(Error|error|Not saved|Not sent|not saved|not sent|could not)[^\n]*")


def under(home, log, *more):
    names = ["", "store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "ballast", "box.key"]
    paths = [word for name in names for word in ("-P", os.path.join(home.box, name).rstrip("/"))]
    return ["strace", "-f", "-qq", "-o", log, *paths, *more]


def counted(home, log):
    """How often an undisturbed session makes each call."""
    kinds = ",".join(FAULTS)
    ended = home.run("fill", "--plain", typed=WHOLE, before=under(home, log, "-e", "trace=" + kinds))
    assert ended.returncode == 0 and len(receipts_of(ended.stdout)) == 1, ended.stderr
    assert not TROUBLE.search(ended.stdout), TROUBLE.search(ended.stdout)
    with open(log, encoding="latin-1") as lines:
        names = [re.match(r"\d+ +(\w+)\(", line) for line in lines]
    found = [name.group(1) for name in names if name]
    return {kind: found.count(kind) for kind in FAULTS}


class Outcome:
    """One session with one fault."""

    def __init__(self, label):
        self.label, self.wrong, self.told, self.retried, self.injected = label, [], False, False, False

    def judge(self, home, before, log):
        ended = home.run("fill", "--plain", typed=WHOLE, before=before)
        with open(log, encoding="latin-1") as lines:
            self.injected = "(INJECTED)" in lines.read()
        said = ended.stdout + ended.stderr
        receipts, words = receipts_of(said), words_of(said)
        self.told = bool(TROUBLE.search(said))
        if ended.returncode < 0 or ended.returncode > 128 or "panicked" in said:
            self.wrong.append(f"it died: {ended.returncode} {ended.stderr[-200:]}")
        if len(receipts) > 1:
            self.wrong.append("two receipts")
        if not receipts and not self.told:
            self.wrong.append("not sent, and nobody was told")
        if not receipts:
            # Who was refused before the first question begins anew; the lines that were typed ahead
            # meant something else.
            self.again(home, None if "no new answers can begin" in said else words)
            return
        found = home.records()
        if len(found) != 1 or not found[0].startswith(receipts[0]):
            self.wrong.append(f"a false receipt: {receipts} {found}")

    def again(self, home, words):
        """Who was not sent comes back, with the words where they were shown."""
        self.retried = True
        typed = f"{words}\n{SENDING}" if words else WHOLE
        ended = home.run("fill", "--plain", typed=typed)
        if "do not know" in ended.stdout or "does not know" in ended.stdout:
            # Nothing was saved under these words before the program ended.
            ended = home.run("fill", "--plain", typed=WHOLE)
        found = home.records()
        if len(found) != 1:
            self.wrong.append(f"trying again gave {len(found)} records: {ended.stdout[-300:]} {ended.stderr}")


def one(pristine, folder, label, kind, error, number):
    where = os.path.join(folder, label)
    home, log = pristine.copy(os.path.join(where, "home")), os.path.join(where, "log")
    fault = ["-e", "trace=" + kind, "-e", f"inject={kind}:error={error}:when={number}"]
    outcome = Outcome(label)
    outcome.judge(home, under(home, log, *fault), log)
    shutil.rmtree(where)
    return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--every", type=int, default=1, help="of reads and writes, try each so many")
    asked = parser.parse_args()
    with fast_folder() as folder:
        pristine = Home(asked.program, folder)
        pristine.done("box", "init", "--name", "Rig")
        counts = counted(pristine.copy(os.path.join(folder, "counting", "home")), os.path.join(folder, "log"))
        points = [
            (f"{kind}-{error}-{number}", kind, error, number)
            for kind, errors in FAULTS.items()
            for error in errors
            for number in range(1, counts[kind] + 1)
            if kind not in MANY or number % asked.every == 0
        ]
        with ThreadPoolExecutor(max_workers=2) as pool:
            outcomes = list(pool.map(lambda point: one(pristine, folder, *point), points))
    wrong = [f"{outcome.label}: {what}" for outcome in outcomes for what in outcome.wrong]
    print(json.dumps({
        "calls": counts,
        "tried": len(outcomes),
        "injected": sum(outcome.injected for outcome in outcomes),
        "told": sum(outcome.told for outcome in outcomes),
        "sent again with the words": sum(outcome.retried for outcome in outcomes),
        "wrong": wrong,
    }, indent=1))


if __name__ == "__main__":
    main()
