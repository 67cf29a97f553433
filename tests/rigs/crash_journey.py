#!/usr/bin/env python3
"""Records people at a box, call by call, and cuts the power at any moment (see crash_states.py).

    python3 tests/rigs/crash_journey.py PROGRAM [--states 10000] [--people 6] [--seed 2027]

One home is made; then `box init`, paper entries, drafts that are left and gone on with, responses
sent line by line, and an export are recorded. Prints one JSON object: the
states of the real settings, and those of the controls, which must lose: the same recording with
every sync of the log forgotten (what `synchronous=NORMAL` does), and a small writer of Python's own
with WAL/NORMAL and with SQLite's usual DELETE/FULL.
"""

import argparse
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import crash_states  # noqa: E402

from people import ANSWERS, BEGINNING, Home, fast_folder, receipts_of, words_of  # noqa: E402


def recorded(home, logs, *arguments, typed=""):
    """One run under strace; its log is one more of `logs`."""
    log = os.path.join(home.folder, f"log-{len(logs)}")
    logs.append(log)
    ended = crash_states.strace(log, home.command(*arguments), input=typed, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(f"{arguments}: {ended.returncode}: {ended.stderr}")
    return ended.stdout


def journeys(home, people):
    """What people do at the box; the logs of it."""
    logs = []

    def record(*arguments, typed=""):
        return recorded(home, logs, *arguments, typed=typed)

    record("box", "init", "--name", "Rig")
    for _ in range(people):
        record("fill", "--answers", home.paper(), "--json")
    for answered in range(1, people + 1):
        # Somebody leaves after so many answers; every second one comes back and sends.
        answered = min(answered, len(ANSWERS))
        words = words_of(record("fill", "--plain", typed=BEGINNING + "".join(ANSWERS[:answered])))
        if answered % 2:
            rest = "".join(ANSWERS[answered:])
            sent = record("fill", "--plain", typed=f"{words}\n{rest}/send\n\n")
            assert receipts_of(sent), sent
    sent = record("fill", "--plain", typed=BEGINNING + "".join(ANSWERS) + "/send\n\n")
    assert receipts_of(sent), sent
    # Every page is written anew, so that nothing tells the order of arrival.
    record("bundle", "export", "-o", os.path.join(home.folder, "bundle"), "--final")
    return logs


WRITER = """
import sqlite3, sys, os
path, mode, level = sys.argv[1:]
c = sqlite3.connect(path, isolation_level=None)
c.execute("PRAGMA journal_mode=" + mode); c.execute("PRAGMA synchronous=" + level)
for at in range(40):
    leaf = bytes([at]) * 32
    c.execute("BEGIN IMMEDIATE")
    c.execute("INSERT INTO record VALUES(?)", (leaf,))
    c.execute("INSERT INTO part VALUES(?)", (os.urandom(4096),))
    c.execute("COMMIT")
    os.write(1, ('{"leaf": "%s"}' % leaf.hex()).encode())
"""


def writer(folder, mode, level, states, seed):
    """A small writer that is not ours, in a mode that is not ours."""
    root = os.path.join(folder, f"{mode}-{level}")
    os.makedirs(os.path.join(root, "box"))
    path = os.path.join(root, "box", "store.sqlite")
    made = crash_states.sqlite3.connect(path)
    for table in ("record(leaf BLOB)", "draft(name BLOB, tag BLOB)", "part(sealed BLOB)"):
        made.execute("CREATE TABLE " + table)
    made.commit()
    made.close()
    before, log = crash_states.snapshot(root), os.path.join(folder, f"log-{mode}-{level}")
    command = [sys.executable, "-c", WRITER, path, mode, level]
    crash_states.strace(log, command, check=True, stdout=subprocess.DEVNULL)
    return crash_states.check(root, before, [log], states, seed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--people", type=int, default=6)
    parser.add_argument("--states", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2027)
    asked = parser.parse_args()
    with fast_folder() as folder:
        home = Home(asked.program, folder)
        before = crash_states.snapshot(home.path)
        logs = journeys(home, asked.people)
        few = max(100, asked.states // 10)
        reports = {
            "real": crash_states.check(home.path, before, logs, asked.states, asked.seed),
            "log never synced": crash_states.check(home.path, before, logs, few, asked.seed, drop=True),
            "another writer, WAL FULL": writer(folder, "WAL", "FULL", few, asked.seed),
            "another writer, WAL NORMAL": writer(folder, "WAL", "NORMAL", few, asked.seed),
            "another writer, DELETE FULL": writer(folder, "DELETE", "FULL", few, asked.seed),
        }
    print(json.dumps({name: report.__dict__ for name, report in reports.items()}, indent=1))


if __name__ == "__main__":
    main()
