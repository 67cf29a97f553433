#!/usr/bin/env python3
"""A disk that fills up while people answer, on small file systems of 1 KiB and 4 KiB blocks.

    sudo python3 tests/rigs/disk_full.py PROGRAM [--levels 20]

Needs root: it makes ext4 images and mounts them, in a mount namespace of its own that goes away with
it. At each level of free room, from none to 3 MiB:
- somebody who began while there was room answers on and sends: the ballast is theirs;
- somebody in the same place without a ballast is told, keeps the answers, and sends from the same
  session once there is room again;
- nobody new begins, and nothing ends by a signal (on blocks smaller than a page, a write into a hole
  of SQLite's shared index on a full disk is SIGBUS);
- in the end every receipt has its record and no record is without somebody who sent it, in a file
  that an independent SQLite finds whole.
"""

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from people import Home, Talk, fast_folder, receipts_of  # noqa: E402

IMAGE = 40 << 20
MOST = 3 << 20


class Small:
    """A small file system, mounted."""

    def __init__(self, folder, block):
        self.block, self.image, self.path = block, os.path.join(folder, f"image-{block}"), os.path.join(folder, f"disk-{block}")
        with open(self.image, "wb") as made:
            made.truncate(IMAGE)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", "-b", str(block), self.image], check=True)
        os.mkdir(self.path)
        subprocess.run(["mount", "-o", "loop", self.image, self.path], check=True)

    def free(self):
        found = os.statvfs(self.path)
        return found.f_bavail * found.f_frsize

    def fill(self, left):
        """Leaves so many bytes, to a block."""
        path = os.path.join(self.path, "filler")
        # Unbuffered: what the disk did not take must not be tried again when the file is closed.
        with open(path, "ab", buffering=0) as filler:
            step = 1 << 20
            while step >= self.block:
                try:
                    while self.free() - step >= left:
                        filler.write(b"f" * step)
                        os.fsync(filler.fileno())
                except OSError:
                    # What is left is the file system's own.
                    pass
                step //= 2

    def clear(self):
        os.remove(os.path.join(self.path, "filler"))
        os.sync()

    def end(self):
        subprocess.run(["umount", self.path], check=True)
        os.remove(self.image)


class Level:
    """One level of free room on one file system."""

    def __init__(self, pristine, disk, left):
        self.disk, self.left, self.wrong = disk, left, []
        self.home = pristine.copy(os.path.join(disk.path, "home"))
        self.report = {"block": disk.block, "left": left}

    def dead(self, who, code, said):
        if code < 0 or code > 128 or "panicked" in said:
            self.wrong.append(f"{who} died: {code} {said[-300:]}")

    def run(self):
        in_flight = [self.started(), self.started()]
        talk, other = in_flight
        assert os.path.exists(os.path.join(self.home.box, "ballast")), "no ballast is kept"
        self.disk.fill(self.left)
        receipts = self.in_flight(talk)
        # The next has no ballast: it was used, or something else took the room.
        ballast = os.path.join(self.home.box, "ballast")
        if os.path.exists(ballast):
            os.remove(ballast)
        self.disk.fill(self.left)
        self.nobody_begins()
        receipts += self.without_ballast(other)
        self.afterwards(receipts)
        shutil.rmtree(self.home.path)
        return self.report | {"wrong": self.wrong}

    def started(self):
        talk = Talk(self.home, "fill", "--plain")
        talk.begin()
        talk.answer(0, 3)
        return talk

    def in_flight(self, talk):
        talk.answer(3, 7)
        self.report["drafts not saved"] = talk.said.count("are not saved")
        said = talk.say("/send\n", "Your receipt is", "They are still here")
        if said != "Your receipt is":
            self.wrong.append(f"the ballast was not enough: {talk.said[-300:]}")
        self.dead("who sends", talk.end(), talk.said)
        return receipts_of(talk.said)

    def without_ballast(self, talk):
        talk.answer(3, 7)
        said = talk.say("/send\n", "Your receipt is", "They are still here")
        self.report["sent without ballast"] = said == "Your receipt is"
        if said != "Your receipt is":
            if "disk of this machine is full" not in talk.said:
                self.wrong.append(f"full was not said: {talk.said[-300:]}")
            self.disk.clear()
            talk.until("/send to send")
            talk.say("/send\n", "Your receipt is")
        self.dead("who sends again", talk.end(), talk.said)
        return receipts_of(talk.said)

    def nobody_begins(self):
        plain = self.home.run("fill", "--plain", typed="\n")
        paper = self.home.run("fill", "--answers", self.home.paper(), "--json")
        status = self.home.run("box", "status")
        for who, ended in {"a beginner": plain, "paper": paper, "status": status}.items():
            self.dead(who, ended.returncode, ended.stdout + ended.stderr)
        if "leaf" in paper.stdout or paper.returncode != 5:
            self.wrong.append(f"paper on a full disk: {paper}")
        if "Which language" in plain.stdout:
            self.wrong.append("somebody began on a full disk")
        if "full" not in plain.stdout + plain.stderr or "full" not in paper.stderr:
            self.wrong.append(f"a beginner was not told: {plain} {paper}")

    def afterwards(self, receipts):
        if os.path.exists(os.path.join(self.disk.path, "filler")):
            self.disk.clear()
        entered = json.loads(self.home.done("fill", "--answers", self.home.paper(), "--json"))
        found = self.home.records()
        expected = [*receipts, entered["leaf"][:16]]
        if sorted(leaf[:16] for leaf in found) != sorted(expected):
            self.wrong.append(f"receipts {expected}, records {found}")
        if self.home.run("box", "verify").returncode:
            self.wrong.append("`box verify` found something")


UNGUARDED = """
import sqlite3, sys
sqlite3.connect(sys.argv[1]).execute("INSERT INTO t VALUES(1)").connection.commit()
"""


def unguarded(disk):
    """How a program ends that opens such a store and asks for no room first, at each of many levels."""
    ends = set()
    for left in range(0, 64 << 10, 4 << 10):
        path = os.path.join(disk.path, f"unguarded-{left}.sqlite")
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t(x)")
        connection.commit()
        connection.close()
        disk.fill(left)
        ended = subprocess.run([sys.executable, "-c", UNGUARDED, path], capture_output=True, check=False)
        disk.clear()
        ends.add(ended.returncode)
    return sorted(ends)


def levels(count):
    """None, a few blocks, and so on, ever further apart, to 3 MiB."""
    return [0, *(round(MOST ** (at / (count - 1))) for at in range(1, count))][:count]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--levels", type=int, default=20)
    parser.add_argument("--in-namespace", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not asked.in_namespace:
        inside = ["unshare", "--mount", sys.executable, os.path.abspath(__file__), "--in-namespace"]
        return subprocess.run([*inside, asked.program, "--levels", str(asked.levels)], check=False).returncode
    reports, control = [], {}
    with fast_folder() as folder:
        pristine = Home(asked.program, folder)
        pristine.done("box", "init", "--name", "Rig")
        for block in (1024, 4096):
            disk = Small(folder, block)
            control[block] = unguarded(disk)
            for left in levels(asked.levels):
                reports.append(Level(pristine, disk, left).run())
            disk.end()
    wrong = [f"{one['block']}/{one['left']}: {what}" for one in reports for what in one["wrong"]]
    print(json.dumps({
        "levels": len(reports),
        "drafts that could not be saved, and said so": sum(one["drafts not saved"] for one in reports),
        "levels without room for a response": sum(not one["sent without ballast"] for one in reports),
        "another program on a full disk ends with": control,
        "wrong": wrong,
    }, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
