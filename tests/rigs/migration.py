#!/usr/bin/env python3
"""Kills, and cuts the power of, a program that brings an earlier version's store up to date.

    python3 tests/rigs/migration.py PROGRAM [--kills 400] [--states 2000] [--people 12] [--seed 2027]

A box with records, drafts and invitations is made, and turned back by Python's SQLite into what versions 1, 2 and 3
of the store were. `invite count` then migrates copies of it: killed by `kill -9` at each call on the store's files (or
as many of them as `--kills` says, evenly), killed after random times, and recorded, with the power cut at random
moments (crash_states.py). Whatever is left, an independent SQLite finds it whole, of the one version or of the other,
with every byte of every record, part, draft and invitation once; and the program opens it, finishes, and `box verify`
finds nothing. Prints one JSON object.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import crash_states  # noqa: E402
from people import ANSWERS, BEGINNING, Home, fast_folder  # noqa: E402

NEWEST = 4
PARTS_BEFORE = (
    "CREATE TABLE part(leaf BLOB, audience TEXT, sealed BLOB NOT NULL, PRIMARY KEY(leaf, audience)) WITHOUT ROWID"
)
# Calls at which a process is killed; of the first kinds a migration makes many.
CALLS = ["pwrite64", "pread64", "fsync", "fdatasync", "ftruncate", "openat", "unlink", "mmap", "fcntl", "close"]
TABLES = {
    "record": "leaf, header, signature",
    "part": "leaf, audience, sealed",
    "draft": "name, tag, expires, sealed",
    "document": "sha256, kind, body",
    "setting": "name, value",
    "invitation": "hash",
}


def collected(home, people):
    """Fills a box: paper entries, one person who left in the middle, invitations."""
    home.done("box", "init", "--name", "Rig")
    for _ in range(people):
        home.done("fill", "--answers", home.paper(), "--json")
    home.done("fill", "--plain", typed=BEGINNING + "".join(ANSWERS[:3]))
    home.done("invite", "new", "--count", "3", "-o", "-")


def turned_back(home, version):
    """Makes of a store what an earlier version of the program would have left."""
    connection = sqlite3.connect(store_of(home))
    steps = ["ALTER TABLE part RENAME TO later", PARTS_BEFORE,
             "INSERT INTO part SELECT leaf, audience, sealed FROM later", "DROP TABLE later"]
    if version < 3:
        steps.append("DROP TABLE invitation")
    if version < 2:
        steps.append("DROP INDEX record_response")
    for step in [*steps, f"PRAGMA user_version = {version}"]:
        connection.execute(step)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def store_of(home):
    return os.path.join(home.box, "store.sqlite")


def content(path):
    """The version, and every row of every table; where the file is not whole, that."""
    connection = sqlite3.connect(path)
    try:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            return None, said
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        found = {}
        for table, columns in TABLES.items():
            if table != "invitation" or version >= 3:
                found[table] = sorted(connection.execute(f"SELECT {columns} FROM {table}"))
        return version, found
    except sqlite3.Error as error:
        return None, str(error)
    finally:
        connection.close()


class Judge:
    """What must be there, and what was not."""

    def __init__(self, home, before):
        self.before, self.wrong = before, []
        self.work = os.path.join(home.folder, "look")
        self.ends = {}

    def same(self, found):
        return all(found.get(table) == rows for table, rows in self.before.items()) and not found.get("invitation", [])[3:]

    def look(self, label, path):
        """Looks at a copy of what is left: the program must find it as it was left."""
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(self.work)
        for ending in ("", "-wal", "-journal"):
            if os.path.exists(path + ending):
                shutil.copy(path + ending, os.path.join(self.work, "store.sqlite" + ending))
        version, found = content(os.path.join(self.work, "store.sqlite"))
        self.ends[str(version)] = self.ends.get(str(version), 0) + 1
        if version is None or not self.same(found):
            self.wrong.append(f"{label}: {found if version is None else f'of version {version} something is missing or twice'}")

    def finish(self, label, home):
        """The next who opens it finishes."""
        for command in (["invite", "count"], ["box", "verify"]):
            ended = home.run(*command)
            if ended.returncode:
                self.wrong.append(f"{label}: {command}: {ended.returncode} {ended.stderr[-300:]}")
        version, found = content(store_of(home))
        if version != NEWEST or not self.same(found):
            self.wrong.append(f"{label}: after it was opened again: {version}")


def calls_of(home, log):
    """How often an undisturbed migration makes each call on the store's files."""
    ended = subprocess.run([*watched(home, log), *home.command("invite", "count")], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    with open(log, encoding="latin-1") as lines:
        names = [re.match(r"\d+ +(\w+)\(", line) for line in lines]
    found = [name.group(1) for name in names if name]
    return [(call, at) for call in CALLS for at in range(1, found.count(call) + 1)]


def watched(home, log, *more):
    paths = [word for ending in ("", "-wal", "-shm") for word in ("-P", store_of(home) + ending)]
    more = more or ("-e", "trace=" + ",".join(CALLS))
    return ["strace", "-f", "-qq", "-o", log, *paths, *more]


def killed_at_calls(old, judge, kills):
    """One migration for each call, ended there."""
    log = os.path.join(old.folder, "strace")
    undisturbed = old.copy(os.path.join(old.folder, "undisturbed"))
    calls = calls_of(undisturbed, log)
    judge.finish("undisturbed", undisturbed)
    shutil.rmtree(undisturbed.path)
    chosen = calls[:: max(1, -(-len(calls) // kills))]
    died = 0
    for call, at in chosen:
        home = old.copy(os.path.join(old.folder, "killed"))
        inject = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={at}")
        run = [*watched(home, log, *inject), *home.command("invite", "count")]
        ended = subprocess.run(run, capture_output=True, check=False)
        died += ended.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
        label = f"killed at {call} {at}"
        judge.look(label, store_of(home))
        judge.finish(label, home)
        shutil.rmtree(home.path)
    return len(calls), len(chosen), died


def killed_by_the_clock(old, judge, kills, dice):
    """Migrations that are ended after a random time, without strace in between."""
    home = old.copy(os.path.join(old.folder, "timed"))
    start = time.monotonic()
    home.done("invite", "count")
    whole = time.monotonic() - start
    shutil.rmtree(home.path)
    died = 0
    for _ in range(kills):
        home = old.copy(os.path.join(old.folder, "timed"))
        process = subprocess.Popen(home.command("invite", "count"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(dice.uniform(0, whole))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            died += 1
        judge.look("killed by the clock", store_of(home))
        judge.finish("killed by the clock", home)
        shutil.rmtree(home.path)
    return died


def cut_off(old, judge, states, dice):
    """A recorded migration, with the power cut at random moments."""
    home = old.copy(os.path.join(old.folder, "recorded"))
    before = crash_states.snapshot(home.path)
    log = os.path.join(old.folder, "recorded-log")
    crash_states.strace(log, home.command("invite", "count"), check=True, stdout=subprocess.DEVNULL)
    root = os.path.realpath(home.path)
    store = os.path.join(root, "box", "store.sqlite")
    changes = [at for at, _ in enumerate(crash_states.timeline(root, before, [log], False))]
    moments = sorted(dice.choice(changes) for _ in range(states))
    into = os.path.join(old.folder, "state")
    for at, (disk, _) in enumerate(crash_states.timeline(root, before, [log], False)):
        while moments and moments[0] == at:
            moments.pop(0)
            _, files = disk.after_crash(dice)
            shutil.rmtree(into, ignore_errors=True)
            os.makedirs(into)
            for ending in ("", "-wal", "-journal"):
                if store + ending in files:
                    with open(os.path.join(into, "store.sqlite" + ending), "wb") as written:
                        written.write(files[store + ending])
            judge.look(f"power cut at {at} of {len(changes)}", os.path.join(into, "store.sqlite"))
    shutil.rmtree(home.path)
    return len(changes)


def control(home, before):
    """A judge that finds nothing here would find nothing anywhere."""
    blind = []
    for harm in ("DELETE FROM part WHERE rowid = (SELECT min(rowid) FROM part)", "UPDATE draft SET tag = x'00'"):
        spoilt = home.copy(os.path.join(home.folder, "spoilt"))
        connection = sqlite3.connect(store_of(spoilt))
        connection.execute(harm)
        connection.commit()
        connection.close()
        judge = Judge(home, before)
        judge.look(harm, store_of(spoilt))
        if not judge.wrong:
            blind.append(harm)
        shutil.rmtree(spoilt.path)
    return blind


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--kills", type=int, default=400)
    parser.add_argument("--states", type=int, default=2_000)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--seed", type=int, default=2027)
    asked = parser.parse_args()
    report, dice = {}, random.Random(asked.seed)
    with fast_folder() as folder:
        full = Home(asked.program, folder)
        collected(full, asked.people)
        report["not seen"] = control(full, content(store_of(full))[1])
        for version in (1, 2, 3):
            old = full.copy(os.path.join(folder, f"version-{version}"))
            turned_back(old, version)
            found, before = content(store_of(old))
            assert found == version and len(before["record"]) == asked.people and before["draft"], found
            judge = Judge(old, before)
            calls, tried, at_calls = killed_at_calls(old, judge, asked.kills)
            by_the_clock = killed_by_the_clock(old, judge, max(3, asked.kills // 4), dice)
            changes = cut_off(old, judge, asked.states, dice)
            report[f"version {version}"] = {
                "calls": calls, "killed at": tried, "died there": at_calls, "died by the clock": by_the_clock,
                "changes": changes, "states": asked.states, "left": judge.ends, "wrong": judge.wrong[:10],
            }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
