#!/usr/bin/env python3
"""The power of a virtual machine is cut while people send their answers.

    sudo python3 tests/rigs/power.py PROGRAM [--cuts 20] [--states 5] [--system ext4|xfs]

A guest with a disk of its own runs the program in three loops at once, two of paper forms and one of conversations
line by line, and every receipt goes out over the serial line. At a random moment QEMU is killed. Each write and flush
of the disk was logged on its way (QEMU's `blklogwrites`), so that the disk can be put together as a cut leaves one that
is honest about flushing: everything up to the last flush, and of what came after it any of the writes, in half of the
states torn into sectors of 512 bytes. One such state is of the moment of the kill, the others of earlier moments of the
same run. Each is mounted, which replays the file system's journal; Python's SQLite finds the store whole, and every
receipt that had reached the outside by then is in it. `box verify` looks at the state of the kill.

The control is a disk that is not honest: at the moment of the kill, with what was flushed since the first receipt dropped as
well. It must lose.
Needs root, for mounting, and what `guest.py` needs. Prints what was counted as JSON; ends with 1 where something was lost.
"""

import argparse
import json
import os
import random
import select
import sqlite3
import struct
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import guest  # noqa: E402
from people import PAPER, WHOLE, Home, fast_folder  # noqa: E402

SECTOR = 512
SIZES = {"ext4": 96 << 20, "xfs": 320 << 20}
FLUSH, FUA, DISCARD = 1, 2, 4
# After so many receipts, and at most a second more, the power is cut.
RECEIPTS = (3, 20)
# A guest that has not come so far in so many seconds has not started.
GUARD = 180

SCRIPT = """
mkdir -p /mnt /tmp
mount -t SYSTEM /dev/vda /mnt || echo 'no disk'
cd /mnt
export LC_ALL=C.UTF-8
paper() { while :; do /bin/program --home /mnt/home fill --answers /answers.json --json 2>/dev/null; done; }
lines() { while :; do /bin/program --home /mnt/home fill --plain < /conversation 2>/dev/null | grep 'Your receipt is'; done; }
echo READY
paper & paper & lines
"""


class Disk:
    """A disk as it was before the guest started, and what the guest then did to it."""

    def __init__(self, image, log):
        with open(image, "rb") as opened:
            self.before = opened.read()
        with open(log, "rb") as opened:
            self.log = opened.read()
        _, _, _, self.step = struct.unpack_from("<QQQI", self.log, 0)
        self.entries = list(self.read())

    def read(self):
        """Each entry: where it ends in the log, its flags, where it begins on the disk, its bytes."""
        at = self.step
        while at + self.step <= len(self.log):
            sector, count, flags, _ = struct.unpack_from("<QQQQ", self.log, at)
            length = 0 if flags & DISCARD else count * self.step
            start = at + self.step
            if (flags | count) == 0 or start + length > len(self.log):
                return
            at = start + length
            yield at, flags, sector * self.step, memoryview(self.log)[start:at]

    def flushes(self):
        return sum(bool(flags & FLUSH) for _, flags, *_ in self.entries)

    def state(self, until, draw, honest_to=None):
        """The disk after a cut when the log had `until` bytes; what was flushed after `honest_to` counts as not flushed."""
        done = [entry for entry in self.entries if entry[0] <= until]
        sure = max((number for number, entry in enumerate(done) if entry[1] & FLUSH and entry[0] <= (honest_to or until)), default=-1)
        disk, torn = bytearray(self.before), draw.random() < 0.5
        share = draw.random()
        for number, (_, flags, at, body) in enumerate(done):
            durable = number <= sure or (flags & FUA and not honest_to)
            step = SECTOR if torn and not durable else max(len(body), 1)
            for part in range(0, len(body), step):
                if durable or draw.random() < share:
                    disk[at + part : at + part + step] = body[part : part + step]
        return disk


class Run:
    """One guest from its start to its end: its receipts, with how long the log was when each had come out."""

    def __init__(self, memory, image, log, draw):
        self.receipts, self.times = [], []
        with open(log, "wb"):
            pass
        nodes = (
            f"driver=file,node-name=plain,filename={image}", f"driver=file,node-name=logged,filename={log}",
            f"driver=blklogwrites,node-name=disk,file=plain,log=logged,log-sector-size={SECTOR}",
        )
        more = [word for node in nodes for word in ("-blockdev", node)]
        more += ["-device", "virtio-blk-pci,drive=disk,write-cache=on", "-smp", "2"]
        with open(f"{log}.said", "wb") as errors:
            machine = guest.start(memory, *more, stderr=errors)
        try:
            self.watch(machine, log, draw)
        finally:
            machine.kill()
            machine.wait()
            machine.stdout.close()
            machine.stdin.close()

    def watch(self, machine, log, draw):
        rest, ends, began, enough = b"", None, time.monotonic(), draw.randint(*RECEIPTS)
        while ends is None or time.monotonic() < ends:
            wait = GUARD if ends is None else ends - time.monotonic()
            ready, _, _ = select.select([machine.stdout], [], [], max(wait, 0))
            more = os.read(machine.stdout.fileno(), 65536) if ready else b""
            if ready and not more or not ready and ends is None:
                raise SystemExit(f"the guest ended or said nothing: {rest[-2000:]!r}")
            # After reading: whatever was told by then was flushed by then.
            length = os.path.getsize(log)
            *lines, rest = (rest + more).split(b"\n")
            for line in lines:
                self.line(line.decode("utf-8", "replace").strip(), length)
            if ends is None and len(self.receipts) >= enough:
                ends = time.monotonic() + draw.uniform(0, 1)
            if time.monotonic() - began > GUARD:
                raise SystemExit(f"the guest gave no receipt: {rest[-2000:]!r}")

    def line(self, line, length):
        leaf = None
        if line.startswith("{") and line.endswith("}"):
            leaf = json.loads(line)["leaf"]
        elif "Your receipt is " in line:
            leaf = line.split("Your receipt is ")[1][:16]
        if leaf and len(leaf) >= 16:
            self.receipts.append((length, leaf))

    def by(self, length):
        return [leaf for told, leaf in self.receipts if told <= length]


def mounted(image, where, system, look):
    # Two states of one xfs have one name; ext4 has no such option.
    options = "loop,nouuid" if system == "xfs" else "loop"
    done = subprocess.run(["mount", "-t", system, "-o", options, image, where], capture_output=True, check=False)
    if done.returncode:
        return f"cannot be mounted: {done.stderr.decode().strip()}"
    try:
        return look()
    finally:
        subprocess.run(["umount", where], check=True)


def look(home, receipts, verify):
    """What is wrong with the store; nothing where every receipt is in it."""
    try:
        leaves = home.records()
    except (AssertionError, sqlite3.DatabaseError) as error:
        return f"unreadable: {error}"
    lost = [leaf for leaf in receipts if not any(found.startswith(leaf) for found in leaves)]
    if lost:
        return f"{len(lost)} of {len(receipts)} receipts have no record"
    if verify and (done := home.run("box", "verify")).returncode:
        return f"box verify: {done.stdout}{done.stderr}"
    return None


def prepare(options, folder):
    """A disk with a home in it, and what the guest starts from."""
    image, where = os.path.join(folder, "image"), os.path.join(folder, "disk")
    with open(image, "wb") as made:
        made.truncate(SIZES[options.system])
    subprocess.run([f"mkfs.{options.system}", "-q", image], check=True)
    os.mkdir(where)
    subprocess.run(["mount", "-o", "loop", image, where], check=True)
    try:
        home = Home(options.program, where)
        home.done("box", "init", "--name", "Chemistry stores")
    finally:
        subprocess.run(["umount", where], check=True)
    memory = guest.Memory(SCRIPT.replace("SYSTEM", options.system), [options.system])
    memory.program(options.program)
    memory.write("/answers.json", json.dumps(PAPER).encode(), 0o644)
    memory.write("/conversation", WHOLE.encode(), 0o644)
    return image, where, home, memory.save(os.path.join(folder, "memory"))


def judge(options, folder, run, disk, draw, places):
    """Puts states together and looks at each; what was found and, of the control, how many lost."""
    where, home = places
    state = os.path.join(folder, "state")
    found = []

    def one(until, honest_to=None, verify=False):
        with open(state, "wb") as written:
            written.write(disk.state(until, draw, honest_to))
        return mounted(state, where, options.system, lambda: look(home, run.by(until), verify))

    # A moment is one after the first receipt, at which there is something to lose.
    first, last = run.receipts[0][0], len(disk.log)
    moments = [last] + [draw.randint(first, last) for _ in range(options.states - 1)]
    for number, moment in enumerate(moments):
        found.append(one(moment, verify=number == 0))
    return found, one(last, honest_to=first) is not None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--states", type=int, default=5)
    parser.add_argument("--system", choices=sorted(SIZES), default="ext4")
    parser.add_argument("--seed", type=int, default=2027)
    options = parser.parse_args()
    draw, began = random.Random(options.seed), time.monotonic()
    told = {"cuts": 0, "states": 0, "receipts": 0, "writes": 0, "flushes": 0, "wrong": [], "control lost": 0}
    with fast_folder() as folder:
        image, where, home, memory = prepare(options, folder)
        for cut in range(options.cuts):
            used, log = os.path.join(folder, "used"), os.path.join(folder, "log")
            subprocess.run(["cp", "--sparse=always", image, used], check=True)
            run = Run(memory, used, log, draw)
            disk = Disk(image, log)
            found, control = judge(options, folder, run, disk, draw, (where, home))
            told["cuts"] += 1
            told["states"] += len(found)
            told["receipts"] += len(run.receipts)
            told["writes"] += len(disk.entries)
            told["flushes"] += disk.flushes()
            told["control lost"] += control
            told["wrong"] += [f"cut {cut}: {what}" for what in found if what]
    told["seconds"] = round(time.monotonic() - began)
    print(json.dumps(told))
    return 1 if told["wrong"] or not told["control lost"] else 0


if __name__ == "__main__":
    # In a mount namespace of its own, so that nothing stays mounted.
    if os.environ.get("TALLYBOX_POWER") != "inside":
        os.execvpe("unshare", ["unshare", "--mount", sys.executable, *sys.argv], {**os.environ, "TALLYBOX_POWER": "inside"})
    sys.exit(main())
